"""Weights & Biases, as its client leaves runs on disk: the entry of the reader.

Online runs and offline ones alike are read as they lie, from version 0.8 to 0.31; W&B itself is not needed and its server
never asked. What only the server knows (the registry, aliases moved later, sweeps' definitions) is not here to be read.
"""

from dataclasses import replace

from generator.catalog import Dataset, Experiment, LoggedModel, Records, Run, Severity
from generator.provenance import Source
from generator.readers.reading import Reading
from generator.readers.store import Store
from generator.readers.text import visible_name
from generator.readers.wandb.artifacts import datasets_of, logged_models_of
from generator.readers.wandb.files import peek_run_path
from generator.readers.wandb.folders import RunFolder, WandbRoot, find_roots
from generator.readers.wandb.parts import RunIdentity, read_run
from generator.readers.wandb.runs import run_of

_Path = tuple[str, str]
"""Entity and project; empty where the log does not say."""


class WandbReader:
    """Reads every folder of W&B runs at or below a folder."""

    name = "wandb"
    looks_for = "a wandb folder, with run-<date>_<time>-<id> folders in it"

    def recognizes(self, store: Store) -> bool:
        """Whether runs of W&B lie at or below the top."""
        return bool(find_roots(store).roots)

    def read(self, store: Store) -> Records:
        """Every record of every root."""
        reading = Reading(store)
        found = find_roots(store)
        records = _Found()
        for root in found.roots:
            records.read_root(reading, root)
        if found.bounded:
            reading.report(
                "search-bounded", Severity.WARNING, store.source(""), "has more folders than are searched for runs of W&B",
                "runs farther below are not shown", "name the folder wandb itself",
            )  # fmt: skip
        return Records(
            experiments=tuple(records.experiments.values()),
            runs=tuple(records.runs),
            logged_models=tuple(records.logged_models),
            datasets=tuple(records.datasets),
            problems=tuple(reading.problems),
        )


class _Found:
    """The records of all roots."""

    def __init__(self) -> None:
        self.experiments: dict[tuple[str, str], Experiment] = {}
        self.runs: list[Run] = []
        self.logged_models: list[LoggedModel] = []
        self.datasets: list[Dataset] = []

    def read_root(self, reading: Reading, root: WandbRoot) -> None:
        """The runs that lie beside each other in one folder."""
        for empty in root.empty:
            reading.report(
                "record-missing", Severity.ERROR, reading.store.source(empty), "the folder of a run holds no record of it",
                "the run is not shown", "remove what was left half made",
            )  # fmt: skip
        sweeps = dict(root.sweeps)
        for (wandb_id, path), folders in _grouped(reading, root).items():
            experiment_id = "/".join(filter(None, path)) or root.path.rpartition("/")[2] or root.label
            within = "/".join(path) if all(path) else root.label
            identity = RunIdentity(
                wandb_id=wandb_id,
                experiment_id=visible_name(experiment_id),
                run_id=visible_name(f"{within}/{wandb_id}"),
                store=visible_name(root.label),
                sweep_id=sweeps.get(wandb_id, ""),
            )
            self._read_run(reading, identity, folders, path)

    def _read_run(
        self, reading: Reading, identity: RunIdentity, folders: list[RunFolder], path: _Path
    ) -> None:
        read = read_run(reading, identity, folders)
        models = logged_models_of(reading, read)
        inputs, datasets = datasets_of(read)
        self.runs.append(
            replace(
                run_of(reading, read), inputs=inputs, model_outputs=tuple(model.model_id for model in models)
            )
        )
        self.logged_models.extend(models)
        self.datasets.extend(datasets)
        self.experiments.setdefault(
            (identity.store, identity.experiment_id),
            Experiment(
                experiment_id=identity.experiment_id,
                name=visible_name(path[1]) or identity.experiment_id,
                store=identity.store,
                source=read.source if path[1] else Source(identity.store),
                whole=True,
            ),
        )


def _grouped(reading: Reading, root: WandbRoot) -> dict[tuple[str, _Path], list[RunFolder]]:
    """The folders of each run, by its id and where it belongs: a resumed run has a folder for every time it went on."""
    found: dict[tuple[str, _Path], list[RunFolder]] = {}
    for folder in root.runs:
        path = peek_run_path(reading, folder)
        if not any(path):
            path = next((known[1] for known in found if known[0] == folder.run_id), path)
        found.setdefault((folder.run_id, path), []).append(folder)
    latest = root.latest
    if latest is None:
        return found
    if any(folder.run_id == latest.run_id for folder in root.runs) or (root.runs and not latest.run_id):
        reading.report(
            "wandb-run-copied", Severity.NOTE, reading.store.source(latest.path),
            "is a copy of a run beside it, where W&B keeps a link", "nothing is lost", "remove it",
        )  # fmt: skip
    else:
        key = (latest.run_id or latest.path.rpartition("/")[2], peek_run_path(reading, latest))
        found.setdefault(key, []).append(latest)
    return found
