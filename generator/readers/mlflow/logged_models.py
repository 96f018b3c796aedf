"""Logged models of MLflow 3's file store: ``<experiment>/models/m-<id>``."""

from generator.catalog import LoggedModel
from generator.readers.folder import Folder
from generator.readers.mlflow.fields import read_metrics, read_params, read_tags
from generator.readers.mlflow.records import ExperimentFolder, check_identifier
from generator.readers.mlflow.roots import META
from generator.readers.mlflow.runs import find_artifacts
from generator.readers.mlflow.tracked import Logged, logged_model_of
from generator.readers.text import visible_name


def read_logged_model(experiment: ExperimentFolder, held: Folder) -> LoggedModel | None:
    """The logged model in a folder; None, and a problem, when its own record cannot be read."""
    reading, path = experiment.reading, held.path
    document = reading.document(f"{path}/{META}", "the logged model is not shown")
    if document is None:
        return None
    model_id = visible_name(path.rpartition("/")[2])
    check_identifier(reading, document, ("model_id",), model_id, "logged model")
    logged = Logged(
        params=read_params(reading, f"{path}/params") if "params" in held.folders else (),
        tags=read_tags(reading, f"{path}/tags") if "tags" in held.folders else (),
        metrics=read_metrics(reading, f"{path}/metrics", of_model=True) if "metrics" in held.folders else (),
        files=find_artifacts(experiment, held, f"models/{model_id}", document.text("artifact_location")),
    )
    model = logged_model_of(
        document,
        model_id,
        experiment.experiment_id,
        logged,
        store=experiment.store,
        trashed=experiment.trashed,
    )
    reading.report_faults(document)
    return model
