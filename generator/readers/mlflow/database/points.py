"""Metric points from the rows of MLflow's database.

MLflow writes a NaN as 0 with ``is_nan`` set, and an infinity as the greatest double
(``SqlAlchemyStore.sanitize_metric_value``); SQLite itself makes NULL of a NaN.
"""

import math
import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
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


def chunks(rows: Iterable[Row], width: int) -> Iterator[tuple[Row, list[Row]]]:
    """Rows that agree in their first values together, so many at a time at most.

    Args:
        rows: sorted by these values.
        width: how many of them, two at least.
    """
    for group, agreeing in groupby(rows, itemgetter(*range(width))):
        while chunk := list(islice(agreeing, _CHUNK)):
            yield group, chunk


def columns_of(rows: list[Row], width: int) -> tuple[Columns, int]:
    """The points in some rows, and how many rows are none.

    Args:
        rows: with step, timestamp, value and whether it is NaN, after their group.
        width: of the group.
    """
    steps, timestamps, values, not_numbers = tuple(zip(*rows, strict=True))[width:]
    try:
        whole = array("q", steps)
        counted = steps == _COUNTED[: len(steps)]
        columns = Columns(range(len(steps)) if counted else whole, array("d", values), array("q", timestamps))
    except (TypeError, OverflowError):
        pass
    else:
        if not any(not_numbers) and min(values) > -_GREATEST and max(values) < _GREATEST:
            return columns, 0
    points = [point for row in rows if (point := point_of(*row[width:])) is not None]
    columns = Columns(
        array("q", [step for step, _, _ in points]),
        array("d", [value for _, value, _ in points]),
        array("q", [timestamp for _, _, timestamp in points]),
    )
    return columns, len(rows) - len(points)


def metric_points(rows: list[Row], width: int) -> list[MetricPoint | None]:
    """The point in each of some rows; None for a row that is none.

    Args:
        rows: as for :func:`columns_of`.
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
