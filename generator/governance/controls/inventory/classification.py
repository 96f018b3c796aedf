"""How grave a model's errors are, and how the law classes it."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.wording import listed
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
from generator.governance.finding import ControlSeverity, Evidence, Outcome, evidence, failed, passed, warned
from generator.governance.parameters import parameter_place
from generator.governance.particulars import Particulars
from generator.governance.subject import ModelSubject
from generator.messages import say, say_many

_ASKED = ("eu_ai_act", "rationale", "assessor", "assessed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskClassified(ModelControl):
    """Somebody has weighed the risk and the law, and said why."""

    max_age_days: int = 365

    about: ClassVar = About(
        id="INV-003",
        title=say("Risk tier and legal classification recorded"),
        family=Family.INVENTORY,
        severity=ControlSeverity.HIGH,
        automation=Automation.ATTESTED,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.ETHICS),
        applies=say("every registered model"),
        passes=say(
            "the tier is one of the policy's, and the classification has a class, a rationale, an assessor and a date; a derogation under Article 6(3) of the EU AI Act comes with profiling: false"
        ),
        warns=say("the assessment is older than max_age_days, or dated after the day of the report"),
        fails=say(
            "tier or classification is absent or incomplete, or a derogation is claimed for a model that profiles people or does not say that it does not"
        ),
        evidence=say("the tier and each part of the classification, in the model's file"),
        remediation=say(
            "Record `risk_tier` and `classification` with class, rationale, assessor and date, and assess again every year or when the purpose changes."
        ),
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
            return failed(say("no risk tier is stated"), shown, limit=tiers)
        if not subject.tier:
            set_by = subject.scope.policy.places.get("tiers")
            message = say(
                "the risk tier {tier} is none of the policy's: {tiers}", tier=tier.value, tiers=tiers
            )
            return failed(message, shown, observed=tier.value, limit=tiers, limit_source=set_by)
        if not law.given:
            place = evidence(subject.place("classification"), "", "classification")
            return failed(say("no legal classification is recorded"), [*shown, place], observed=subject.tier)
        shown += law.evidence(*_ASKED)
        lacking = law.lacking(_ASKED)
        if lacking:
            return failed(
                say("the legal classification lacks {lacking}", lacking=listed(lacking, limit=4)), shown
            )
        return self._derogation(law, shown) or self._dated(law, shown)

    def _derogation(self, law: Particulars, shown: list[Evidence]) -> Outcome | None:
        """What is wrong with a derogation; None when none is claimed or nothing is wrong."""
        if not law.claims("derogation"):
            return None
        shown += law.evidence("derogation", "profiling")
        claimed = law.text("derogation")
        match law.says_yes("profiling"):
            case True:
                message = say(
                    "it claims the derogation {claimed} and profiles people, which Article 6(3) rules out",
                    claimed=claimed,
                )
                return failed(message, shown, observed=say("profiling: yes"), limit=say("profiling: no"))
            case None:
                message = say(
                    "it claims the derogation {claimed} without saying whether it profiles people",
                    claimed=claimed,
                )
                return failed(message, shown, limit=say("profiling: no"))
            case False:
                return None

    def _dated(self, law: Particulars, shown: list[Evidence]) -> Outcome:
        scope = law.subject.scope
        assessed = law.day("assessed_on")
        if assessed is None:
            return failed(
                say("assessed_on is {assessed}, which is no date", assessed=law.text("assessed_on")), shown
            )
        days = (scope.today - assessed).days
        limit = {
            "observed": say_many(days, "{n} day", "{n} days"),
            "limit": say_many(self.max_age_days, "{n} day", "{n} days"),
            "limit_source": parameter_place(scope.policy, self.about.id, "max_age_days"),
        }
        named = say("{tier} and {eu}", tier=law.subject.tier, eu=law.text("eu_ai_act"))
        if days < 0:
            return warned(
                say("the assessment is dated {assessed}, after the day of this report", assessed=assessed),
                shown,
                **limit,
            )
        if days > self.max_age_days:
            message = say(
                "assessed as {named} on {assessed}, {days} ago; {max_age_days} is the limit",
                named=named,
                assessed=assessed,
                days=say_many(days, "{n} day", "{n} days"),
                max_age_days=say_many(self.max_age_days, "{n} day", "{n} days"),
            )
            return warned(message, shown, **limit)
        return passed(
            say(
                "assessed as {named} by {assessor} on {assessed}",
                named=named,
                assessor=law.text("assessor"),
                assessed=assessed,
            ),
            shown,
            **limit,
        )
