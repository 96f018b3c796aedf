"""The nodes of the lineage: each record as one, and each hole in the record as one."""

from dataclasses import dataclass
from datetime import datetime

from generator.analyses.evaluation.key_metric import KeyMetric, key_metric_value
from generator.analyses.lineage.graph import Gap, LineageNode, NodeKind, node_id
from generator.analyses.standing.roles import Role
from generator.analyses.wording import day, number, version_label
from generator.catalog import (
    Alias,
    Catalog,
    Dataset,
    DatasetInput,
    DatasetOutput,
    LifecycleStage,
    LoggedModel,
    ModelVersion,
    RegisteredModel,
    Run,
)
from generator.messages import put_together, say, say_many
from generator.provenance import Source

_SEPARATOR = " · "
_UNTITLED_LENGTH = 8
"""Characters of an id that stand for a record without a name, as MLflow's own pages do."""
_MINUTE, _HOUR = 60, 3600
_GENERIC_FLAVOR = "python_function"
_ABSENT = {Gap.EXTERNAL: say("external"), Gap.NO_ORIGIN: say("not recorded")}
"""What stands under the name of what no store holds; of all others that it is gone."""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a version's node tells that the version itself does not hold."""

    role: Role | None
    metric: KeyMetric | None
    """The model's key metric."""


def dataset_node(dataset: Dataset) -> LineageNode:
    """A dataset that a store describes."""
    rows = say_many(dataset.row_count, "{n} row", "{n} rows") if dataset.row_count is not None else ""
    return LineageNode(
        id=node_id(NodeKind.DATASET, *dataset.key),
        kind=NodeKind.DATASET,
        key=dataset.key,
        label=dataset.name,
        detail=_joined(rows, dataset.digest or say("no digest")),
        gap=None if dataset.digest else Gap.NO_DIGEST,
        source=dataset.source,
    )


def lost_dataset_node(used: DatasetInput | DatasetOutput) -> LineageNode:
    """A dataset that a run used or wrote but no store describes."""
    return LineageNode(
        id=node_id(NodeKind.DATASET, *used.key),
        kind=NodeKind.DATASET,
        key=used.key,
        label=used.name or say("unnamed dataset"),
        detail=used.digest or say("no digest"),
        gap=Gap.DATASET_GONE,
        source=used.source,
    )


def unrecorded_data_node(run: Run) -> LineageNode:
    """The place of the data that a run behind a version must have read and did not record."""
    return LineageNode(
        id=node_id(NodeKind.DATASET, "", "", run.run_id),
        kind=NodeKind.DATASET,
        key=(),
        label=say("data not recorded"),
        detail=run.name or run.run_id[:_UNTITLED_LENGTH],
        gap=Gap.NO_DATASET,
        source=run.at("inputs"),
    )


def run_node(run: Run) -> LineageNode:
    """A run."""
    return LineageNode(
        id=node_id(NodeKind.RUN, run.run_id),
        kind=NodeKind.RUN,
        key=(run.run_id,),
        label=run.name or run.run_id[:_UNTITLED_LENGTH],
        detail=_joined(day(run.start_time), _duration(run.start_time, run.end_time)),
        instant=run.start_time,
        deleted=run.lifecycle_stage is LifecycleStage.DELETED,
        source=run.source,
    )


def logged_model_node(logged: LoggedModel) -> LineageNode:
    """A logged model."""
    return LineageNode(
        id=node_id(NodeKind.LOGGED_MODEL, logged.model_id),
        kind=NodeKind.LOGGED_MODEL,
        key=(logged.model_id,),
        label=logged.name or logged.model_id,
        detail=_joined(_flavor(logged), day(logged.creation_time)),
        instant=logged.creation_time,
        deleted=logged.lifecycle_stage is LifecycleStage.DELETED,
        source=logged.source,
    )


def version_node(catalog: Catalog, version: ModelVersion, facts: VersionFacts) -> LineageNode:
    """A version, its key metric as the quieter line."""
    metric = key_metric_value(catalog, version, facts.metric) if facts.metric else None
    measured = (
        put_together((facts.metric.title, " ", number(metric.last.value))) if facts.metric and metric else ""
    )
    return LineageNode(
        id=node_id(NodeKind.VERSION, version.store, version.name, version.version),
        kind=NodeKind.VERSION,
        key=(version.store, version.name, version.version),
        label=f"{version.name} {version_label(version.version)}",
        detail=measured or day(version.creation_time),
        model=version.name,
        version=version.version,
        stage=version.stage,
        role=facts.role,
        sequence=version.sequence,
        instant=version.creation_time,
        deleted=version.deleted,
        gap=Gap.VERSION_DELETED if version.deleted else None,
        source=version.source,
    )


def alias_node(model: RegisteredModel, alias: Alias) -> LineageNode:
    """An alias."""
    return LineageNode(
        id=node_id(NodeKind.ALIAS, model.store, model.name, alias.name),
        kind=NodeKind.ALIAS,
        key=(model.store, model.name, alias.name),
        label=f"@{alias.name}",
        detail=version_label(alias.version),
        model=model.name,
        version=alias.version,
        source=alias.source,
    )


def gone_node(kind: NodeKind, key: tuple[str, ...], label: str, gap: Gap, source: Source) -> LineageNode:
    """Something that a record refers to and that no store holds; the source is the reference."""
    return LineageNode(
        id=node_id(kind, *key),
        kind=kind,
        key=key,
        label=label,
        detail=_ABSENT.get(gap, say("gone")),
        model=key[1] if kind is NodeKind.VERSION else "",
        version=key[2] if kind is NodeKind.VERSION else "",
        gap=gap,
        source=source,
    )


def _flavor(logged: LoggedModel) -> str:
    """The flavor that says most, with its library's version where recorded, such as ``sklearn 1.9.1``."""
    flavors = logged.package.flavors if logged.package else ()
    chosen = sorted(flavors, key=lambda flavor: (flavor.name == _GENERIC_FLAVOR, flavor.name))[:1]
    return " ".join(
        part
        for flavor in chosen
        for part in (flavor.name, dict(flavor.fields).get(f"{flavor.name}_version", ""))
        if part
    )


def _duration(start: datetime | None, end: datetime | None) -> str:
    if start is None or end is None or end < start:
        return ""
    seconds = (end - start).total_seconds()
    if seconds < _MINUTE:
        return f"{number(round(seconds, 1))} s"
    if seconds < 2 * _HOUR:
        return f"{number(round(seconds / _MINUTE))} min"
    return f"{number(round(seconds / _HOUR, 1))} h"


def _joined(*parts: str) -> str:
    return put_together((part for part in parts if part), _SEPARATOR)
