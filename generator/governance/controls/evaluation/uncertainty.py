"""Whether anybody knows how far a metric can be trusted."""

from dataclasses import dataclass
from typing import ClassVar

from generator.catalog import EvaluationResult
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.evaluation.results import NOT_IN_PRODUCTION, quoted, wanting
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
class UncertaintyReported(VersionControl):
    """Each metric that matters comes with how uncertain it is."""

    about: ClassVar = About(
        id="EVL-008",
        title=say("Uncertainty reported"),
        family=Family.EVALUATION,
        severity=ControlSeverity.LOW,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRANSPARENCY,),
        applies=say(
            "every version in production, of a model with metrics that the policy guards or, when it guards none, requires"
        ),
        passes=say("each of them has a confidence interval or the values of several repeats"),
        warns=say("of one only the number of rows is known"),
        fails=say("of one nothing is known"),
        evidence=say("the results with their bounds and rows"),
        remediation=say("Log the number of rows and a confidence interval with each metric that matters."),
        clauses=("MC:4.4", "MC:4.7", "NIST:MEASURE-2.13", "AIA:9.6-8"),
        extended=True,
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(NOT_IN_PRODUCTION, evidence(subject.version.source))
        expectations = subject.owner.expectations
        chosen = [each for each in expectations if each.rule.guarded] or [
            each for each in expectations if each.rule.required
        ]
        quality = subject.quality
        found = {each.metric: quality.whole(each.metric) for each in chosen}
        if not chosen:
            place = evidence(subject.scope.policy.place("metrics"), "", "metrics")
            return not_applicable(say("the policy guards and requires no metric of the model"), place)
        proof = [quoted(quality, each) if each else wanting(subject, name) for name, each in found.items()]
        none = [
            name for name, each in found.items() if each is None or not (_bounded(each) or each.n is not None)
        ]
        counted = [name for name, each in found.items() if each and each.n is not None and not _bounded(each)]
        observed = say("{found} of {found2}", found=len(found) - len(none) - len(counted), found2=len(found))
        if none:
            return failed(
                say("how uncertain it is is not recorded for {none_}", none_=", ".join(none)),
                proof,
                observed=observed,
            )
        if counted:
            return warned(
                say("only the number of rows is recorded for {counted}", counted=", ".join(counted)),
                proof,
                observed=observed,
            )
        told = say("an interval or repeats are recorded for {found}", found=", ".join(found))
        return passed(told, proof, observed=observed)


def _bounded(result: EvaluationResult) -> bool:
    """Whether a result has a confidence interval, or was repeated."""
    return (result.lower is not None and result.upper is not None) or len(result.samples) > 1
