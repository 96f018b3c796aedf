"""``modelfolio show``."""

import json
import os
from pathlib import Path
from typing import Any

import click

from generator.cli import options
from generator.cli.listing import as_data, as_table, latest_as_data, latest_as_table
from generator.cli.progress import progress_line
from generator.pipeline.settings import settle


@click.command()
@options.inputs
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="Shape of the output."
)
@click.option(
    "--latest", is_flag=True,
    help="Only experiments and runs, with the latest value of every metric: no histories, artifacts or registry, and"
    " many times quicker.",
)  # fmt: skip
@options.debug
def show(form: str, latest: bool, **asked: Any) -> None:
    """Show what the stores hold."""
    from generator.pipeline.pipeline import Pipeline

    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    with progress_line(quiet=False) as progress:
        pipeline = Pipeline(settings, progress)
        catalog = pipeline.latest if latest else pipeline.catalog
    if form == "json":
        click.echo(json.dumps(latest_as_data(catalog) if latest else as_data(catalog), indent=2))
    else:
        for line in latest_as_table(catalog) if latest else as_table(catalog):
            click.echo(line)
