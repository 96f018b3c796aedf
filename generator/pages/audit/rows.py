"""A finding as one row of a table, wherever it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.analyses.wording import version_label
from generator.governance.about import About
from generator.governance.assessment import Assessment
from generator.governance.finding import Finding, SubjectRef
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.audit.tones import SEVERITY_TONES, SIGNS, TONES, WORDS
from generator.pages.pills import Pill
from generator.pages.view import Findable, Link
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding with what its row needs."""

    finding: Finding
    about: About
    status: Pill
    beneath: Pill | None
    """The status that a waiver covers."""
    severity: Pill
    control: Link
    subject: Link
    tags: str
    """Words that the chips of the table look for."""
    sources: tuple[Source, ...]
    """Of the evidence, each once."""


def finding_rows(assessment: Assessment, findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """A row for each finding, the gravest first, within one status by severity and control."""
    ordered = sorted(findings, key=lambda found: (found.status.rank, found.severity.rank, found.control))
    return tuple(_row(assessment, finding) for finding in ordered)


def findable(rows: Iterable[FindingRow]) -> tuple[Findable, ...]:
    """What is open of the findings on the page of their subject, each to be found by status, severity and subject.

    The address shows the table with the one finding, as if somebody had filtered it by the control.
    """
    return tuple(
        Findable(
            kind=say("finding"),
            title=put_together((row.subject.text, ": ", row.about.title)),
            href=f"{row.subject.href}?t-findings.q={row.about.id}#findings",
            summary=put_together(
                (row.status.words, ", ", say(row.finding.severity.value), ": ", row.finding.outcome.message)
            ),
            words=(
                row.finding.status.value,
                row.finding.severity.value,
                row.about.id,
                row.about.family.value,
            ),
        )
        for row in rows
        if row.finding.status.is_open
    )


def subject_link(subject: SubjectRef) -> Link:
    """Where the findings on a subject stand."""
    if subject.version:
        return Link(
            f"{subject.model} {version_label(subject.version)}",
            paths.version_audit(subject.model, subject.version),
        )
    if subject.model:
        return Link(subject.model, paths.model_audit(subject.model))
    return Link(say("Portfolio"), paths.AUDIT)


def _row(assessment: Assessment, finding: Finding) -> FindingRow:
    about = assessment.controls_by_id[finding.control].control.about
    status = finding.status
    beneath = finding.outcome.status
    return FindingRow(
        finding=finding,
        about=about,
        status=Pill(TONES[status], WORDS[status], sign=SIGNS.get(status, "")),
        beneath=Pill(TONES[beneath], WORDS[beneath]) if finding.waiver else None,
        severity=Pill(SEVERITY_TONES[finding.severity], say(finding.severity.value.capitalize())),
        control=Link(about.id, paths.control(about.id)),
        subject=subject_link(finding.subject),
        tags=" ".join(("open" if status.is_open else "", status.value, finding.severity.value)).strip(),
        sources=tuple(dict.fromkeys(each.source for each in finding.outcome.evidence)),
    )
