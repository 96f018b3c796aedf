"""``modelfolio build``."""

import os
import time
from pathlib import Path
from typing import Any

import click

from generator.cli import options
from generator.cli.progress import progress_line
from generator.pipeline.settings import settle

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
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
@options.debug
def build(strict: bool, recording: bool, quiet: bool, **asked: Any) -> int:
    """Build the site.

    The new site takes the place of the old one only when it is complete.
    """
    from generator.cli.summary import print_recorded, print_summary
    from generator.pipeline.pipeline import Pipeline

    begun = time.monotonic()
    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    with progress_line(quiet=quiet) as progress:
        pipeline = Pipeline(settings, progress)
        recorded = pipeline.record() if recording else None
        report = pipeline.site
    if not quiet:
        if recorded is not None:
            print_recorded(recorded)
        print_summary(pipeline.catalog, report, time.monotonic() - begun)
        click.echo((report.site_dir / "index.html").as_uri())
    return STRICT_EXIT_CODE if strict and pipeline.grave_problems else 0
