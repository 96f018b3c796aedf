"""Everything that a site is made of, as one stamp: what is read, what reads it, and what was asked for."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import generator
from generator.pipeline.git_directory import git_directory
from generator.pipeline.settings import Settings
from generator.pipeline.shipped import shipped
from generator.pipeline.standing.packages import installed_packages
from generator.pipeline.standing.theme_inputs import ThemeInputs, theme_inputs
from generator.pipeline.standing.walk import Tree, UnstampedError, stamp_of_trees
from generator.readers.archives.names import is_archive_name
from generator.readers.backend import Stamp
from generator.readers.places import beside
from generator.readers.store_url import StoreUrl

_NOT_HISTORY = frozenset(
    {"COMMIT_EDITMSG", "FETCH_HEAD", "ORIG_HEAD", "gc.log", "hooks", "index", "logs", "modules", "worktrees"}
)
"""What a git directory holds for git's own work (``gitrepository-layout``); ``git status`` writes the index anew."""
_VARIABLES = ("LANG", "LC_", "MATPLOTLIB", "MPL", "PYTHON", "SOURCE_DATE_EPOCH", "TZ")
"""How the variables begin that the libraries of a build might heed."""


def made_of(settings: Settings, environment: Mapping[str, str]) -> Stamp:
    """The stamp of what a site with these settings is made of; another one when anything in it changed.

    In how many processes the work is done does not count.

    Args:
        settings: of the build.
        environment: as the build finds it.

    Raises:
        UnstampedError: when something in it might change without a sign of that.
    """
    if sys.platform == "win32":
        raise UnstampedError("this system tells when a file was made, not when it was changed")
    taken = (
        theme_inputs(settings.config_file) if settings.config_file else ThemeInputs(folders=(), variables=())
    )
    heeded = (
        (name, value)
        for name, value in sorted(environment.items())
        if name in taken.variables or name.startswith(_VARIABLES)
    )
    histories = [git_directory(folder) for folder in _with_history(settings)]
    trees = [*_trees(settings), *(Tree(root=folder) for folder in taken.folders)]
    for found in filter(None, histories):
        trees.append(Tree(root=found.directory, without=_NOT_HISTORY))
        trees.append(Tree(root=found.directory / found.head))  # of a worktree it is left out above
    also = (replace(settings, jobs=1), *heeded, histories, os.geteuid(), sorted(os.getgroups()), *_python())
    return stamp_of_trees(trees, map(repr, also))


def _trees(settings: Settings) -> Iterator[Tree]:
    """What is read, and our own code."""
    for place in settings.stores:
        if isinstance(place.root, StoreUrl):
            raise UnstampedError(f"{place.root} does not lie on this machine")
        yield _store(place.root)
    named = (settings.governance, *settings.policies, settings.ledger)
    yield from (Tree(root=place.root) for place in named if place)
    others = (*settings.templates, *settings.locales, settings.docs_dir, settings.config_file)
    yield from (Tree(root=path) for path in others if path)
    yield Tree(root=Path(generator.__file__).parent, code=True)
    yield from (Tree(root=shipped(name)) for name in ("templates", "site_config"))


def _store(root: Path) -> Tree:
    """A folder, an archive, or a database with what belongs to it beside it."""
    real = root.resolve()
    if is_archive_name(root.name) or not real.is_file():
        return Tree(root=root)
    return Tree(root=real.parent, only=beside(real.name))


def _with_history(settings: Settings) -> Iterator[Path]:
    """The folders whose history in git is asked for."""
    if settings.governance:
        yield settings.governance.root
    if settings.ledger:
        yield settings.ledger.root.parent


def _python() -> Iterator[object]:
    """What runs the code."""
    yield from (sys.version, sys.platform, sys.byteorder, sys.flags)
    yield from installed_packages()
