"""Where W&B left its runs: folders called ``run-<date>_<time>-<id>``, mostly below one called ``wandb``."""

import re
from dataclasses import dataclass, field

from generator.errors import StoreError
from generator.readers.folder import Folder
from generator.readers.folder_search import search_folders
from generator.readers.mlflow.artifacts import below
from generator.readers.store import Store

FILES = "files"
CONFIG = "config.yaml"
SUMMARY = "wandb-summary.json"
METADATA = "wandb-metadata.json"
HISTORY = "wandb-history.jsonl"
EVENTS = "wandb-events.jsonl"
RECORDS = frozenset({CONFIG, SUMMARY, METADATA, HISTORY, EVENTS})
"""Files that W&B writes about a run; all others are the run's own."""
LATEST = "latest-run"

_RUN_NAME = re.compile(r"(?:offline-|dry)?run-([0-9]{8}_[0-9]{6})-(.+)")
_LOG_NAME = re.compile(r"run-(.+)\.wandb")
_SWEEP_NAME = re.compile(r"sweep-(.+)")
_SWEEP_CONFIG = re.compile(r"config-(.+)\.yaml")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One folder of a run; a resumed run has several."""

    path: str
    run_id: str
    """As its name says; empty when it does not."""
    started: str
    """Local date and time in its name, such as ``20241201_173250``; empty when there is none."""
    log: str
    """Path of the ``.wandb`` file; empty when there is none."""
    files: str
    """Path of the folder with the run's files: ``files`` since W&B 0.10, the run's folder itself before."""
    held: frozenset[str]
    """Names of the files in there."""

    def file(self, name: str) -> str:
        """The path of one of the run's files."""
        return below(self.files, name)


@dataclass(frozen=True, slots=True)
class WandbRoot:
    """A folder in which runs lie beside each other."""

    path: str
    label: str
    """What its records call their store."""
    runs: tuple[RunFolder, ...]
    """By time and name."""
    latest: RunFolder | None
    """A folder called ``latest-run`` that is no link."""
    empty: tuple[str, ...]
    """Paths of folders called as a run's, in which W&B recorded nothing."""
    sweeps: tuple[tuple[str, str], ...]
    """(run id, sweep id) of the runs whose settings a sweep chose."""


@dataclass(slots=True)
class FoundRoots:
    """What a search found."""

    roots: list[WandbRoot] = field(default_factory=list)
    bounded: bool = False


def find_roots(store: Store) -> FoundRoots:
    """Every folder with runs of W&B at or below the top of a store; the top may be a run's folder itself."""
    found = FoundRoots()
    top = _run_folder(store, "", "")
    if top is not None and top.log:
        found.roots.append(WandbRoot("", store.label, (top,), None, (), ()))
        return found

    def visit(held: Folder) -> tuple[str, ...]:
        root = _root(store, held)
        if root is None:
            return ()
        found.roots.append(root)
        return tuple(name for name in held.folders if _RUN_NAME.fullmatch(name) or name == LATEST)

    found.bounded = search_folders(store, visit).bounded
    return found


def _root(store: Store, held: Folder) -> WandbRoot | None:
    named = {
        path: _run_folder(store, path, name)
        for name in held.folders
        if _RUN_NAME.fullmatch(name) and (path := below(held.path, name))
    }
    runs = [run for run in named.values() if run is not None]
    latest = _run_folder(store, below(held.path, LATEST), LATEST) if LATEST in held.folders else None
    if not runs and latest is None:
        return None
    return WandbRoot(
        path=held.path,
        label=below(store.label, held.path),
        runs=tuple(sorted(runs, key=lambda run: (run.started, run.path))),
        latest=latest,
        empty=tuple(path for path, run in named.items() if run is None),
        sweeps=_sweeps(store, held),
    )


def _run_folder(store: Store, path: str, name: str) -> RunFolder | None:
    """A run's folder, known by what is in it; None when it is built otherwise."""
    held = _list(store, path)
    if held is None:
        return None
    inner = _list(store, below(path, FILES)) if FILES in held.folders else None
    logs = sorted(leaf for leaf in held.leaves if _LOG_NAME.fullmatch(leaf))
    names = inner.leaves if inner is not None else held.leaves
    if not logs and inner is None and RECORDS.isdisjoint(names):
        return None
    by_name, by_log = _RUN_NAME.fullmatch(name), _LOG_NAME.fullmatch(logs[0]) if logs else None
    return RunFolder(
        path=path,
        run_id=by_name[2] if by_name else by_log[1] if by_log else "",
        started=by_name[1] if by_name else "",
        log=below(path, logs[0]) if logs else "",
        files=below(path, FILES) if inner is not None else path,
        held=frozenset(names),
    )


def _sweeps(store: Store, held: Folder) -> tuple[tuple[str, str], ...]:
    found = []
    for name in held.folders:
        sweep = _SWEEP_NAME.fullmatch(name)
        below_it = _list(store, below(held.path, name)) if sweep else None
        for leaf in below_it.leaves if below_it else ():
            config = _SWEEP_CONFIG.fullmatch(leaf)
            if sweep and config:
                found.append((config[1], sweep[1]))
    return tuple(found)


def _list(store: Store, path: str) -> Folder | None:
    try:
        return store.folder(path)
    except StoreError:
        return None
