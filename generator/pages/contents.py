"""The pages of the site in reading order, and the data files beside them."""

import json
from collections.abc import Iterator

from generator.governance.document import assessment_data
from generator.messages.language import AS_WRITTEN, Language
from generator.pages import paths
from generator.pages.audit.controls import control_views
from generator.pages.audit.frameworks import framework_views
from generator.pages.audit.model import model_audit_views
from generator.pages.audit.population import population
from generator.pages.audit.portfolio import audit_views
from generator.pages.audit.version import version_audit_views
from generator.pages.audit.waivers import waiver_views
from generator.pages.comparison.page import comparison_views
from generator.pages.datasets.overview import datasets_views
from generator.pages.datasets.page import dataset_views
from generator.pages.evidence.findings import findings_views
from generator.pages.evidence.page import evidence_digests
from generator.pages.experiments.data import experiment_files
from generator.pages.experiments.overview import experiments_views
from generator.pages.experiments.page import experiment_views
from generator.pages.glossary.page import glossary_views
from generator.pages.home.page import home_views
from generator.pages.lineage.page import lineage_views
from generator.pages.models.card import model_card_views
from generator.pages.models.data import model_data_files
from generator.pages.models.prompts import prompts_views
from generator.pages.monitoring.document import monitoring_files
from generator.pages.monitoring.overview import monitoring_views
from generator.pages.portfolio import Portfolio
from generator.pages.runs.comparison import run_comparison_views
from generator.pages.runs.page import run_views
from generator.pages.timelines.page import ledger_data, model_timeline_views, timeline_views
from generator.pages.versions.changelog import changelog_views
from generator.pages.versions.feed import feed_file
from generator.pages.versions.page import version_views
from generator.pages.view import Page, SiteFile

_VIEWS = (
    home_views,
    model_card_views,
    version_views,
    changelog_views,
    comparison_views,
    model_timeline_views,
    lineage_views,
    model_audit_views,
    version_audit_views,
    audit_views,
    control_views,
    framework_views,
    waiver_views,
    timeline_views,
    monitoring_views,
    experiments_views,
    experiment_views,
    run_views,
    run_comparison_views,
    datasets_views,
    dataset_views,
    prompts_views,
    findings_views,
    glossary_views,
)


def lay_out(portfolio: Portfolio) -> tuple[Page, ...]:
    """Every page but those of the evidence, which are made last: see :func:`generator.pages.evidence.page.evidence_pages`."""
    return tuple(page for views in _VIEWS for page in views(portfolio))


def data_files(portfolio: Portfolio, language: Language = AS_WRITTEN) -> Iterator[SiteFile]:
    """What the pages say, as data.

    Args:
        portfolio: what there is.
        language: of what people read; keys and messages for programs stay as they are written.
    """
    yield SiteFile(paths.EVIDENCE_DIGESTS, evidence_digests(portfolio.catalog.files))
    yield feed_file(portfolio, language)
    yield SiteFile(paths.FINDINGS_DATA, _findings(portfolio))
    yield SiteFile(paths.ASSESSMENT_DATA, assessment_data(portfolio.assessment))
    yield SiteFile(paths.POPULATION_DATA, population(portfolio.assessment))
    yield SiteFile(paths.LEDGER_DATA, ledger_data(portfolio))
    yield from model_data_files(portfolio)
    yield from monitoring_files(portfolio)
    yield from experiment_files(portfolio)


def _findings(portfolio: Portfolio) -> bytes:
    problems = [
        {
            "slug": found.slug,
            "severity": found.severity.value,
            "path": found.source.path,
            "sha256": found.source.sha256,
            "pointer": found.source.pointer,
            "message": found.message,
            "cost": found.cost,
            "remedy": found.remedy,
        }
        for found in sorted(
            portfolio.catalog.problems, key=lambda found: (found.source, found.slug, found.message)
        )
    ]
    return json.dumps({"schema_version": 1, "problems": problems}, indent=1).encode() + b"\n"
