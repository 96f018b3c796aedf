"""``modelfolio audit``."""

import os
from pathlib import Path
from typing import Any

import click

from generator.cli import options
from generator.cli.progress import progress_line
from generator.pipeline.settings import settle

GATE_EXIT_CODE = 3


@click.command()
@options.inputs
@options.instant
@click.option(
    "--fail-on",
    type=click.Choice(["critical", "high", "medium", "low", "never"]),
    help="Severity from which on a failure or an error fails the gate.  [default: the gates of the policy]",
)
@click.option("--model", "models", multiple=True, metavar="NAME", help="Only this model. Repeat for several.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown", "sarif", "junit"]),
    default="table",
    help="Shape of the output.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write there instead.",
)
@click.option(
    "--against",
    metavar="SITE",
    help="Say what changed since this site, or its api/assessment.json, as Markdown.",
)
@click.option("--everything", is_flag=True, help="In SARIF, tell what passes too.")
@options.debug
def audit(
    fail_on: str | None, models: tuple[str, ...], form: str, output: Path | None, against: str | None,
    everything: bool, **asked: Any,
) -> int:  # fmt: skip
    """Assess the models, and fail when a gate does.

    Exits with 3 when the gate fails, also when nothing was assessed.
    """
    from generator.cli.report import Report, known_models, read_against
    from generator.exports.selection import select
    from generator.pipeline.pipeline import Pipeline

    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    earlier = read_against(against) if against else None
    with progress_line(quiet=False) as progress:
        pipeline = Pipeline(settings, progress)
        assessment = pipeline.assessment
    known_models(pipeline.catalog, models)
    selection = select(assessment, models, fail_on or "", pipeline.catalog.problems)
    text = Report(selection, settings, earlier).text("comparison" if earlier else form, everything=everything)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="")
    if form != "table" or output is not None:
        click.echo(f"{'failed' if selection.stopped else 'passed'}: {selection.reason}", err=True)
    return GATE_EXIT_CODE if selection.stopped else 0
