"""Runs of MLflow's file store: one folder for each."""

from generator.catalog import DatasetInput, Run, Severity, Tag
from generator.readers.depth import Depth
from generator.readers.folder import Folder
from generator.readers.mlflow.artifacts import ArtifactFolder
from generator.readers.mlflow.fields import fields_together, read_latest, read_metrics, read_params, read_tags
from generator.readers.mlflow.records import ExperimentFolder, check_identifier
from generator.readers.mlflow.roots import META
from generator.readers.mlflow.tracked import CONTEXT_TAG, Logged, run_of
from generator.readers.text import visible_name


def read_run(experiment: ExperimentFolder, held: Folder) -> Run | None:
    """The run in a folder; None, and a problem, when its own record cannot be read.

    Args:
        experiment: that it belongs to.
        held: the run's folder.
    """
    reading, path = experiment.reading, held.path
    # The run's folder is the one that was listed last, as long as nothing else in it was looked at.
    read, fields = fields_together(reading, held, META) if META in held.files else (None, {})
    document = reading.document(f"{path}/{META}", "the run is not shown", read=read)
    if document is None:
        return None
    run_id = visible_name(path.rpartition("/")[2])
    check_identifier(reading, document, ("run_id", "run_uuid"), run_id, "run")
    latest = reading.store.depth is Depth.LATEST
    files = (
        ArtifactFolder()
        if latest
        else find_artifacts(experiment, held, run_id, document.text("artifact_uri"))
    )
    has_metrics = "metrics" in held.folders
    inputs, model_inputs = _inputs(experiment, held)
    logged = Logged(
        params=read_params(reading, f"{path}/params", fields.get("params"))
        if "params" in held.folders
        else (),
        tags=read_tags(reading, f"{path}/tags", fields.get("tags")) if "tags" in held.folders else (),
        metrics=read_metrics(reading, f"{path}/metrics", fields.get("metrics"))
        if has_metrics and not latest
        else (),
        latest=read_latest(reading, f"{path}/metrics", fields.get("metrics"))
        if has_metrics and latest
        else (),
        files=files,
        inputs=inputs,
        model_inputs=model_inputs,
        model_outputs=_outputs(experiment, held),
    )
    run = run_of(
        document,
        run_id,
        experiment.experiment_id,
        logged,
        store=experiment.store,
        trashed=experiment.trashed,
    )
    reading.report_faults(document)
    return run


def find_artifacts(experiment: ExperimentFolder, held: Folder, name: str, uri: str) -> ArtifactFolder:
    """The artifacts of a run or a logged model, wherever below the store they lie."""
    own = f"{held.path}/artifacts" if "artifacts" in held.folders else ""
    tail = f"{experiment.experiment_id}/{name}/artifacts"
    return experiment.places.find(experiment.reading, own, tail, uri)


def _inputs(experiment: ExperimentFolder, held: Folder) -> tuple[tuple[DatasetInput, ...], tuple[str, ...]]:
    """The datasets that a run used, and the ids of the logged models."""
    if "inputs" not in held.folders:
        return (), ()
    reading, path = experiment.reading, f"{held.path}/inputs"
    lost = "one input of the run is not shown"
    folder = reading.folder(path, "the inputs of the run are not shown")
    datasets: list[DatasetInput] = []
    models: list[str] = []
    for name in folder.folders if folder else ():
        document = reading.document(f"{path}/{name}/{META}", lost, Severity.WARNING)
        if document is None:
            continue
        source_id = document.text("source_id")
        if document.text("source_type") == "MODEL":
            models.append(source_id)
            continue
        dataset = experiment.datasets.get(source_id)
        if dataset is None:
            fault = document.fault(
                "source_id", f"the experiment has no dataset {source_id!a}", slug="dataset-missing"
            )
            reading.report_error(fault, fault.source, lost)
            continue
        tags = document.mapping("tags")
        datasets.append(
            DatasetInput(
                name=dataset.name,
                digest=dataset.digest,
                context=tags.text(CONTEXT_TAG),
                tags=tuple(
                    Tag(visible_name(key), tags.text(key), tags.at(key))
                    for key in sorted(tags)
                    if key != CONTEXT_TAG
                ),
                source=document.source,
            )
        )
        reading.report_faults(document)
    datasets.sort(key=lambda used: (used.name, used.digest, used.context, used.source))
    return tuple(datasets), tuple(sorted(models))


def _outputs(experiment: ExperimentFolder, held: Folder) -> tuple[str, ...]:
    """The ids of the logged models that a run produced: its record names the model twice, the folder names it once."""
    if "outputs" not in held.folders:
        return ()
    folder = experiment.reading.folder(f"{held.path}/outputs", "the models that the run made are not shown")
    return tuple(visible_name(name) for name in folder.folders) if folder else ()
