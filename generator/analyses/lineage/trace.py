"""From the records of the catalogue to the lineage of everything in it."""

from generator.analyses.evaluation.key_metric import key_metric
from generator.analyses.lineage import nodes as make
from generator.analyses.lineage.graph import (
    EdgeKind,
    Gap,
    Lineage,
    LineageEdge,
    LineageNode,
    NodeKind,
    node_id,
)
from generator.analyses.standing.roles import Role, RoleHolder, challenger, in_production
from generator.analyses.wording import version_label
from generator.catalog import Catalog, LoggedModel, ModelVersion, RegisteredModel, Run, VersionRef
from generator.messages import say
from generator.provenance import Source

_PARENT_TAG = "mlflow.parentRunId"


def trace_lineage(catalog: Catalog) -> Lineage:
    """Trace every dataset, run, logged model, version and alias to what it was made from.

    MLflow 2 leads from a run to a version, MLflow 3 from a run to a logged model to a version; copies lead to the
    version they were copied from, nested runs to their parent. What a record refers to and no store holds, data that a
    run behind a version did not record, and origins outside every store become nodes with a :class:`Gap`.
    """
    tracer = _Tracer(catalog)
    tracer.add_records()
    for model in catalog.models:
        tracer.add_versions(model)
    for run in catalog.runs:
        tracer.trace_run(run)
    for logged in catalog.logged_models:
        tracer.trace_logged_model(logged)
    for model in catalog.models:
        tracer.trace_model(model)
    return Lineage(nodes=tuple(tracer.nodes.values()), edges=tuple(tracer.edges.values()))


class _Tracer:
    """The graph while it grows. Nodes come first, so that a reference that finds none is a gap."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.nodes: dict[str, LineageNode] = {}
        self.edges: dict[tuple[str, str, EdgeKind], LineageEdge] = {}
        self._versions: dict[tuple[str, VersionRef], ModelVersion] = {}
        self._versions_by_ref: dict[VersionRef, ModelVersion] = {}
        self._facts: dict[tuple[str, str], make.VersionFacts] = {}

    def add_records(self) -> None:
        for dataset in self.catalog.datasets:
            self._add(make.dataset_node(dataset))
        for run in self.catalog.runs:
            self._add(make.run_node(run))
        for logged in self.catalog.logged_models:
            self._add(make.logged_model_node(logged))

    def add_versions(self, model: RegisteredModel) -> None:
        metric = key_metric(self.catalog, model)
        roles = _roles(in_production(model), challenger(model))
        self._facts[model.store, model.name] = make.VersionFacts(None, metric)
        for version in model.versions:
            self._versions[model.store, version.ref] = version
            self._versions_by_ref.setdefault(version.ref, version)
        for version in model.listed_versions:
            facts = make.VersionFacts(roles.get(version.version), metric)
            self._add(make.version_node(self.catalog, version, facts))

    def trace_run(self, run: Run) -> None:
        for used in run.inputs:
            node = node_id(NodeKind.DATASET, *used.key)
            if node not in self.nodes:
                self._add(make.lost_dataset_node(used))
            self._join(node, _run(run.run_id), EdgeKind.USED, used.source)
        for written in run.outputs:
            node = node_id(NodeKind.DATASET, *written.key)
            if node not in self.nodes:
                self._add(make.lost_dataset_node(written))
            self._join(_run(run.run_id), node, EdgeKind.GENERATED, written.source)
        for model_id in run.model_inputs:
            self._join(self._logged(model_id, run.source), _run(run.run_id), EdgeKind.USED, run.source)
        for model_id in run.model_outputs:
            self._join(_run(run.run_id), self._logged(model_id, run.source), EdgeKind.GENERATED, run.source)
        if run.parent_run_id:
            source = next((tag.source for tag in run.tags if tag.key == _PARENT_TAG), run.source)
            self._join(
                self._run_or_gap(run.parent_run_id, source), _run(run.run_id), EdgeKind.STARTED, source
            )

    def trace_logged_model(self, logged: LoggedModel) -> None:
        if logged.source_run_id:
            source = logged.at("source_run_id")
            run = self._run_or_gap(logged.source_run_id, source)
            self._join(run, node_id(NodeKind.LOGGED_MODEL, logged.model_id), EdgeKind.GENERATED, source)

    def trace_model(self, model: RegisteredModel) -> None:
        before = ""
        for version in model.listed_versions:
            node = _version(version)
            if before:
                self._join(before, node, EdgeKind.PREVIOUS, version.at("version"))
            before = node
            self._trace_version(version)
        for alias in model.aliases:
            end = self._add(make.alias_node(model, alias))
            start = self._version_or_gap(model.store, VersionRef(model.name, alias.version), alias.source)
            self._join(start, end, EdgeKind.POINTS_AT, alias.source)

    def _trace_version(self, version: ModelVersion) -> None:
        node = _version(version)
        copied = self._find(version.store, version.copied_from) if version.copied_from else None
        if version.copied_from:
            source = version.at("source_uri")
            self._join(
                self._version_or_gap(version.store, version.copied_from, source),
                node,
                EdgeKind.COPIED,
                source,
            )
        if version.model_id and not (copied and copied.model_id == version.model_id):
            source = version.at("source_uri" if version.source_uri.startswith("models:/") else "model_id")
            self._join(self._logged(version.model_id, source), node, EdgeKind.REGISTERED, source)
        logged = self.catalog.logged_models_by_id.get(version.model_id) if version.model_id else None
        known = [record for record in (copied and copied.run_id, logged and logged.source_run_id) if record]
        if version.run_id and version.run_id not in known:
            source = version.at("run_id")
            self._join(self._run_or_gap(version.run_id, source), node, EdgeKind.REGISTERED, source)
        if not (version.copied_from or version.model_id or version.run_id):
            self._join(self._outside(version), node, EdgeKind.REGISTERED, version.at("source_uri"))
        self._notice_unrecorded_data(version.run_id or (logged.source_run_id if logged else ""))

    def _notice_unrecorded_data(self, run_id: str) -> None:
        run = self.catalog.runs_by_id.get(run_id)
        if run and not run.inputs:
            gap = self._add(make.unrecorded_data_node(run))
            self._join(gap, _run(run_id), EdgeKind.USED, run.at("inputs"))

    def _outside(self, version: ModelVersion) -> str:
        source = version.at("source_uri")
        if version.source_uri:
            key: tuple[str, ...] = (version.source_uri,)
            label, gap = version.source_uri, Gap.EXTERNAL
        else:
            key = (version.store, version.name, version.version)
            label, gap = say("origin not recorded"), Gap.NO_ORIGIN
        return self._add(make.gone_node(NodeKind.EXTERNAL, key, label, gap, source))

    def _run_or_gap(self, run_id: str, source: Source) -> str:
        if _run(run_id) not in self.nodes:
            self._add(make.gone_node(NodeKind.RUN, (run_id,), run_id, Gap.RUN_GONE, source))
        return _run(run_id)

    def _logged(self, model_id: str, source: Source) -> str:
        node = node_id(NodeKind.LOGGED_MODEL, model_id)
        if node not in self.nodes:
            self._add(
                make.gone_node(NodeKind.LOGGED_MODEL, (model_id,), model_id, Gap.LOGGED_MODEL_GONE, source)
            )
        return node

    def _find(self, store: str, ref: VersionRef) -> ModelVersion | None:
        """The version of that name in the same store, else in the first store that has one."""
        return self._versions.get((store, ref)) or self._versions_by_ref.get(ref)

    def _version_or_gap(self, store: str, ref: VersionRef, source: Source) -> str:
        found = self._find(store, ref)
        if found is None:
            label = f"{ref.name} {version_label(ref.version)}"
            key = (store, ref.name, ref.version)
            return self._add(make.gone_node(NodeKind.VERSION, key, label, Gap.VERSION_GONE, source))
        if _version(found) not in self.nodes:
            facts = self._facts[found.store, found.name]
            self._add(make.version_node(self.catalog, found, facts))
        return _version(found)

    def _add(self, node: LineageNode) -> str:
        self.nodes.setdefault(node.id, node)
        return node.id

    def _join(self, start: str, end: str, kind: EdgeKind, source: Source) -> None:
        if start != end:
            edge = LineageEdge(start=start, end=end, kind=kind, sources=(source,))
            self.edges.setdefault((start, end, kind), edge)


def _roles(*holders: RoleHolder | None) -> dict[str, Role]:
    return {holder.version.version: holder.role for holder in holders if holder}


def _run(run_id: str) -> str:
    return node_id(NodeKind.RUN, run_id)


def _version(version: ModelVersion) -> str:
    return node_id(NodeKind.VERSION, version.store, version.name, version.version)
