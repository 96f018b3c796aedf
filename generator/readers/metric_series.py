"""The history of a metric in bounded memory, however many points it has.

A long history is kept as the first, the last, the lowest and the highest point of each of at most 125 stretches of
equal width: drawn as a line, that is the same picture (M4 aggregation; Jugel et al., "M4: A Visualization-Oriented
Time Series Data Aggregation", VLDB 2014). Stretches are ranges of steps; where every point has one step, of times.
What comes out does not depend on the order in which points are added, up to the bound on repeated points.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from generator.catalog import Metric, MetricPoint, Series
from generator.provenance import Source

LONGEST_SERIES = 500
"""Points."""
REPEATS_KNOWN = 20_000
"""Distinct points after which a new point is no longer looked at for being a repeated one."""
_MOST_STRETCHES = LONGEST_SERIES // 4

_Point: TypeAlias = tuple[int, int, bool, float, bool]
"""Step, timestamp, whether the value is a number, the value (0.0 for NaN), whether it is not minus zero.

Sorts as MLflow sorts, NaN before numbers, and two points are equal only when they are written alike.
"""


class Columns(NamedTuple):
    """The same points column by column."""

    steps: Sequence[int]
    """A ``range`` where they count from 0, which takes no memory."""
    values: "array[float]"
    timestamps: "array[int]"


def metric_of(key: str, columns: Columns, source: Source) -> Metric:
    """The metric that a whole history at hand makes; it has at least one point."""
    steps, values, timestamps = columns
    listed = values.tolist()
    if not _is_plain(steps) or not math.isfinite(sum(listed)):
        history = MetricHistory()
        history.add(steps, values, timestamps)
        return history.metric(key, source)
    return metric_with(key, columns, listed.index(min(listed)), listed.index(max(listed)), source)


def metric_with(key: str, columns: Columns, lowest: int, highest: int, source: Source) -> Metric:
    """The metric of a history with ascending steps and finite values.

    Args:
        key: the metric's.
        columns: at least one point.
        lowest: position of the lowest point, the first of several.
        highest: the same of the highest.
        source: of the history.
    """
    steps, values, timestamps = columns
    last = len(steps) - 1
    return Metric(
        key=key,
        count=last + 1,
        first=MetricPoint(steps[0], values[0], timestamps[0]),
        last=MetricPoint(steps[last], values[last], timestamps[last]),
        minimum=MetricPoint(steps[lowest], values[lowest], timestamps[lowest]),
        maximum=MetricPoint(steps[highest], values[highest], timestamps[highest]),
        nan_count=0,
        infinity_count=0,
        repeated_count=0,
        series=Series(steps, values, timestamps),
        source=source,
    )


def _is_plain(steps: Sequence[int]) -> bool:
    """Whether steps are few enough to be kept all, ascend, and none stands twice."""
    if len(steps) > LONGEST_SERIES:
        return False
    return isinstance(steps, range) or sorted(set(steps)) == list(steps)


@dataclass(slots=True)
class _Stretch:
    """What is kept of one range of steps or times."""

    first: _Point
    last: _Point
    lowest: _Point | None = None
    """The lowest finite value; the first of several."""
    highest: _Point | None = None

    def add(self, point: _Point) -> None:
        """One more point."""
        if point < self.first:
            self.first = point
        elif point > self.last:
            self.last = point
        value = point[3]
        if not point[2] or math.isinf(value):
            return
        lowest, highest = self.lowest, self.highest
        if lowest is None or value < lowest[3] or (value == lowest[3] and point < lowest):
            self.lowest = point
        if highest is None or value > highest[3] or (value == highest[3] and point < highest):
            self.highest = point

    @property
    def points(self) -> set[_Point]:
        """One to four points."""
        return {point for point in (self.first, self.last, self.lowest, self.highest) if point is not None}


def _stretch(points: Iterable[_Point]) -> _Stretch:
    """The stretch that some points make."""
    each = iter(points)
    first = next(each)
    made = _Stretch(first, first)
    made.add(first)
    for point in each:
        made.add(point)
    return made


@dataclass(slots=True)
class _Stretches:
    """Ranges of equal width, a power of two, that grow when there are too many."""

    shift: int = 0
    kept: dict[int, _Stretch] = field(default_factory=dict)

    def add(self, position: int, point: _Point) -> None:
        """One more point, at a step or a time."""
        found = self.kept.get(position >> self.shift)
        if found is not None:
            found.add(point)
            return
        self.kept[position >> self.shift] = _stretch((point,))
        while len(self.kept) > _MOST_STRETCHES:
            self._widen()

    @property
    def points(self) -> set[_Point]:
        """Every point kept."""
        return {point for stretch in self.kept.values() for point in stretch.points}

    def _widen(self) -> None:
        self.shift += 1
        pairs: dict[int, set[_Point]] = {}
        for index, stretch in self.kept.items():
            pairs.setdefault(index >> 1, set()).update(stretch.points)
        self.kept = {index: _stretch(points) for index, points in pairs.items()}


class MetricHistory:
    """Takes points in any order and keeps what a :class:`Metric` needs."""

    __slots__ = ("_by_step", "_by_time", "_infinite", "_known", "_most_known", "_nan", "_repeated", "count")

    def __init__(self, *, seeks_repeats: bool = True) -> None:
        """Begin without a point.

        Args:
            seeks_repeats: False where a store never writes a point twice: repeated ones are then known among the first
                :data:`LONGEST_SERIES` only, and thousands of histories can be kept at once.
        """
        self._most_known = REPEATS_KNOWN if seeks_repeats else LONGEST_SERIES + 1
        self.count = 0
        """Points added."""
        self._nan = self._infinite = self._repeated = 0
        self._known: set[_Point] = set()
        self._by_step: _Stretches | None = None
        self._by_time: _Stretches | None = None
        """As long as every point has one step."""

    @property
    def repeats_bounded(self) -> bool:
        """Whether there were too many points to know every repeated one."""
        return len(self._known) >= self._most_known

    def add(self, steps: Iterable[int], values: Iterable[float], timestamps: Iterable[int]) -> None:
        """Add points, given as columns of equal length."""
        known = self._known
        for step, value, timestamp in zip(steps, values, timestamps, strict=True):
            self.count += 1
            number = value == value  # noqa: PLR0124 false for NaN only
            if not number:
                self._nan += 1
            elif math.isinf(value):
                self._infinite += 1
            plain = value != 0 or math.copysign(1, value) > 0
            point = (step, timestamp, number, value if number else 0.0, plain)
            if point in known:
                self._repeated += 1
                continue
            if len(known) < self._most_known:
                known.add(point)
            if self._by_step is not None:
                self._keep(point)
            elif len(known) > LONGEST_SERIES:
                self._grow_long()

    def metric(
        self, key: str, source: Source, *, dataset_name: str = "", dataset_digest: str = "", run_id: str = ""
    ) -> Metric:
        """What was added, as a record; at least one point was."""
        kept = self._kept()
        whole = _stretch(kept)
        return Metric(
            key=key,
            count=self.count,
            first=_shown(whole.first),
            last=_shown(whole.last),
            minimum=_shown(whole.lowest) if whole.lowest else None,
            maximum=_shown(whole.highest) if whole.highest else None,
            nan_count=self._nan,
            infinity_count=self._infinite,
            repeated_count=self._repeated,
            series=Series.of(_shown(point) for point in sorted(kept)),
            dataset_name=dataset_name,
            dataset_digest=dataset_digest,
            run_id=run_id,
            source=source,
        )

    def _kept(self) -> set[_Point]:
        if self._by_step is None:
            return self._known
        return (self._by_time or self._by_step).points

    def _grow_long(self) -> None:
        """Begin to keep stretches, with the points so far."""
        self._by_step = _Stretches()
        if len({point[0] for point in self._known}) == 1:
            self._by_time = _Stretches()
        for point in self._known:
            self._keep(point)

    def _keep(self, point: _Point) -> None:
        by_step, by_time = self._by_step, self._by_time
        if by_step is None:
            return
        by_step.add(point[0], point)
        if by_time is not None:
            if len(by_step.kept) > 1:
                self._by_time = None
            else:
                by_time.add(point[1], point)


def _shown(point: _Point) -> MetricPoint:
    step, timestamp, number, value, _ = point
    return MetricPoint(step, value if number else math.nan, timestamp)
