"""A bounded walk through the folders of a store, for readers that find their own by how it is built."""

import re
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

from generator.errors import StoreError
from generator.readers.backend import Folder
from generator.readers.mlflow.artifacts import below
from generator.readers.store import Store

DEEPEST = 6
"""Levels below the folder named that are searched."""
MOST_FOLDERS = 20_000
"""Folders that are looked into while searching."""
NEVER_SEARCHED = frozenset({"node_modules", "site-packages", "__pycache__"})
_FIELDS = frozenset({"metrics", "params", "tags"})
"""Folders of a run of MLflow's file store, with one file for each field in them and in the folders below."""
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
        done = {*visit(held), *_fields_of_run(held)}
        if depth < DEEPEST:
            waiting.extend(
                (below(path, name), depth + 1)
                for name in held.folders
                if name not in done and name not in NEVER_SEARCHED and not name.startswith(".")
            )
    return Searched(count, bounded=bool(waiting))


def _fields_of_run(held: Folder) -> Collection[str]:
    """The folders in a run of MLflow's that hold nothing but its fields: most of all folders, where there are runs."""
    is_run = (
        "meta.yaml" in held.files
        and _FIELDS.issubset(held.folders)
        and _RUN_NAME.fullmatch(held.path.rpartition("/")[2])
    )
    return _FIELDS if is_run else ()
