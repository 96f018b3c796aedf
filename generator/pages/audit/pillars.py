"""The five pillars of a model, each summed up by the controls that stand for it. No score is made of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.governance.about import Pillar
from generator.governance.assessment import Assessment
from generator.governance.finding import Finding
from generator.messages import say
from generator.pages.audit.verdict import Verdict, verdict

QUESTIONS = {
    Pillar.TRANSPARENCY: say(
        "Can a stranger tell what the model is for, what it was made of and how well it does?"
    ),
    Pillar.ACCOUNTABILITY: say("Is it known who answers for it, who approved it and who may stop it?"),
    Pillar.TRACEABILITY: say("Can every version be led back to its data, its code and its decisions?"),
    Pillar.ETHICS: say("Were the people it concerns thought of, and was harm to them measured?"),
    Pillar.PRIVACY: say("Is personal data declared, justified and kept out of what is published?"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PillarRow:
    """One pillar and how its controls stand."""

    pillar: Pillar
    question: str
    verdict: Verdict
    open: tuple[Finding, ...]
    """What fails, warns, is waived or could not be run, the gravest first; of each control the gravest finding."""


def pillar_rows(assessment: Assessment, findings: Iterable[Finding]) -> tuple[PillarRow, ...]:
    """A row for each pillar, in their order."""
    found = tuple(findings)
    rows = []
    for pillar in Pillar:
        own = [
            finding
            for finding in found
            if pillar in assessment.controls_by_id[finding.control].control.about.pillars
        ]
        stands = verdict(assessment, own)
        grave = [finding for finding in own if finding.status.is_open]
        grave.sort(key=lambda finding: (finding.status.rank, finding.severity.rank, finding.control))
        gravest = {finding.control: finding for finding in reversed(grave)}
        first = tuple(finding for finding in grave if finding is gravest[finding.control])
        rows.append(PillarRow(pillar=pillar, question=QUESTIONS[pillar], verdict=stands, open=first))
    return tuple(rows)
