"""``modelfolio serve``."""

import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.cli import options
from generator.cli.build import STRICT_EXIT_CODE
from generator.cli.failure import explained
from generator.cli.preview import PreviewServer
from generator.cli.progress import progress_line
from generator.pipeline.settings import Request, Settings, settle
from generator.readers.store_url import StoreUrl

_DEFAULT_PORT = 8000


@click.command()
@options.inputs
@options.output
@click.option(
    "--port", "-p", type=click.IntRange(0, 65535), default=_DEFAULT_PORT, show_default=True,
    help="Port on 127.0.0.1; 0 for any that is free.",
)  # fmt: skip
@options.debug
def serve(port: int, strict: bool, **asked: Any) -> None:
    """Show the site on this machine, and follow what changes.

    The site lies in a folder that goes when the program ends, unless --site-dir names one. With --strict it is not
    shown at all while an input has errors or warnings.
    """
    with tempfile.TemporaryDirectory(prefix="modelfolio-") as temporary:
        site_dir = asked.pop("site_dir") or Path(temporary, "site")
        request = options.request(**asked, site_dir=site_dir)
        with PreviewServer(site_dir.absolute(), port) as server:
            _follow(request, server, strict)


def _follow(request: Request, server: PreviewServer, strict: bool) -> NoReturn:
    """Build, and build again whenever something changed, until a signal ends the program."""
    from generator.pipeline.watch import watching

    settings = _settled(request)
    shown = False
    while True:
        with watching((*settings.sources, *settings.expected)) as changes:
            try:
                settings = _settled(request)
                _build(settings, strict and not shown)
            except Exception as error:
                if not shown:
                    raise
                click.echo(f"{explained(error)[0]}; the last good site stands", err=True)
            else:
                server.announce()
                if not shown:
                    threading.Thread(target=server.serve_forever, daemon=True).start()
                    click.echo(f"{server.url} shows it; Ctrl-C ends this")
                    _tell_of_urls(settings)
                    shown = True
            changes.wait()


def _tell_of_urls(settings: Settings) -> None:
    for place in settings.stores:
        if isinstance(place.root, StoreUrl):
            click.echo(f"{place.root} is not watched: it is read again when something else changes", err=True)


def _settled(request: Request) -> Settings:
    return settle(request, folder=Path.cwd(), environment=os.environ)


def _build(settings: Settings, strict: bool) -> None:
    """One edition of the site.

    Raises:
        click.exceptions.Exit: when problems are not to be borne with.
    """
    from generator.cli.summary import print_built, told
    from generator.pipeline.pipeline import Pipeline

    begun = time.monotonic()
    with progress_line(quiet=False) as progress:
        pipeline = Pipeline(settings, progress)
        said = told(pipeline)
    print_built(said, time.monotonic() - begun)
    if strict and said.grave:
        raise click.exceptions.Exit(STRICT_EXIT_CODE)
