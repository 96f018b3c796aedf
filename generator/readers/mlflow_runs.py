"""Runs of MLflow's file store: one folder for each."""

from collections.abc import Mapping

from generator.catalog import CodeVersion, DatasetInput, Run, RunStatus, Severity, Tag
from generator.provenance.document import Document
from generator.readers.mlflow_artifacts import ArtifactFolder
from generator.readers.mlflow_fields import read_metrics, read_params, read_tags
from generator.readers.mlflow_records import ExperimentFolder, check_identifier, lifecycle_stage
from generator.readers.mlflow_roots import META
from generator.readers.store import Folder
from generator.readers.text import visible_name

_STATUS = {
    "1": RunStatus.RUNNING,
    "2": RunStatus.SCHEDULED,
    "3": RunStatus.FINISHED,
    "4": RunStatus.FAILED,
    "5": RunStatus.KILLED,
}
"""``RunStatus`` in mlflow/protos/service.proto."""
_SOURCE_TYPES = {"1": "NOTEBOOK", "2": "JOB", "3": "PROJECT", "4": "LOCAL"}
"""``SourceType`` in mlflow/entities/source_type.py; 5 is unknown."""


def read_run(experiment: ExperimentFolder, held: Folder) -> Run | None:
    """The run in a folder; None, and a problem, when its own record cannot be read.

    Args:
        experiment: that it belongs to.
        held: the run's folder.
    """
    reading, path = experiment.reading, held.path
    document = reading.document(f"{path}/{META}", "the run is not shown")
    if document is None:
        return None
    run_id = visible_name(path.rpartition("/")[2])
    check_identifier(reading, document, ("run_id", "run_uuid"), run_id, "run")
    tags = read_tags(reading, f"{path}/tags") if "tags" in held.folders else ()
    by_key = {tag.key: tag for tag in tags}
    files = find_artifacts(experiment, held, run_id, document.text("artifact_uri"))
    inputs, model_inputs = _inputs(experiment, held)
    run = Run(
        run_id=run_id,
        experiment_id=experiment.experiment_id,
        name=document.text("run_name") or value_of(by_key, "mlflow.runName") or document.text("name"),
        status=_status(document),
        lifecycle_stage=lifecycle_stage(document, trashed=experiment.trashed),
        start_time=document.instant("start_time"),
        end_time=document.instant("end_time"),
        user=document.text("user_id") or value_of(by_key, "mlflow.user"),
        parent_run_id=value_of(by_key, "mlflow.parentRunId"),
        description=value_of(by_key, "mlflow.note.content"),
        artifact_uri=document.text("artifact_uri"),
        code=code_version(by_key) or _old_code_version(document),
        params=read_params(reading, f"{path}/params") if "params" in held.folders else (),
        tags=tags,
        metrics=read_metrics(reading, f"{path}/metrics") if "metrics" in held.folders else (),
        inputs=inputs,
        model_inputs=model_inputs,
        model_outputs=_outputs(experiment, held),
        artifacts=files.artifacts,
        packages=files.packages,
        store=experiment.store,
        source=document.source,
    )
    reading.report_faults(document)
    return run


def find_artifacts(experiment: ExperimentFolder, held: Folder, name: str, uri: str) -> ArtifactFolder:
    """The artifacts of a run or a logged model, wherever below the store they lie."""
    own = f"{held.path}/artifacts" if "artifacts" in held.folders else ""
    tail = f"{experiment.experiment_id}/{name}/artifacts"
    return experiment.places.find(experiment.reading, own, tail, uri)


def value_of(tags: Mapping[str, Tag], key: str) -> str:
    """The value of a tag; empty when there is none."""
    tag = tags.get(key)
    return tag.value if tag else ""


def code_version(tags: Mapping[str, Tag]) -> CodeVersion | None:
    """The code that a run's tags name, by their keys; None when they name none."""
    commit = tags.get("mlflow.source.git.commit")
    known = [
        tag
        for key in (
            "mlflow.source.name", "mlflow.source.git.repoURL", "mlflow.source.git.branch", "mlflow.source.type",
            "mlflow.source.git.dirty",
        )
        if (tag := tags.get(key))
    ]  # fmt: skip
    if commit is None and not known:
        return None
    dirty = value_of(tags, "mlflow.source.git.dirty").lower()
    return CodeVersion(
        entry_point=value_of(tags, "mlflow.source.name"),
        kind=value_of(tags, "mlflow.source.type"),
        repository=value_of(tags, "mlflow.source.git.repoURL"),
        branch=value_of(tags, "mlflow.source.git.branch"),
        commit=commit.value if commit else "",
        dirty={"true": True, "false": False}.get(dirty),
        source=(commit or known[0]).source,
    )


def _old_code_version(document: Document) -> CodeVersion | None:
    """The same from the record itself, where MLflow kept it before there were tags for it."""
    commit, entry_point = document.text("source_version"), document.text("source_name")
    if not commit and not entry_point:
        return None
    return CodeVersion(
        entry_point=entry_point,
        kind=_SOURCE_TYPES.get(document.text("source_type"), ""),
        commit=commit,
        source=document.at("source_version" if commit else "source_name"),
    )


def _status(document: Document) -> RunStatus:
    written = document.text("status")
    found = _STATUS.get(written) or next((status for status in RunStatus if status == written.lower()), None)
    if found is None:
        says = f"status is {written!a}" if written else "status is missing"
        document.faults.append(document.fault("status", says, slug="field-invalid"))
    return found or RunStatus.UNKNOWN


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
        context = document.mapping("tags").text("mlflow.data.context")
        datasets.append(
            DatasetInput(name=dataset.name, digest=dataset.digest, context=context, source=document.source)
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
