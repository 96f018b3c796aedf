"""Whether a plan says what is watched, and whether anybody still measures it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from generator.analyses.monitoring.signals import DRIFT_KINDS, SignalSeries
from generator.analyses.wording import day, listed, number
from generator.catalog import SignalKind
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.monitoring.values import last_value
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

_NOT_SERVING = say("it is not in production")


def plan_place(subject: VersionSubject) -> Source:
    """Where the monitoring plan of a model should stand."""
    return Source(f"{subject.scope.policy.label}/monitoring/{subject.owner.name}/plan.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringPlanned(VersionControl):
    """A plan names what is watched, its limits, how often, by whom, and what is then done."""

    about: ClassVar = About(
        id="MON-001",
        title=say("Monitoring plan with thresholds"),
        family=Family.MONITORING,
        severity=ControlSeverity.HIGH,
        automation=Automation.PARTIAL,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRANSPARENCY),
        applies=say("versions in production"),
        passes=say("the plan has at least one signal of performance and one of drift, each with a limit, a pause between measurements, an owner and a response; limits and pauses may come from the policy's signal rules"),
        warns=say("a limit, pause, owner or response is missing, there is no signal of performance or none of drift, or the card describes the monitoring only in prose"),
        fails=say("there is no plan"),
        evidence=say("every signal of the plan, or the card's section"),
        remediation=say("Write every signal with limit, cadence, owner and response into the model's monitoring folder."),
        clauses=(
            "AIA:72", "AIA:IV.9", "NIST:MANAGE-4.1", "NIST:GOVERN-1.5", "ISO42001:A.6.2.6", "SR26-2:V.OMM",
            "SS1/23:P4.4", "GMLP:10",
        ),
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(_NOT_SERVING)
        planned = planned_series(subject)
        if not planned:
            return _unplanned(subject)
        proof = [_of_plan(series) for series in planned]
        lacks = list(_lacking(planned))
        if lacks:
            return warned(say("the plan is incomplete: {lacks}", lacks=put_together(lacks, "; ")), proof)
        names = list(dict.fromkeys(series.signal for series in planned))
        return passed(
            say(
                "the plan watches {names}: {names2}",
                names=say_many(len(names), "{n} signal", "{n} signals"),
                names2=listed(names, 6),
            ),
            proof,
        )


def planned_series(subject: VersionSubject) -> tuple[SignalSeries, ...]:
    """How the signals stand that the plan names."""
    return tuple(series for series in subject.signals if series.plan is not None)


def _unplanned(subject: VersionSubject) -> Outcome:
    place = evidence(plan_place(subject), "", "plan")
    told = subject.owner.answer("monitoring").fact
    if told.present:
        proof = [place, *(evidence(source, told.value, "monitoring") for source in told.sources)]
        return warned(
            say("the monitoring is described, but no signal states a limit that can be checked"), proof
        )
    measured = [series.signal for series in subject.signals]
    more = say(", although {measured} is measured", measured=listed(measured)) if measured else ""
    return failed(say("there is no monitoring plan{more}", more=more), [place])


def _lacking(planned: tuple[SignalSeries, ...]) -> Iterator[str]:
    kinds = {series.kind for series in planned}
    if SignalKind.PERFORMANCE not in kinds:
        yield say("no signal of performance")
    if not kinds & set(DRIFT_KINDS):
        yield say("no signal of drift")
    told: set[str] = set()
    for series in planned:
        if series.plan is None or series.signal in told:
            continue
        told.add(series.signal)
        has = {
            say("limit"): series.limits.alert,
            say("pause between measurements"): series.limits.cadence_days,
            say("owner"): series.plan.owner,
            say("response"): series.plan.response,
        }
        missing = [name for name, value in has.items() if not value and value != 0]
        if missing:
            yield say("{signal} has no {missing}", signal=series.signal, missing=listed(missing, 4))


def _of_plan(series: SignalSeries) -> Evidence:
    limit = series.limits.alert
    text = say(
        "{series} ({kind}): limit {limit}",
        series=series.label,
        kind=series.kind,
        limit=number(limit) if limit is not None else "none",
    )
    return evidence(series.plan.source if series.plan else Source(""), text, "plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringFresh(VersionControl):
    """Every signal of the plan was measured as lately as the plan asks."""

    about: ClassVar = About(
        id="MON-002",
        title=say("Monitoring data is fresh"),
        family=Family.MONITORING,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRACEABILITY),
        applies=say("versions in production whose monitoring is planned"),
        passes=say("the last value of every signal is no older than its pause"),
        warns=say(
            "the oldest of them is no older than `warn_factor` pauses, or no pause is agreed for a signal"
        ),
        fails=say(
            "a value is older than that, or a signal was never measured although the version has served for that long"
        ),
        evidence=say("the last value of every signal, or the signal in the plan"),
        remediation=say("Start the monitoring job again, and write down why there is a gap."),
        clauses=("AIA:72", "NIST:MEASURE-2.4", "ISO42001:A.6.2.6", "SR26-2:V.OMM", "GMLP:10"),
    )
    warn_factor: float = 2
    """Pauses after which a value is no longer late but missing."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(_NOT_SERVING)
        planned = planned_series(subject)
        if not planned:
            return not_applicable(say("no plan names a signal (MON-001)"))
        late = {id(series): _late(subject, series) for series in planned}
        ordered = sorted(planned, key=lambda series: late[id(series)] or 0, reverse=True)
        proof = [last_value(series) for series in ordered]
        stale = [series for series in ordered if (late[id(series)] or 0) > self.warn_factor]
        tardy = [series for series in ordered if 1 < (late[id(series)] or 0) <= self.warn_factor]
        open_ended = [series.label for series in ordered if late[id(series)] is None]
        worst = (stale or tardy or ordered)[0]
        seen = {
            "observed": _age(worst),
            "limit": say("{cadence_days} days", cadence_days=f"{worst.limits.cadence_days:g}")
            if worst.limits.cadence_days
            else "",
            "limit_source": worst.limits.cadence_source,
        }
        if stale:
            return failed(_told(stale), proof, **seen)
        if tardy:
            return warned(_told(tardy), proof, **seen)
        if open_ended:
            return warned(
                say("how often {open_ended} is measured is not agreed", open_ended=listed(open_ended)), proof
            )
        return passed(
            say("every signal is fresh; the oldest value is {worst} old", worst=_age(worst)), proof, **seen
        )


def _late(subject: VersionSubject, series: SignalSeries) -> float | None:
    """How many pauses have passed; for a signal never measured, since the version went to production."""
    overdue = series.overdue
    promotion = subject.promotion
    if overdue != math.inf or promotion is None or promotion.at is None or not series.limits.cadence_days:
        return overdue
    return (subject.scope.as_of - promotion.at) / timedelta(days=series.limits.cadence_days)


def _told(series: list[SignalSeries]) -> str:
    """Signals that share their last day are told once, with how many features they are of."""
    groups: dict[tuple[str, str], list[SignalSeries]] = {}
    for each in series:
        groups.setdefault((each.signal, _since(each)), []).append(each)
    return listed(
        [
            say("{signal} of {alike} features {since}", signal=signal, alike=len(alike), since=since)
            if len(alike) > 1
            else put_together((alike[0].label, " ", since))
            for (signal, since), alike in groups.items()
        ]
    )


def _since(series: SignalSeries) -> str:
    if series.latest is None:
        return say("was never measured")
    return say("was last measured on {at}, {series} ago", at=day(series.latest.at), series=_age(series))


def _age(series: SignalSeries) -> str:
    if series.age is None:
        return say("never measured")
    return say_many(max(0, series.age.days), "{n} day", "{n} days")
