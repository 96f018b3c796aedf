"""Metric points kept as columns: a store holds millions of them, and a page asks for few."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias, overload

from generator.catalog.metrics import MetricPoint

WholeNumbers: TypeAlias = "array[int] | tuple[int, ...] | range"
"""A column of steps or times."""


class Series(Sequence[MetricPoint]):
    """Metric points that take 24 bytes each until one is asked for; equal to a tuple of the same points.

    Arrays that are handed in are kept, and so must not be changed afterwards; steps given as a range take no memory.
    """

    __slots__ = ("_steps", "_timestamps", "_values")

    def __init__(self, steps: Sequence[int], values: Sequence[float], timestamps: Sequence[int]) -> None:
        if not len(steps) == len(values) == len(timestamps):
            raise ValueError("the columns of a series differ in length")
        self._steps = steps if type(steps) is range else _whole_numbers(steps)
        self._values = values if isinstance(values, array) and values.typecode == "d" else array("d", values)
        self._timestamps = _whole_numbers(timestamps)

    @classmethod
    def of(cls, points: Iterable[MetricPoint]) -> "Series":
        """The same points, kept as columns."""
        found = list(points)
        return cls(
            [point.step for point in found],
            [point.value for point in found],
            [point.timestamp for point in found],
        )

    @property
    def columns(self) -> "tuple[WholeNumbers, array[float], WholeNumbers]":
        """Steps, values and timestamps; not to be changed."""
        return self._steps, self._values, self._timestamps

    @overload
    def __getitem__(self, index: int) -> MetricPoint: ...
    @overload
    def __getitem__(self, index: slice) -> "Series": ...
    def __getitem__(self, index: int | slice) -> "MetricPoint | Series":
        if isinstance(index, slice):
            return Series(self._steps[index], self._values[index], self._timestamps[index])
        return MetricPoint(self._steps[index], self._values[index], self._timestamps[index])

    def __iter__(self) -> Iterator[MetricPoint]:
        return map(MetricPoint, self._steps, self._values, self._timestamps)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Series):
            return (
                list(self._steps) == list(other._steps)
                and list(self._timestamps) == list(other._timestamps)
                and self._values.tobytes() == other._values.tobytes()
            )
        return isinstance(other, tuple) and tuple(self) == other

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Series({list(self)!r})"

    def __reduce__(self) -> "tuple[type[Series], tuple[WholeNumbers, array[float], WholeNumbers]]":
        return Series, (self._steps, self._values, self._timestamps)


def _whole_numbers(values: Sequence[int]) -> WholeNumbers:
    """A column of 64-bit numbers, or of any size where a store holds greater ones."""
    if isinstance(values, range) or (isinstance(values, array) and values.typecode == "q"):
        return values
    try:
        return array("q", values)
    except OverflowError:
        return tuple(values)
