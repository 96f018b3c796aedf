"""Whether inputs, outputs and what they mean have moved, and whether anybody did something about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from generator.analyses.monitoring.signals import DRIFT_KINDS, SignalSeries, SignalState
from generator.analyses.wording import day, listed, number
from generator.catalog import AlertStatus, in_force
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.monitoring.values import last_value, too_old
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftResolved(VersionControl):
    """No signal of drift lies beyond its limit without an answer."""

    about: ClassVar = About(
        id="MON-003",
        title=say("No unresolved drift breach"),
        family=Family.MONITORING,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.ETHICS),
        applies=say("versions in production with a signal of drift"),
        passes=say("the last value of every signal of drift lies within its limit, or an alert on the signal was resolved after it"),
        warns=say("a breach is no older than `grace_days`, an incident or a retraining since it began answers it, a value lies in the warning band or is held to no limit, or a signal was never measured or not for two pauses"),
        fails=say("a breach is older than `grace_days` and nothing answers it"),
        evidence=say("the first and the last value of the breach, the limit, and what answers it"),
        remediation=say("Find out why, then recalibrate, retrain, restrict the use, or accept it with a waiver."),
        clauses=(
            "AIA:72", "NIST:MEASURE-3.1", "NIST:MEASURE-2.4", "ISO42001:A.6.2.6", "SR26-2:V.OMM", "SS1/23:P4.4", "AIA:20",
        ),
    )  # fmt: skip
    grace_days: float = 7
    """Days that a breach may be open."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(say("it is not in production"))
        series = tuple(each for each in subject.signals if each.kind in DRIFT_KINDS)
        if not series:
            return not_applicable(say("no signal of drift is planned or measured"))
        breaches = [each for each in series if each.open_breach and not _resolved(subject, each)]
        if breaches:
            return self._breached(subject, breaches)
        proof = [last_value(each) for each in series]
        doubts = list(_doubts(series))
        if doubts:
            return warned(put_together(doubts, "; "), proof)
        return passed(
            say(
                "every signal of drift is within its limit or answered ({series} looked at)",
                series=len(series),
            ),
            proof,
        )

    def _breached(self, subject: VersionSubject, breaches: list[SignalSeries]) -> Outcome:
        breaches.sort(key=lambda each: each.open_breach[0].at)
        worst = breaches[0]
        since = worst.open_breach[0].at
        open_for = subject.scope.as_of - since
        answers = list(_answers(subject, since))
        proof = [piece for each in breaches for piece in _of_breach(each)] + answers
        told = listed([_told(each) for each in breaches])
        message = say(
            "{told}; open for {days}", told=told, days=say_many(open_for.days, "{n} day", "{n} days")
        )
        seen = {
            "observed": number(worst.open_breach[-1].value),
            "limit": number(worst.limits.alert)
            if worst.limits.alert is not None
            else say("the monitor's own"),
            "limit_source": worst.limits.alert_source,
        }
        if open_for <= timedelta(days=self.grace_days):
            return warned(message, proof, **seen)
        if answers:
            answered = listed([piece.excerpt.partition(":")[0] for piece in answers])
            return warned(
                say("{message_}; answered by {answered}", message_=message, answered=answered), proof, **seen
            )
        return failed(say("{message_}, and nothing answers it", message_=message), proof, **seen)


def _told(series: SignalSeries) -> str:
    last = series.open_breach[-1]
    limit = (
        say(", the limit is {alert}", alert=number(series.limits.alert))
        if series.limits.alert is not None
        else ""
    )
    return say("{series} is {last}{limit}", series=series.label, last=number(last.value), limit=limit)


def _of_breach(series: SignalSeries) -> Iterator[Evidence]:
    for reading in dict.fromkeys((series.open_breach[0], series.open_breach[-1])):
        text = say("{reading} on {at}", reading=number(reading.value), at=day(reading.at))
        yield evidence(reading.measurement.source, text, series.label)


def _resolved(subject: VersionSubject, series: SignalSeries) -> bool:
    """Whether an alert on the signal was resolved after its last value."""
    last = series.open_breach[-1].at
    return any(
        alert.status is AlertStatus.RESOLVED
        and alert.resolved_at is not None
        and last <= alert.resolved_at <= subject.scope.as_of
        for alert in subject.scope.catalog.alerts
        if alert.model == subject.owner.name
        and alert.signal == series.signal
        and alert.version in {"", subject.version.version}
    )


def _answers(subject: VersionSubject, since: datetime) -> Iterator[Evidence]:
    """Incidents opened and retrainings done since a breach began."""
    for incident in in_force(subject.scope.catalog.incidents):
        of_it = incident.model == subject.owner.name and (
            not incident.versions or subject.version.version in incident.versions
        )
        opened = incident.opened or (incident.at.date() if incident.at else None)
        if of_it and opened is not None and since.date() <= opened <= subject.scope.today:
            yield evidence(incident.source, f"{incident.id}: {incident.summary}", "incident")
    for done in subject.scope.catalog.retrainings:
        if done.model == subject.owner.name and done.at and since <= done.at <= subject.scope.as_of:
            yield evidence(
                done.source,
                say("the retraining of {at}: {outcome}", at=day(done.at), outcome=done.outcome),
                "retraining",
            )


def _doubts(series: tuple[SignalSeries, ...]) -> Iterator[str]:
    for each in series:
        if each.latest is None:
            yield say("{each} was never measured", each=each.label)
        elif late := too_old(each):
            yield late
        elif each.state is SignalState.UNKNOWN:
            yield say(
                "{each} is {latest}, held to no limit", each=each.label, latest=number(each.latest.value)
            )
        elif each.state is SignalState.WARNING:
            limit = number(each.limits.warn) if each.limits.warn is not None else ""
            yield say(
                "{each} is {latest}, in the warning band from {limit}",
                each=each.label,
                latest=number(each.latest.value),
                limit=limit,
            )
