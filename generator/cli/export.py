"""``modelfolio export``."""

import os
from pathlib import Path
from typing import Any

import click

from generator.cli import options
from generator.cli.progress import progress_line
from generator.errors import SettingsError
from generator.pipeline.settings import Settings, settle
from generator.site.publish import lies_in


@click.group()
def export() -> None:
    """Take something out of the site, to hand it on by itself."""


@export.command()
@click.argument("model")
@options.inputs
@options.instant
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write.  [default: <model>-audit.pdf]",
)
@click.option(
    "--browser", type=click.Path(path_type=Path), metavar="PROGRAM",
    help="Chromium or one of its kin to print with.  [default: the first one found]",
)  # fmt: skip
@click.option("--paper", type=click.Choice(["A4", "letter"]), default="A4", help="Size of the paper.")
@options.debug
def pdf(model: str, output: Path | None, browser: Path | None, paper: str, **asked: Any) -> None:
    """Print the audit report of MODEL: the model, and its versions in use."""
    from generator.cli.report import known_models
    from generator.pages import paths
    from generator.pipeline.audit_report import audit_report
    from generator.pipeline.browser import find_browser
    from generator.pipeline.pipeline import Pipeline

    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    program = find_browser(browser)
    with progress_line(quiet=False) as progress:
        pipeline = Pipeline(settings, progress)
        known_models(pipeline.catalog, [model])
        report = audit_report(pipeline, pipeline.portfolio.catalog.models_by_name[model], program, paper)
    target = output or Path(f"{paths.slug(model)}-audit.pdf")
    target.write_bytes(report)
    click.echo(target)


@export.command()
@click.argument("model", required=False)
@options.inputs
@options.instant
@options.profile
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write.  [default: <model>-evidence.zip, or evidence.zip]",
)
@options.debug
def pack(model: str | None, output: Path | None, **asked: Any) -> None:
    """Pack for an auditor what is known of MODEL, or of all models: report, results, registers, the files quoted.

    Prints the SHA-256 of the list of digests in it, which vouches for every file: keep it elsewhere.
    """
    from generator.cli.report import known_models
    from generator.pages import paths
    from generator.pipeline.evidence_pack import evidence_pack
    from generator.pipeline.pipeline import Pipeline
    from generator.provenance.sums import SUMS

    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    target = output or Path(f"{paths.slug(model)}-evidence.zip" if model else "evidence.zip")
    _refuse_source(target, settings)
    with progress_line(quiet=False) as progress:
        pipeline = Pipeline(settings, progress)
        known_models(pipeline.catalog, [model] if model else [])
        made = evidence_pack(pipeline, model or "")
    target.write_bytes(made.content)
    click.echo(target)
    click.echo(f"{made.count} files; the SHA-256 of {SUMS} is {made.sha256}", err=True)


def _refuse_source(target: Path, settings: Settings) -> None:
    """Write nothing into what is read.

    Raises:
        SettingsError: when the target lies there.
    """
    for source in settings.sources:
        if lies_in(target, source):
            raise SettingsError(
                f"lies in {source}, which is read", slug="output-refused", location=str(target),
                hint="name a file elsewhere with --output",
            )  # fmt: skip
