"""Whether a version does in use what was declared of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.monitoring.signals import SignalSeries, SignalState
from generator.analyses.wording import day, listed, number
from generator.catalog import SignalKind
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.monitoring.values import too_old
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say, say_many
from generator.provenance import Source

_WINDOWS_QUOTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceAboveFloor(VersionControl):
    """Measured in use, the version is as good as it was declared to be."""

    about: ClassVar = About(
        id="MON-004",
        title=say("Production performance above the declared floor"),
        family=Family.MONITORING,
        severity=ControlSeverity.CRITICAL,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.ETHICS),
        applies=say("versions in production with a signal of performance"),
        passes=say(
            "the last value of every signal of performance is at least as good as the limit of the plan, the policy or the card"
        ),
        warns=say(
            "a value is worse than its limit for fewer than `consecutive` windows, within `margin` of it, held to no limit, no number, older than two pauses, or was never measured"
        ),
        fails=say("a value is worse than its limit for `consecutive` windows in a row"),
        evidence=say("the last windows, and where the limit was declared"),
        remediation=say("Go back to the version before or restrict the use, and open an incident."),
        clauses=("AIA:15.1", "SR26-2:V.OA", "NIST:MEASURE-2.4", "NIST:MANAGE-2.3", "SS1/23:P4.4"),
    )
    margin: float = 0.01
    """Distance from the limit within which it warns, in the metric's unit."""
    consecutive: int = 2
    """Windows in a row that make a failure."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(say("it is not in production"))
        series = tuple(each for each in subject.signals if each.kind is SignalKind.PERFORMANCE)
        if not series:
            return not_applicable(say("no signal of performance is planned or measured"))
        below = [each for each in series if len(each.open_breach) >= self.consecutive]
        worst = max(below or series, key=lambda each: len(each.open_breach))
        proof = [piece for each in (below or series) for piece in _windows(each)]
        seen = {
            "observed": number(worst.latest.value) if worst.latest else say("never measured"),
            "limit": "" if worst.limits.alert is None else number(worst.limits.alert),
            "limit_source": worst.limits.alert_source,
        }
        if below:
            return failed(listed([_told(each) for each in below]), proof, **seen)
        doubts = list(self._doubts(series))
        if doubts:
            return warned(put_together(doubts, "; "), proof, **seen)
        told = listed(
            [
                say("{each} is {latest}", each=each.label, latest=number(each.latest.value))
                for each in series
                if each.latest
            ]
        )
        return passed(say("{told}, no worse than declared", told=told), proof, **seen)

    def _doubts(self, series: tuple[SignalSeries, ...]) -> Iterator[str]:
        for each in series:
            if each.latest is None:
                yield say("{each} was never measured", each=each.label)
            elif each.open_breach:
                yield say(
                    "{each}, {consecutive} would be a failure", each=_told(each), consecutive=self.consecutive
                )
            elif late := too_old(each):
                yield late
            elif each.state is SignalState.UNKNOWN or each.limits.alert is None:
                yield say(
                    "{each} is {latest}, held to no limit", each=each.label, latest=number(each.latest.value)
                )
            elif abs(each.latest.value - each.limits.alert) < self.margin:
                yield say(
                    "{each} is {latest}, close to the limit of {alert}",
                    each=each.label,
                    latest=number(each.latest.value),
                    alert=number(each.limits.alert),
                )
            elif each.state is SignalState.WARNING:
                yield say(
                    "{each} is {latest}, in the warning band",
                    each=each.label,
                    latest=number(each.latest.value),
                )


def _told(series: SignalSeries) -> str:
    """Such as ``recall is 0.47, worse than 0.5 in 3 windows since 2026-10-04``."""
    first, last = series.open_breach[0], series.open_breach[-1]
    than = (
        say("worse than {alert}", alert=number(series.limits.alert))
        if series.limits.alert is not None
        else say("too bad")
    )
    windows = say_many(len(series.open_breach), "{n} window", "{n} windows")
    return say(
        "{series} is {last}, {than} in {windows} since {at}",
        series=series.label,
        last=number(last.value),
        than=than,
        windows=windows,
        at=day(first.at),
    )


def _windows(series: SignalSeries) -> Iterator[Evidence]:
    if not series.readings:
        yield evidence(series.plan.source if series.plan else Source(""), say("never measured"), series.label)
    for reading in series.readings[-_WINDOWS_QUOTED:]:
        text = say("{reading} on {at}", reading=number(reading.value), at=day(reading.at))
        yield evidence(reading.measurement.source, text, series.label)
