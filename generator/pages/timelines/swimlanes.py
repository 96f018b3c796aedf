"""The figure of a model's past: a lane for each stage and alias, a bar for each stretch that a version held it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from generator.analyses.wording import listed, version_label
from generator.catalog import Policy, RegisteredModel
from generator.figures.spec import Tone
from generator.figures.spec_of_time import LaneBar, LaneEvent, LanesSpec
from generator.figures.words import ENGLISH_WORDS
from generator.messages import put_together, say, say_many
from generator.pages.portfolio import Portfolio
from generator.pages.text import day, visible
from generator.pages.timelines.stretches import RETIRED, StretchRow, lane_order

LANES = 10
"""Lanes that are drawn; the rest stands in the table."""
_EVENTS = 12
_BARS = 300
_TICKS = {760: 8, 372: 4}
"""Words under the lanes, by the width of the figure."""
_TONES = {"production": Tone.PASS, "staging": Tone.WARN}
_SECONDS = 86_400.0
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
_YEAR = 12
_DAYS = (1, 2, 7, 14)
_FEW_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Swimlanes:
    """The figure in both widths, and what it leaves out."""

    wide: LanesSpec
    narrow: LanesSpec
    left_out: tuple[str, ...]
    """Names that have no lane."""


def swimlanes(portfolio: Portfolio, model: RegisteredModel, rows: Sequence[StretchRow]) -> Swimlanes | None:
    """Draw who held which stage and alias; None when no stretch has a beginning."""
    dated = [row for row in rows if row.lane and row.start is not None and (row.version or row.unknown)]
    lanes = _lanes(portfolio.assessment.policy, dated)
    shown = [row for row in dated if row.lane in lanes[:LANES]][:_BARS]
    if not shown:
        return None
    as_of = portfolio.snapshot.as_of
    start = min(row.start for row in shown if row.start is not None)
    if as_of <= start:
        return None
    first = _axis(start) - max((_axis(as_of) - _axis(start)) * 0.01, 0.01)
    made = {
        width: LanesSpec(
            title=say("Who held which stage and alias of {model}", model=visible(model.name, 60)),
            description=_told(rows, lanes),
            lanes=tuple(lanes[:LANES]),
            bars=tuple(_bar(row, lanes, as_of) for row in shown),
            events=tuple(_events(portfolio, model, start)),
            start=first,
            end=_axis(as_of),
            ticks=tuple(date_ticks(start, as_of, most)),
            heading=say("Dashed: nothing proves who held it") if any(row.unknown for row in shown) else "",
            end_label=day(as_of),
            width=width,
        )
        for width, most in _TICKS.items()
    }
    return Swimlanes(wide=made[760], narrow=made[372], left_out=tuple(lanes[LANES:]))


def date_ticks(start: datetime, end: datetime, most: int) -> Iterator[tuple[float, str]]:
    """The first days of months, or days, at most so many."""
    span = (end - start).days
    if span <= _FEW_DAYS and span // _DAYS[-1] <= most:
        step = next(days for days in _DAYS if span // days <= most)
        at = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(days=1)
        while at <= end:
            yield _axis(at), _day_of_month(at)
            at += timedelta(days=step)
        return
    months = (end.year - start.year) * 12 + end.month - start.month
    step = next((each for each in _MONTHS if months // each <= most), _MONTHS[-1])
    firsts = (
        datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
        for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
        if number % step == 0
    )
    shown = [at for at in firsts if start <= at <= end]
    yearly = any(at.month == 1 for at in shown)
    for position, at in enumerate(shown):
        dated = at.month == 1 or (not yearly and position == 0)
        month = ENGLISH_WORDS.months[at.month - 1]
        year = str(at.year)
        yield _axis(at), year if step >= _YEAR else put_together((month, " ", year)) if dated else month


def _day_of_month(at: datetime) -> str:
    return say("{day} {month}", day=at.day, month=ENGLISH_WORDS.months[at.month - 1])


def _axis(instant: datetime) -> float:
    """Days since 1970."""
    return round(instant.timestamp() / _SECONDS, 4)


def _lanes(policy: Policy, rows: Sequence[StretchRow]) -> list[str]:
    """The names in order, without that of retired versions."""
    rank = lane_order(policy)
    return sorted({row.lane for row in rows if row.lane.casefold() != RETIRED}, key=rank)


def _bar(row: StretchRow, lanes: Sequence[str], as_of: datetime) -> LaneBar:
    start = row.start or as_of
    label = version_label(row.version) if row.version else "?"
    return LaneBar(
        lane=lanes.index(row.lane),
        start=_axis(start),
        end=_axis(row.end or as_of),
        label=visible(f"{label}?" if row.unknown and row.version else label, 24),
        detail=say(
            "{since} to {until}{value}",
            since=row.since,
            until=row.until or day(as_of),
            value=put_together((", ", row.how)) if row.unknown else "",
        ),
        tone=_TONES.get(row.lane.casefold(), Tone.C1),
        uncertain=row.unknown,
        mark=say("rolled back") if row.rolled_back else "",
        open_end=row.end is None,
    )


def _events(portfolio: Portfolio, model: RegisteredModel, start: datetime) -> Iterator[LaneEvent]:
    incidents = [
        found
        for found in portfolio.catalog.incidents
        if found.model == model.name and (found.opened or found.at)
    ]
    for found in incidents[:_EVENTS]:
        at = found.at
        if found.opened is not None:
            at = datetime(found.opened.year, found.opened.month, found.opened.day, tzinfo=UTC)
        if at is not None and at >= start:
            yield LaneEvent(
                at=_axis(at),
                label=visible(say("incident {id}", id=found.id), 30),
                detail=visible(found.summary, 200),
            )


def _told(rows: Sequence[StretchRow], lanes: Sequence[str]) -> str:
    """The finding in words."""
    said = []
    for lane in lanes[:3]:
        holder = next(
            (row for row in rows if row.lane == lane and row.version and row.end is None and not row.unknown),
            None,
        )
        name = visible(lane, 40)
        said.append(
            say("{name} is held by {version}.", name=name, version=visible(version_label(holder.version), 24))
            if holder
            else say("Nobody is known to hold {name}.", name=name)
        )
    back = [
        say("{version} as {lane}", version=version_label(row.version), lane=visible(row.lane, 40))
        for row in rows
        if row.rolled_back
    ]
    if back:
        said.append(say("Rolled back: {back}.", back=listed(back, 6)))
    unknown = sum(row.unknown for row in rows)
    if unknown:
        said.append(
            say(
                "Nothing proves who held a name in {unknown}.",
                unknown=say_many(unknown, "{n} stretch", "{n} stretches"),
            )
        )
    return put_together(said, " ")
