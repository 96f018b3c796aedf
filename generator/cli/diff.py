"""``modelfolio diff``."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import options
from generator.cli.progress import progress_line
from generator.pipeline.settings import settle

if TYPE_CHECKING:
    from generator.catalog import Catalog, Run
    from generator.exports.differences import Differences
    from generator.pipeline.pipeline import Pipeline


@click.command()
@click.argument("names", metavar="[MODEL OLD NEW]", nargs=-1)
@click.option(
    "--run", "runs", nargs=2, metavar="OLD NEW", help="Compare two runs instead: by id, by the beginning of one, or by name."
)  # fmt: skip
@options.inputs
@click.option(
    "--format", "form", type=click.Choice(["table", "markdown", "json"]), default="table", help="Shape of the output."
)  # fmt: skip
@options.debug
def diff(names: tuple[str, ...], runs: tuple[str, str] | None, form: str, **asked: Any) -> None:
    """Tell what differs between two versions of a model, or between two runs.

    OLD and NEW are versions as the registry writes them, aliases such as @champion, or stages.
    """
    from generator.exports.differences import FORMS
    from generator.pipeline.pipeline import Pipeline

    if (len(names) != 3) if runs is None else bool(names):  # noqa: PLR2004 a model and two of its versions
        raise click.UsageError("name MODEL OLD NEW, or two runs with --run OLD NEW")
    settings = settle(options.request(**asked), folder=Path.cwd(), environment=os.environ)
    with progress_line(quiet=False) as progress:
        pipeline = Pipeline(settings, progress)
        found = _of_versions(pipeline.catalog, *names) if runs is None else _of_runs(pipeline, runs)
    click.echo(FORMS[form](found), nl=False)


def _of_versions(catalog: "Catalog", model: str, old: str, new: str) -> "Differences":
    from generator.analyses.changes import compare_versions
    from generator.analyses.names.versions import named_version, version_names
    from generator.analyses.wording import suggestion
    from generator.cli.report import known_models
    from generator.errors import SettingsError
    from generator.exports.version_diff import version_differences

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
    return version_differences(compare_versions(catalog, sides[0], sides[1]))


def _of_runs(pipeline: "Pipeline", names: tuple[str, str]) -> "Differences":
    from generator.exports.run_diff import run_differences
    from generator.pages.runs.comparison import diff_of_runs

    old, new = (_run(pipeline.catalog, name) for name in names)
    return run_differences(*diff_of_runs(pipeline.portfolio, old, new))


def _run(catalog: "Catalog", name: str) -> "Run":
    from generator.analyses.names.runs import named_runs
    from generator.analyses.wording import listed, suggestion
    from generator.errors import SettingsError

    found = named_runs(catalog, name)
    if len(found) == 1:
        return found[0]
    if found:
        ids = listed([run.run_id for run in found])
        raise SettingsError(
            f"{len(found)} runs answer to {name!a}: {ids}", slug="run-unknown", hint="name one by its id"
        )
    known = [each for run in catalog.runs for each in (run.run_id, run.name) if each]
    raise SettingsError(
        f"no store knows a run {name!a}", slug="run-unknown", hint=suggestion(name, known, "see modelfolio show")
    )  # fmt: skip
