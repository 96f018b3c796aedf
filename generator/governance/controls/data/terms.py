"""Whether the data behind a version may be used for it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from generator.analyses.packaging.licences import allows, canonical
from generator.analyses.wording import listed
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.described_data import DescribedData, Judgement, judged
from generator.governance.finding import ControlSeverity, Outcome, Status, not_applicable
from generator.governance.subject import VersionSubject
from generator.messages import say


@dataclass(frozen=True, slots=True, kw_only=True)
class DataLicensed(VersionControl):
    """Each dataset has a licence that the policy allows, or a legal basis."""

    about: ClassVar = About(
        id="DAT-003",
        title=say("Dataset licence or legal basis recorded"),
        family=Family.DATA,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.PRIVACY),
        applies=say("every version in staging or production"),
        passes=say(
            "each dataset that it used has a licence that the policy allows, or a legal basis and no licence"
        ),
        warns=say("for a version that is not in production, what would fail; or no data is recorded"),
        fails=say(
            "neither is recorded for a dataset of a version in production, or the policy does not allow the licence"
        ),
        evidence=say("licence and legal basis in governance/datasets"),
        remediation=say(
            "Write `licence` or `legal_basis` into {file}, and replace data that may not be used.",
            file="governance/datasets/<name>.yaml",
        ),
        clauses=("NIST:GOVERN-6.1", "NIST:MAP-4.1", "ISO42001:A.7.3", "DS:6", "G7:datasets"),
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.live:
            return not_applicable(say("it is neither in staging nor in production"))
        grave = Status.FAIL if subject.in_production else Status.WARN
        allowed = subject.scope.policy.allowed_licences

        def judge(data: DescribedData) -> Judgement:
            licence, basis = data.text("licence", "license"), data.text("legal_basis")
            shown = data.evidence("licence", "legal_basis")
            if not licence and not basis:
                fault = say("neither licence nor legal basis is recorded")
                return Judgement(status=grave, fault=fault, evidence=shown)
            if licence and not allows(allowed, canonical(licence) or licence):
                fault = say("the policy does not allow the licence {licence}", licence=licence)
                return Judgement(status=grave, fault=fault, evidence=shown)
            return Judgement(status=Status.PASS, evidence=shown)

        outcome = judged(subject, judge, say("licence or legal basis is recorded and allowed"))
        return replace(
            outcome,
            limit=listed(allowed, limit=20),
            limit_source=subject.scope.policy.places.get("allowed_licences"),
        )
