"""Experiments of MLflow's file store, with everything in their folders."""

from dataclasses import dataclass, field

from generator.catalog import Dataset, Experiment, LoggedModel, Run, Severity
from generator.provenance.document import FieldError
from generator.readers.depth import Depth
from generator.readers.folder import Folder
from generator.readers.mlflow.artifacts import below
from generator.readers.mlflow.datasets import dataset_of
from generator.readers.mlflow.fields import read_tags
from generator.readers.mlflow.logged_models import read_logged_model
from generator.readers.mlflow.records import (
    ExperimentFolder,
    check_identifier,
    report_missing,
)
from generator.readers.mlflow.roots import META, RESERVED, TRASH, MlflowRoot
from generator.readers.mlflow.run_pieces import UNRECORDED, run_pieces
from generator.readers.mlflow.tracked import experiment_of
from generator.readers.pieces import Piece
from generator.readers.reading import Reading
from generator.readers.text import visible_name


@dataclass(slots=True)
class TrackingRecords:
    """What experiments hold."""

    experiments: list[Experiment] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    logged_models: list[LoggedModel] = field(default_factory=list)
    datasets: list[Dataset] = field(default_factory=list)
    unrecorded: int = 0
    """Folders of runs without a record beside a database, which most likely has it."""
    pieces: list[Piece] = field(default_factory=list)
    """In which the runs are still to be read."""

    def read_runs(self, reading: Reading) -> None:
        """Read the runs of the experiments so far."""
        for records in reading.store.in_pieces(self.pieces):
            self.runs.extend(records.runs)
            problems = [problem for problem in records.problems if problem.slug != UNRECORDED]
            self.unrecorded += len(records.problems) - len(problems)
            reading.problems.extend(problems)
        self.pieces.clear()


def read_experiment(reading: Reading, root: MlflowRoot, path: str, found: TrackingRecords) -> None:
    """Read one experiment's folder into the records; its runs are put off until they are asked for.

    Args:
        reading: of the store.
        root: that it belongs to.
        path: of the experiment's folder in the store.
        found: what is added to.
    """
    held = reading.folder(path, "the experiment and its runs are not shown", Severity.ERROR)
    if held is None:
        return
    reading.report_odd_entries(held, "what may be a run is not shown")
    datasets = _read_datasets(reading, root, held)
    found.datasets.extend(datasets.values())
    experiment = ExperimentFolder(
        reading=reading,
        path=path,
        experiment_id=visible_name(path.rpartition("/")[2]),
        store=root.label,
        trashed=path.startswith(f"{below(root.path, TRASH)}/"),
        places=root.places,
        datasets=datasets,
    )
    record = _read_record(experiment, held, beside_database=root.beside_database)
    found.experiments.extend([record] if record else [])
    names = [name for name in held.folders if name not in RESERVED]
    found.pieces.extend(run_pieces(experiment, names, beside_database=root.beside_database))
    if "models" in held.folders and reading.store.depth is Depth.WHOLE:
        _read_logged_models(experiment, found, beside_database=root.beside_database)


def _read_record(experiment: ExperimentFolder, held: Folder, *, beside_database: bool) -> Experiment | None:
    """The experiment's own record."""
    reading, path = experiment.reading, experiment.path
    if META not in held:
        if not beside_database:
            report_missing(reading, held, "experiment", "the experiment is not shown, its runs are")
        return None
    document = reading.document(f"{path}/{META}", "the experiment is not shown, its runs are")
    if document is None:
        return None
    check_identifier(reading, document, ("experiment_id",), experiment.experiment_id, "experiment")
    tags = read_tags(reading, f"{path}/tags") if "tags" in held.folders else ()
    record = experiment_of(
        document, experiment.experiment_id, tags, store=experiment.store, trashed=experiment.trashed
    )
    reading.report_faults(document)
    return record


def _read_datasets(reading: Reading, root: MlflowRoot, held: Folder) -> dict[str, Dataset]:
    """The datasets of an experiment, by the names of their folders."""
    found: dict[str, Dataset] = {}
    if "datasets" not in held.folders:
        return found
    path = f"{held.path}/datasets"
    folder = reading.folder(path, "the datasets of the experiment are not shown")
    lost = "the dataset is not shown, nor that runs used it"
    for name in folder.folders if folder else ():
        document = reading.document(f"{path}/{name}/{META}", lost)
        if document is None:
            continue
        try:
            found[name] = dataset_of(document, root.label)
        except FieldError as error:
            reading.report_error(error, error.source, lost, Severity.ERROR)
        reading.report_faults(document)
    return found


def _read_logged_models(
    experiment: ExperimentFolder, found: TrackingRecords, *, beside_database: bool
) -> None:
    reading, path = experiment.reading, f"{experiment.path}/models"
    folder = reading.folder(path, "the logged models of the experiment are not shown", Severity.ERROR)
    for name in folder.folders if folder else ():
        held = reading.folder(f"{path}/{name}", "the logged model is not shown", Severity.ERROR)
        if held is None:
            continue
        if META in held:
            model = read_logged_model(experiment, held)
            found.logged_models.extend([model] if model else [])
        elif beside_database:
            found.unrecorded += 1
        else:
            report_missing(reading, held, "logged model", "the logged model is not shown")
