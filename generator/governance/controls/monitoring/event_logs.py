"""Whether it is said what a high-risk model logs, where, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.cards.completeness import value_text
from generator.analyses.wording import listed
from generator.catalog import Value
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.monitoring.values import positive_number
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
from generator.messages import say

_REFERENCES = ("policy", "retention_policy", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsLogged(VersionControl):
    """The card declares which events are logged, where, for how long, and by whom."""

    about: ClassVar = About(
        id="MON-008",
        title=say("Event logging and retention declared"),
        family=Family.MONITORING,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.ATTESTED,
        pillars=(Pillar.TRACEABILITY, Pillar.PRIVACY),
        applies=say("versions in production of models in the gravest tier, or in none that is known"),
        passes=say(
            "the card's `logging` names events, location and owner, and keeps them for `min_retention_days` at least"
        ),
        warns=say(
            "it gives no number of days but names a policy, or lacks events, location or owner; or the tier is not known and nothing is declared"
        ),
        fails=say("nothing is declared, how long is not said at all, or the time is too short"),
        evidence=say("the card's `logging`"),
        remediation=say(
            "Declare `logging` with events, location, retention_days and owner in the model's file."
        ),
        clauses=("AIA:12", "AIA:19", "AIA:26", "ISO42001:A.6.2.8"),
        extended=True,
    )
    min_retention_days: float = 183
    """Days that logs are kept: six months (EU AI Act, Articles 19(1) and 26(6))."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(say("it is not in production"))
        owner = subject.owner
        if owner.tier and not owner.high_risk:
            return not_applicable(say("a model of the tier {tier} need not declare it", tier=owner.tier))
        declared = owner.mapping("logging")
        proof = [evidence(owner.place("logging"), value_text(declared), "logging")]
        if declared:
            return self._judged(declared, proof)
        if owner.tier:
            return failed(say("no logging is declared"), proof)
        tier = evidence(owner.place("risk_tier"), "", "risk_tier")
        return warned(say("its risk tier is not known, and no logging is declared"), [*proof, tier])

    def _judged(self, declared: Mapping[str, Value], proof: list[Evidence]) -> Outcome:
        written = declared.get("retention_days")
        seen = {
            "observed": value_text(written),
            "limit": say("{min_retention_days} days", min_retention_days=f"{self.min_retention_days:g}"),
        }
        days = positive_number(written)
        if days is None:
            reference = next((text for key in _REFERENCES if (text := value_text(declared.get(key)))), "")
            if reference:
                message = say(
                    "how long is not said in days; the card refers to {reference}", reference=reference
                )
                return warned(message, proof, **seen)
            return failed(say("how long logs are kept is not said"), proof, **seen)
        if days < self.min_retention_days:
            message = say(
                "logs are kept for {days} days, {min_retention_days} are asked for",
                days=f"{days:g}",
                min_retention_days=f"{self.min_retention_days:g}",
            )
            return failed(message, proof, **seen)
        lacks = [key for key in ("events", "location", "owner") if not value_text(declared.get(key))]
        if lacks:
            return warned(say("logging has no {lacks}", lacks=listed(lacks)), proof, **seen)
        message = say(
            "logs are kept for {days} days in {location}",
            days=f"{days:g}",
            location=value_text(declared.get("location")),
        )
        return passed(message, proof, **seen)
