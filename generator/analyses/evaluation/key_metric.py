"""Which metric a model is judged by, which way is better, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.analyses.origin import Ingredients, origin_of
from generator.catalog import Catalog, Experiment, Metric, MetricGoal, ModelVersion, RegisteredModel, Tag
from generator.provenance import Source, Standing

PRIMARY_METRIC_TAG = "mlflow.experiment.primaryMetric.name"
GREATER_IS_BETTER_TAG = "mlflow.experiment.primaryMetric.greaterIsBetter"


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a metric gets better, and the place that says so."""

    higher_is_better: bool
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMetric:
    """The metric that stands for a model on one line."""

    key: str
    title: str
    """A name for people; the key when nobody gave one."""
    unit: str = ""
    direction: Direction | None = None
    """None when nobody said which way is better."""
    threshold: float | None = None
    noise: float | None = None
    standing: Standing
    """Stated by the owners, recorded as the experiment's primary metric, or derived: merely the first by name."""
    source: Source
    """The place that makes it the key metric."""


def key_metric(catalog: Catalog, model: RegisteredModel) -> KeyMetric | None:
    """The metric that a model is judged by.

    The first goal that the owners state; else the primary metric of the experiment behind the newest version that has
    one (tag ``mlflow.experiment.primaryMetric.name``); else the first metric by name of the newest version that has
    metrics; else None.
    """
    narrative = catalog.narratives_by_model.get(model.name)
    if narrative and narrative.goals:
        goal = narrative.goals[0]
        return KeyMetric(
            key=goal.metric,
            title=goal.title or goal.metric,
            unit=goal.unit,
            direction=direction_of(catalog, model, goal.metric),
            threshold=goal.threshold,
            noise=goal.noise,
            standing=Standing.STATED,
            source=goal.source,
        )
    primary = _primary_metric(catalog, model)
    if primary:
        return _unstated(catalog, model, primary.value, Standing.RECORDED, primary.source)
    for version in reversed(model.listed_versions):
        metrics = origin_of(catalog, version).metrics
        if metrics:
            first = min(metrics, key=lambda metric: (metric.key, metric.dataset_name))
            return _unstated(catalog, model, first.key, Standing.DERIVED, first.source)
    return None


def key_metric_value(catalog: Catalog, version: ModelVersion, metric: KeyMetric) -> Metric | None:
    """The key metric as one version has it."""
    return origin_of(catalog, version).metric(metric.key)


def goals_by_metric(catalog: Catalog, model_name: str) -> Mapping[str, MetricGoal]:
    """What the owners of a model say about its metrics, by metric; the first word on a metric counts."""
    narrative = catalog.narratives_by_model.get(model_name)
    goals: dict[str, MetricGoal] = {}
    for goal in narrative.goals if narrative else ():
        goals.setdefault(goal.metric, goal)
    return goals


def direction_of(catalog: Catalog, model: RegisteredModel, metric: str) -> Direction | None:
    """Which way a metric of a model gets better: as the owners say, else as an experiment's primary metric has it."""
    goal = goals_by_metric(catalog, model.name).get(metric)
    if goal and goal.higher_is_better is not None:
        return Direction(goal.higher_is_better, goal.source)
    for version in reversed(model.listed_versions):
        found = recorded_direction(catalog, origin_of(catalog, version), metric)
        if found:
            return found
    return None


def recorded_direction(catalog: Catalog, origin: Ingredients, metric: str) -> Direction | None:
    """Which way a metric gets better by the tags of the experiment behind a version."""
    experiment = _experiment(catalog, origin)
    primary = _tag(experiment, PRIMARY_METRIC_TAG)
    greater = _tag(experiment, GREATER_IS_BETTER_TAG)
    if primary is None or greater is None or primary.value != metric:
        return None
    match greater.value.strip().casefold():
        case "true":
            return Direction(higher_is_better=True, source=greater.source)
        case "false":
            return Direction(higher_is_better=False, source=greater.source)
        case _:
            return None


def _unstated(
    catalog: Catalog, model: RegisteredModel, key: str, standing: Standing, source: Source
) -> KeyMetric:
    direction = direction_of(catalog, model, key)
    return KeyMetric(key=key, title=key, direction=direction, standing=standing, source=source)


def _primary_metric(catalog: Catalog, model: RegisteredModel) -> Tag | None:
    for version in reversed(model.listed_versions):
        tag = _tag(_experiment(catalog, origin_of(catalog, version)), PRIMARY_METRIC_TAG)
        if tag and tag.value:
            return tag
    return None


def _experiment(catalog: Catalog, origin: Ingredients) -> Experiment | None:
    record = origin.run or origin.logged_model
    return catalog.experiments_by_id.get((record.store, record.experiment_id)) if record else None


def _tag(experiment: Experiment | None, key: str) -> Tag | None:
    return next((tag for tag in experiment.tags if tag.key == key), None) if experiment else None
