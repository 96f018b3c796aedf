"""``modelfolio init``."""

import os
from pathlib import Path

import click

from generator.cli import options
from generator.errors import SettingsError
from generator.pages.text import visible
from generator.pipeline.settings import FOLIO_NAME, Request, settle
from generator.pipeline.shipped import shipped
from generator.pipeline.starting import (
    CONFIGURATION,
    configuration_file,
    folio_files,
    governance_files,
    refuse_existing,
    write_new,
)


@click.command()
@click.option(
    "--store", is_flag=False, flag_value=FOLIO_NAME, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]",
    help=f"Begin a store of our own layout in DIR, or in {FOLIO_NAME}/, instead of the governance folder.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="List the files, and write none.")
@options.debug
def init(store: Path | None, dry_run: bool) -> None:
    """Begin the governance folder, with a card for each model of the store that lies here.

    Nothing is ever written over: when one of the files is there, none is written.
    """
    folder = Path.cwd()
    source = shipped("site_config")
    if store is None:
        files = dict(governance_files(source, _models(folder)))
        if not (folder / CONFIGURATION).exists():
            files |= configuration_file(source)
    else:
        files = dict(folio_files(source, store))
    if dry_run:
        refuse_existing(files, folder)
    else:
        write_new(files, folder)
    for path in files:
        click.echo(visible(str(path)))
    if dry_run:
        click.echo("nothing was written", err=True)
    else:
        target = f" --store {visible(str(store))}" if store else ""
        click.echo(f"now: modelfolio serve{target}", err=True)


def _models(folder: Path) -> tuple[str, ...]:
    """The names of the models in the store that a build would take here; none when there is no store."""
    from generator.pipeline.pipeline import Pipeline

    try:
        settings = settle(Request(), folder=folder, environment=os.environ)
    except SettingsError as error:
        if error.slug == "store-missing":
            return ()
        raise
    return tuple(model.name for model in Pipeline(settings).catalog.models)
