"""What the controls found on one version, with those on its model that bear on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.analyses.standing.roles import RoleHolder, challenger, in_production
from generator.analyses.wording import version_label
from generator.catalog import ModelVersion, RegisteredModel
from generator.governance.assessment import LeftOut
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.audit.rows import FindingRow, findable, finding_rows
from generator.pages.audit.sign_offs import SignOff, sign_offs
from generator.pages.audit.verdict import Verdict, verdict
from generator.pages.models.navigation import model_breadcrumbs, model_navigation
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionAuditView:
    """The audit page of one version."""

    version: ModelVersion
    link: Link
    role: RoleHolder | None
    policy: str
    """Version of the policy; empty for the default one."""
    left_out: LeftOut | None
    """Why the version was not assessed; None when it was."""
    verdict: Verdict
    rows: tuple[FindingRow, ...]
    model_rows: tuple[FindingRow, ...]
    """On the model as a whole."""
    model_link: Link
    sign_offs: tuple[SignOff, ...]


def version_audit_views(portfolio: Portfolio) -> Iterator[Page]:
    """The audit page of every listed version; of one that the policy excludes, it says why."""
    for model in portfolio.catalog.models:
        for version in model.listed_versions:
            yield _page(portfolio, model, version)


def _page(portfolio: Portfolio, model: RegisteredModel, version: ModelVersion) -> Page:
    assessment = portfolio.assessment
    own, of_model = assessment.of(model.name, version.version), assessment.of(model.name)
    stands = verdict(assessment, (*own, *of_model))
    holders = (in_production(model), challenger(model))
    label = version_label(version.version)
    rows = finding_rows(assessment, own)
    return Page(
        path=paths.version_audit(model.name, version.version),
        kind=PageKind.AUDIT_VERSION,
        title=say("Audit: {model} {label}", model=model.name, label=label),
        summary=put_together((stands.headline, " ", stands.sentence)),
        view=VersionAuditView(
            version=version,
            link=Link(label, paths.version(model.name, version.version)),
            role=next((held for held in holders if held and held.version.version == version.version), None),
            policy=assessment.policy.version,
            left_out=assessment.left_out_of(model.name, version.version),
            verdict=stands,
            rows=rows,
            model_rows=finding_rows(assessment, of_model),
            model_link=Link(model.name, paths.model_audit(model.name)),
            sign_offs=sign_offs(portfolio, version),
        ),
        sections=tuple(
            section
            for present, section in (
                (True, Section("findings", say("Controls of this version"))),
                (bool(of_model), Section("model-findings", say("Controls of the model"))),
                (True, Section("sign-offs", say("Sign-offs"))),
                (True, Section("verify", say("How to verify"))),
            )
            if present
        ),
        breadcrumbs=(*model_breadcrumbs(model), Link(say("Audit"), paths.model_audit(model.name))),
        local_navigation=model_navigation(model, version),
        keywords=("audit", *dict.fromkeys(finding.control for finding in (*own, *of_model))),
        findable=findable(rows),
        model=model.name,
        version=version.version,
    )
