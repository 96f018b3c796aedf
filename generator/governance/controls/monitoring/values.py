"""What several controls of monitoring quote."""

from generator.analyses.monitoring.signals import SignalSeries
from generator.analyses.wording import day, number
from generator.governance.finding import Evidence, evidence
from generator.messages import say
from generator.provenance import Source

_PAUSES = 2
"""Agreed pauses after which a value no longer tells how a signal stands."""


def positive_number(value: object) -> float | None:
    """A number above 0 that YAML keeps as text; None for anything else."""
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if 0 < found < float("inf") else None


def too_old(series: SignalSeries) -> str:
    """What makes the last value tell nothing of today; empty while it is no older than two agreed pauses."""
    if series.latest is None or (series.overdue or 0) <= _PAUSES:
        return ""
    return say(
        "{series} was last measured on {at}, too long ago to tell",
        series=series.label,
        at=day(series.latest.at),
    )


def last_value(series: SignalSeries) -> Evidence:
    """The last value of a signal as evidence; for one never measured, its line in the plan."""
    if series.latest is None:
        return evidence(
            series.plan.source if series.plan else Source(""), say("never measured"), series.label
        )
    text = say("{latest} on {at}", latest=number(series.latest.value), at=day(series.latest.at))
    return evidence(series.latest.measurement.source, text, series.label)
