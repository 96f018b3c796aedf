"""What MLflow left at and below a folder, found by how it is built and not by what it is called.

A database is a file that begins as SQLite's do. A root of a file store holds folders of experiments, and may hold
``models`` (the registry) and ``.trash``. A user may name the root itself, the folder around it, or a repository with
several of them.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from generator.errors import StoreError
from generator.readers.mlflow.artifacts import ArtifactPlaces, below
from generator.readers.mlflow.database.header import BEGINNING
from generator.readers.store import Store

REGISTRY = "models"
TRASH = ".trash"
RESERVED = frozenset({"tags", "datasets", "traces", "models"})
"""Folders of an experiment that are no runs (``FileStore.RESERVED_EXPERIMENT_FOLDERS``)."""
META = "meta.yaml"
DEEPEST = 6
"""Levels below the folder named that are searched."""
MOST_FOLDERS = 20_000
"""Folders that are looked into while searching."""
MOST_FILES = 20_000
"""Files of any name whose beginning is looked at while searching for databases; beyond, their names must say it."""

_ARTIFACT_FOLDER = "mlartifacts"
_DATABASE_ENDINGS = (".db", ".db3", ".sqlite", ".sqlite3")
DATABASE_NAME = re.compile(
    r"(?:.*[^a-z])?ml(?:flow|runs)(?:[^a-z].*)?\.(?:db|db3|sqlite|sqlite3)", re.IGNORECASE
)
"""A name by which people call a database of MLflow's, whatever is in it by now."""
_EXPERIMENT_NAME = re.compile(r"[0-9]{1,20}")
_RUN_NAME = re.compile(r"[0-9a-f]{32}")
_VERSION_NAME = re.compile(r"version-[0-9]+")
_OF_EXPERIMENT = re.compile(rb"^(?:artifact_location|experiment_id)[ ]*:", re.MULTILINE)
_OF_ANOTHER = re.compile(rb"^(?:run_id|run_uuid|artifact_uri|model_id)[ ]*:", re.MULTILINE)
_OF_MODEL = re.compile(rb"^(?:creation_timestamp|last_updated_timestamp)[ ]*:", re.MULTILINE)
_NEVER_SEARCHED = frozenset({"node_modules", "site-packages", "__pycache__"})


@dataclass(frozen=True, slots=True)
class MlflowRoot:
    """One tracker's folder."""

    path: str
    """In the store; empty when the store is the root."""
    label: str
    """What its records call their store."""
    experiments: tuple[str, ...]
    """Folders of experiments, by name."""
    has_registry: bool
    has_trash: bool
    beside_database: bool
    """Whether a database stands in or beside it: runs without a record are then most likely the database's."""
    places: ArtifactPlaces


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    roots: tuple[MlflowRoot, ...] = ()
    """Of file stores, those nearest to the top first."""
    databases: tuple[str, ...] = ()
    """Files that are databases of SQLite, or are called as one of MLflow's; those nearest to the top first."""
    artifacts_only: tuple[str, ...] = ()
    """Folders that are built like a root and hold no record, without a database beside them that may keep those."""
    bounded: bool = False
    """Whether the search ended before it had seen everything."""


def find_roots(store: Store) -> Found:
    """Every root of an MLflow file store at or below the top of a store."""
    return _Search(store).run()


class _Kind(Enum):
    """What a folder in a folder is."""

    EXPERIMENT = auto()
    ARTIFACTS = auto()
    """Built like an experiment, without one record."""
    NEITHER = auto()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a search keeps of a listed folder."""

    folders: tuple[str, ...] = ()
    has_meta: bool = False


@dataclass(slots=True)
class _Search:
    """One walk from the top, breadth first."""

    store: Store
    seen: dict[str, _Seen] = field(default_factory=dict)
    roots: list[MlflowRoot] = field(default_factory=list)
    databases: list[str] = field(default_factory=list)
    artifacts_only: list[str] = field(default_factory=list)
    looked_at: int = 0
    """Files whose beginning was looked at."""

    def run(self) -> Found:
        """Walk."""
        waiting = deque([("", 0)])
        while waiting and len(self.seen) < MOST_FOLDERS:
            path, depth = waiting.popleft()
            further = self._visit(path)
            if depth < DEEPEST:
                waiting.extend((below(path, name), depth + 1) for name in further)
        return Found(
            roots=tuple(self.roots),
            databases=tuple(self.databases),
            artifacts_only=tuple(self.artifacts_only),
            bounded=bool(waiting),
        )

    def _visit(self, path: str) -> list[str]:
        """Take a folder for a root when it is one; gives the folders in which others may lie."""
        self._look_for_databases(path)
        names = [
            name
            for name in self._list(path).folders
            if not name.startswith(".") and name not in _NEVER_SEARCHED
        ]
        kinds = {name: self._kind(below(path, name)) for name in names if name != REGISTRY}
        has_registry = REGISTRY in names and self._is_registry(below(path, REGISTRY))
        has_trash = TRASH in self._list(path).folders and self._is_trash(below(path, TRASH))
        if has_registry or has_trash or _Kind.EXPERIMENT in kinds.values():
            experiments = tuple(name for name, kind in kinds.items() if kind is not _Kind.NEITHER)
            self.roots.append(
                MlflowRoot(
                    path=path,
                    label=below(self.store.label, path) if self.roots else self.store.label,
                    experiments=experiments,
                    has_registry=has_registry,
                    has_trash=has_trash,
                    beside_database=self._beside_database(path),
                    places=self._places(path),
                )
            )
            return [name for name, kind in kinds.items() if kind is _Kind.NEITHER]
        is_recorded = path.rpartition("/")[2] == _ARTIFACT_FOLDER or self._beside_database(path)
        if _Kind.ARTIFACTS in kinds.values() and not is_recorded:
            self.artifacts_only.append(path)
        return [name for name in names if kinds.get(name) is not _Kind.ARTIFACTS]

    def _look_for_databases(self, path: str) -> None:
        """Take note of the databases in a folder; a link is followed as far as the store allows."""
        try:
            names = self.store.folder(path).leaves
        except StoreError:
            return
        for name in names:
            self.looked_at += 1
            may_be = self.looked_at <= MOST_FILES or name.endswith(_DATABASE_ENDINGS)
            if DATABASE_NAME.fullmatch(name) or (may_be and self._begins(path, name)):
                self.databases.append(below(path, name))

    def _begins(self, path: str, name: str) -> bool:
        """Whether a file begins as a database."""
        try:
            return name != META and self.store.head(below(path, name), len(BEGINNING)) == BEGINNING
        except StoreError:
            return False

    def _beside_database(self, path: str) -> bool:
        """Whether a database lies in a folder or beside it; those above were looked for before."""
        return any(_above(database) in {path, _above(path)} for database in self.databases)

    def _kind(self, path: str) -> _Kind:
        name = path.rpartition("/")[2]
        seen = self._list(path)
        if seen.has_meta and (
            _EXPERIMENT_NAME.fullmatch(name) or self._says(path, _OF_EXPERIMENT, _OF_ANOTHER)
        ):
            return _Kind.EXPERIMENT
        runs = [self._list(below(path, name)) for name in seen.folders if _RUN_NAME.fullmatch(name)]
        if any(run.has_meta for run in runs):
            return _Kind.EXPERIMENT
        if not seen.has_meta and any("artifacts" in run.folders for run in runs):
            return _Kind.ARTIFACTS
        models = self._list(below(path, "models")).folders if "models" in seen.folders else ()
        is_numbered = _EXPERIMENT_NAME.fullmatch(name) and any(model.startswith("m-") for model in models)
        return _Kind.ARTIFACTS if is_numbered else _Kind.NEITHER

    def _is_registry(self, path: str) -> bool:
        for name in self._list(path).folders:
            model = below(path, name)
            if any(_VERSION_NAME.fullmatch(version) for version in self._list(model).folders):
                return True
            if self._list(model).has_meta and self._says(model, _OF_MODEL, _OF_ANOTHER):
                return True
        return False

    def _is_trash(self, path: str) -> bool:
        return any(self._kind(below(path, name)) is _Kind.EXPERIMENT for name in self._list(path).folders)

    def _says(self, path: str, wanted: re.Pattern[bytes], unwanted: re.Pattern[bytes]) -> bool:
        """Whether a folder's record has keys of one kind and none of another."""
        try:
            data, _ = self.store.read(below(path, META))
        except StoreError:
            return False
        return bool(wanted.search(data)) and not unwanted.search(data)

    def _places(self, path: str) -> ArtifactPlaces:
        above = _above(path)
        beside = {below(above, _ARTIFACT_FOLDER), below(path, _ARTIFACT_FOLDER), below(above, "mlruns")}
        near = sorted(folder for folder in beside if folder != path and self.store.is_folder(folder))
        return ArtifactPlaces(near=(path, *near), around=tuple(dict.fromkeys((path, above))))

    def _list(self, path: str) -> _Seen:
        seen = self.seen.get(path)
        if seen is None:
            try:
                held = self.store.folder(path)
            except StoreError:
                seen = _Seen()
            else:
                seen = _Seen(held.folders, META in held.leaves)
            self.seen[path] = seen
        return seen


def _above(path: str) -> str:
    """The folder that holds a folder; the top of the store for the top itself."""
    return path.rpartition("/")[0]
