"""``modelfolio show``."""

import json
import os
from pathlib import Path
from typing import Any

import click

from generator.cli import options
from generator.cli.listing import as_data, as_table
from generator.cli.progress import progress_line
from generator.pipeline.settings import settle


@click.command()
@options.inputs
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="Shape of the output."
)
@options.debug
def show(form: str, **asked: Any) -> None:
    """Show what the stores hold."""
    from generator.pipeline.pipeline import Pipeline

    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    with progress_line(quiet=False) as progress:
        catalog = Pipeline(settings, progress).catalog
    if form == "json":
        click.echo(json.dumps(as_data(catalog), indent=2))
    else:
        for line in as_table(catalog):
            click.echo(line)
