"""Figures of what monitors measured: one for each signal, its features together, in two widths."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from generator.analyses.monitoring.relay import Relay
from generator.analyses.monitoring.signals import DRIFT_KINDS, Reading, SignalState
from generator.analyses.wording import day, listed, number, version_label
from generator.catalog import SignalKind
from generator.figures.spec import Tone
from generator.figures.spec_of_time import WatchEvent, WatchLine, WatchSpec
from generator.messages import put_together, say, say_many
from generator.pages.models.trend import decimals_for
from generator.pages.monitoring.standing import silence
from generator.pages.text import visible

WIDE, NARROW = 760, 372
_LOUD = (Tone.C1, Tone.C2, Tone.C4)
"""Colours of the features that are named; the others are grey."""
_NAME = 48
ROWS = 60
"""Rows of the table behind a figure; the data beside the page has all."""
COLUMNS = 12
"""Features of the table behind a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPlate:
    """One signal as a figure, with the table of its values."""

    caption: str
    hint: str
    figure: WatchSpec
    narrow: WatchSpec | None
    """The same for phones; None for a figure that is small anyway."""
    columns: tuple[str, ...]
    """Features, or the signal itself."""
    rows: tuple[tuple[str, tuple[Reading | None, ...]], ...]
    """Day and values, the newest first."""
    left_out: int
    """Values that the table has no room for."""


def watch_plates(relayed: Iterable[Relay], model: str, as_of: datetime) -> tuple[WatchPlate, ...]:
    """A figure for each signal that was measured twice or more, drift first."""
    groups: dict[tuple[SignalKind, str, str], list[Relay]] = {}
    for relay in relayed:
        if relay.readings:
            series = relay.series
            groups.setdefault((series.kind, series.signal, series.metric), []).append(relay)
    ordered = sorted(groups.items(), key=lambda entry: list(SignalKind).index(entry[0][0]))
    return tuple(
        _plate(group, model, as_of) for _, group in ordered if max(len(relay.readings) for relay in group) > 1
    )


def _plate(group: Sequence[Relay], model: str, as_of: datetime) -> WatchPlate:
    ranked = sorted(group, key=_rank)
    loud = {id(relay): tone for relay, tone in zip(ranked, _LOUD, strict=False)}
    first = ranked[0].series
    drawn = [*ranked[: len(_LOUD)], *(relay for relay in group if id(relay) not in loud)]
    lines = tuple(
        WatchLine(
            label=visible(_label(relay), _NAME),
            points=tuple((_days(reading.at), reading.value) for reading in relay.readings),
            tone=loud.get(id(relay), Tone.C6),
            quiet=id(relay) not in loud,
        )
        for relay in drawn
    )
    wide = len(group) > 1
    limits = first.limits
    spec = WatchSpec(
        title=say(
            "{signal} of {model} over time", signal=visible(first.signal, _NAME), model=visible(model, _NAME)
        ),
        description=_told(group, ranked),
        heading=visible(first.metric or first.signal, _NAME),
        lines=lines,
        warn=limits.warn,
        alert=limits.alert,
        higher_is_better=limits.higher_is_better,
        limit_word="floor" if limits.higher_is_better else "alert" if first.kind in DRIFT_KINDS else "limit",
        until=_days(as_of),
        silence=_silence(group),
        events=tuple(
            WatchEvent(day=_days(at), words=version_label(version)) for at, version in _handovers(group)
        ),
        decimals=_decimals(group),
        width=WIDE if wide else NARROW,
    )
    columns = drawn[:COLUMNS]
    rows = _rows(columns)
    shown = sum(value is not None for _, values in rows[:ROWS] for value in values)
    return WatchPlate(
        caption=put_together((_kind(first.kind), ": ", first.signal)),
        hint=_hint(spec, quiet=len(group) > len(_LOUD)),
        figure=spec,
        narrow=replace(spec, width=NARROW) if wide else None,
        columns=tuple(_label(relay) for relay in columns),
        rows=rows[:ROWS],
        left_out=sum(len(relay.readings) for relay in group) - shown,
    )


def _label(relay: Relay) -> str:
    return relay.series.feature or relay.series.signal


def _rank(relay: Relay) -> tuple[bool, float, str]:
    """What to name first: what breaches or went farthest towards its limit."""
    values = [reading.value for reading in relay.readings if math.isfinite(reading.value)]
    better_high = relay.series.limits.higher_is_better
    farthest = min(values, default=0.0) if better_high else -max(values, default=0.0)
    return (not relay.series.open_breach, farthest, relay.series.feature)


def _days(at: datetime) -> float:
    return at.toordinal() + (at.hour * 60 + at.minute) / 1440


def _silence(group: Sequence[Relay], *, begins: bool = False) -> str:
    """Of the feature measured last: only when all are silent is the figure."""
    freshest = max(group, key=lambda relay: relay.readings[-1].at)
    return silence(freshest.series, begins=begins)


def _handovers(group: Sequence[Relay]) -> tuple[tuple[datetime, str], ...]:
    found: dict[str, datetime] = {}
    for relay in group:
        for at, version in relay.handovers:
            found[version] = min(at, found.get(version, at))
    return tuple(sorted((at, version) for version, at in found.items()))


def _decimals(group: Sequence[Relay]) -> int:
    limits = group[0].series.limits
    known = [limit for limit in (limits.warn, limits.alert) if limit is not None]
    return max(2, decimals_for(known)) if known else 2


def _rows(columns: Sequence[Relay]) -> tuple[tuple[str, tuple[Reading | None, ...]], ...]:
    by_day = [{day(reading.at): reading for reading in relay.readings} for relay in columns]
    days = sorted({at for found in by_day for at in found}, reverse=True)
    return tuple((at, tuple(found.get(at) for found in by_day)) for at in days)


def _kind(kind: SignalKind) -> str:
    return say(kind.value.replace("-", " ").capitalize())


def _hint(spec: WatchSpec, *, quiet: bool) -> str:
    said = []
    if spec.alert is not None:
        said.append(
            say("Crosses lie below the floor.")
            if spec.higher_is_better
            else say("Crosses lie beyond the limit.")
        )
    if quiet:
        said.append(say("The three farthest are named."))
    if spec.events:
        said.append(say("Dotted lines: another version begins."))
    if spec.silence:
        said.append(say("Hatched: no value until the day of this report."))
    return put_together(said, " ")


def _told(group: Sequence[Relay], ranked: Sequence[Relay]) -> str:
    """The finding in words."""
    breaching = [relay for relay in ranked if relay.series.open_breach]
    said: list[str] = []
    if breaching:
        names = listed([visible(_label(relay), _NAME) for relay in breaching])
        since = min(relay.series.open_breach[0].at for relay in breaching)
        said.append(say("{names} beyond the limit since {since}.", names=names, since=day(since)))
    else:
        weeks = max(
            len({r.at.isocalendar()[:2] for r in relay.readings if r.state is SignalState.BREACH})
            for relay in group
        )
        said.append(
            say(
                "Beyond the limit in {weeks} and within it now.",
                weeks=say_many(weeks, "{n} week", "{n} weeks"),
            )
            if weeks
            else say("No value beyond a limit.")
        )
    freshest = max(group, key=lambda relay: relay.readings[-1].at)
    last = freshest.readings[-1]
    said.append(
        say(
            "Last value {at}; {ranked} {readings}.",
            at=day(last.at),
            ranked=visible(_label(ranked[0]), _NAME),
            readings=number(ranked[0].readings[-1].value),
        )
    )
    if quiet := _silence(group, begins=True):
        said.append(put_together((quiet, ".")))
    return put_together(said, " ")
