"""Where DVC left something in a store: pipelines, tracked data, folders of DVCLive, and git directories around them."""

from dataclasses import dataclass, field

from generator.errors import StoreError
from generator.readers.folder import Folder
from generator.readers.folder_search import search_folders
from generator.readers.mlflow.artifacts import below
from generator.readers.store import Store

PIPELINE = "dvc.yaml"
LOCK = "dvc.lock"
TRACKED = ".dvc"
"""Ends the name of a file beside data that DVC tracks without a pipeline."""
LIVE = "dvclive"
LIVE_METRICS = "metrics.json"
LIVE_PARAMS = "params.yaml"
GIT = ".git"
_GIT_PARTS = frozenset({"objects", "refs"})


@dataclass(slots=True)
class FoundFolders:
    """What a search found, each as a path in the store."""

    pipelines: list[str] = field(default_factory=list)
    """Folders with a ``dvc.yaml`` or a ``dvc.lock``."""
    tracked: list[str] = field(default_factory=list)
    """Files that end in ``.dvc``."""
    live: list[str] = field(default_factory=list)
    """Folders of DVCLive."""
    annotated: list[str] = field(default_factory=list)
    """Folders with an ``artifacts.yaml``."""
    git: dict[str, str] = field(default_factory=dict)
    """Git directory by the folder whose files it keeps."""
    git_elsewhere: list[str] = field(default_factory=list)
    """Folders whose ``.git`` is a file or a link that names a place outside."""
    bounded: bool = False

    def repository_of(self, folder: str) -> str | None:
        """The nearest folder at or above one that has a git directory; None when there is none in the store."""
        while True:
            if folder in self.git:
                return folder
            if not folder:
                return None
            folder = folder.rpartition("/")[0]


def find_folders(store: Store) -> FoundFolders:
    """Everything of DVC and GTO at or below the top of a store."""
    found = FoundFolders()

    def visit(held: Folder) -> tuple[str, ...]:
        if PIPELINE in held.files or LOCK in held.files:
            found.pipelines.append(held.path)
        if "artifacts.yaml" in held.files:
            found.annotated.append(held.path)
        found.tracked.extend(
            below(held.path, name) for name in held.files if name.endswith(TRACKED) and name != TRACKED
        )
        if _is_live(held):
            found.live.append(held.path)
        _look_for_git(store, held, found)
        return ()

    found.bounded = search_folders(store, visit).bounded
    return found


def _is_live(held: Folder) -> bool:
    name = held.path.rpartition("/")[2]
    return (LIVE_METRICS in held.files and "plots" in held.folders) or (
        name == LIVE and (LIVE_METRICS in held.files or LIVE_PARAMS in held.files or "plots" in held.folders)
    )


def _look_for_git(store: Store, held: Folder, found: FoundFolders) -> None:
    if GIT in held.folders and _is_git(store, below(held.path, GIT)):
        found.git[held.path] = below(held.path, GIT)
    elif GIT in held.leaves:
        found.git_elsewhere.append(held.path)
    elif "HEAD" in held.files and _GIT_PARTS.issubset(held.folders):
        found.git[held.path] = held.path


def _is_git(store: Store, path: str) -> bool:
    try:
        held = store.folder(path)
    except StoreError:
        return False
    return "HEAD" in held.files and "objects" in held.folders
