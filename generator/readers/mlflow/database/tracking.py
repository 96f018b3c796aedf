"""Experiments, runs, datasets and logged models in MLflow's database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.catalog import Dataset, DatasetInput, Experiment, LoggedModel, Run, Severity
from generator.provenance.document import Document, FieldError
from generator.readers.depth import Depth
from generator.readers.mlflow.artifacts import ArtifactFolder, ArtifactPlaces
from generator.readers.mlflow.database.metrics import MetricTables
from generator.readers.mlflow.database.rows import Tables, label_of
from generator.readers.mlflow.datasets import dataset_of
from generator.readers.mlflow.tracked import CONTEXT_TAG, Logged, experiment_of, logged_model_of, run_of

TABLES = (
    "experiments", "experiment_tags", "runs", "params", "tags", "metrics", "latest_metrics",
    "datasets", "inputs", "input_tags",
    "logged_models", "logged_model_params", "logged_model_tags", "logged_model_metrics",
)  # fmt: skip
"""Of every revision of the schema (mlflow/store/db_migrations/versions)."""

_EXPERIMENT_COLUMNS = (
    "name", "artifact_location", "lifecycle_stage", "creation_time", "last_update_time", "workspace",
)  # fmt: skip
_RUN_COLUMNS = (
    "experiment_id", "name", "user_id", "status", "lifecycle_stage", "start_time", "end_time", "artifact_uri",
    "source_type", "source_name", "source_version",
)  # fmt: skip
_DATASET_COLUMNS = (
    "name", "digest", "dataset_source_type", "dataset_source", "dataset_schema", "dataset_profile",
)  # fmt: skip
_MODEL_COLUMNS = (
    "experiment_id", "name", "artifact_location", "creation_timestamp_ms", "status", "lifecycle_stage", "model_type",
    "source_run_id", "status_message",
)  # fmt: skip
_INPUT_COLUMNS = ("source_type", "source_id", "destination_type", "destination_id")


@dataclass(frozen=True, slots=True)
class Tracked:
    """What a database holds of experiments."""

    experiments: tuple[Experiment, ...]
    runs: tuple[Run, ...]
    logged_models: tuple[LoggedModel, ...]
    datasets: tuple[Dataset, ...]


@dataclass(slots=True)
class _Links:
    """What one run used and made."""

    inputs: list[DatasetInput] = field(default_factory=list)
    model_inputs: set[str] = field(default_factory=set)
    model_outputs: set[str] = field(default_factory=set)


def read_tracked(tables: Tables, label: str, places: ArtifactPlaces) -> Tracked:
    """Everything that a database records of experiments.

    Args:
        tables: of the database.
        label: for the records; those of another workspace than the default one have that behind it.
        places: where artifacts may lie.
    """
    stores: dict[str, str] = {}
    experiments = []
    experiment_tags = tables.tags("experiment_tags", ["experiment_id"])
    for document in tables.documents("experiments", ["experiment_id"], _EXPERIMENT_COLUMNS, "experiment"):
        experiment_id = document.text("experiment_id")
        stores[experiment_id] = label_of(label, document.text("workspace"))
        tags = experiment_tags.pop((experiment_id,), ())
        experiments.append(experiment_of(document, experiment_id, tags, store=stores[experiment_id]))
        tables.reading.report_faults(document)
    tables.report_orphans("experiment_tags", experiment_tags, "experiment")
    reader = _RunTables(tables, label, stores, places, MetricTables(tables))
    datasets = reader.datasets()
    return Tracked(
        experiments=tuple(experiments),
        runs=reader.runs(datasets),
        logged_models=reader.logged_models() if tables.reading.store.depth is Depth.WHOLE else (),
        datasets=tuple(datasets.values()),
    )


@dataclass(frozen=True, slots=True)
class _RunTables:
    """The tables of what experiments hold."""

    tables: Tables
    label: str
    stores: Mapping[str, str]
    """Labels by experiment."""
    places: ArtifactPlaces
    metrics: MetricTables

    def datasets(self) -> dict[str, Dataset]:
        """The datasets by MLflow's id."""
        found: dict[str, Dataset] = {}
        columns = ("experiment_id", *_DATASET_COLUMNS)
        for document in self.tables.documents("datasets", ["dataset_uuid"], columns, "dataset"):
            try:
                dataset = dataset_of(document, self._store(document), "dataset_")
                found[document.text("dataset_uuid")] = dataset
            except FieldError as error:
                self.tables.reading.report_error(
                    error, error.source, "the dataset is not shown, nor that runs used it", Severity.ERROR
                )
            self.tables.reading.report_faults(document)
        return found

    def runs(self, datasets: Mapping[str, Dataset]) -> tuple[Run, ...]:
        """Every run, deleted ones too."""
        params = self.tables.params("params", ["run_uuid"])
        tags = self.tables.tags("tags", ["run_uuid"])
        depth = self.tables.reading.store.depth
        metrics = self.metrics.of_runs() if depth is Depth.WHOLE else {}
        latest = self.metrics.latest_of_runs() if depth is Depth.LATEST else {}
        links = self._links(datasets)
        found = []
        for document in self.tables.documents("runs", ["run_uuid"], _RUN_COLUMNS, "run"):
            run_id, experiment_id = document.text("run_uuid"), document.text("experiment_id")
            linked = links.pop(run_id, None) or _Links()
            logged = Logged(
                params=params.pop((run_id,), ()),
                tags=tags.pop((run_id,), ()),
                metrics=metrics.pop(run_id, ()),
                latest=latest.pop(run_id, ()),
                inputs=tuple(
                    sorted(
                        linked.inputs, key=lambda used: (used.name, used.digest, used.context, used.source)
                    )
                ),
                model_inputs=tuple(sorted(linked.model_inputs)),
                model_outputs=tuple(sorted(linked.model_outputs)),
                files=self._files(f"{experiment_id}/{run_id}/artifacts", document.text("artifact_uri")),
            )
            found.append(run_of(document, run_id, experiment_id, logged, store=self._store(document)))
            self.tables.reading.report_faults(document)
        self.tables.report_orphans("params", params, "run")
        self.tables.report_orphans("tags", tags, "run")
        self.tables.report_orphans("metrics", [(run_id,) for run_id in metrics], "run")
        self.tables.report_orphans("latest_metrics", [(run_id,) for run_id in latest], "run")
        return tuple(found)

    def logged_models(self) -> tuple[LoggedModel, ...]:
        """Every logged model, deleted ones too."""
        params = self.tables.params("logged_model_params", ["model_id"], ("param_key", "param_value"))
        tags = self.tables.tags("logged_model_tags", ["model_id"], ("tag_key", "tag_value"))
        metrics = self.metrics.of_models()
        found = []
        for document in self.tables.documents("logged_models", ["model_id"], _MODEL_COLUMNS, "logged model"):
            model_id, experiment_id = document.text("model_id"), document.text("experiment_id")
            logged = Logged(
                params=params.pop((model_id,), ()),
                tags=tags.pop((model_id,), ()),
                metrics=metrics.pop(model_id, ()),
                files=self._files(
                    f"{experiment_id}/models/{model_id}/artifacts", document.text("artifact_location")
                ),
            )
            found.append(
                logged_model_of(document, model_id, experiment_id, logged, store=self._store(document))
            )
            self.tables.reading.report_faults(document)
        self.tables.report_orphans("logged_model_params", params, "logged model")
        self.tables.report_orphans("logged_model_tags", tags, "logged model")
        self.tables.report_orphans("logged_model_metrics", [(each,) for each in metrics], "logged model")
        return tuple(found)

    def _files(self, tail: str, uri: str) -> ArtifactFolder:
        """The artifacts of a run or a logged model."""
        if self.tables.reading.store.depth is Depth.LATEST:
            return ArtifactFolder()
        return self.places.find(self.tables.reading, "", tail, uri)

    def _store(self, document: Document) -> str:
        return self.stores.get(document.text("experiment_id"), self.label)

    def _links(self, datasets: Mapping[str, Dataset]) -> dict[str, _Links]:
        """What each run used and made, by run."""
        tags = self.tables.tags("input_tags", ["input_uuid"], ("name", "value"))
        found: dict[str, _Links] = {}
        for document in self.tables.documents("inputs", ["input_uuid"], _INPUT_COLUMNS, "link"):
            one, other = document.text("source_id"), document.text("destination_id")
            match document.text("source_type"), document.text("destination_type"):
                case "DATASET", "RUN":
                    dataset = datasets.get(one)
                    if dataset is None:
                        fault = document.fault(
                            "source_id", f"there is no dataset {one!a}", slug="dataset-missing"
                        )
                        self.tables.reading.report_error(
                            fault, fault.source, "one input of the run is not shown"
                        )
                        continue
                    noted = tags.get((document.text("input_uuid"),), ())
                    used = DatasetInput(
                        name=dataset.name,
                        digest=dataset.digest,
                        context=next((tag.value for tag in noted if tag.key == CONTEXT_TAG), ""),
                        tags=tuple(tag for tag in noted if tag.key != CONTEXT_TAG),
                        source=document.source,
                    )
                    found.setdefault(other, _Links()).inputs.append(used)
                case "RUN_INPUT", "MODEL_INPUT":
                    found.setdefault(one, _Links()).model_inputs.add(other)
                case "RUN_OUTPUT", "MODEL_OUTPUT":
                    found.setdefault(one, _Links()).model_outputs.add(other)
            self.tables.reading.report_faults(document)
        return found
