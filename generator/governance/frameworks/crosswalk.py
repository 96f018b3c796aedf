"""From a clause to the controls that give evidence for it, to their results, and to what people vouch for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.catalog import Application, Attestation, Catalog, Clause, Framework
from generator.governance.assessment import Assessment, ControlInUse, tally
from generator.governance.finding import Finding, Status
from generator.messages import word


class Standing(StrEnum):
    """What there is for a clause. It never says that anything complies."""

    GAPS = word("gaps")
    """A control that stands for it fails or could not be run."""
    DOUBTS = word("doubts")
    """None fails; one warns, or is waived."""
    EVIDENCE = word("evidence present")
    """Every control that stands for it and applies passes."""
    STATED = word("stated by a person")
    """No control decides it; a person vouches for it."""
    NOT_APPLICABLE = word("stated not to apply")
    EXPIRED = word("statement expired")
    MISSING = word("missing")
    """Neither a result nor a statement."""


_GRAVEST_FIRST = tuple(Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesToday:
    """Whether a clause applies to some at the instant of the assessment."""

    application: Application
    applies: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """One clause with everything that speaks for or against it."""

    clause: Clause
    applies: tuple[AppliesToday, ...]
    controls: tuple[ControlInUse, ...]
    """Those that give evidence for it, by id."""
    findings: tuple[Finding, ...]
    """Of those controls."""
    attestations: tuple[Attestation, ...]
    """That no later entry corrects, in the order of the register."""
    standing: Standing

    @property
    def tally(self) -> Mapping[Status, int]:
        """How many findings have each status."""
        return tally(self.findings)


def crosswalk(
    catalog: Catalog, assessment: Assessment, framework: Framework, model: str = ""
) -> tuple[Crosswalk, ...]:
    """Every clause of a framework.

    Args:
        catalog: has the attestations.
        assessment: has the results.
        framework: whose clauses are asked about.
        model: only the results on this model, and statements on it or on the organisation; empty for all.
    """
    standing_for: dict[str, list[ControlInUse]] = {}
    for used in assessment.controls:
        for clause_id in used.control.about.clauses:
            standing_for.setdefault(clause_id, []).append(used)
    statements = _statements(catalog, model)
    today = assessment.as_of.date()
    return tuple(
        _of_clause(
            clause,
            standing_for.get(clause.id, []),
            assessment,
            model,
            statements.get(clause.id.casefold(), []),
            today,
        )
        for clause in framework.clauses
    )


def counted(rows: Iterable[Crosswalk]) -> Mapping[Standing, int]:
    """How many clauses stand in each way, every way named, the gravest first."""
    found = Counter(row.standing for row in rows)
    return {standing: found[standing] for standing in _GRAVEST_FIRST}


def _statements(catalog: Catalog, model: str) -> dict[str, list[Attestation]]:
    corrected = {entry.corrects for entry in catalog.attestations if entry.corrects}
    found: dict[str, list[Attestation]] = {}
    for entry in catalog.attestations:
        if entry.id not in corrected and (not model or entry.model in {"", model}):
            found.setdefault(entry.clause.casefold(), []).append(entry)
    return found


def _of_clause(
    clause: Clause,
    controls: list[ControlInUse],
    assessment: Assessment,
    model: str,
    statements: list[Attestation],
    today: date,
) -> Crosswalk:
    findings = tuple(
        finding
        for used in controls
        for finding in assessment.by_control.get(used.id, ())
        if not model or finding.subject.model == model
    )
    return Crosswalk(
        clause=clause,
        applies=tuple(
            AppliesToday(application=each, applies=each.since <= today) for each in clause.applications
        ),
        controls=tuple(controls),
        findings=findings,
        attestations=tuple(statements),
        standing=_standing(findings, statements, today),
    )


def _standing(findings: tuple[Finding, ...], statements: list[Attestation], today: date) -> Standing:
    counts = tally(findings)
    if counts[Status.FAIL] or counts[Status.ERROR]:
        return Standing.GAPS
    if counts[Status.WARN] or counts[Status.WAIVED]:
        return Standing.DOUBTS
    if counts[Status.PASS]:
        return Standing.EVIDENCE
    if not statements:
        return Standing.MISSING
    last = statements[-1]
    if last.valid_until is not None and last.valid_until < today:
        return Standing.EXPIRED
    return Standing.STATED if last.applies else Standing.NOT_APPLICABLE
