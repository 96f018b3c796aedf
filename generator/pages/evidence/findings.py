"""What somebody has to look at: the open results of controls, then what was wrong with the inputs; the gravest first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog import Problem, Severity
from generator.governance.finding import Status
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.audit.rows import FindingRow, finding_rows
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section

MOST_OPEN = 200
"""Open results that are listed; the pages of the audit hold all of them."""
LONGEST = 1_000
"""Rows of the table of problems; the rest is counted, and stands in ``api/findings.json``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView:
    """The findings page."""

    open_rows: tuple[FindingRow, ...]
    """What fails, could not be run, warns or is waived; at most :data:`MOST_OPEN`."""
    open_total: int
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
    opened = [finding for finding in portfolio.assessment.findings if finding.status.is_open]
    yield Page(
        path=paths.FINDINGS,
        kind=PageKind.FINDINGS,
        title=say("Findings"),
        summary=say(
            "{opened} of controls; {problems} in {files} read.",
            opened=say_many(len(opened), "{n} open result", "{n} open results"),
            problems=say_many(len(problems), "{n} problem", "{n} problems"),
            files=say_many(len(catalog.files), "{n} file", "{n} files"),
        ),
        view=FindingsView(
            open_rows=tuple(sorted(finding_rows(portfolio.assessment, opened), key=_gravity)[:MOST_OPEN]),
            open_total=len(opened),
            problems=tuple(problems[:LONGEST]),
            total=len(problems),
            by_severity=tuple((severity, tally[severity]) for severity in Severity),
            file_count=len(catalog.files),
            data=paths.FINDINGS_DATA,
        ),
        sections=(
            Section("open-results", say("Open results of controls")),
            Section("problems", say("Problems with inputs")),
        ),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        keywords=(
            *sorted({finding.control for finding in opened}),
            *sorted({found.slug for found in problems}),
        ),
        wide=True,
    )


def _gravity(row: FindingRow) -> tuple[int, int, int]:
    """What fails or could not be run by severity, so that a critical failure stands above all; then what is in doubt."""
    status = row.finding.status
    return max(status.rank, Status.FAIL.rank), row.finding.severity.rank, status.rank
