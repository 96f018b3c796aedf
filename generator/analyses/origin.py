"""What a run is made of, and what stands behind a version: the records that its registration leads to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.catalog import (
    Artifact,
    Catalog,
    CodeVersion,
    DatasetInput,
    EvaluationResult,
    LoggedModel,
    Metric,
    MetricPoint,
    ModelPackage,
    ModelVersion,
    Param,
    Run,
    Tag,
)
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """What a run, or a version, was made of and what it left behind; whatever is not recorded is None or empty."""

    run: Run | None = None
    logged_model: LoggedModel | None = None
    package: ModelPackage | None = None
    artifacts: tuple[Artifact, ...] = ()
    """Its files, with paths as the package has them."""
    params: tuple[Param, ...] = ()
    """The logged model's own first, then those that only its run has."""
    metrics: tuple[Metric, ...] = ()
    """The logged model's own first, then those that only its run has, then those that only an evaluation has."""

    @property
    def place(self) -> Source:
        """Where what is not recorded should stand."""
        record = self.run or self.logged_model
        return record.source if record else Source("")

    @property
    def inputs(self) -> tuple[DatasetInput, ...]:
        """The data that the run used, each use once."""
        uses = self.run.inputs if self.run else ()
        return tuple({(used.context, *used.key): used for used in reversed(uses)}.values())[::-1]

    @property
    def code(self) -> CodeVersion | None:
        """The code that the run says it came from."""
        return self.run.code if self.run else None

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Of the logged model, then of the run."""
        records = (self.logged_model, self.run)
        return tuple(tag for record in records if record for tag in record.tags)

    def metric(self, key: str) -> Metric | None:
        """The metric of that name: measured on no particular dataset first, else by the run itself, else the first."""
        own = self.run.run_id if self.run else ""
        found = (metric for metric in self.metrics if metric.key == key)
        return min(
            found,
            key=lambda metric: (bool(metric.dataset_name), metric.run_id not in {"", own}),
            default=None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Ingredients):
    """The run, the logged model and the files of one version."""

    version: ModelVersion

    @property
    def place(self) -> Source:
        """The version's own record."""
        return self.version.source

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Of the version, its logged model and its run."""
        records = (self.version, self.logged_model, self.run)
        return tuple(tag for record in records if record for tag in record.tags)


def ingredients_of(catalog: Catalog, run: Run) -> Ingredients:
    """What a run is made of: its own files, then those of each logged model that it made, below that one's name."""
    logged = catalog.logged_models_by_run.get(run.run_id, ())
    files = [
        replace(artifact, path=f"{made.name or made.model_id}/{artifact.path}")
        for made in logged
        for artifact in made.artifacts
    ]
    packages = (*run.packages, *(made.package for made in logged if made.package))
    return Ingredients(
        run=run,
        logged_model=logged[0] if len(logged) == 1 else None,
        package=packages[0] if packages else None,
        artifacts=(*run.artifacts, *files),
        params=run.params,
        metrics=(
            *run.metrics,
            *_evaluated(run.metrics, catalog.evaluations_by_run.get(run.run_id, ())),
        ),
    )


def origin_of(catalog: Catalog, version: ModelVersion) -> Origin:
    """Follow a version to what it was made from.

    A version that is a copy (``models:/name/version``) and says nothing of its own is followed to the version it was
    copied from, however often it was copied on.
    """
    found = _own_origin(catalog, version)
    seen = {version.ref}
    ahead = version.copied_from
    while ahead is not None and ahead not in seen and _lacks(found):
        seen.add(ahead)
        model = catalog.models_by_name.get(ahead.name)
        copied = model.version(ahead.version) if model else None
        if copied is None:
            break
        found = _completed(found, _own_origin(catalog, copied))
        ahead = copied.copied_from
    return found


def written_results(catalog: Catalog, version: ModelVersion, run_id: str) -> tuple[EvaluationResult, ...]:
    """The evaluation results that name a version, then those that name the run behind it and no version at all."""
    named = catalog.evaluations_by_version.get((version.name, version.version), ())
    of_run = catalog.evaluations_by_run.get(run_id, ()) if run_id else ()
    return named + tuple(result for result in of_run if result.model in {"", version.name})


def _own_origin(catalog: Catalog, version: ModelVersion) -> Origin:
    logged = catalog.logged_models_by_id.get(version.model_id) if version.model_id else None
    run_id = version.run_id or (logged.source_run_id if logged else "")
    run = catalog.runs_by_id.get(run_id) if run_id else None
    params = logged.params if logged else ()
    metrics = logged.metrics if logged else ()
    known_params = {param.key for param in params}
    known_metrics = {metric.key for metric in metrics}
    metrics += tuple(metric for metric in (run.metrics if run else ()) if metric.key not in known_metrics)
    return Origin(
        version=version,
        run=run,
        logged_model=logged,
        package=version.package or (logged.package if logged else None),
        artifacts=version.artifacts or (logged.artifacts if logged else ()),
        params=params
        + tuple(param for param in (run.params if run else ()) if param.key not in known_params),
        metrics=metrics + _evaluated(metrics, written_results(catalog, version, run_id)),
    )


def _evaluated(known: Sequence[Metric], results: Sequence[EvaluationResult]) -> tuple[Metric, ...]:
    """What was measured on whole datasets after the run, as metrics of one point; not what is a metric already."""
    found = {(metric.key, metric.dataset_name, metric.dataset_digest) for metric in known}
    measured: dict[tuple[str, str, str], Metric] = {}
    for result in results:
        key = (result.metric, result.dataset, result.dataset_digest)
        if result.value is not None and not result.slice and key not in found:
            measured.setdefault(key, _metric(result, result.value))
    return tuple(measured.values())


def _metric(result: EvaluationResult, value: float) -> Metric:
    moment = int(result.at.timestamp() * 1000) if result.at else 0
    point = MetricPoint(0, value, moment)
    return Metric(
        key=result.metric,
        count=1,
        first=point,
        last=point,
        minimum=point,
        maximum=point,
        nan_count=0,
        infinity_count=0,
        repeated_count=0,
        series=(point,),
        dataset_name=result.dataset,
        dataset_digest=result.dataset_digest,
        run_id=result.run_id,
        source=result.source,
    )


def _lacks(origin: Origin) -> bool:
    return origin.run is None or origin.package is None or not origin.artifacts


def _completed(origin: Origin, elder: Origin) -> Origin:
    run_known = origin.run is not None or origin.logged_model is not None
    return Origin(
        version=origin.version,
        run=origin.run or elder.run,
        logged_model=origin.logged_model or (None if origin.run else elder.logged_model),
        package=origin.package or elder.package,
        artifacts=origin.artifacts or elder.artifacts,
        params=origin.params if run_known else elder.params,
        metrics=origin.metrics if run_known else elder.metrics,
    )
