"""The whole assessment as JSON: for programs, and for auditors who keep it."""

import json
from collections.abc import Sequence
from typing import Any

from generator.catalog import Severity
from generator.governance.assessment import Assessment, ControlInUse, tally
from generator.governance.finding import Finding
from generator.provenance import Source


def assessment_data(assessment: Assessment) -> bytes:
    """Every control with its parameters, every finding with its evidence, what was left out, and the gates."""
    return (json.dumps(assessment_document(assessment), indent=1, ensure_ascii=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def assessment_document(
    assessment: Assessment,
    findings: Sequence[Finding] | None = None,
    breaches: Sequence[Finding] | None = None,
    *,
    holds: bool | None = None,
) -> dict[str, Any]:
    """The same as values of JSON.

    Args:
        assessment: everything that was found.
        findings: those that are told; None for all.
        breaches: those that a gate stops at; None for those of the policy's gates.
        holds: whether the gate holds; None where that depends on the findings and controls alone.
    """
    told = assessment.findings if findings is None else findings
    stops = set(map(id, assessment.breaches() if breaches is None else breaches))
    if holds is None:
        broken = any(problem.severity is Severity.ERROR for problem in assessment.problems)
        holds = not stops and not broken and any(finding.subject.model for finding in told)
    return {
        "schema_version": 1,
        "as_of": assessment.as_of.isoformat(),
        "policy": {
            "version": assessment.policy.version,
            "files": [_place(source) for source in assessment.policy.files],
        },
        "counts": {status.value: times for status, times in tally(told).items()},
        "gate": {"holds": holds, "breaches": len(stops)},
        "controls": [_control(control) for control in assessment.controls],
        "findings": [{**finding_document(finding), "stops_gate": id(finding) in stops} for finding in told],
        "left_out": [
            {"subject": str(each.subject), "reason": each.reason, "place": _place(each.source)}
            for each in assessment.left_out
        ],
        "reconciliation": [
            {
                "what": row.noun,
                "found": row.found,
                "parsed": row.parsed,
                "evaluated": row.evaluated,
                "reasons": list(row.reasons),
            }
            for row in assessment.reconciliation
        ],
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    """One finding as values of JSON."""
    outcome = finding.outcome
    return {
        "control": finding.control,
        "control_version": finding.control_version,
        "severity": finding.severity.value,
        "subject": str(finding.subject),
        "status": finding.status.value,
        "status_beneath": outcome.status.value,
        "message": outcome.message,
        "observed": outcome.observed,
        "limit": outcome.limit,
        "limit_set_by": _place(outcome.limit_source),
        "waiver": finding.waiver.id if finding.waiver else None,
        "evidence": [
            {"label": each.label, "excerpt": each.excerpt, **(_place(each.source) or {})}
            for each in outcome.evidence
        ],
    }


def _control(used: ControlInUse) -> dict[str, Any]:
    about = used.control.about
    return {
        "id": about.id,
        "version": about.version,
        "title": about.title,
        "family": about.family.value,
        "severity": used.severity.value,
        "automation": about.automation.value,
        "pillars": [pillar.value for pillar in about.pillars],
        "package": used.package,
        "package_version": used.package_version,
        "parameters": dict(used.parameters),
        "clauses": list(about.clauses),
        "disabled": used.disabled,
    }


def _place(source: Source | None) -> dict[str, str] | None:
    if source is None:
        return None
    return {"path": source.path, "sha256": source.sha256, "pointer": source.pointer}
