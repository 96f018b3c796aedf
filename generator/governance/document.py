"""The whole assessment as JSON: for programs, and for auditors who keep it."""

import json
from collections.abc import Sequence
from typing import Any

from generator.catalog import Severity
from generator.governance.assessment import Assessment, ControlInUse, tally
from generator.governance.finding import Finding
from generator.provenance import Source

_FINDINGS = ' "findings": []'


def assessment_data(assessment: Assessment) -> bytes:
    """Every control with its parameters, every finding with its evidence, what was left out, and the gates."""
    return assessment_text(assessment, ascii_only=False).encode("utf-8", "backslashreplace")


def assessment_text(
    assessment: Assessment,
    findings: Sequence[Finding] | None = None,
    breaches: Sequence[Finding] | None = None,
    *,
    holds: bool | None = None,
    ascii_only: bool = True,
) -> str:
    """The same as text, findings one after the other: of some hundred thousand, no two are JSON values at a time.

    Args:
        assessment: everything that was found.
        findings: those that are told; None for all.
        breaches: those that a gate stops at; None for those of the policy's gates.
        holds: whether the gate holds; None where that depends on the findings and controls alone.
        ascii_only: whether other characters are written as escapes.
    """
    told = assessment.findings if findings is None else findings
    stops = set(map(id, assessment.breaches() if breaches is None else breaches))
    if holds is None:
        broken = any(problem.severity is Severity.ERROR for problem in assessment.problems)
        holds = not stops and not broken and any(finding.subject.model for finding in told)
    frame = _frame(assessment, told, len(stops), holds=holds)
    # No text of JSON holds this: a quotation mark in it has a backslash before it.
    before, after = _dumped(frame, ascii_only=ascii_only).split(_FINDINGS)
    lines = (
        "  "
        + _dumped({**_finding(each), "stops_gate": id(each) in stops}, ascii_only=ascii_only).replace(
            "\n", "\n  "
        )
        for each in told
    )
    listed = ",\n".join(lines)
    return f'{before} "findings": [\n{listed}\n ]{after}\n' if listed else f"{before}{_FINDINGS}{after}\n"


def _dumped(value: object, *, ascii_only: bool) -> str:
    return json.dumps(value, indent=1, ensure_ascii=ascii_only)


def _frame(assessment: Assessment, told: Sequence[Finding], breaches: int, *, holds: bool) -> dict[str, Any]:
    """The document without its findings."""
    return {
        "schema_version": 1,
        "as_of": assessment.as_of.isoformat(),
        "policy": {
            "version": assessment.policy.version,
            "files": [_place(source) for source in assessment.policy.files],
        },
        "counts": {status.value: times for status, times in tally(told).items()},
        "gate": {"holds": holds, "breaches": breaches},
        "controls": [_control(control) for control in assessment.controls],
        "findings": [],
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


def _finding(finding: Finding) -> dict[str, Any]:
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
