"""Who can overrule a model in use, and how it leaves service."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.wording import listed
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl, VersionControl
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
from generator.governance.particulars import Particulars
from generator.governance.subject import ModelSubject, VersionSubject
from generator.messages import say

_OVERSIGHT = ("role", "competence", "can_override", "stop_procedure", "interpretation")
_PLAN = ("owner", "trigger", "disposition", "consumers_notified")


@dataclass(frozen=True, slots=True, kw_only=True)
class OversightDescribed(ModelControl):
    """Somebody who knows how can overrule the model and stop it, and has tried."""

    about: ClassVar = About(
        id="DOC-004",
        title=say("Human oversight described"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.HIGH,
        automation=Automation.ATTESTED,
        pillars=(Pillar.ETHICS, Pillar.ACCOUNTABILITY),
        applies=say("models in the gravest risk tier, and those that decide about people"),
        passes=say("human_oversight has role, competence, can_override, stop_procedure and interpretation, and the stop was rehearsed on a day that it names as drill_on"),
        warns=say("the stop was never rehearsed, oversight is told in prose only, or nobody said whether the control applies"),
        fails=say("no oversight is described, or parts of it are lacking"),
        evidence=say("each part of human_oversight in the model's file, and the prose"),
        remediation=say("Fill in `human_oversight` in the front matter: who oversees with which training, what they may override, how they stop it, what helps them to read the output, and when that was last rehearsed."),
        clauses=(
            "AIA:14", "AIA:IV.2e", "AIA:13.3d", "NIST:MAP-3.5", "NIST:GOVERN-3.2", "NIST:MANAGE-2.4", "ISO42001:A.9.2",
            "SS1/23:P3.4",
        ),
    )  # fmt: skip

    def evaluate(self, subject: ModelSubject) -> Outcome:
        decides = subject.flag("decides_about_people")
        tier = subject.answer("risk_tier").fact
        why = [evidence(source, tier.value, "risk_tier") for source in tier.sources]
        told = "" if decides is None else "yes" if decides else "no"
        why.append(evidence(subject.place("decides_about_people"), told, "decides_about_people"))
        parts = Particulars(subject=subject, key="human_oversight")
        prose = subject.answer("human_oversight")
        if not subject.high_risk and not decides and (subject.tier or decides is False):
            said = say("its tier is {tier}", tier=subject.tier) if subject.tier else say("no tier is known")
            said += say(", and it ") + (
                say("does not decide") if decides is False else say("is not said to decide")
            )
            return not_applicable(say("{said} about people", said=said), *why)
        shown = [
            *why,
            evidence(prose.fact.sources[0], prose.fact.value, "human_oversight"),
        ]
        if not prose.fact.present:
            if not subject.tier and decides is None:
                message = say(
                    "neither a risk tier nor any oversight is stated, so whether it needs any is not known"
                )
                return warned(message, shown)
            return failed(say("no human oversight is described"), shown)
        if not parts.given:
            lacking = listed(_OVERSIGHT, limit=len(_OVERSIGHT))
            return warned(
                say(
                    "oversight is told in prose only, which cannot be checked for {lacking}", lacking=lacking
                ),
                shown,
            )
        shown += parts.evidence(*_OVERSIGHT, "drill_on")
        missing = parts.lacking(_OVERSIGHT)
        if missing:
            return failed(
                say("human_oversight lacks {missing}", missing=listed(missing, limit=len(_OVERSIGHT))), shown
            )
        return self._rehearsed(parts, shown)

    def _rehearsed(self, parts: Particulars, shown: list[Evidence]) -> Outcome:
        drill = parts.day("drill_on")
        if drill is None:
            return warned(say("the stop procedure has no day on which it was rehearsed (drill_on)"), shown)
        if drill > parts.subject.scope.today:
            return warned(
                say("the rehearsal is dated {drill}, after the day of this report", drill=drill), shown
            )
        return passed(
            say("{role} can stop it; rehearsed on {drill}", role=parts.text("role"), drill=drill),
            shown,
            observed=drill,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecommissioningPlanned(VersionControl):
    """How the version leaves service is settled before it has to."""

    about: ClassVar = About(
        id="DOC-007",
        title=say("Decommissioning plan"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.ATTESTED,
        pillars=(Pillar.ACCOUNTABILITY,),
        applies=say("versions in production"),
        passes=say("decommissioning has owner, trigger, disposition and consumers_notified, and an expected_end that is still to come"),
        warns=say("no expected_end is stated, or the plan is told in prose only"),
        fails=say("there is no plan, parts of it are lacking, or expected_end has passed while the version is in production"),
        evidence=say("each part of decommissioning in the model's file, and the prose"),
        remediation=say("Fill in `decommissioning` in the front matter: who retires it and upon what, what becomes of data and artifacts, how its consumers are told, and when that is expected."),
        clauses=(
            "NIST:GOVERN-1.7", "NIST:MANAGE-4.1", "AIA:13.3e", "AIA:18", "ISO42001:A.6.2.6",
        ),
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if subject.production_place is None:
            return not_applicable(say("it is not in production"))
        owner = subject.owner
        prose = owner.answer("decommissioning")
        parts = Particulars(subject=owner, key="decommissioning")
        shown = [evidence(prose.fact.sources[0], prose.fact.value, "decommissioning")]
        if not prose.fact.present:
            return failed(say("there is no decommissioning plan"), shown)
        if not parts.given:
            lacking = listed(_PLAN, limit=len(_PLAN))
            return warned(
                say("the plan is told in prose only, which cannot be checked for {lacking}", lacking=lacking),
                shown,
            )
        shown += parts.evidence(*_PLAN, "expected_end")
        missing = parts.lacking(_PLAN)
        if missing:
            return failed(
                say("decommissioning lacks {missing}", missing=listed(missing, limit=len(_PLAN))), shown
            )
        return _ending(parts, shown)


def _ending(parts: Particulars, shown: list[Evidence]) -> Outcome:
    """Whether a whole plan names an end, and that is still to come."""
    end, today = parts.day("expected_end"), parts.subject.scope.today
    if end is None:
        return warned(say("the plan does not say when the end is expected (expected_end)"), shown)
    if end <= today:
        message = say("its end was expected on {end}, and it is still in production", end=end)
        return failed(message, shown, observed=end, limit=today)
    return passed(say("the plan is whole, and the end is expected on {end}", end=end), shown, observed=end)
