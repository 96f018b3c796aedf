"""Experiments, runs and logged models as MLflow records them: from a document, a file's or a database's, to a record.

Both kinds of store name their fields alike; where they do not, both names are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.catalog import (
    CodeVersion,
    DatasetInput,
    Experiment,
    LatestMetric,
    LifecycleStage,
    LoggedModel,
    LoggedModelStatus,
    Metric,
    Param,
    Run,
    RunStatus,
    Tag,
)
from generator.provenance.document import Document
from generator.readers.mlflow.artifacts import ArtifactFolder

_RUN_STATUS = {
    **{status.value: status for status in RunStatus},
    "1": RunStatus.RUNNING,
    "2": RunStatus.SCHEDULED,
    "3": RunStatus.FINISHED,
    "4": RunStatus.FAILED,
    "5": RunStatus.KILLED,
}
"""``RunStatus`` in mlflow/protos/service.proto: a file has the number, a database the name."""
_STAGES = frozenset(stage.value for stage in LifecycleStage)
_MODEL_STATUS = {
    "0": LoggedModelStatus.UNSPECIFIED,
    "1": LoggedModelStatus.PENDING,
    "2": LoggedModelStatus.READY,
    "3": LoggedModelStatus.FAILED,
}
"""``LoggedModelStatus`` in mlflow/protos/service.proto."""
_MODEL_NAMES = {
    "creation_time": ("creation_timestamp", "creation_timestamp_ms"),
    "artifact_uri": ("artifact_location",),
}
"""What a file or a database calls the fields of a logged model, where it is not our own word."""
_SOURCE_TYPES = {"1": "NOTEBOOK", "2": "JOB", "3": "PROJECT", "4": "LOCAL"}
"""``SourceType`` in mlflow/entities/source_type.py; 5 is unknown."""


CONTEXT_TAG = "mlflow.data.context"
"""Key of the tag of an input that says what the data was used for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What was logged to a run or a logged model besides its own record."""

    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()
    metrics: tuple[Metric, ...] = ()
    latest: tuple[LatestMetric, ...] = ()
    files: ArtifactFolder = field(default_factory=ArtifactFolder)
    inputs: tuple[DatasetInput, ...] = ()
    model_inputs: tuple[str, ...] = ()
    model_outputs: tuple[str, ...] = ()


def experiment_of(
    document: Document, experiment_id: str, tags: tuple[Tag, ...], *, store: str, trashed: bool = False
) -> Experiment:
    """The experiment in a document; faults of its fields are left there.

    Args:
        document: its own record.
        experiment_id: that it goes by.
        tags: by key.
        store: label for the record.
        trashed: whether it lies in ``.trash``, and so is deleted whatever it says.
    """
    name = document.text("name")
    if not name:
        document.faults.append(document.fault("name", "name is missing", slug="field-missing"))
    return Experiment(
        experiment_id=experiment_id,
        name=name,
        lifecycle_stage=lifecycle_stage(document, trashed=trashed),
        artifact_location=document.text("artifact_location"),
        creation_time=document.instant("creation_time"),
        last_update_time=document.instant("last_update_time"),
        tags=tags,
        store=store,
        source=document.source,
    )


def run_of(
    document: Document, run_id: str, experiment_id: str, logged: Logged, *, store: str, trashed: bool = False
) -> Run:
    """The run in a document; faults of its fields are left there.

    Args:
        document: its own record.
        run_id: that it goes by.
        experiment_id: that it belongs to.
        logged: what was logged to it.
        store: label for the record.
        trashed: whether it lies in ``.trash``, and so is deleted whatever it says.
    """
    tags = {tag.key: tag for tag in logged.tags}
    return Run(
        run_id=run_id,
        experiment_id=experiment_id,
        name=document.text("run_name") or value_of(tags, "mlflow.runName") or document.text("name"),
        status=_run_status(document),
        lifecycle_stage=lifecycle_stage(document, trashed=trashed),
        start_time=document.instant("start_time"),
        end_time=document.instant("end_time"),
        user=document.text("user_id") or value_of(tags, "mlflow.user"),
        parent_run_id=value_of(tags, "mlflow.parentRunId"),
        description=value_of(tags, "mlflow.note.content"),
        artifact_uri=document.text("artifact_uri"),
        code=code_version(tags) or _old_code_version(document),
        params=logged.params,
        tags=logged.tags,
        metrics=logged.metrics,
        latest=logged.latest,
        inputs=logged.inputs,
        model_inputs=logged.model_inputs,
        model_outputs=logged.model_outputs,
        artifacts=logged.files.artifacts,
        packages=logged.files.packages,
        store=store,
        source=document.source,
    )


def logged_model_of(
    document: Document,
    model_id: str,
    experiment_id: str,
    logged: Logged,
    *,
    store: str,
    trashed: bool = False,
) -> LoggedModel:
    """The logged model in a document; faults of its fields are left there.

    Args:
        document: its own record.
        model_id: that it goes by.
        experiment_id: that it belongs to.
        logged: what was logged to it.
        store: label for the record.
        trashed: whether it lies in ``.trash``, and so is deleted whatever it says.
    """
    return LoggedModel(
        model_id=model_id,
        name=document.text("name"),
        experiment_id=experiment_id,
        source_run_id=document.text("source_run_id"),
        model_type=document.text("model_type"),
        status=_model_status(document),
        status_message=document.text("status_message"),
        lifecycle_stage=lifecycle_stage(document, trashed=trashed),
        creation_time=document.instant("creation_timestamp") or document.instant("creation_timestamp_ms"),
        artifact_uri=document.text("artifact_location"),
        params=logged.params,
        tags=logged.tags,
        metrics=logged.metrics,
        artifacts=logged.files.artifacts,
        package=logged.files.package,
        store=store,
        source=document.source,
        places=document.places(_MODEL_NAMES),
    )


def lifecycle_stage(document: Document, *, trashed: bool = False) -> LifecycleStage:
    """``lifecycle_stage`` of a record; whatever lies in ``.trash`` is deleted."""
    stage = document.text("lifecycle_stage") or LifecycleStage.ACTIVE
    if stage not in _STAGES:
        document.faults.append(
            document.fault("lifecycle_stage", f"lifecycle_stage is {stage!a}", slug="field-invalid")
        )
    return LifecycleStage.DELETED if trashed or stage == LifecycleStage.DELETED else LifecycleStage.ACTIVE


def value_of(tags: Mapping[str, Tag], key: str) -> str:
    """The value of a tag; empty when there is none."""
    tag = tags.get(key)
    return tag.value if tag else ""


_CODE_TAGS = {
    "entry_point": ("mlflow.source.name",),
    "repository": ("mlflow.source.git.repoURL", "mlflow.databricks.gitRepoUrl"),
    "branch": ("mlflow.source.git.branch", "mlflow.databricks.gitRepoReference"),
    "kind": ("mlflow.source.type",),
    "commit": ("mlflow.source.git.commit", "mlflow.databricks.gitRepoCommit"),
    "dirty": ("mlflow.source.git.dirty",),
}
"""The tags that say something of the code, the first that is there before the others (``mlflow/utils/mlflow_tags.py``)."""
_EVERY_CODE_TAG = frozenset(key for keys in _CODE_TAGS.values() for key in keys)


def code_version(tags: Mapping[str, Tag]) -> CodeVersion | None:
    """The code that a run's tags name, by their keys; None when they name none."""
    if _EVERY_CODE_TAG.isdisjoint(tags):
        return None
    found: dict[str, Tag] = {}
    for name, keys in _CODE_TAGS.items():
        for key in keys:
            if key in tags:
                found.setdefault(name, tags[key])
    return CodeVersion(
        entry_point=value_of(found, "entry_point"),
        kind=value_of(found, "kind"),
        repository=value_of(found, "repository"),
        branch=value_of(found, "branch"),
        commit=value_of(found, "commit"),
        dirty={"true": True, "false": False}.get(value_of(found, "dirty").lower()),
        source=(found.get("commit") or next(iter(found.values()))).source,
    )


def _old_code_version(document: Document) -> CodeVersion | None:
    """The same from the record itself, where MLflow kept it before there were tags for it."""
    commit, entry_point = document.text("source_version"), document.text("source_name")
    if not commit and not entry_point:
        return None
    kind = document.text("source_type")
    return CodeVersion(
        entry_point=entry_point,
        kind=kind if kind in _SOURCE_TYPES.values() else _SOURCE_TYPES.get(kind, ""),
        commit=commit,
        source=document.at("source_version" if commit else "source_name"),
    )


def _run_status(document: Document) -> RunStatus:
    written = document.text("status")
    found = _RUN_STATUS.get(written) or _RUN_STATUS.get(written.lower())
    if found is None:
        _note_status(document, written)
    return found or RunStatus.UNKNOWN


def _model_status(document: Document) -> LoggedModelStatus:
    written = document.text("status")
    found = _MODEL_STATUS.get(written)
    if found is None:
        _note_status(document, written)
    return found or LoggedModelStatus.UNSPECIFIED


def _note_status(document: Document, written: str) -> None:
    says = f"status is {written!a}" if written else "status is missing"
    document.faults.append(document.fault("status", says, slug="field-invalid"))
