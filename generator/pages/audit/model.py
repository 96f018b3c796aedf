"""What the controls found on one model: its pillars, its own findings, and how each version stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.analyses.wording import version_label
from generator.catalog import Incident, RegisteredModel, ReviewFinding, ValidationReport
from generator.governance.assessment import LeftOut
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.audit.pillars import PillarRow, pillar_rows
from generator.pages.audit.rows import FindingRow, findable, finding_rows
from generator.pages.audit.technical_file import TechnicalFileView, technical_file_view
from generator.pages.audit.verdict import Verdict, verdict
from generator.pages.models.navigation import model_breadcrumbs, model_navigation
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """How one version or model stands."""

    link: Link
    verdict: Verdict
    stage: str = ""
    """What the registry says of it: stage and aliases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAuditView:
    """The audit page of one model."""

    policy: str
    left_out: LeftOut | None
    """Why the model was not assessed; None when it was."""
    verdict: Verdict
    pillars: tuple[PillarRow, ...]
    rows: tuple[FindingRow, ...]
    """On the model as a whole."""
    technical_file: TechnicalFileView | None
    """Annex IV point by point; None for a model of which the law does not ask it."""
    version_rows: tuple[FindingRow, ...]
    """What is open on the versions in use."""
    versions: tuple[SubjectRow, ...]
    """Newest first."""
    validations: tuple[ValidationReport, ...]
    review_findings: tuple[ReviewFinding, ...]
    incidents: tuple[Incident, ...]


def model_audit_views(portfolio: Portfolio) -> Iterator[Page]:
    """The audit page of every model; of one that the policy excludes, it says why."""
    for model in portfolio.catalog.models:
        yield _page(portfolio, model)


def versions_in_use(model: RegisteredModel) -> tuple[str, ...]:
    """The versions that the registry gives a stage or an alias, newest first."""
    return tuple(
        version.version for version in reversed(model.listed_versions) if _stage(model, version.version)
    )


def _page(portfolio: Portfolio, model: RegisteredModel) -> Page:
    assessment, catalog = portfolio.assessment, portfolio.catalog
    findings = assessment.about(model.name)
    stands = verdict(assessment, findings, "result")
    used = set(versions_in_use(model))
    open_rows = finding_rows(assessment, (finding for finding in findings if finding.subject.version in used))
    view = ModelAuditView(
        policy=assessment.policy.version,
        left_out=assessment.left_out_of(model.name),
        verdict=stands,
        pillars=pillar_rows(
            assessment,
            [found for found in findings if found.subject.version in {"", *used}],
        ),
        rows=finding_rows(assessment, assessment.of(model.name)),
        technical_file=technical_file_view(portfolio, model.name),
        version_rows=tuple(row for row in open_rows if "open" in row.tags),
        versions=tuple(
            SubjectRow(
                link=Link(version_label(version.version), paths.version_audit(model.name, version.version)),
                verdict=verdict(assessment, assessment.of(model.name, version.version)),
                stage=_stage(model, version.version),
            )
            for version in reversed(model.listed_versions)
        ),
        validations=tuple(entry for entry in catalog.validations if entry.model == model.name),
        review_findings=tuple(entry for entry in catalog.review_findings if entry.model == model.name),
        incidents=tuple(entry for entry in catalog.incidents if entry.model == model.name),
    )
    return Page(
        path=paths.model_audit(model.name),
        kind=PageKind.AUDIT_MODEL,
        title=say("Audit: {model}", model=model.name),
        summary=put_together((stands.headline, " ", stands.sentence)),
        view=view,
        sections=tuple(_sections(view)),
        breadcrumbs=model_breadcrumbs(model),
        local_navigation=model_navigation(model),
        keywords=("audit", *dict.fromkeys(finding.control for finding in findings)),
        findable=findable(view.rows),
        model=model.name,
    )


def _sections(view: ModelAuditView) -> Iterator[Section]:
    yield Section("pillars", say("Five pillars"))
    yield Section("findings", say("Controls of the model"))
    if view.version_rows:
        yield Section("version-findings", say("Open on versions in use"))
    if view.technical_file:
        yield Section("annex-iv", say("Technical documentation"))
    if view.versions:
        yield Section("versions", say("Versions"))
    if view.validations or view.review_findings:
        yield Section("validation", say("Validation"))
    if view.incidents:
        yield Section("incidents", say("Incidents"))


def _stage(model: RegisteredModel, version: str) -> str:
    """The stage and the aliases of a version, such as ``Production, @champion``; empty for neither."""
    found = model.version(version)
    stage = found.stage if found and found.stage.casefold() not in {"", "none", "archived"} else ""
    aliases = [f"@{alias.name}" for alias in model.aliases_of(version)]
    return ", ".join([*([stage] if stage else []), *aliases])
