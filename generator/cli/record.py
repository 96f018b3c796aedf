"""``modelfolio record``."""

import os
from pathlib import Path
from typing import Any

import click

from generator.cli import options
from generator.cli.progress import progress_line
from generator.pipeline.settings import settle


@click.command()
@options.inputs
@click.option(
    "--as-of",
    metavar="ISO",
    help="Instant of this look at the registry.  [default: SOURCE_DATE_EPOCH, else the clock]",
)
@click.option(
    "--restart", "restart_reason", default="", metavar="REASON", help="Begin again: the ledger is lost."
)
@click.option(
    "--merge", "merging", is_flag=True, help="Join the branches that a merge in git left in the ledger."
)
@options.debug
def record(restart_reason: str, merging: bool, **asked: Any) -> None:
    """Record in the ledger what happened in the registry since its last line."""
    from generator.cli.summary import print_recorded
    from generator.pipeline.pipeline import Pipeline

    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    with progress_line(quiet=False) as progress:
        recorded = Pipeline(settings, progress).record(restart_reason=restart_reason, merging=merging)
    print_recorded(recorded)
