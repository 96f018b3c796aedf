"""Metric points from the rows of MLflow's database.

MLflow writes a NaN as 0 with ``is_nan`` set, and an infinity as the greatest double
(``SqlAlchemyStore.sanitize_metric_value``); SQLite itself makes NULL of a NaN.
"""

import math
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, pairwise
from operator import ne
from typing import TypeAlias

from generator.catalog import MetricPoint
from generator.readers.metric_series import Columns
from generator.readers.mlflow.database.file import Row

_CHUNK = 4096
"""Rows of one metric that are looked at together."""
_COUNTED = tuple(range(_CHUNK))
"""The steps of nearly every history."""
_GREATEST = sys.float_info.max

Point: TypeAlias = tuple[int, float, int]
"""Step, value, timestamp."""
PointColumns: TypeAlias = tuple[Row, Row, Row, Row]
"""Steps, timestamps, values and whether they are NaN, of several rows."""


def chunks(batches: Iterable[Sequence[Row]], width: int) -> Iterator[tuple[Row, PointColumns]]:
    """What agrees in its first values together, so many rows at a time at most.

    Args:
        batches: of rows sorted by these values, none of them empty.
        width: how many of them; step, timestamp, value and whether that is NaN come after.

    Returns:
        The values that agree, and the others column by column.
    """
    rest: Sequence[Row] = ()
    for batch in batches:
        rows = [*rest, *batch]
        columns = list(zip(*rows, strict=True))
        starts = _starts(columns[:width])
        for start, end in pairwise(starts):
            yield from _chunks(rows[start][:width], columns[width:], start, end)
        # The last ones may go on in the next batch.
        last, end = starts[-1], len(rows)
        whole = last + (end - last) // _CHUNK * _CHUNK
        yield from _chunks(rows[last][:width], columns[width:], last, whole)
        rest = rows[whole:]
    if rest:
        yield from _chunks(rest[0][:width], list(zip(*rest, strict=True))[width:], 0, len(rest))


def _chunks(group: Row, columns: Sequence[Row], start: int, end: int) -> Iterator[tuple[Row, PointColumns]]:
    """The rows of one group from a start to an end."""
    for first in range(start, end, _CHUNK):
        steps, timestamps, values, not_numbers = (
            column[first : min(end, first + _CHUNK)] for column in columns
        )
        yield group, (steps, timestamps, values, not_numbers)


def _starts(columns: Sequence[Row]) -> list[int]:
    """Where the values of any of some columns become others; the first row is such a place."""
    count = len(columns[0])
    differing = (map(ne, column, column[1:]) for column in columns)
    return [0, *compress(range(1, count), map(any, zip(*differing, strict=True)))]


def columns_of(found: PointColumns) -> tuple[Columns, int]:
    """The points in some rows, and how many rows are none."""
    steps, timestamps, values, not_numbers = found
    try:
        whole = array("q", steps)
        counted = steps == _COUNTED[: len(steps)]
        columns = Columns(range(len(steps)) if counted else whole, array("d", values), array("q", timestamps))
    except (TypeError, OverflowError):
        pass  # some row holds no number: below each is looked at by itself, and those that are no points are counted
    else:
        if not any(not_numbers) and min(values) > -_GREATEST and max(values) < _GREATEST:
            return columns, 0
    points = [point for row in zip(*found, strict=True) if (point := point_of(*row)) is not None]
    columns = Columns(
        array("q", [step for step, _, _ in points]),
        array("d", [value for _, value, _ in points]),
        array("q", [timestamp for _, _, timestamp in points]),
    )
    return columns, len(steps) - len(points)


def metric_points(rows: list[Row], width: int) -> list[MetricPoint | None]:
    """The point in each of some rows; None for a row that is none.

    Args:
        rows: with step, timestamp, value and whether it is NaN, after their group.
        width: of the group.
    """
    steps, timestamps, values, not_numbers = tuple(zip(*rows, strict=True))[width:]
    kinds = [set(map(type, column)) for column in (steps, timestamps, values)]
    if kinds == [{int}, {int}, {float}] and not any(not_numbers) and max(map(abs, values)) < _GREATEST:
        return list(map(MetricPoint, steps, values, timestamps))
    return [MetricPoint(*point) if (point := point_of(*row[width:])) else None for row in rows]


def point_of(step: object, timestamp: object, value: object, not_number: object) -> Point | None:
    """Step, value and timestamp of one row; the oldest tables have no steps. None when it is no point."""
    step = 0 if step is None else step
    if not isinstance(step, int) or not isinstance(timestamp, int) or not_number not in {None, 0, 1}:
        return None
    if not_number == 1 or value is None:
        return step, math.nan, timestamp
    if not isinstance(value, int | float):
        return None
    return step, math.copysign(math.inf, value) if abs(value) >= _GREATEST else float(value), timestamp
