"""Which metric the runs of an experiment are compared by, who says so, and which run did best by it."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.analyses.evaluation.key_metric import GREATER_IS_BETTER_TAG, PRIMARY_METRIC_TAG, KeyMetric
from generator.catalog import Experiment, LifecycleStage, ModelVersion, Run
from generator.messages import say
from generator.provenance import Source, Standing

_SYSTEM = "system/"
"""Prefix that MLflow gives to what it measures of the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The metric that a sweep was about."""

    key: str
    higher_is_better: bool | None
    """None when nobody said."""
    reason: str
    """Why this one, as half a sentence."""
    sources: tuple[Source, ...]
    """The places that say so; empty when it was only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What came of runs, and what it is judged by."""

    versions_by_run: Mapping[str, tuple[ModelVersion, ...]]
    """The listed versions that came of each run, by run id."""
    key_metrics: Mapping[str, KeyMetric | None]
    """The metric that each model is judged by, by its name."""


def target_of(registered: Registered, experiment: Experiment, runs: Sequence[Run]) -> Target | None:
    """The metric that the runs are compared by.

    What the owners of a model made of these runs judge it by; else the experiment's own primary metric; else the one
    that most of the runs behind versions recorded, or most of all where no version came of them. None when no run
    recorded any.
    """
    present = rank_metrics(runs)
    return (
        _stated(registered, runs, present)
        or _primary(experiment, present)
        or _commonest(registered, runs, present)
    )


def rank_metrics(runs: Iterable[Run], target: str = "") -> tuple[str, ...]:
    """The metrics that any run has: the target, then those of most runs, what was measured of the machine last."""
    present = Counter(key for run in runs for key in {metric.key for metric in run.metrics})
    return tuple(
        sorted(present, key=lambda key: (key != target, key.startswith(_SYSTEM), -present[key], key))
    )


def best_first(runs: Iterable[Run], target: Target) -> tuple[tuple[Run, float], ...]:
    """The runs that the tracker lists and that have a finite value of the target, with it: the best first.

    By falling value where nobody said which way is better; ids break ties.
    """
    found = [
        (run, metric.last.value)
        for run in runs
        if run.lifecycle_stage is not LifecycleStage.DELETED
        and (metric := run.metric(target.key)) is not None
        and math.isfinite(metric.last.value)
    ]
    sign = 1 if target.higher_is_better is False else -1
    return tuple(sorted(found, key=lambda each: (sign * each[1], each[0].run_id)))


def best_run(runs: Iterable[Run], target: Target | None) -> Run | None:
    """The run with the best value; None where nobody said what is better, or it is the only one with a value."""
    if target is None or target.higher_is_better is None:
        return None
    measured = best_first(runs, target)
    return measured[0][0] if len(measured) > 1 else None


def _stated(registered: Registered, runs: Sequence[Run], present: Sequence[str]) -> Target | None:
    for name in _models(registered, runs):
        metric = registered.key_metrics.get(name)
        if metric and metric.standing is Standing.STATED and metric.key in present:
            direction = metric.direction
            return Target(
                key=metric.key,
                higher_is_better=direction.higher_is_better if direction else None,
                reason=say("the owners of {name} judge it by this metric", name=name),
                sources=(metric.source, *((direction.source,) if direction else ())),
            )
    return None


def _primary(experiment: Experiment, present: Sequence[str]) -> Target | None:
    tags = {tag.key: tag for tag in experiment.tags}
    primary, greater = tags.get(PRIMARY_METRIC_TAG), tags.get(GREATER_IS_BETTER_TAG)
    if primary is None or primary.value not in present:
        return None
    told = {"true": True, "false": False}.get(greater.value.strip().casefold()) if greater else None
    return Target(
        key=primary.value,
        higher_is_better=told,
        reason=say("the experiment names it as its primary metric"),
        sources=(primary.source, *((greater.source,) if greater else ())),
    )


def _commonest(registered: Registered, runs: Sequence[Run], present: Sequence[str]) -> Target | None:
    if not present:
        return None
    behind = rank_metrics(run for run in runs if run.run_id in registered.versions_by_run)
    key = behind[0] if behind else present[0]
    known = [registered.key_metrics.get(name) for name in _models(registered, runs)]
    direction = next((metric.direction for metric in known if metric and metric.key == key), None)
    which = say("runs behind versions") if behind else "runs"
    return Target(
        key=key,
        higher_is_better=direction.higher_is_better if direction else None,
        reason=say("nobody named a metric to compare by, and most {which} recorded this one", which=which),
        sources=(direction.source,) if direction else (),
    )


def _models(registered: Registered, runs: Sequence[Run]) -> list[str]:
    """The models that versions of these runs belong to, by name."""
    versions = registered.versions_by_run
    return sorted({version.name for run in runs for version in versions.get(run.run_id, ())})
