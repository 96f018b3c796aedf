"""Metric files of MLflow's file store: one line for each point, only ever appended to.

A run's line is ``timestamp value step``; the oldest stores left out the step, MLflow 3 adds a dataset's name and digest
when there is one. A logged model's line is ``timestamp value step run_id``, with the same two at its end. A dataset's
name may hold blanks, so it is what stands between the fields before it and the last one.
"""

import math
import re
from dataclasses import dataclass, field

from generator.catalog import Metric, Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.metric_series import MetricHistory, metric_of
from generator.readers.mlflow.plain_lines import BOUND, plain_columns
from generator.readers.reading import Reading
from generator.readers.text import large_file_pointer

SMALL = 2**20
"""Bytes of a file that is read at once; a longer one is streamed."""
LONGEST = 256 * 2**20
"""Bytes of a file whose points are counted; some seven million points."""
_LONGEST_LINE = 2**16

_WHOLE = re.compile(rb"[-+]?[0-9]{1,20}")
_VALUE = re.compile(rb"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?|nan|-?inf")
"""What ``repr`` of a float can give, and what a person would write; Python's ``float`` takes much more."""
_CONFLICT = re.compile(rb"<{7} |={7}$|>{7} |\|{7} ")

_Group = tuple[str, str, str]
"""Run id (in a logged model's file), dataset name, dataset digest: what one metric was measured by and on."""
_Point = tuple[int, float, int, _Group]
"""Step, value, timestamp, group."""


def read_metric(
    reading: Reading, path: str, key: str, read: tuple[bytes, Source] | None = None, *, of_model: bool = False
) -> tuple[Metric, ...]:
    """The metrics in one file: one for each dataset, and for each run in a logged model's file.

    Args:
        reading: where the problems go.
        path: of the file in the store.
        key: the metric's.
        read: what :meth:`Store.read` gives of it, when it was read before.
        of_model: whether the file is a logged model's.
    """
    try:
        data, source = read or reading.store.read(path, SMALL)
    except StoreError as error:
        if error.slug == "file-too-large":
            return _streamed(reading, path, key, of_model=of_model)
        reading.report_error(error, reading.store.source(path), f"the metric {key!a} is not shown")
        return ()
    plain = None if of_model else plain_columns(data)
    if plain is not None:
        return (metric_of(key, plain, source),)
    if large_file_pointer(data):
        reading.report(
            "git-lfs-pointer", Severity.WARNING, source, "holds a Git LFS pointer, not the file itself",
            f"the metric {key!a} is not shown",
            "fetch the file with git lfs pull",
        )  # fmt: skip
        return ()
    lines = _Lines(key, of_model=of_model)
    lines.add(data)
    return lines.finish(reading, source)


def _streamed(reading: Reading, path: str, key: str, *, of_model: bool) -> tuple[Metric, ...]:
    """The metrics in a file of any length."""
    lines = _Lines(key, of_model=of_model)
    taken = 0
    try:
        for block in reading.store.blocks(path):
            if taken < LONGEST:
                lines.add(block)
            taken += len(block)
    except StoreError as error:
        reading.report_error(error, reading.store.source(path), f"the metric {key!a} is not shown")
        return ()
    source = reading.store.source(path)
    if taken > LONGEST:
        reading.report(
            "metric-too-long", Severity.WARNING, source,
            f"is {taken} bytes long, of which {LONGEST} are looked at",
            f"the later points of the metric {key!a} are not shown",
        )  # fmt: skip
    return lines.finish(reading, source)


@dataclass(slots=True)
class _Oddity:
    """Lines of a file that are odd in the same way."""

    line: int
    """The first one, counted from 1."""
    count: int = 1


@dataclass(slots=True)
class _Lines:
    """The lines of one file, taken block by block."""

    key: str
    of_model: bool
    histories: dict[_Group, MetricHistory] = field(default_factory=dict)
    odd: dict[str, _Oddity] = field(default_factory=dict)
    """Oddities by slug."""
    count: int = 0
    """Lines taken."""
    rest: bytes = b""
    """The beginning of a line whose end has not come yet."""
    skipping: bool = False
    """Whether what comes up to the next line feed belongs to a line too long to be one."""

    def add(self, block: bytes) -> None:
        """The next bytes of the file."""
        if self.skipping:
            _, newline, block = block.partition(b"\n")
            self.skipping = not newline
        whole, newline, self.rest = (self.rest + block).rpartition(b"\n")
        if newline:
            self._take(whole + newline)
        if len(self.rest) > _LONGEST_LINE:
            self.count += 1
            self._note("metric-line-invalid")
            self.rest, self.skipping = b"", True

    def finish(self, reading: Reading, source: Source) -> tuple[Metric, ...]:
        """The metrics of the file, and a problem for every kind of oddity in it."""
        if self.rest:
            self.count += 1
            self._take_unended(self.rest)
        if not self.count:
            self._note("metric-empty")
        for slug, oddity in sorted(self.odd.items()):
            _report(reading, source, self.key, slug, oddity)
        if any(history.repeats_bounded for history in self.histories.values()):
            reading.report(
                "metric-repeats-bounded", Severity.NOTE, source, "has more points than are compared with each other",
                "not every repeated point is counted as one",
            )  # fmt: skip
        return tuple(
            history.metric(self.key, source, run_id=run_id, dataset_name=name, dataset_digest=digest)
            for (run_id, name, digest), history in sorted(self.histories.items())
        )

    def _take(self, block: bytes) -> None:
        """Some whole lines."""
        columns = None if self.of_model else plain_columns(block)
        if columns is not None:
            self._history(("", "", "")).add(*columns)
            self.count += len(columns.steps)
            return
        for line in block[:-1].split(b"\n"):
            self.count += 1
            self._take_line(line.strip())

    def _take_line(self, line: bytes) -> None:
        point = _point(line, of_model=self.of_model)
        if point is not None:
            self._add(point)
        elif not line:
            self._note("metric-line-blank")
        elif _CONFLICT.match(line):
            self._note("merge-conflict")
        else:
            self._note("metric-line-invalid")

    def _take_unended(self, line: bytes) -> None:
        """The last line, which has no line feed: its last field may be cut."""
        point = _point(line.strip(), of_model=self.of_model)
        if point is None or line.count(b" ") < 2:  # noqa: PLR2004 a value that may be cut is no value
            self._note("metric-line-cut")
        else:
            self._add(point)
            self._note("metric-line-unended")

    def _add(self, point: _Point) -> None:
        step, value, timestamp, group = point
        self._history(group).add((step,), (value,), (timestamp,))

    def _history(self, group: _Group) -> MetricHistory:
        found = self.histories.get(group)
        if found is None:
            found = self.histories[group] = MetricHistory()
        return found

    def _note(self, slug: str) -> None:
        found = self.odd.get(slug)
        if found is None:
            self.odd[slug] = _Oddity(self.count)
        else:
            found.count += 1


def _point(line: bytes, *, of_model: bool) -> _Point | None:
    """The point on one line; None when it is none."""
    fields = line.split(b" ")
    own = 4 if of_model else 3
    measured = len(fields) >= own + 2
    if not measured and len(fields) not in ({own} if of_model else {2, own}):
        return None
    whole = (fields[0], fields[2]) if len(fields) > 2 else (fields[0], b"0")  # noqa: PLR2004 an old line has no step
    if not all(map(_WHOLE.fullmatch, whole)) or not _VALUE.fullmatch(fields[1]):
        return None
    value = float(fields[1])
    if math.isinf(value) and not fields[1].endswith(b"inf"):
        return None
    step, timestamp = int(whole[1]), int(whole[0])
    if not (-BOUND <= step < BOUND and -BOUND <= timestamp < BOUND):
        return None
    try:
        run_id = fields[3].decode() if of_model else ""
        name, digest = (b" ".join(fields[own:-1]).decode(), fields[-1].decode()) if measured else ("", "")
    except UnicodeDecodeError:
        return None
    return step, value, timestamp, (run_id, name, digest)


def _report(reading: Reading, source: Source, key: str, slug: str, oddity: _Oddity) -> None:
    """One problem for all lines of a file that are odd in the same way, at the first of them."""
    severity, message, cost, remedy = _WORDING[slug]
    one = oddity.count == 1
    lines = "a line" if one else f"{oddity.count} lines, the first one here,"
    points = "one point" if one else f"{oddity.count} points"
    place = source if slug == "metric-empty" else source.line(oddity.line)
    reading.report(
        slug, severity, place, message.format(lines=lines), cost.format(key=ascii(key), points=points), remedy
    )


_WORDING = {
    "merge-conflict": (
        Severity.WARNING,
        "holds the markers of an unfinished merge",
        "the metric {key} has the points of both sides",
        "settle the conflict in git and commit the file",
    ),
    "metric-empty": (Severity.WARNING, "holds no point", "the metric {key} is not shown", ""),
    "metric-line-blank": (Severity.NOTE, "has {lines} with nothing on it", "nothing is lost", ""),
    "metric-line-cut": (
        Severity.WARNING,
        "ends in the middle of a line",
        "the metric {key} is shown without {points}",
        "",
    ),
    "metric-line-invalid": (
        Severity.WARNING,
        "has {lines} that cannot be read as a point",
        "the metric {key} is shown without {points}",
        "",
    ),
    "metric-line-unended": (
        Severity.NOTE,
        "ends without a line feed",
        "the last step of the metric {key} may be cut",
        "",
    ),
}
"""Severity, message, cost and remedy of every oddity of lines, by slug."""
