"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.catalog import Audience
from generator.pipeline.settings import Request
from generator.readers.store_url import StoreUrl

Command = TypeVar("Command", bound=Callable[..., Any])


def _path(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Path | None:
    """A path, not yet looked at. An empty one is a variable that somebody forgot to set, not the current folder."""
    if value == "":
        raise click.BadParameter("the path is empty")
    return Path(value) if value is not None else None


def _paths(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(path for value in values if (path := _path(context, parameter, value)))


def _places(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[Path | StoreUrl, ...]:
    """Paths and URLs, not yet looked at."""
    found = (StoreUrl.of(value) or _path(context, parameter, value) for value in values)
    return tuple(place for place in found if place)


_INPUTS = (
    click.option(
        "--store", "stores", multiple=True, callback=_places, metavar="PLACE",
        help="Folder that a tracker wrote, such as mlruns; a zip or tar file of one, or a URL such as"
        " s3://bucket/mlruns. Repeat for several.",
    ),
    click.option(
        "--governance", callback=_path, metavar="DIR",
        help="Folder of what people wrote: models/<name>.md and so on.",
    ),
    click.option(
        "--policy", "policies", multiple=True, callback=_paths, metavar="FILE",
        help="Policy file that the governance folder's policy.yaml is laid on. Repeat for several, the nearest first.",
    ),
    click.option(
        "--ledger", callback=_path, metavar="FILE",
        help="Ledger of what happened in the registry.  [default: ledger.jsonl in the governance folder]",
    ),
    click.option(
        "--config-file", "-f", callback=_path, metavar="FILE",
        help="Configuration of MkDocs; ours stands under extra.modelfolio.  [default: mkdocs.yml]",
    ),
)  # fmt: skip

_INSTANT = click.option(
    "--as-of", metavar="ISO",
    help="Instant that ages are counted from, such as 2026-11-20; for one in the past, the registry as it stood then."
    "  [default: SOURCE_DATE_EPOCH, else the newest time in the inputs]",
)  # fmt: skip

_PROFILE = click.option(
    "--profile", type=click.Choice([audience.value for audience in Audience]),
    help="Whom it is for; decides what is shown, redacted or counted.  [default: internal]",
)  # fmt: skip

_OUTPUT = (
    click.option(
        "--site-dir", "-d", callback=_path, metavar="DIR", help="Folder to put the site into.  [default: site]"
    ),
    click.option(
        "--jobs", "-j", type=click.IntRange(min=1), metavar="N",
        help="Processes to work in.  [default: one a processor]",
    ),
    _PROFILE,
    click.option(
        "--language", metavar="CODE",
        help="Language of fixed text, such as de; what stores and people say stays as it is.  [default: en]",
    ),
    click.option("--strict", is_flag=True, help="Exit with 3 when an input has errors or warnings."),
)  # fmt: skip


def _set_debug(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.meta["modelfolio.debug"] = True


debug = click.option(
    "--debug", is_flag=True, expose_value=False, callback=_set_debug, help="Show where in the code an error arose."
)  # fmt: skip


def inputs(command: Command) -> Command:
    """Add the options that say what is read."""
    return _added(command, _INPUTS)


def instant(command: Command) -> Command:
    """Add the option that says as of when."""
    return _added(command, (_INSTANT,))


def profile(command: Command) -> Command:
    """Add the option that says for whom."""
    return _added(command, (_PROFILE,))


def output(command: Command) -> Command:
    """Add the options that say what is built, and how."""
    return _added(command, (*_OUTPUT[:1], _INSTANT, *_OUTPUT[1:]))


def _added(command: Command, added: tuple[Callable[[Command], Command], ...]) -> Command:
    for option in reversed(added):
        command = option(command)
    return command


def request(**given: Any) -> Request:
    """What the shared options ask for; those of one command alone are left out."""
    return Request(**{name: given[name] for name in Request.__dataclass_fields__ if name in given})
