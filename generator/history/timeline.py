"""From events to state: for any instant, what a place held, or that nothing proves it.

The rule, which the timeline pages print in words: a place is known at the points where somebody saw it or dated a change
of it. Between two neighbouring points it held the value of the first if the second shows the same value, or is a dated change
that names this value as the one before; otherwise it changed at an unknown time between them, and what it held is unknown.
A dated change that names no value before it counts as one that names it, if an entry of a register tells of the place
earlier: a register tells of every change once it has begun, and proves nothing of the time before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from generator.history.events import Key, Witness
from generator.provenance import Source

FIRST = datetime.min.replace(tzinfo=UTC)
NOW = datetime.max.replace(tzinfo=UTC)
"""The present reading: after everything that is dated."""
_INSTANT = timedelta(microseconds=1)
"""The shortest time that a :class:`~datetime.datetime` tells: at the point itself the value is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An instant at which the value of a place is known."""

    at: datetime
    value: str
    """Empty for none."""
    dated: bool
    """Whether it is a change that somebody dated; else the place was looked at, and held the value."""
    was: str | None = None
    """Of a change: the value before, as its witness has it; None when it has none."""
    by: str = ""
    witness: Witness
    reference: str = ""
    line: int = 0
    """Of the ledger; 0 for what is not recorded."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time in which one answer holds."""

    start: datetime
    """:data:`FIRST` for no known beginning."""
    end: datetime
    """:data:`NOW` where it lasts; the stretch ends before this instant."""
    value: str | None
    """Empty for none, None where nothing proves a value."""
    begun: Point | None
    """What says that it began, or was so by then; None at the beginning of time."""
    ended: Point | None
    """What says that it ended; None while it lasts."""
    exact: bool
    """Whether the beginning is the instant of the change; else the value was there by then."""

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return self.value is not None

    def holds(self, instant: datetime) -> bool:
        """Whether an instant lies in it."""
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place and everything that is known of it."""

    key: Key
    points: tuple[Point, ...]
    """By time."""
    stretches: tuple[Stretch, ...]
    """From the beginning of time to the present, without gaps. What only the present reading shows is a stretch of its
    own at the end, which begins and ends at :data:`NOW`."""

    def at(self, instant: datetime) -> Stretch:
        """The answer for an instant."""
        found = (stretch for stretch in self.stretches if stretch.holds(instant))
        return next(found, self.stretches[-1])


def slot(key: Key, points: Iterable[Point], absent_before: Point | None = None) -> Slot:
    """Lay out what is known of a place.

    Args:
        key: the place.
        points: in any order; a dated change counts before a look at the same instant.
        absent_before: the registration before which the place cannot have held anything; None when it is not known.
    """
    ordered = sorted(points, key=lambda point: (point.at, not point.dated, point.line or 10**9))
    return Slot(key=key, points=tuple(ordered), stretches=tuple(_joined(_stretches(ordered, absent_before))))


def _stretches(points: Sequence[Point], birth: Point | None) -> Iterator[Stretch]:
    known = [point for point in points if birth is None or point.at >= birth.at]
    if birth is not None:
        yield _stretch(FIRST, birth.at, "", None, birth, exact=False)
        known = [birth, *known]
    if not known:
        yield _stretch(FIRST, NOW, None, None, None, exact=False)
        return
    if birth is None:
        yield _stretch(FIRST, known[0].at, _before(known[0]), None, known[0], exact=False)
    begun = False
    for point, following in pairwise(known):
        exact = point.dated
        begun = begun or (point.dated and point.witness in {Witness.REGISTER, Witness.GIT})
        if point.value == following.value or _follows(following, point.value, begun=begun):
            yield _stretch(point.at, following.at, point.value, point, following, exact=exact)
        else:
            after = min(point.at + _INSTANT, following.at)
            yield _stretch(point.at, after, point.value, point, point, exact=exact)
            yield _stretch(after, following.at, None, point, following, exact=False)
    last = known[-1]
    yield _stretch(last.at, NOW, last.value, last, None, exact=last.dated)


def _before(point: Point) -> str | None:
    """What stood before the first point: nothing where a registration says so, else nobody knows."""
    return "" if point.dated and point.was == "" else None


def _follows(change: Point, value: str, *, begun: bool) -> bool:
    """Whether a dated change ended the time of a value; of one that does not say so it counts if its register had begun."""
    return change.dated and (change.was == value or (change.was is None and begun))


def _stretch(
    start: datetime,
    end: datetime,
    value: str | None,
    begun: Point | None,
    ended: Point | None,
    *,
    exact: bool,
) -> Stretch:
    return Stretch(start=start, end=end, value=value, begun=begun, ended=ended, exact=exact)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours with one answer are one stretch; what lasts no time is none."""
    held: Stretch | None = None
    for stretch in stretches:
        if stretch.start >= stretch.end and stretch.start < NOW:
            continue
        if held is not None and held.value == stretch.value:
            held = _stretch(held.start, stretch.end, held.value, held.begun, stretch.ended, exact=held.exact)
            continue
        if held is not None:
            yield held
        held = stretch
    if held is not None:
        ended = None if held.end == NOW else held.ended
        yield _stretch(held.start, held.end, held.value, held.begun, ended, exact=held.exact)
