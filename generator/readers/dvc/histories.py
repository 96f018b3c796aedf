"""Files in which a metric stands step by step: the plots of DVC, and those that DVCLive writes for each metric."""

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from generator.catalog import Metric, Severity
from generator.provenance import Source
from generator.readers.dvc.values import suffix_of
from generator.readers.json_documents import parse_json, plain_text
from generator.readers.metric_series import MetricHistory
from generator.readers.reading import Reading
from generator.readers.text import visible_name

SERIES_SUFFIXES = {".csv": ",", ".tsv": "\t", ".json": ""}
"""Suffixes of files that may hold a history, with the delimiter of their columns."""
_STEPS = ("step", "epoch", "iteration")
"""Columns that count steps when none is declared to."""
_TIMESTAMP = "timestamp"
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?|[-+]?(?:nan|inf|infinity)", re.IGNORECASE
)
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}(?:\.0*)?")
_MOMENT = re.compile(r"[0-9]{1,15}")
"""Unix time in milliseconds."""
_MOST_COLUMNS = 1_000


@dataclass(slots=True)
class _Table:
    """The rows of one file, each with the line it stands on."""

    rows: list[tuple[int, Mapping[str, str]]]
    source: Source


def read_histories(
    reading: Reading, path: str, cost: str, *, x: str = "", y: str = "", named: str = ""
) -> tuple[Metric, ...]:
    """The metrics that a file holds step by step; none when its rows are no steps, as those of a ROC curve are not.

    Args:
        reading: for the store, and where the problems go.
        path: of the file.
        cost: of not having it.
        x: the column that counts the steps; empty when it is not declared.
        y: the only column of values; empty for every column of numbers.
        named: the key of the metric when the file holds one; empty for the name of its column.
    """
    table = _table(reading, path, cost)
    if table is None or not table.rows:
        return ()
    columns = list(table.rows[0][1])[:_MOST_COLUMNS]
    steps = x or next((name for name in _STEPS if name in columns), "")
    counted = bool(y) and not steps
    if not counted and (steps not in columns or not _counts(table, steps)):
        return ()
    wanted = [y] if y else [name for name in columns if name not in {*_STEPS, _TIMESTAMP, steps}]
    histories = {name: MetricHistory() for name in wanted}
    odd: list[int] = []
    for position, (line, row) in enumerate(table.rows):
        step = position if counted else int(row[steps].partition(".")[0])
        moment = row.get(_TIMESTAMP, "")
        for name, history in histories.items():
            value = number_in(row.get(name, ""))
            if value is not None:
                history.add((step,), (value,), (int(moment) if _MOMENT.fullmatch(moment) else 0,))
            elif row.get(name, ""):
                odd.append(line)
    found = {name: history for name, history in histories.items() if history.count}
    if odd and found:
        reading.report(
            "dvc-history-invalid", Severity.WARNING, table.source.line(odd[0]),
            f"has {len(odd)} values that are no numbers, this one first", "these points are not shown",
        )  # fmt: skip
    return tuple(
        history.metric(visible_name(named if named and len(found) == 1 else name), table.source)
        for name, history in sorted(found.items())
    )


def number_in(text: object) -> float | None:
    """The number that a text is, ``nan`` and ``inf`` included; None for any other text, and one that no float holds."""
    if not isinstance(text, str) or not _NUMBER.fullmatch(text.strip()):
        return None
    number = float(text)
    return None if math.isinf(number) and "inf" not in text.lower() else number


def _counts(table: _Table, column: str) -> bool:
    """Whether a column holds steps: whole numbers, ever greater unless its name says so; rows without one aside."""
    table.rows[:] = [row for row in table.rows if row[1].get(column, "")]
    if not table.rows or not all(_WHOLE.fullmatch(row[column].strip()) for _, row in table.rows):
        return False
    steps = [float(row[column]) for _, row in table.rows]
    return column in _STEPS or all(before < after for before, after in pairwise(steps))


def _table(reading: Reading, path: str, cost: str) -> _Table | None:
    read = reading.text(path, cost)
    if read is None:
        return None
    text, source = read
    suffix = suffix_of(path)
    try:
        rows = list(_from_json(text) if suffix == ".json" else _from_columns(text, SERIES_SUFFIXES[suffix]))
    except (ValueError, csv.Error) as error:
        reading.report("dvc-history-unread", Severity.WARNING, source, f"cannot be read: {error}", cost)
        return None
    return _Table(rows, source)


def _from_columns(text: str, delimiter: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = next(lines, [])
    for row in lines:
        yield lines.line_num, dict(zip(names, row, strict=False))


def _from_json(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """A list of mappings, or a mapping in which the first list of mappings is meant."""
    value = parse_json(text)
    if isinstance(value, Mapping):
        value = next((each for each in value.values() if isinstance(each, list)), [])
    for row in value if isinstance(value, list) else ():
        if isinstance(row, Mapping):
            yield 1, {str(name): plain_text(each) for name, each in row.items()}
