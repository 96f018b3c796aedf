"""``modelfolio diff``."""

import os
from pathlib import Path
from typing import Any

import click

from generator.cli import options
from generator.cli.progress import progress_line
from generator.pipeline.settings import settle


@click.command()
@click.argument("model")
@click.argument("old")
@click.argument("new")
@options.inputs
@click.option(
    "--format", "form", type=click.Choice(["table", "markdown", "json"]), default="table", help="Shape of the output."
)  # fmt: skip
@options.debug
def diff(model: str, old: str, new: str, form: str, **asked: Any) -> None:
    """Tell what differs between two versions of a model.

    OLD and NEW are versions as the registry writes them, aliases such as @champion, or stages.
    """
    from generator.analyses.changes import compare_versions
    from generator.analyses.names.versions import named_version, version_names
    from generator.analyses.wording import suggestion
    from generator.cli.report import known_models
    from generator.errors import SettingsError
    from generator.exports.version_diff import FORMS
    from generator.pipeline.pipeline import Pipeline

    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    with progress_line(quiet=False) as progress:
        catalog = Pipeline(settings, progress).catalog
    known_models(catalog, (model,))
    registered = catalog.models_by_name[model]
    sides = []
    for name in (old, new):
        found = named_version(registered, name)
        if found is None:
            raise SettingsError(
                f"{model!a} has no version, alias or stage {name!a}", slug="version-unknown",
                hint=suggestion(name, version_names(registered), "see modelfolio show"),
            )  # fmt: skip
        sides.append(found)
    click.echo(FORMS[form](compare_versions(catalog, sides[0], sides[1])), nl=False)
