"""Whether a version went to production by way of the environment before it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from generator.analyses.standing.stage_history import StageChange, comes_from, reaches
from generator.analyses.wording import day
from generator.catalog import Environment
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
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
from generator.governance.standing import register_place
from generator.governance.subject import VersionSubject


@dataclass(frozen=True, slots=True, kw_only=True)
class NoStageSkipped(VersionControl):
    """The version was in staging before it was in production."""

    about: ClassVar = About(
        id="APR-004",
        title="No stage skipped",
        family=Family.APPROVAL,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY, Pillar.ACCOUNTABILITY),
        applies="versions that are or were in production",
        passes="the history of stages and aliases shows the environment before production first, for at least "
        "`min_hours`; a copy may have been there as the version that it is a copy of",
        warns="no history tells how it came to production, when it did, or how long it was in the environment before",
        fails="it went to production without the environment before it, or too soon",
        evidence="the entries in transitions.yaml, or the steps that the registry recorded",
        remediation="Promote by way of staging, and write every step into transitions.yaml where the registry keeps none.",
        clauses=("ISO42001:A.6.2.5", "SOC2:CC8.1", "AIA:17.b-c", "ISO42001:A.6.1.3"),
    )
    min_hours: float = 0
    """Hours that a version has to be in the environment before production."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        environments = subject.scope.policy.environments
        if len(environments) < 3:  # noqa: PLR2004 where one starts, where one goes, and something between
            return not_applicable("the policy has no environment between the first and production")
        promotion = subject.promotion
        if promotion is None and not subject.in_production:
            return not_applicable("nothing tells that it ever was in production")
        before = environments[-2]
        if promotion is None:
            message = f"no history tells how it came to {environments[-1].name}"
            return warned(message, [_missing(subject), *_served(subject)])
        return self._judged(subject, before, promotion)

    def _judged(self, subject: VersionSubject, before: Environment, promotion: StageChange) -> Outcome:
        arrival = _arrival(subject, before, promotion)
        proof = [_quoted(promotion)] if arrival is None else [_quoted(arrival), _quoted(promotion)]
        if arrival is None and comes_from(promotion, before):
            if self.min_hours:
                return warned(
                    f"how long it was in {before.name} is not recorded", proof, limit=self.min_hours
                )
            return passed(
                f"it came from {promotion.from_stage} on {day(promotion.at) or 'an unknown day'}", proof
            )
        if arrival is None:
            when = f" on {day(promotion.at)}" if promotion.at else ""
            return failed(f"it went to {promotion.what}{when} without {before.name} before", proof)
        if arrival.at is None or promotion.at is None:
            return warned(f"it was in {before.name}, but not every step is dated", proof)
        stayed = promotion.at - arrival.at
        hours = f"{stayed / timedelta(hours=1):.1f}"
        if stayed < timedelta(hours=self.min_hours):
            message = f"it was in {before.name} for {hours} hours, {self.min_hours:g} are asked for"
            return failed(message, proof, observed=hours, limit=f"{self.min_hours:g}")
        message = f"{before.name} since {day(arrival.at)}, {promotion.what} since {day(promotion.at)}"
        return passed(message, proof, observed=hours, limit=f"{self.min_hours:g}")


def _arrival(subject: VersionSubject, before: Environment, promotion: StageChange) -> StageChange | None:
    """The first change before the promotion that brought it, or the version it is a copy of, to an environment."""
    changes = subject.history
    copied = subject.version.copied_from
    if copied is not None:
        elder = next((model for model in subject.scope.models if model.name == copied.name), None)
        history = elder.history if elder else ()
        changes = (*(change for change in history if change.version == copied.version), *changes)
    for change in changes:
        early = change.at is None or promotion.at is None or change.at <= promotion.at
        if early and reaches(subject.scope.policy, change, before):
            return change
    return None


def _quoted(change: StageChange) -> Evidence:
    text = f"{change.model} {change.version}: {change.what} since {day(change.at) or 'an unknown day'} by {change.by or 'nobody'}"
    return evidence(change.source, text, str(change.known))


def _missing(subject: VersionSubject) -> Evidence:
    return evidence(register_place(subject.scope, "transitions"), "", "transitions")


def _served(subject: VersionSubject) -> list[Evidence]:
    place = subject.production_place
    return [evidence(place, "", "in production")] if place else []
