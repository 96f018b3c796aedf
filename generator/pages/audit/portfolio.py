"""The audit of the whole portfolio: how it stands, every model, what was and was not looked at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.governance.assessment import Count, LeftOut
from generator.governance.finding import ControlSeverity, Finding, Status, SubjectRef
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.audit.controls import audit_navigation
from generator.pages.audit.model import SubjectRow
from generator.pages.audit.population import SAMPLE_SIZE, sample
from generator.pages.audit.rows import FindingRow, finding_rows, subject_link
from generator.pages.audit.verdict import Verdict, gravest, verdict
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Source

NAMED = 8
"""Subjects that one control fails on and that are linked; the rest is counted."""
LEFT_OUT = 200
"""Subjects left out that are listed; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStanding:
    """One model on the page of the portfolio."""

    row: SubjectRow
    gravest: ControlSeverity | None
    """The gravest severity among what fails; None when nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingControl:
    """One control that fails or could not be run, and on what."""

    link: Link
    title: str
    severity: ControlSeverity
    failed: int
    errors: int
    """Subjects for which it could not be run."""
    subjects: tuple[Link, ...]
    more: int
    message: str
    """What the first of its findings says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """The audit page of the portfolio."""

    policy: str
    policy_files: tuple[Source, ...]
    """Nearest first; empty for the default policy."""
    verdict: Verdict
    severities: tuple[tuple[ControlSeverity, int], ...]
    """How many findings of each severity fail or could not be run, the gravest first."""
    own: tuple[FindingRow, ...]
    """On the portfolio as a whole."""
    failing: tuple[FailingControl, ...]
    """The gravest first, then what fails most often."""
    models: tuple[ModelStanding, ...]
    reconciliation: tuple[Count, ...]
    left_out: tuple[LeftOut, ...]
    more_left_out: int
    sample: tuple[Link, ...]
    sample_size: int
    population: int
    """Versions assessed."""
    seed: str


def audit_views(portfolio: Portfolio) -> Iterator[Page]:
    """The one audit page of the portfolio; it stands whatever was assessed."""
    assessment = portfolio.assessment
    stands = verdict(assessment, assessment.findings, "result")
    failing = [finding for finding in assessment.findings if finding.status in {Status.FAIL, Status.ERROR}]
    tallied = Counter(finding.severity for finding in failing)
    versions = sum(bool(subject.version) for subject in assessment.subjects)
    view = AuditView(
        policy=assessment.policy.version,
        policy_files=assessment.policy.files,
        verdict=stands,
        severities=tuple((severity, tallied[severity]) for severity in ControlSeverity),
        own=finding_rows(assessment, assessment.of("")),
        failing=tuple(_failing(portfolio, failing)),
        models=tuple(_models(portfolio)),
        reconciliation=assessment.reconciliation,
        left_out=assessment.left_out[:LEFT_OUT],
        more_left_out=max(0, len(assessment.left_out) - LEFT_OUT),
        sample=tuple(subject_link(subject) for subject in sample(assessment, portfolio.snapshot.digest)),
        sample_size=SAMPLE_SIZE,
        population=versions,
        seed=portfolio.snapshot.digest,
    )
    yield Page(
        path=paths.AUDIT,
        kind=PageKind.AUDIT,
        title=say("Audit"),
        summary=put_together((stands.headline, " ", stands.sentence)),
        view=view,
        sections=tuple(_sections(view)),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        local_navigation=audit_navigation(portfolio),
        keywords=("audit", "controls", "findings", "gate"),
        wide=True,
    )


def _models(portfolio: Portfolio) -> Iterator[ModelStanding]:
    assessment = portfolio.assessment
    assessed = set(assessment.subjects)
    for model in portfolio.catalog.models:
        if SubjectRef(model.name) in assessed:
            findings = assessment.about(model.name)
            row = SubjectRow(
                link=Link(model.name, paths.model_audit(model.name)), verdict=verdict(assessment, findings)
            )
            yield ModelStanding(row=row, gravest=gravest(findings))


def _failing(portfolio: Portfolio, failing: Sequence[Finding]) -> Iterator[FailingControl]:
    groups: dict[str, list[Finding]] = {}
    for finding in failing:
        groups.setdefault(finding.control, []).append(finding)
    ordered = sorted(groups.items(), key=lambda group: (group[1][0].severity.rank, -len(group[1]), group[0]))
    for control, findings in ordered:
        about = portfolio.assessment.controls_by_id[control].control.about
        subjects = tuple(dict.fromkeys(subject_link(finding.subject) for finding in findings))
        errors = sum(finding.status is Status.ERROR for finding in findings)
        yield FailingControl(
            link=Link(control, paths.control(control)),
            title=about.title,
            severity=findings[0].severity,
            failed=len(findings) - errors,
            errors=errors,
            subjects=subjects[:NAMED],
            more=max(0, len(subjects) - NAMED),
            message=findings[0].outcome.message,
        )


def _sections(view: AuditView) -> Iterator[Section]:
    if view.models:
        yield Section("models", say("Models"))
    if view.failing:
        yield Section("failing", say("What fails"))
    if view.own:
        yield Section("portfolio-findings", say("Controls of the portfolio"))
    yield Section("reconciliation", say("Reconciliation"))
    if view.left_out:
        yield Section("left-out", say("Left out"))
    if view.sample:
        yield Section("sample", say("Sample"))
