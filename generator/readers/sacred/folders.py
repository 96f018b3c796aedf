"""Where Sacred's ``FileStorageObserver`` left its runs: one numbered folder for each, beside ``_sources``."""

import re
from dataclasses import dataclass, field

from generator.errors import StoreError
from generator.readers.folder import Folder
from generator.readers.folder_search import search_folders
from generator.readers.mlflow.artifacts import below
from generator.readers.store import Store

RUN = "run.json"
CONFIG = "config.json"
METRICS = "metrics.json"
INFO = "info.json"
OUTPUT = "cout.txt"
SOURCES = "_sources"
RESOURCES = "_resources"
RECORDS = frozenset({RUN, CONFIG, METRICS, INFO})
"""Files that Sacred writes about a run; the captured output is one of its artifacts."""

_NUMBER = re.compile(r"[0-9]{1,12}")
_OF_SACRED = (b'"experiment"', b'"heartbeat"')
"""Keys that every ``run.json`` of Sacred has (``FileStorageObserver.started_event``)."""
_LEAST = 2
"""Records in a folder that has no ``run.json`` any more."""
_MOST_GAPS = 1_000_000


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run."""

    path: str
    name: str
    """Sacred's id of the run: a number, unless somebody chose another one."""
    held: frozenset[str]
    """Names of the files in it."""

    def file(self, name: str) -> str:
        """The path of one of its files."""
        return below(self.path, name)


@dataclass(frozen=True, slots=True)
class SacredRoot:
    """A folder of one ``FileStorageObserver``."""

    path: str
    label: str
    """What its records call their store."""
    runs: tuple[RunFolder, ...]
    """By number, then by name."""

    @property
    def gaps(self) -> tuple[int, ...]:
        """The numbers between the first and the last run that no folder has."""
        numbers = {int(run.name) for run in self.runs if _NUMBER.fullmatch(run.name)}
        if not numbers or max(numbers) - min(numbers) > _MOST_GAPS:
            return ()
        return tuple(number for number in range(min(numbers), max(numbers)) if number not in numbers)


@dataclass(slots=True)
class FoundRoots:
    """What a search found."""

    roots: list[SacredRoot] = field(default_factory=list)
    bounded: bool = False


def find_roots(store: Store) -> FoundRoots:
    """Every folder with runs of Sacred at or below the top of a store; the top may be a run's folder itself."""
    search = _Search(store)
    bounded = search_folders(store, search.visit).bounded
    roots = [
        SacredRoot(
            path=path,
            label=below(store.label, path),
            runs=tuple(sorted(runs, key=lambda run: (*_order(run.name), run.name))),
        )
        for path, runs in search.runs.items()
    ]
    return FoundRoots(roots, bounded)


@dataclass(slots=True)
class _Search:
    """One walk from the top; a folder is seen before those in it."""

    store: Store
    runs: dict[str, list[RunFolder]] = field(default_factory=dict)
    """By the folder that holds them."""
    with_sources: set[str] = field(default_factory=set)

    def visit(self, held: Folder) -> tuple[str, ...]:
        """Take a folder for a run when it is built like one; gives those in it that need no look."""
        if SOURCES in held.folders:
            self.with_sources.add(held.path)
        above, _, name = held.path.rpartition("/")
        run = self._run(
            held, name or self.store.label.rpartition("/")[2], has_sources=above in self.with_sources
        )
        if run is None:
            return (SOURCES, RESOURCES)
        self.runs.setdefault(above, []).append(run)
        return held.folders

    def _run(self, held: Folder, name: str, *, has_sources: bool) -> RunFolder | None:
        """A run's folder, known by what is in it; None when it is built otherwise."""
        names = frozenset(held.leaves)
        if RUN in names:
            is_run = (has_sources and CONFIG in names) or _is_of_sacred(self.store, below(held.path, RUN))
        else:
            known = len(names & (RECORDS | {OUTPUT}))
            is_run = (
                _NUMBER.fullmatch(name) is not None and CONFIG in names and (has_sources or known > _LEAST)
            )
        return RunFolder(held.path, name, names) if is_run else None


def _is_of_sacred(store: Store, path: str) -> bool:
    try:
        data, _ = store.read(path)
    except StoreError:
        return False
    return all(key in data for key in _OF_SACRED)


def _order(name: str) -> tuple[bool, int]:
    is_number = _NUMBER.fullmatch(name) is not None
    return not is_number, int(name) if is_number else 0
