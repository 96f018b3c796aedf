"""The pages of the site in reading order, and the data files beside them."""

import json
from collections.abc import Iterator

from generator.pages import paths
from generator.pages.evidence import evidence_digests
from generator.pages.findings import findings_views
from generator.pages.portfolio import Portfolio
from generator.pages.view import Page, SiteFile


def lay_out(portfolio: Portfolio) -> tuple[Page, ...]:
    """Every page but those of the evidence, which are made last: see :func:`generator.pages.evidence.evidence_pages`."""
    return (*findings_views(portfolio),)


def data_files(portfolio: Portfolio) -> Iterator[SiteFile]:
    """What the pages say, as data."""
    yield SiteFile(paths.EVIDENCE_DIGESTS, evidence_digests(portfolio.catalog.files))
    yield SiteFile(paths.FINDINGS_DATA, _findings(portfolio))


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
