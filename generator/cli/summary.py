"""What a build tells whoever started it."""

from collections.abc import Iterator

import click

from generator.catalog import Catalog, Severity
from generator.cli.listing import problem_line
from generator.history.wording import told
from generator.pages.text import count, number, visible
from generator.pipeline.recording import Recorded
from generator.site import SiteReport

_PROBLEMS_SHOWN = 10
_EVENTS_SHOWN = 20


def print_summary(catalog: Catalog, report: SiteReport, seconds: float) -> None:
    """Say on standard output what was built, and on standard error what is wrong with what it was built of."""
    for line in _faults(catalog, report):
        click.echo(line, err=True)
    counts = catalog.counts
    click.echo(
        f"{count(counts['registered_models'], 'model')}, {count(counts['model_versions'], 'version')}, "
        f"{count(counts['runs'], 'run')} in {count(counts['experiments'], 'experiment')}; {_graveness(catalog)}"
    )
    click.echo(
        f"{count(report.pages, 'page')} and {count(report.files - report.pages, 'other file')} "
        f"in {number(seconds, 2)} s"
    )


def print_recorded(recorded: Recorded) -> None:
    """Say what was added to the ledger."""
    if recorded.cut:
        click.echo(f"{recorded.path}: an unfinished last line was removed", err=True)
    if recorded.merged:
        click.echo(f"{count(recorded.merged, 'branch', 'branches')} joined")
    for event in recorded.events[:_EVENTS_SHOWN]:
        click.echo(visible(told(event)))
    if len(recorded.events) > _EVENTS_SHOWN:
        click.echo(f"and {number(len(recorded.events) - _EVENTS_SHOWN)} more")
    click.echo(
        f"{count(len(recorded.events), 'event')} recorded, {count(recorded.lines, 'line')} added to {recorded.path}, "
        f"head {recorded.head[:12]}"
    )


def _graveness(catalog: Catalog) -> str:
    """How many problems of each severity, the gravest first."""
    found = [problem.severity for problem in catalog.problems]
    said = [count(found.count(severity), severity.value) for severity in Severity if severity in found]
    return ", ".join(said) or "no problems"


def _faults(catalog: Catalog, report: SiteReport) -> Iterator[str]:
    grave = sorted(
        (found for found in catalog.problems if found.severity is not Severity.NOTE),
        key=lambda found: (found.severity.rank, found.source, found.message),
    )
    yield from map(problem_line, grave[:_PROBLEMS_SHOWN])
    if len(grave) > _PROBLEMS_SHOWN:
        yield f"and {number(len(grave) - _PROBLEMS_SHOWN)} more on the page of findings"
    yield from (f"site     {visible(warning)}" for warning in report.warnings)
