"""What a build tells whoever started it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from generator.catalog import Catalog, Severity
from generator.cli.listing import problem_line
from generator.pages.text import count, number, visible
from generator.pipeline.standing.record import Standing, Told
from generator.provenance.sums import SUMS

if TYPE_CHECKING:  # what a build takes to be loaded, a site that stands does without
    from generator.pipeline.pipeline import Pipeline
    from generator.pipeline.recording import Recorded
    from generator.site.build import SiteReport

_PROBLEMS_SHOWN = 10
_EVENTS_SHOWN = 20


def told(pipeline: "Pipeline") -> Told:
    """What there is to say of a site that was built."""
    catalog, report = pipeline.catalog, pipeline.site
    counts = catalog.counts
    return Told(
        faults=tuple(_faults(catalog, report)),
        counts=f"{count(counts['registered_models'], 'model')}, {count(counts['model_versions'], 'version')}, "
        f"{count(counts['runs'], 'run')} in {count(counts['experiments'], 'experiment')}; {_graveness(catalog)}",
        pages=report.pages,
        other_files=report.files - report.pages,
        grave=bool(pipeline.grave_problems),
    )


def print_built(said: Told, seconds: float) -> None:
    """Say on standard output what was built, and on standard error what is wrong with what it was built of."""
    _print_what(said)
    click.echo(f"{_files(said)} in {number(seconds, 2)} s")


def print_standing(site: Standing) -> None:
    """Say of a site that was built before what was said then, and that it stands."""
    _print_what(site.told)
    click.echo(f"nothing changed since this site was built: {_files(site.told)} stand as they are")
    click.echo(f"the SHA-256 of {SUMS} is {site.sums_sha256}")


def _print_what(said: Told) -> None:
    for line in said.faults:
        click.echo(line, err=True)
    click.echo(said.counts)


def _files(said: Told) -> str:
    return f"{count(said.pages, 'page')} and {count(said.other_files, 'other file')}"


def print_recorded(recorded: "Recorded") -> None:
    """Say what was added to the ledger."""
    from generator.history.wording import told as event_told

    if recorded.cut:
        click.echo(f"{recorded.path}: an unfinished last line was removed", err=True)
    if recorded.merged:
        click.echo(f"{count(recorded.merged, 'branch', 'branches')} joined")
    for event in recorded.events[:_EVENTS_SHOWN]:
        click.echo(visible(event_told(event)))
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


def _faults(catalog: Catalog, report: "SiteReport") -> Iterator[str]:
    grave = sorted(
        (found for found in catalog.problems if found.severity is not Severity.NOTE),
        key=lambda found: (found.severity.rank, found.source, found.message),
    )
    yield from map(problem_line, grave[:_PROBLEMS_SHOWN])
    if len(grave) > _PROBLEMS_SHOWN:
        yield f"and {number(len(grave) - _PROBLEMS_SHOWN)} more on the page of findings"
    yield from (f"site     {visible(warning)}" for warning in report.warnings)
