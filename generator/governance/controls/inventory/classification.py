"""How grave a model's errors are, and how the law classes it."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.wording import counted, listed
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
from generator.governance.finding import ControlSeverity, Evidence, Outcome, evidence, failed, passed, warned
from generator.governance.parameters import parameter_place
from generator.governance.particulars import Particulars
from generator.governance.subject import ModelSubject

_ASKED = ("eu_ai_act", "rationale", "assessor", "assessed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskClassified(ModelControl):
    """Somebody has weighed the risk and the law, and said why."""

    max_age_days: int = 365

    about: ClassVar = About(
        id="INV-003",
        title="Risk tier and legal classification recorded",
        family=Family.INVENTORY,
        severity=ControlSeverity.HIGH,
        automation=Automation.ATTESTED,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.ETHICS),
        applies="every registered model",
        passes="the tier is one of the policy's, and the classification has a class, a rationale, an assessor and a date; a derogation under Article 6(3) of the EU AI Act comes with profiling: false",
        warns="the assessment is older than max_age_days, or dated after the day of the report",
        fails="tier or classification is absent or incomplete, or a derogation is claimed for a model that profiles people or does not say that it does not",
        evidence="the tier and each part of the classification, in the model's file",
        remediation="Record `risk_tier` and `classification` with class, rationale, assessor and date, and assess again every year or when the purpose changes.",
        clauses=(
            "AIA:6.3-4",
            "NIST:GOVERN-1.1",
            "NIST:GOVERN-1.3",
            "SR26-2:III.risk",
            "SS1/23:P1.3",
            "AIA:49",
        ),
    )

    def evaluate(self, subject: ModelSubject) -> Outcome:
        tier = subject.answer("risk_tier").fact
        law = Particulars(subject=subject, key="classification")
        shown = [evidence(source, tier.value, "risk_tier") for source in tier.sources]
        tiers = listed(subject.scope.policy.tiers, limit=10)
        if not tier.present:
            return failed("no risk tier is stated", shown, limit=tiers)
        if not subject.tier:
            set_by = subject.scope.policy.places.get("tiers")
            message = f"the risk tier {tier.value} is none of the policy's: {tiers}"
            return failed(message, shown, observed=tier.value, limit=tiers, limit_source=set_by)
        if not law.given:
            place = evidence(subject.place("classification"), "", "classification")
            return failed("no legal classification is recorded", [*shown, place], observed=subject.tier)
        shown += law.evidence(*_ASKED)
        lacking = law.lacking(_ASKED)
        if lacking:
            return failed(f"the legal classification lacks {listed(lacking, limit=4)}", shown)
        return self._derogation(law, shown) or self._dated(law, shown)

    def _derogation(self, law: Particulars, shown: list[Evidence]) -> Outcome | None:
        """What is wrong with a derogation; None when none is claimed or nothing is wrong."""
        if not law.claims("derogation"):
            return None
        shown += law.evidence("derogation", "profiling")
        claimed = law.text("derogation")
        match law.says_yes("profiling"):
            case True:
                message = (
                    f"it claims the derogation {claimed} and profiles people, which Article 6(3) rules out"
                )
                return failed(message, shown, observed="profiling: yes", limit="profiling: no")
            case None:
                message = f"it claims the derogation {claimed} without saying whether it profiles people"
                return failed(message, shown, limit="profiling: no")
            case False:
                return None

    def _dated(self, law: Particulars, shown: list[Evidence]) -> Outcome:
        scope = law.subject.scope
        assessed = law.day("assessed_on")
        if assessed is None:
            return failed(f"assessed_on is {law.text('assessed_on')}, which is no date", shown)
        days = (scope.today - assessed).days
        limit = {
            "observed": counted(days, "day"),
            "limit": counted(self.max_age_days, "day"),
            "limit_source": parameter_place(scope.policy, self.about.id, "max_age_days"),
        }
        named = f"{law.subject.tier} and {law.text('eu_ai_act')}"
        if days < 0:
            return warned(f"the assessment is dated {assessed}, after the day of this report", shown, **limit)
        if days > self.max_age_days:
            message = f"assessed as {named} on {assessed}, {counted(days, 'day')} ago; {counted(self.max_age_days, 'day')} is the limit"
            return warned(message, shown, **limit)
        return passed(f"assessed as {named} by {law.text('assessor')} on {assessed}", shown, **limit)
