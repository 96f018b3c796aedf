"""Which entries of a register stand out of the order of time."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime


def out_of_order(instants: Sequence[datetime | None]) -> tuple[int, ...]:
    """The positions of as few instants as can be left out so that the rest never goes back in time.

    So one entry dated far ahead is the one out of order, and not every entry below it. Positions without an instant are
    left alone. Of several ways to leave out equally few, the one that keeps the earlier instants is taken.
    """
    tails: list[int] = []
    """For each length, the position at which the order of that length with the earliest end ends."""
    ends: list[datetime] = []
    before: dict[int, int | None] = {}
    for position, instant in enumerate(instants):
        if instant is None:
            continue
        length = bisect_right(ends, instant)
        before[position] = tails[length - 1] if length else None
        tails[length : length + 1] = [position]
        ends[length : length + 1] = [instant]
    kept: set[int] = set()
    at = tails[-1] if tails else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return tuple(position for position in before if position not in kept)
