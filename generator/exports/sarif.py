"""Findings as SARIF, for code scanning and editors.

Static Analysis Results Interchange Format 2.1.0 (OASIS, with errata 01). A control is a rule, a finding that fails,
warns or could not be run is a result, a waiver is a suppression, and a framework is a taxonomy. What passes or does not
apply is left out unless asked for: where ``kind`` is not ``fail`` the level has to be ``none`` (section 3.27.10), and
not every consumer looks at the kind.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from generator.exports.selection import Selection
from generator.governance.assessment import ControlInUse
from generator.governance.finding import ControlSeverity, Finding, Status
from generator.provenance import Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    ControlSeverity.CRITICAL: "error",
    ControlSeverity.HIGH: "error",
    ControlSeverity.MEDIUM: "warning",
    ControlSeverity.LOW: "note",
}
_SCORES = {
    ControlSeverity.CRITICAL: "9.5",
    ControlSeverity.HIGH: "8.0",
    ControlSeverity.MEDIUM: "5.0",
    ControlSeverity.LOW: "2.0",
}
"""What GitHub sorts by: critical from 9.0, high from 7.0, medium from 4.0 (``security-severity``)."""
_KINDS = {Status.PASS: "pass", Status.NOT_APPLICABLE: "notApplicable"}

Locate = Callable[[Source], tuple[str, int]]
"""Gives a place its path as the reader's repository has it, and its line counted from 1."""


def sarif(selection: Selection, version: str, locate: Locate, *, everything: bool = False) -> bytes:
    """The findings as a SARIF log.

    Args:
        selection: the findings.
        version: of this tool.
        locate: tells where a place is, as the repository that is scanned has it.
        everything: whether what passes and what does not apply is told too.
    """
    findings = [
        finding for finding in selection.findings if everything or finding.outcome.status not in _KINDS
    ]
    used = {finding.control for finding in findings}
    controls = [control for control in selection.assessment.controls if control.id in used]
    positions = {control.id: position for position, control in enumerate(controls)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Modelfolio",
                        "semanticVersion": version,
                        "rules": [_rule(control) for control in controls],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, positions[finding.control], locate) for finding in findings],
                "taxonomies": _taxonomies(controls),
            }
        ],
    }
    return (json.dumps(log, indent=1) + "\n").encode()


def _rule(control: ControlInUse) -> dict[str, Any]:
    about = control.control.about
    rule: dict[str, Any] = {
        "id": about.id,
        "name": type(control.control).__name__,
        "shortDescription": {"text": about.title},
        "fullDescription": {"text": f"Applies to {about.applies}. Passes when {about.passes}."},
        "help": {"text": about.remediation},
        "defaultConfiguration": {"level": _LEVELS[control.severity]},
        "properties": {
            "tags": [about.family.value, *(pillar.value for pillar in about.pillars)],
            "security-severity": _SCORES[control.severity],
        },
    }
    relationships = [
        {"target": {"id": clause, "toolComponent": {"name": _framework(clause)}}, "kinds": ["relevant"]}
        for clause in about.clauses
    ]
    return {**rule, "relationships": relationships} if relationships else rule


def _taxonomies(controls: Iterable[ControlInUse]) -> list[dict[str, Any]]:
    groups: dict[str, set[str]] = {}
    for control in controls:
        for clause in control.control.about.clauses:
            groups.setdefault(_framework(clause), set()).add(clause)
    return [
        {"name": framework, "taxa": [{"id": clause} for clause in sorted(groups[framework])]}
        for framework in sorted(groups)
    ]


def _framework(clause: str) -> str:
    return clause.partition(":")[0]


def _result(finding: Finding, position: int, locate: Locate) -> dict[str, Any]:
    kind = _KINDS.get(finding.outcome.status, "fail")
    result: dict[str, Any] = {
        "ruleId": finding.control,
        "ruleIndex": position,
        "kind": kind,
        "level": _level(finding) if kind == "fail" else "none",
        "message": {"text": f"{finding.subject}: {finding.outcome.message}"},
        "partialFingerprints": {"controlSubject/v1": f"{finding.control}/{finding.subject}"},
        "properties": {"status": finding.status.value, "severity": finding.severity.value},
    }
    places = [each.source for each in finding.outcome.evidence]
    if places:
        result["locations"] = [_location(places[0], locate)]
        related = [
            {"id": number, **_location(place, locate)} for number, place in enumerate(places[1:], start=1)
        ]
        if related:
            result["relatedLocations"] = related
    if finding.waiver:
        waiver = finding.waiver
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": f"{waiver.id}, until {waiver.expires_on}: {waiver.reason}",
            }
        ]
    return result


def _level(finding: Finding) -> str:
    """A warning is never an error; a failure is as grave as its control."""
    level = _LEVELS[finding.severity]
    return "warning" if finding.outcome.status is Status.WARN and level == "error" else level


def _location(place: Source, locate: Locate) -> dict[str, Any]:
    path, line = locate(place)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(path)},
            "region": {"startLine": line},
        },
        "message": {"text": str(place)},
    }


def _uri(path: str) -> str:
    """A relative path as a URI reference (RFC 3986)."""
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogateescape"), safe="/")
