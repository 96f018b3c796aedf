"""Logged models of MLflow 3's file store: ``<experiment>/models/m-<id>``."""

from generator.catalog import LoggedModel, LoggedModelStatus
from generator.provenance.document import Document
from generator.readers.mlflow_fields import read_metrics, read_params, read_tags
from generator.readers.mlflow_records import ExperimentFolder, check_identifier, lifecycle_stage
from generator.readers.mlflow_roots import META
from generator.readers.mlflow_runs import find_artifacts
from generator.readers.store import Folder
from generator.readers.text import visible_name

_STATUS = {
    "0": LoggedModelStatus.UNSPECIFIED,
    "1": LoggedModelStatus.PENDING,
    "2": LoggedModelStatus.READY,
    "3": LoggedModelStatus.FAILED,
}
"""``LoggedModelStatus`` in mlflow/protos/service.proto."""


def read_logged_model(experiment: ExperimentFolder, held: Folder) -> LoggedModel | None:
    """The logged model in a folder; None, and a problem, when its own record cannot be read."""
    reading, path = experiment.reading, held.path
    document = reading.document(f"{path}/{META}", "the logged model is not shown")
    if document is None:
        return None
    model_id = visible_name(path.rpartition("/")[2])
    check_identifier(reading, document, ("model_id",), model_id, "logged model")
    location = document.text("artifact_location")
    files = find_artifacts(experiment, held, f"models/{model_id}", location)
    model = LoggedModel(
        model_id=model_id,
        name=document.text("name"),
        experiment_id=experiment.experiment_id,
        source_run_id=document.text("source_run_id"),
        model_type=document.text("model_type"),
        status=_status(document),
        status_message=document.text("status_message"),
        lifecycle_stage=lifecycle_stage(document, trashed=experiment.trashed),
        creation_time=document.instant("creation_timestamp"),
        artifact_uri=location,
        params=read_params(reading, f"{path}/params") if "params" in held.folders else (),
        tags=read_tags(reading, f"{path}/tags") if "tags" in held.folders else (),
        metrics=read_metrics(reading, f"{path}/metrics", of_model=True) if "metrics" in held.folders else (),
        artifacts=files.artifacts,
        package=files.package,
        store=experiment.store,
        source=document.source,
    )
    reading.report_faults(document)
    return model


def _status(document: Document) -> LoggedModelStatus:
    written = document.text("status")
    found = _STATUS.get(written)
    if found is None:
        says = f"status is {written!a}" if written else "status is missing"
        document.faults.append(document.fault("status", says, slug="field-invalid"))
    return found or LoggedModelStatus.UNSPECIFIED
