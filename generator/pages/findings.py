"""What is wrong with what was read, worst first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog import Problem, Severity
from generator.pages import paths
from generator.pages.portfolio import Portfolio
from generator.pages.text import count
from generator.pages.view import Link, Page, PageKind, Section

LONGEST = 1_000
"""Rows of the table; the rest is counted, and stands in ``api/findings.json``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView:
    """The findings page."""

    problems: tuple[Problem, ...]
    """By severity, then by place; at most :data:`LONGEST`."""
    total: int
    by_severity: tuple[tuple[Severity, int], ...]
    """Every severity, the gravest first, with how many there are."""
    file_count: int
    data: str
    """Path of the same as JSON."""


def findings_views(portfolio: Portfolio) -> Iterator[Page]:
    """The one findings page; it stands even when there is nothing to find."""
    catalog = portfolio.catalog
    problems = sorted(catalog.problems, key=lambda found: (found.severity.rank, found.source, found.slug))
    tally = Counter(found.severity for found in problems)
    yield Page(
        path=paths.FINDINGS,
        kind=PageKind.FINDINGS,
        title="Findings",
        summary=f"{count(len(problems), 'problem')} in {count(len(catalog.files), 'file')} read.",
        view=FindingsView(
            problems=tuple(problems[:LONGEST]),
            total=len(problems),
            by_severity=tuple((severity, tally[severity]) for severity in Severity),
            file_count=len(catalog.files),
            data=paths.FINDINGS_DATA,
        ),
        sections=(Section("problems", "Problems"),) if problems else (),
        breadcrumbs=(Link("Portfolio", paths.HOME),),
        keywords=tuple(sorted({found.slug for found in problems})),
        wide=True,
    )
