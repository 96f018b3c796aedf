"""A bounded walk through the folders of a store, for readers that find their own by how it is built."""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from generator.errors import StoreError
from generator.readers.folder import Folder
from generator.readers.mlflow.artifacts import below
from generator.readers.store import Store

DEEPEST = 6
"""Levels below the folder named that are searched."""
MOST_FOLDERS = 20_000
"""Folders that are looked into while searching."""
NEVER_SEARCHED = frozenset({"node_modules", "site-packages", "__pycache__"})
_RUN_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Searched:
    """What a walk saw."""

    folders: int
    bounded: bool
    """Whether it ended before it had seen everything."""


def search_folders(store: Store, visit: Callable[[Folder], Collection[str]]) -> Searched:
    """Walk from the top of a store, breadth first; a folder that cannot be listed is passed over.

    Args:
        store: that is walked.
        visit: takes every folder, and gives the names of those in it that need no look.
    """
    waiting = deque([("", 0)])
    count = 0
    while waiting and count < MOST_FOLDERS:
        path, depth = waiting.popleft()
        count += 1
        try:
            held = store.folder(path)
        except StoreError:
            continue
        done = {*visit(held), *_logged_in_runs(held)}
        if depth < DEEPEST:
            waiting.extend(
                (below(path, name), depth + 1)
                for name in held.folders
                if name not in done and name not in NEVER_SEARCHED and not name.startswith(".")
            )
    return Searched(count, bounded=bool(waiting))


def _logged_in_runs(held: Folder) -> Iterable[str]:
    """The folders of runs in an experiment of MLflow's file store, and those of their artifacts elsewhere.

    What lies in them is a field of the run, or an artifact that it logged: a copy of something, and no store by itself.
    Most of all folders are such, where there are any.
    """
    if "meta.yaml" in held.files:
        return filter(_RUN_NAME.fullmatch, held.folders)
    return ("artifacts",) if _RUN_NAME.fullmatch(held.path.rpartition("/")[2]) else ()
