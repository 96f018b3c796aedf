"""``modelfolio build``."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import options
from generator.cli.progress import progress_line
from generator.pipeline.settings import Settings, settle

if TYPE_CHECKING:
    from generator.pipeline.standing.record import Look, Standing, Told

STRICT_EXIT_CODE = 3


@click.command()
@options.inputs
@options.output
@click.option(
    "--record",
    "recording",
    is_flag=True,
    help="First record in the ledger what happened since its last line.",
)
@click.option("--rebuild", is_flag=True, help="Build it even if nothing that it is made of changed.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
@options.debug
def build(strict: bool, recording: bool, rebuild: bool, quiet: bool, **asked: Any) -> int:
    """Build the site.

    The new site takes the place of the old one only when it is complete. A site of an earlier build is left as it stands
    where neither it nor anything that it is made of changed since.
    """
    from generator.pipeline.standing.record import look, standing

    begun = time.monotonic()
    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    found = None if recording else look(settings, os.environ)
    if found is not None and not rebuild and (site := standing(settings, found)) is not None:
        return _left(settings, site, strict=strict, quiet=quiet)
    return _built(settings, found, begun, strict=strict, recording=recording, quiet=quiet)


def _left(settings: Settings, site: "Standing", *, strict: bool, quiet: bool) -> int:
    """Say of a site that it stands."""
    from generator.cli.summary import print_standing

    if not quiet:
        print_standing(site)
        _print_address(settings)
    return _exit_code(site.told, strict=strict)


def _built(
    settings: Settings, found: "Look | None", begun: float, *, strict: bool, recording: bool, quiet: bool
) -> int:
    """Build a site, and remember what it was made of where that is certain."""
    from generator.cli.summary import print_built, print_recorded, told
    from generator.pipeline.pipeline import Pipeline
    from generator.pipeline.standing.record import remember

    with progress_line(quiet=quiet) as progress:
        pipeline = Pipeline(settings, progress)
        recorded = pipeline.record() if recording else None
        report = pipeline.site
    said = told(pipeline)
    if found is not None:
        remember(
            settings, os.environ, found, sums_sha256=report.sums_sha256, told=said, problems=pipeline.problems
        )
    if not quiet:
        if recorded is not None:
            print_recorded(recorded)
        print_built(said, time.monotonic() - begun)
        _print_address(settings)
    return _exit_code(said, strict=strict)


def _print_address(settings: Settings) -> None:
    click.echo((settings.site_dir / "index.html").as_uri())


def _exit_code(said: "Told", *, strict: bool) -> int:
    return STRICT_EXIT_CODE if strict and said.grave else 0
