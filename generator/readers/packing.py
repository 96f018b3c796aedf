"""The records of one piece of a store as bytes, to travel between processes and to be kept for the next build.

The bytes are MessagePack (https://msgpack.org), read back into the types that the records are declared with and into no
others: whatever they hold, nothing in them is run, and bytes that do not fit the types are refused. What there is most
of goes in columns, which are small and quickly read: paths and digests, params, tags, and the points of metrics.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from sys import intern
from typing import TypeVar, cast

import msgspec

from generator.catalog import (
    FileRead,
    LatestMetric,
    Metric,
    MetricPoint,
    Param,
    Records,
    Run,
    Series,
    Tag,
    field_names,
    replaced,
)
from generator.provenance import Source
from generator.readers.metric_series import Columns, metric_with
from generator.readers.packed_form import Histories, Latest, Packed, Sources, Texts

_Text = TypeVar("_Text", Param, Tag)
_NUMBER = 8
"""Bytes of a step, a timestamp or a value."""


_APART = ("params", "tags", "metrics", "latest")
"""Fields of a run that are packed in columns."""
_OF_RUN = tuple(name for name in field_names(Run) if name not in _APART)
_said_of: Callable[[Run], tuple[object, ...]] = attrgetter(*_OF_RUN)
"""The other fields: a mapping of them is written as the run without those above would be, in a quarter of the time."""
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Packed)


def pack(records: Records) -> bytes | None:
    """Runs, problems and files as bytes; None when there is anything else, or anything that bytes cannot say."""
    if records != Records(runs=records.runs, problems=records.problems, files=records.files):
        return None
    try:
        return _ENCODER.encode(_Packer().packed(records))
    except (TypeError, ValueError, OverflowError):
        return None


def unpack(data: bytes) -> Records:
    """What was packed.

    Raises:
        ValueError: when the bytes are anything else.
    """
    try:
        return _records(_DECODER.decode(data))
    except (ValueError, IndexError, RuntimeError) as error:
        raise ValueError("no packed records") from error


class _Packer:
    def __init__(self) -> None:
        self._positions: dict[str, int] = {}
        """Of every string so far."""

    def packed(self, records: Records) -> Packed:
        """Everything."""
        params = self._texts([run.params for run in records.runs])
        tags = self._texts([run.tags for run in records.runs])
        metrics = self._histories([run.metrics for run in records.runs])
        latest = self._latest([run.latest for run in records.runs])
        etags = [file.etag for file in records.files]
        files = self._sources([Source(file.path, file.sha256) for file in records.files])
        return Packed(
            strings=list(self._positions),
            files=files,
            sizes=[file.size for file in records.files],
            etags=etags if any(etags) else [],
            runs=cast("list[Run]", [dict(zip(_OF_RUN, _said_of(run), strict=True)) for run in records.runs]),
            params=params,
            tags=tags,
            metrics=metrics,
            latest=latest,
            problems=list(records.problems),
        )

    def _texts(self, groups: Sequence[tuple[_Text, ...]]) -> Texts:
        every = [text for group in groups for text in group]
        return Texts(
            counts=[len(group) for group in groups],
            keys=[self._position(text.key) for text in every],
            values=[text.value for text in every],
            sources=self._sources([text.source for text in every]),
        )

    def _histories(self, groups: Sequence[tuple[Metric, ...]]) -> Histories:
        every = [metric for group in groups for metric in group]
        made = Histories(
            counts=[len(group) for group in groups],
            keys=[self._position(metric.key) for metric in every],
            sources=self._sources([metric.source for metric in every]),
        )
        columns: list[bytes] = []
        for metric in every:
            series = metric.series if isinstance(metric.series, Series) else Series.of(metric.series)
            steps, values, timestamps = series.columns
            made.lengths.append(len(values))
            made.has_steps.append(not isinstance(steps, range))
            columns += (values.tobytes(), _bytes(timestamps))
            if not isinstance(steps, range):
                columns.append(_bytes(steps))
            extremes = _extremes(metric, values)
            made.extremes += extremes or (-1, -1)
            if extremes is None:
                made.odd.append(replaced(metric, series=()))
        made.points = b"".join(columns)
        return made

    def _latest(self, groups: Sequence[tuple[LatestMetric, ...]]) -> Latest:
        every = [metric for group in groups for metric in group]
        datasets = [name for metric in every for name in (metric.dataset_name, metric.dataset_digest)]
        return Latest(
            counts=[len(group) for group in groups],
            keys=[self._position(metric.key) for metric in every],
            steps=[metric.last.step for metric in every],
            values=[metric.last.value for metric in every],
            timestamps=[metric.last.timestamp for metric in every],
            datasets=[self._position(name) for name in datasets] if any(datasets) else [],
            sources=self._sources([metric.source for metric in every]),
        )

    def _sources(self, sources: Sequence[Source]) -> Sources:
        digests = [source.sha256 for source in sources]
        pointers = [source.pointer for source in sources]
        return Sources(
            paths=[self._position(source.path) for source in sources],
            digests=list(map(self._position, digests)) if any(digests) else [],
            pointers=pointers if any(pointers) else [],
        )

    def _position(self, text: str) -> int:
        return self._positions.setdefault(text, len(self._positions))


def _extremes(metric: Metric, values: "array[float]") -> tuple[int, int] | None:
    """Where the lowest and the highest point stand, the first of equal ones; None for a metric with more to it."""
    lowest, highest = metric.minimum, metric.maximum
    if metric.count != len(values) or lowest is None or highest is None:
        return None
    if (
        metric.nan_count
        or metric.infinity_count
        or metric.dataset_name
        or metric.dataset_digest
        or metric.run_id
    ):
        return None
    return values.index(lowest.value), values.index(highest.value)


def _bytes(numbers: Sequence[int]) -> bytes:
    """Whole numbers as the machine keeps them.

    Raises:
        OverflowError: when one has more than 64 bits.
    """
    return (numbers if isinstance(numbers, array) else array("q", numbers)).tobytes()


def _records(packed: Packed) -> Records:
    strings = packed.strings
    params = _texts_of(Param, packed.params, strings)
    tags = _texts_of(Tag, packed.tags, strings)
    metrics = _metrics_of(packed.metrics, strings)
    latest = _latest_of(packed.latest, strings)
    return Records(
        runs=tuple(map(_filled, packed.runs, params, tags, metrics, latest)),
        problems=tuple(packed.problems),
        files=tuple(_files_of(packed)),
    )


def _filled(run: Run, *columns: tuple[object, ...]) -> Run:
    """A run that was made just now, and is known to nobody, with what was packed apart from it."""
    for name, column in zip(_APART, columns, strict=True):
        object.__setattr__(run, name, column)
    return run


def _files_of(packed: Packed) -> Iterable[FileRead]:
    paths = [packed.strings[position] for position in packed.files.paths]
    digests = [packed.strings[position] for position in packed.files.digests] or [""] * len(paths)
    if packed.etags:
        return map(FileRead, paths, digests, packed.sizes, packed.etags)
    return map(FileRead, paths, digests, packed.sizes)


def _texts_of(make: type[_Text], texts: Texts, strings: list[str]) -> Iterator[tuple[_Text, ...]]:
    keys = [intern(strings[position]) for position in texts.keys]
    every = map(make, keys, texts.values, _sources_of(texts.sources, strings))
    return (tuple(islice(every, count)) for count in texts.counts)


def _latest_of(latest: Latest, strings: list[str]) -> Iterator[tuple[LatestMetric, ...]]:
    keys = [intern(strings[position]) for position in latest.keys]
    points = map(MetricPoint, latest.steps, latest.values, latest.timestamps)
    datasets = [strings[position] for position in latest.datasets] or [""] * (2 * len(keys))
    every = map(
        LatestMetric, keys, points, _sources_of(latest.sources, strings), datasets[::2], datasets[1::2]
    )
    return (tuple(islice(every, count)) for count in latest.counts)


def _metrics_of(histories: Histories, strings: list[str]) -> Iterator[tuple[Metric, ...]]:
    every = _every_metric(histories, strings)
    return (tuple(islice(every, count)) for count in histories.counts)


def _every_metric(histories: Histories, strings: list[str]) -> Iterator[Metric]:
    points, position = memoryview(histories.points), 0
    odd = iter(histories.odd)
    extremes = iter(histories.extremes)
    for key, length, has_steps, source in zip(
        histories.keys,
        histories.lengths,
        histories.has_steps,
        _sources_of(histories.sources, strings),
        strict=True,
    ):
        size = length * _NUMBER
        values, timestamps = array("d"), array("q")
        values.frombytes(points[position : position + size])
        timestamps.frombytes(points[position + size : position + 2 * size])
        position += 2 * size
        steps: Sequence[int] = range(length)
        if has_steps:
            steps = array("q")
            steps.frombytes(points[position : position + size])
            position += size
        lowest, highest = next(extremes), next(extremes)
        if lowest < 0:
            yield replaced(next(odd), series=Series(steps, values, timestamps))
        else:
            yield metric_with(
                intern(strings[key]), Columns(steps, values, timestamps), lowest, highest, source
            )


def _sources_of(sources: Sources, strings: list[str]) -> Iterable[Source]:
    paths = [strings[position] for position in sources.paths]
    digests = [strings[position] for position in sources.digests] or [""] * len(paths)
    if sources.pointers:
        return map(Source, paths, digests, sources.pointers)
    return map(Source, paths, digests)
