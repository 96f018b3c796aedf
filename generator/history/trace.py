"""Everything that is known of a registry's past: the ledger, and what no line records yet."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from generator.catalog import Catalog
from generator.history.dated import dated_events
from generator.history.events import Event, Key, Subject, Witness
from generator.history.ledger import Ledger, Line, state_after
from generator.history.lines import LineKind
from generator.history.observe import State, observe, state_of
from generator.history.timeline import NOW, Point, Slot, slot
from generator.provenance import Source

PLACES = frozenset({Subject.STAGE, Subject.ALIAS, Subject.VERSION, Subject.MODEL})
"""What the timeline answers for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event, and where it is recorded."""

    event: Event
    line: int = 0
    """Of the ledger; 0 for what is not yet recorded."""
    withdrawn: bool = False
    """Whether it was recorded from a register that says so no more: its entry was corrected, rewritten or taken out."""


@dataclass(frozen=True, kw_only=True)
class History:
    """What is known of the past of every model."""

    ledger: Ledger
    told: tuple[Told, ...] = ()
    """Every event, in the order of the ledger, then what is not yet recorded."""
    slots: Mapping[Key, Slot] = field(default_factory=dict)
    """Every stage, alias, version and model, by key in order."""
    until: datetime = NOW
    """The last instant that a page may speak of; the present, but for a site of the past."""

    @property
    def past(self) -> bool:
        """Whether the site shows the registry of an earlier day."""
        return self.until < NOW

    @cached_property
    def pending(self) -> tuple[Event, ...]:
        """What is not yet recorded."""
        return tuple(told.event for told in self.told if not told.line)

    @cached_property
    def slots_by_model(self) -> Mapping[str, tuple[Slot, ...]]:
        """The places of each model, in order."""
        groups: dict[str, list[Slot]] = {}
        for found in self.slots.values():
            groups.setdefault(found.key.model, []).append(found)
        return {name: tuple(slots) for name, slots in groups.items()}

    @cached_property
    def told_by_model(self) -> Mapping[str, tuple[Told, ...]]:
        """The events of each model; those of no one model by an empty name."""
        groups: dict[str, list[Told]] = {}
        for told in self.told:
            groups.setdefault(told.event.key.model, []).append(told)
        return {name: tuple(events) for name, events in groups.items()}

    def value(self, key: Key, instant: datetime) -> str | None:
        """What a place held at an instant: empty for nothing, None where nothing proves it."""
        found = self.slots.get(key)
        return None if found is None else found.at(instant).value


def trace_history(catalog: Catalog, ledger: Ledger) -> History:
    """Bring together what the ledger records, what the records date, and what they hold now."""
    pending = observe(catalog, ledger)
    current = {event.identity for event in dated_events(catalog)}
    told = (
        *(
            Told(event=event, line=line, withdrawn=_withdrawn(event, current))
            for line, event in ledger.events
        ),
        *(Told(event=event) for event in pending),
    )
    now = state_of(catalog)
    points = _Points(ledger=ledger, asked=_asked(told, now))
    points.look_by_look()
    for each in told:
        points.tell(each)
    points.read_now(now)
    return History(ledger=ledger, told=told, slots=points.slots())


def _withdrawn(event: Event, current: Container[object]) -> bool:
    return event.witness in {Witness.REGISTER, Witness.GIT} and event.identity not in current


def _asked(told: Iterable[Told], now: State) -> Mapping[Key, Sequence[datetime]]:
    found: dict[Key, list[datetime]] = {key: [] for key in now if key.subject in PLACES}
    for each in told:
        event = each.event
        if event.key.subject in PLACES and (event.seen or not each.withdrawn):
            found.setdefault(event.key, []).extend([event.at] if event.at else [])
    return found


@dataclass(slots=True, kw_only=True)
class _Looks:
    """The looks of a branch from one merge to the next, and what changed before which of them."""

    held: Mapping[Key, str] = field(default_factory=dict)
    """What was held before the first of them."""
    looks: list[Line] = field(default_factory=list)
    changes: dict[Key, list[tuple[int, str]]] = field(default_factory=dict)
    """Of every place the index of the look that first saw a value, and the value."""

    def runs(self, key: Key) -> Iterator[tuple[int, int, str]]:
        """The first index, the index after the last one, and the value of all looks in between."""
        begun = [(0, self.held.get(key, "")), *self.changes.get(key, ())]
        for (first, value), (end, _) in pairwise([*begun, (len(self.looks), "")]):
            if first < end:
                yield first, end, value


@dataclass(slots=True)
class _Points:
    """Collects the points of every place."""

    ledger: Ledger
    asked: Mapping[Key, Sequence[datetime]]
    """Every place that is known of, also those that no line records yet, with the instants that somebody dates of it."""
    found: dict[Key, list[Point]] = field(default_factory=dict)

    def tell(self, told: Told) -> None:
        """A dated step, or the end of the window in which something was found changed."""
        event = told.event
        at = event.at or event.until
        if event.key.subject not in PLACES or at is None or told.withdrawn:
            return
        self._add(
            event.key,
            Point(
                at=at,
                value=event.value,
                dated=event.at is not None,
                was=event.was,
                by=event.by,
                witness=event.witness,
                reference=event.reference,
                line=told.line,
                source=self._place(told),
            ),
        )

    def look_by_look(self) -> None:
        """What every place held, branch by branch: at the first look and the last, and at those around each change.

        A look found every place, so one that no line names before it was empty.
        """
        for branch in branches(self.ledger.lines):
            self._along(branch)

    def read_now(self, state: State) -> None:
        """What the places hold in the present reading."""
        for key in {*self.found, *self.asked}:
            value, source = state.get(key, ("", Source("")))
            self._add(key, Point(at=NOW, value=value, dated=False, witness=Witness.LOOK, source=source))

    def slots(self) -> dict[Key, Slot]:
        """Every place laid out."""
        births = {
            key: next((point for point in sorted(points, key=_at) if point.dated and point.value), None)
            for key, points in self.found.items()
            if key.subject in {Subject.MODEL, Subject.VERSION}
        }
        made = {}
        for key in sorted(self.found):
            parent = {
                Subject.STAGE: Key(Subject.VERSION, key.model, key.version),
                Subject.ALIAS: Key(Subject.MODEL, key.model),
            }.get(key.subject)
            birth = births.get(parent) if parent else None
            made[key] = slot(key, self.found[key], _nothing_yet(birth) if birth else None)
        return made

    def _along(self, branch: list[Line]) -> None:
        for stretch in self._between_merges(branch):
            times = [look.at or NOW for look in stretch.looks]
            for key, instants in self.asked.items():
                for first, end, value in stretch.runs(key):
                    near = {bisect_left(times, instant) + step for instant in instants for step in (-1, 0)}
                    for index in sorted({first, end - 1, *(each for each in near if first <= each < end)}):
                        self._look(key, value, stretch.looks[index])

    def _between_merges(self, branch: list[Line]) -> Iterator["_Looks"]:
        found = _Looks()
        for line in branch:
            event = line.event
            if event is not None and event.seen:
                found.changes.setdefault(event.key, []).append((len(found.looks), event.value))
            elif line.kind is LineKind.OBSERVATION:
                found.looks.append(line)
            elif line.kind is LineKind.MERGE:  # from here on the looks compare with what all branches found
                yield found
                found = _Looks(held=state_after(self._above(line)))
        yield found

    def _above(self, line: Line) -> tuple[Line, ...]:
        return tuple(each for each in self.ledger.lines if each.number < line.number)

    def _look(self, key: Key, value: str, line: Line) -> None:
        if line.at is not None:
            self._add(
                key,
                Point(
                    at=line.at,
                    value=value,
                    dated=False,
                    witness=Witness.LOOK,
                    line=line.number,
                    source=self.ledger.source.line(line.number),
                ),
            )

    def _place(self, told: Told) -> Source:
        return self.ledger.source.line(told.line) if told.line else told.event.source

    def _add(self, key: Key, point: Point) -> None:
        self.found.setdefault(key, []).append(point)


def branches(lines: tuple[Line, ...]) -> Iterator[list[Line]]:
    """The ways from a first line to a last one; a ledger that never branched has one.

    A line that merges is followed back along the branch right above it; every other branch is a way of its own that ends
    where it was merged.
    """
    by_digest = {line.sha256: line for line in lines}
    followed = {line.previous for line in lines if line.previous}
    for line in lines:
        if line.sha256 not in followed:
            way = []
            step: Line | None = line
            while step is not None:
                way.append(step)
                step = by_digest.get(step.previous)
            yield way[::-1]


def _at(point: Point) -> datetime:
    return point.at


def _nothing_yet(birth: Point) -> Point:
    """That a place was empty at the instant in which what it belongs to came into being."""
    return Point(
        at=birth.at, value="", dated=True, was="", by=birth.by, witness=birth.witness,
        reference=birth.reference, line=birth.line, source=birth.source,
    )  # fmt: skip
