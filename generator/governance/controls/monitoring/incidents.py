"""Whether incidents are written down, and reported as soon as the law asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import ClassVar

from generator.analyses.wording import listed
from generator.catalog import Incident, in_force
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
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
from generator.governance.standing import quoted, register_place
from generator.governance.subject import ModelSubject
from generator.messages import put_together, say, say_many

_CLOCKS: Mapping[str, float] = MappingProxyType({"serious": 15, "death": 10, "widespread": 2})
"""Days from awareness to the report, by severity: EU AI Act, Article 73(2), (4) and (3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClocksMet(ModelControl):
    """There is a log of incidents, and nothing in it is reported too late."""

    about: ClassVar = About(
        id="MON-007",
        title=say("Incident log kept, clocks met"),
        family=Family.MONITORING,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRANSPARENCY, Pillar.ETHICS),
        applies=say("models with a version in production"),
        passes=say(
            "incidents.yaml is there, be it empty, every incident of the model has its dates, severity and status, and those with a clock were reported or closed in time"
        ),
        warns=say("an entry lacks a field, or its clock runs out within `notice_hours`"),
        fails=say("there is no incidents.yaml, or a clock ran out before the report"),
        evidence=say("the register, and each incident with the end of its clock"),
        remediation=say(
            "Keep the register, `incidents: []` when there is nothing; report or close what is overdue."
        ),
        clauses=("AIA:73", "AIA:17.h-i", "AIA:20", "NIST:MANAGE-4.3", "NIST:GOVERN-4.3", "ISO42001:A.8.4"),
    )
    clock_days: Mapping[str, float] = field(default_factory=lambda: _CLOCKS)
    """Days from awareness within which an incident of a severity is reported; severities not named have no clock."""
    notice_hours: float = 48
    """Hours before the end of a clock within which it warns."""

    def evaluate(self, subject: ModelSubject) -> Outcome:
        if not subject.production:
            return not_applicable(say("no version of it is in production"))
        register = subject.scope.catalog.register("incidents")
        if register is None:
            place = evidence(register_place(subject.scope, "incidents"), "", "incidents")
            return failed(say("there is no register of incidents"), [place])
        incidents = [each for each in in_force(subject.scope.catalog.incidents) if each.model == subject.name]
        proof = [evidence(register.source, say_many(register.count, "{n} entry", "{n} entries"), "incidents")]
        proof += [self._quoted(each) for each in incidents]
        missed = [told for each in incidents if (told := self._missed(subject, each))]
        if missed:
            return failed(put_together(missed, "; "), proof)
        doubts = [told for each in incidents if (told := self._doubtful(subject, each))]
        if doubts:
            return warned(put_together(doubts, "; "), proof)
        open_ones = sum(each.status != "closed" for each in incidents)
        return passed(
            say(
                "{incidents} on record, {open_ones} open, no clock missed",
                incidents=say_many(len(incidents), "{n} incident", "{n} incidents"),
                open_ones=open_ones,
            ),
            proof,
        )

    def report_due(self, incident: Incident) -> datetime | None:
        """The end of the last day of an incident's clock, UTC; None when it has none or nobody knows when it began."""
        days = {name.casefold(): days for name, days in self.clock_days.items()}.get(
            incident.severity.casefold()
        )
        began = incident.aware_on or incident.opened
        if days is None or began is None:
            return None
        return _end_of(began) + timedelta(days=days)

    def _missed(self, subject: ModelSubject, incident: Incident) -> str:
        ends = self.report_due(incident)
        if ends is None:
            return ""
        limit = say(
            "{id} ({severity}) had to be reported by {ends}",
            id=incident.id,
            severity=incident.severity,
            ends=ends.date(),
        )
        answered = incident.reported_on or (incident.closed_on if incident.status == "closed" else None)
        if answered is not None:
            return (
                say("{limit} and was on {answered}", limit=limit, answered=answered)
                if answered > ends.date()
                else ""
            )
        if incident.status == "closed":
            return ""
        return say("{limit} and was not", limit=limit) if subject.scope.as_of > ends else ""

    def _doubtful(self, subject: ModelSubject, incident: Incident) -> str:
        has = {
            say("day it was opened"): incident.opened,
            say("day from which it was known"): incident.aware_on,
            say("severity"): incident.severity,
            say("status"): incident.status,
        }
        lacks = [name for name, value in has.items() if not value]
        if lacks:
            return say("{id} has no {lacks}", id=incident.id, lacks=listed(lacks, 4))
        ends = self.report_due(incident)
        if ends is None or incident.reported_on or incident.status == "closed":
            return ""
        soon = ends - subject.scope.as_of <= timedelta(hours=self.notice_hours)
        return (
            say(
                "{id} ({severity}) has to be reported by {ends}",
                id=incident.id,
                severity=incident.severity,
                ends=ends.date(),
            )
            if soon
            else ""
        )

    def _quoted(self, incident: Incident) -> Evidence:
        ends = self.report_due(incident)
        clock = say(", report due {ends}", ends=ends.date()) if ends else ""
        return quoted(incident, f"{incident.severity}, {incident.status}" + clock, "incident")


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=UTC)
