"""How old what is known of a model's quality is."""

from dataclasses import dataclass
from typing import ClassVar

from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.evaluation.results import NOT_IN_PRODUCTION, quoted
from generator.governance.finding import (
    ControlSeverity,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import say


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRecent(VersionControl):
    """What serves was measured not long ago."""

    about: ClassVar = About(
        id="EVL-003",
        title=say("Evaluation is recent"),
        family=Family.EVALUATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY,),
        applies=say("every version in production"),
        passes=say("the newest evaluation is no older than the policy allows for the model's tier"),
        warns=say("it is a little older, by `warn_factor` at most, or it has no date"),
        fails=say("it is older, lies in the future, or there is none"),
        evidence=say("the newest result with its date"),
        remediation=say("Evaluate the version again, on current data."),
        clauses=("AIA:17.d", "AIA:15.1", "SS1/23:P4.5", "NIST:MEASURE-1.2"),
    )

    warn_factor: float = 1.25
    """How many times the limit an evaluation may be old and only give a warning."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(NOT_IN_PRODUCTION, evidence(subject.version.source))
        quality, scope = subject.quality, subject.scope
        if not quality.results:
            return failed(
                say("no evaluation is recorded"), [evidence(subject.version.source, "", "evaluation")]
            )
        newest = quality.newest
        when = quality.measured_at(newest) if newest else None
        if newest is None or when is None:
            return warned(say("no result has a date"), [quoted(quality, quality.results[0])])
        proof = [quoted(quality, newest)]
        age = (scope.as_of - when).days
        if when > scope.as_of:
            return failed(
                say("the newest evaluation is of {when}, which is yet to come", when=f"{when:%Y-%m-%d}"),
                proof,
            )
        tier = subject.owner.strictest_tier
        days = scope.policy.evaluation_max_age_days.get(tier)
        place = scope.policy.place("evaluation", "max_age_days", tier)
        if days is None:
            named = say("the tier {tier}", tier=tier) if tier else say("a model without a tier")
            return warned(
                say("the policy has no limit for {named}", named=named),
                proof,
                observed=say("{age} days", age=age),
                limit_source=place,
            )
        told = say("the newest evaluation is {age} days old, of {days} that are allowed", age=age, days=days)
        if not subject.owner.tier:
            told += say(" for {tier}, the gravest tier, since none is stated", tier=tier)
        make = passed if age <= days else warned if age <= days * self.warn_factor else failed
        return make(
            told,
            proof,
            observed=say("{age} days", age=age),
            limit=say("{days} days", days=days),
            limit_source=place,
        )
