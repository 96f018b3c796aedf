"""The timelines: who held which stage and alias on any day, and every event that says so."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.analyses.wording import minute
from generator.catalog import RegisteredModel
from generator.history.events import Event
from generator.history.lines import LineKind
from generator.history.trace import History, Told
from generator.history.wording import how_known, place, told, value, when, witness_words
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.models.navigation import model_breadcrumbs, model_navigation
from generator.pages.portfolio import Portfolio
from generator.pages.timelines.stretches import StretchRow, stretch_rows
from generator.pages.timelines.swimlanes import Swimlanes, swimlanes
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Source

EVENTS = 500
"""Newest events that a page lists; the rest is counted."""
STRETCHES = 2000
"""Stretches that the page of the portfolio lists."""
NEWS = 200
"""Newest events that the page of the portfolio lists; the page of each model has more of its own."""
CITED_ROWS = 300
"""Up to this many stretches and events, the page of the portfolio cites the place of each; beyond, the pages of models do."""

_LANES = Section("lanes", say("Stages and aliases over time"))
_HELD = Section("held", say("Who held what"))
_EVENTS = Section("events", say("Events"))
_LEDGER = Section("ledger", say("Ledger"))
_RULE = Section("rule", say("How events become answers"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event."""

    when: str
    order: str
    """What it is sorted by."""
    subject: str
    kind: str
    """What the event is about: ``stage``, ``alias``, ``approval``."""
    model: Link
    verb: str
    change: str
    by: str
    how: str
    witness: str
    """The same without the entry or commit that it names."""
    lines: tuple[int, ...]
    """Of the ledger; several where several branches recorded it, none where it is not yet recorded."""
    withdrawn: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFacts:
    """The ledger's own evidence."""

    present: bool
    source: Source
    head: str
    count: int
    opened: str
    last_look: str
    looks: int
    pending: int
    faults: int
    heads: int
    restarts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """A timeline, of one model or of all."""

    model: str
    """Empty for the portfolio."""
    lanes: Swimlanes | None
    rows: tuple[StretchRow, ...]
    row_count: int
    events: tuple[EventRow, ...]
    """Newest first."""
    event_count: int
    cites_rows: bool
    """Whether each row cites its places; else the model's own timeline does, to which the row leads."""
    ledger: LedgerFacts
    past: bool
    """Whether the site shows the registry of an earlier day."""
    first_day: str
    last_day: str


def model_timeline_views(portfolio: Portfolio) -> Iterator[Page]:
    """One page for each registered model."""
    for model in portfolio.catalog.models:
        rows = stretch_rows(portfolio, model)
        drawn = swimlanes(portfolio, model, rows)
        events = _shown(portfolio, portfolio.history.told_by_model.get(model.name, ()))
        yield Page(
            path=paths.timeline(model.name),
            kind=PageKind.TIMELINE_MODEL,
            title=say("Timeline of {model}", model=model.name),
            summary=say(
                "Which version of {model} held each stage and alias, since when, by whom, and how that is known.",
                model=model.name,
            ),
            view=_view(portfolio, rows, events, model=model, drawn=drawn),
            sections=(*((_LANES,) if drawn else ()), _HELD, _EVENTS, _LEDGER, _RULE),
            breadcrumbs=model_breadcrumbs(model),
            local_navigation=model_navigation(model),
            figures=(drawn.wide, drawn.narrow) if drawn else (),
            keywords=("timeline", "history", *dict.fromkeys(row.lane for row in rows if row.lane)),
            model=model.name,
        )


def timeline_views(portfolio: Portfolio) -> Iterator[Page]:
    """The page of the portfolio, where there is a model."""
    if not portfolio.catalog.models:
        return
    rows = tuple(row for model in portfolio.catalog.models for row in stretch_rows(portfolio, model))
    events = _shown(portfolio, portfolio.history.told)
    yield Page(
        path=paths.TIMELINE,
        kind=PageKind.TIMELINE,
        title=say("Timeline"),
        summary=say(
            "Which version of every model held each stage and alias on any day, and how that is known."
        ),
        view=_view(portfolio, rows, events),
        sections=(_HELD, _EVENTS, _LEDGER, _RULE),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        keywords=("timeline", "history", "ledger", say("time machine")),
        wide=True,
    )


def ledger_data(portfolio: Portfolio) -> bytes:
    """What the site knows of the ledger, for those who verify it later."""
    facts = ledger_facts(portfolio.history)
    data = {
        "schema_version": 1,
        "path": facts.source.path,
        "sha256": facts.source.sha256,
        "head": facts.head,
        "lines": facts.count,
        "pending": [told(event) for event in portfolio.history.pending],
    }
    return json.dumps(data, indent=1).encode() + b"\n"


def ledger_facts(history: History) -> LedgerFacts:
    """The ledger's own evidence."""
    ledger = history.ledger
    kinds = [line.kind for line in ledger.lines]
    return LedgerFacts(
        present=ledger.count > 0,
        source=ledger.source,
        head=ledger.head,
        count=ledger.count,
        opened=minute(ledger.lines[0].at) if ledger.lines else "",
        last_look=minute(ledger.last_look),
        looks=kinds.count(LineKind.OBSERVATION),
        pending=len(history.pending),
        faults=len(ledger.faults),
        heads=len(ledger.heads),
        restarts=kinds.count(LineKind.RESTART),
    )


def _view(
    portfolio: Portfolio,
    rows: Sequence[StretchRow],
    events: Sequence[tuple[Told, ...]],
    *,
    model: RegisteredModel | None = None,
    drawn: Swimlanes | None = None,
) -> TimelineView:
    days = [row.start for row in rows if row.start is not None]
    listed = events[: EVENTS if model else NEWS]
    return TimelineView(
        model=model.name if model else "",
        lanes=drawn,
        rows=tuple(rows[:STRETCHES]),
        row_count=len(rows),
        events=tuple(_event_row(portfolio, each) for each in listed),
        event_count=len(events),
        cites_rows=model is not None or len(rows) + len(listed) <= CITED_ROWS,
        ledger=ledger_facts(portfolio.history),
        past=portfolio.history.past,
        first_day=f"{min(days, default=portfolio.snapshot.as_of):%Y-%m-%d}",
        last_day=f"{portfolio.snapshot.as_of:%Y-%m-%d}",
    )


def _shown(portfolio: Portfolio, events: Sequence[Told]) -> list[tuple[Told, ...]]:
    """The events up to the instant shown, the newest first; what has no time at all comes first of all.

    One that several branches of the ledger recorded is one event with several lines.
    """
    history = portfolio.history
    kept = [each for each in events if (_time(each.event) or history.until) <= history.until]
    if history.past:
        kept = [each for each in kept if _time(each.event) is not None]
    kept.sort(key=lambda each: (_time(each.event) or history.until, each.line), reverse=True)
    groups: dict[object, list[Told]] = {}
    for each in kept:
        groups.setdefault(each.event.identity if each.event.at else (each.line, each.event.key), []).append(
            each
        )
    return [tuple(sorted(group, key=lambda each: each.line)) for group in groups.values()]


def _time(event: Event) -> datetime | None:
    return event.at or event.until


def _event_row(portfolio: Portfolio, tellings: Sequence[Told]) -> EventRow:
    each = tellings[0]
    event = each.event
    before, after = value(event.key, event.was), value(event.key, event.value)
    change = put_together((before, " → ", after or say("none"))) if before else after
    source = portfolio.history.ledger.source.line(each.line) if each.line else event.source
    known = event.key.model in portfolio.catalog.models_by_name
    time = _time(event)
    return EventRow(
        when=when(event),
        order=time.isoformat() if time else "9999",
        subject=place(event.key),
        kind=event.key.subject.value,
        model=Link(event.key.model, paths.timeline(event.key.model) if known else ""),
        verb=event.verb,
        change=change,
        by=event.by,
        how=how_known(event),
        witness=witness_words(event.witness),
        lines=tuple(telling.line for telling in tellings if telling.line),
        withdrawn=each.withdrawn,
        sources=(source,) if source.path else (),
    )
