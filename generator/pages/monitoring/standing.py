"""How a signal stands, in a pill and a few words; how a model stands, by the gravest of its signals."""

from collections.abc import Iterable
from enum import IntEnum

from generator.analyses.monitoring.signals import SignalSeries, SignalState
from generator.analyses.wording import day
from generator.messages import put_together, say, say_many
from generator.pages.pills import Pill

_FINE = {"Drift": say("stable"), "Performance": say("kept")}
LATE, SILENT = 1.0, 2.0
"""Agreed pauses without a value after which a signal is late, and after which it is silent."""


class Gravity(IntEnum):
    """How grave it is, the gravest with the greatest number."""

    FINE = 0
    UNJUDGED = 1
    LATE = 2
    WARNING = 3
    SILENT = 4
    BREACH = 5


_BRIEF = {
    Gravity.FINE: ("pass", say("kept")),
    Gravity.UNJUDGED: ("na", say("no limit")),
    Gravity.LATE: ("warn", say("late")),
    Gravity.WARNING: ("warn", say("warning")),
    Gravity.SILENT: ("fail", say("silent")),
    Gravity.BREACH: ("fail", say("breach")),
}


def gravity(series: SignalSeries) -> Gravity:
    """How a signal stands: a breach that is known comes before silence, and silence before everything else."""
    overdue = series.overdue or 0
    if series.open_breach:
        return Gravity.BREACH
    if series.latest is None or overdue > SILENT:
        return Gravity.SILENT
    if series.state is SignalState.WARNING:
        return Gravity.WARNING
    if overdue > LATE:
        return Gravity.LATE
    return Gravity.UNJUDGED if series.state is SignalState.UNKNOWN else Gravity.FINE


def silence(series: SignalSeries, *, begins: bool = False) -> str:
    """What is said of a signal that is late: ``no value for 64 days``; empty for one that is not.

    Args:
        series: the signal.
        begins: whether a sentence begins with it.
    """
    if series.age is None:
        return say("Never measured") if begins else say("never measured")
    if (series.overdue or 0) <= LATE:
        return ""
    days = say_many(series.age.days, "{n} day", "{n} days")
    return say("No value for {days}", days=days) if begins else say("no value for {days}", days=days)


def series_pill(series: SignalSeries) -> Pill:
    """A signal's state."""
    match gravity(series):
        case Gravity.BREACH:
            since = say("breach since {at}", at=day(series.open_breach[0].at))
            quiet = put_together((", ", silence(series))) if (series.overdue or 0) > SILENT else ""
            pill = Pill("fail", since + quiet)
        case Gravity.SILENT:
            pill = Pill("fail", silence(series))
        case Gravity.WARNING:
            pill = Pill("warn", say("warning"))
        case Gravity.LATE:
            pill = Pill("warn", say("late, {series}", series=silence(series)))
        case Gravity.UNJUDGED:
            pill = Pill("na", say("no limit"))
        case Gravity.FINE:
            pill = Pill("pass", say("within limits"))
    return pill


def summary_pill(subject: str, series: Iterable[SignalSeries], href: str = "") -> Pill | None:
    """Several signals as one: ``Drift: breach since 2026-10-12``; None when there are none."""
    found = tuple(series)
    if not found:
        return None
    worst = max(found, key=lambda each: (gravity(each), _since(each)))
    same = [each for each in found if gravity(each) is gravity(worst)]
    pill = series_pill(worst)
    words = pill.words if gravity(worst) is not Gravity.FINE else _FINE.get(subject, say("within limits"))
    more = (
        say(", {same} of {found} signals", same=len(same), found=len(found))
        if len(same) > 1 and gravity(worst) > Gravity.UNJUDGED
        else ""
    )
    return Pill(pill.tone, put_together((say(subject), ": ", words, more)), href)


def brief_pill(series: Iterable[SignalSeries], href: str) -> Pill | None:
    """The gravest of several signals in one word, for a narrow place; None when there are none."""
    worst = max(map(gravity, series), default=None)
    if worst is None:
        return None
    tone, words = _BRIEF[worst]
    return Pill(tone, words, href)


def _since(series: SignalSeries) -> float:
    """Greater for what has gone on for longer."""
    at = series.open_breach[0].at if series.open_breach else series.latest.at if series.latest else None
    return -at.timestamp() if at else 0.0
