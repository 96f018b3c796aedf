"""MLflow's file store, as every version from 1.x to 3.18 wrote it: the entry of the reader.

The files are read as they lie; MLflow itself is not needed and never called: its client writes into stores that it
opens, and one damaged file hides all others from it.
"""

from generator.catalog import Prompt, Records, RegisteredModel, Severity
from generator.readers.depth import Depth
from generator.readers.mlflow.artifacts import below
from generator.readers.mlflow.experiments import TrackingRecords, read_experiment
from generator.readers.mlflow.model_files import model_files
from generator.readers.mlflow.registry import read_registry
from generator.readers.mlflow.roots import TRASH, Found, MlflowRoot, find_roots
from generator.readers.reading import Reading
from generator.readers.store import Store


class MlflowFilesReader:
    """Reads every MLflow file store at or below a folder."""

    name = "mlflow-files"
    looks_for = "an mlruns folder, with <experiment>/meta.yaml or models/<name>/meta.yaml in it"

    def recognizes(self, store: Store) -> bool:
        """Whether a root lies at or below the top, or a folder that holds only the artifacts of one."""
        found = find_roots(store)
        return bool(found.roots or found.artifacts_only)

    def read(self, store: Store) -> Records:
        """Every record of every root."""
        reading = Reading(store)
        found = find_roots(store)
        tracked = TrackingRecords()
        for root in found.roots:
            _read_experiments(reading, root, tracked)
        files = model_files(tracked.runs, tracked.logged_models)
        models: list[RegisteredModel] = []
        prompts: list[Prompt] = []
        for root in found.roots:
            if root.has_registry and store.depth is Depth.WHOLE:
                registered = read_registry(reading, root, files)
                models.extend(registered[0])
                prompts.extend(registered[1])
        _report_search(reading, found)
        return Records(
            experiments=tuple(tracked.experiments),
            runs=tuple(tracked.runs),
            logged_models=tuple(tracked.logged_models),
            datasets=tuple(tracked.datasets),
            models=tuple(models),
            prompts=tuple(prompts),
            problems=tuple(reading.problems),
        )


def _read_experiments(reading: Reading, root: MlflowRoot, tracked: TrackingRecords) -> None:
    """The experiments of one root, those in its trash after the others."""
    unrecorded = tracked.unrecorded
    held = reading.folder(root.path, "its experiments are not shown", Severity.ERROR)
    if held is not None:
        reading.report_odd_entries(held, "what may be an experiment is not shown")
    for name in root.experiments:
        read_experiment(reading, root, below(root.path, name), tracked)
    if root.has_trash:
        path = below(root.path, TRASH)
        trash = reading.folder(path, "deleted experiments are not shown")
        for name in trash.folders if trash else ():
            read_experiment(reading, root, f"{path}/{name}", tracked)
    tracked.read_runs(reading)
    if tracked.unrecorded > unrecorded:
        reading.report(
            "mlflow-artifacts-only", Severity.NOTE, reading.store.source(root.path),
            f"{tracked.unrecorded - unrecorded} folders of runs or models hold artifacts without a record",
            "they are not shown as runs of this folder; the database beside it has them",
        )  # fmt: skip


def _report_search(reading: Reading, found: Found) -> None:
    for path in found.artifacts_only:
        reading.report(
            "mlflow-artifacts-only", Severity.NOTE, reading.store.source(path),
            "holds artifacts of runs and no record of any: MLflow kept those in a database",
            "no run is read from here", "name the database, mlflow.db as a rule, as a store",
        )  # fmt: skip
    if found.bounded:
        reading.report(
            "search-bounded", Severity.WARNING, reading.store.source(""),
            "has more folders than are searched for file stores of MLflow", "stores farther below are not shown",
            "name the folder mlruns itself",
        )  # fmt: skip
