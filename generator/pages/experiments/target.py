"""Which metric the runs of an experiment are compared by, and who says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.analyses.evaluation.key_metric import GREATER_IS_BETTER_TAG, PRIMARY_METRIC_TAG
from generator.catalog import Experiment, Run
from generator.messages import say
from generator.pages.experiments.runs_table import rank_metrics
from generator.pages.portfolio import Portfolio
from generator.provenance import Source, Standing


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


def target_of(portfolio: Portfolio, experiment: Experiment, runs: Sequence[Run]) -> Target | None:
    """The metric that the runs are compared by.

    What the owners of a model made of these runs judge it by; else the experiment's own primary metric; else the one
    that most of the runs behind versions recorded, or most of all where no version came of them. None when no run
    recorded any.
    """
    present = rank_metrics(runs)
    return (
        _stated(portfolio, runs, present)
        or _primary(experiment, present)
        or _commonest(portfolio, runs, present)
    )


def _stated(portfolio: Portfolio, runs: Sequence[Run], present: Sequence[str]) -> Target | None:
    for name in _models(portfolio, runs):
        metric = portfolio.key_metrics.get(name)
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


def _commonest(portfolio: Portfolio, runs: Sequence[Run], present: Sequence[str]) -> Target | None:
    if not present:
        return None
    registered = rank_metrics(run for run in runs if run.run_id in portfolio.versions_by_run)
    key = registered[0] if registered else present[0]
    known = [portfolio.key_metrics.get(name) for name in _models(portfolio, runs)]
    direction = next((metric.direction for metric in known if metric and metric.key == key), None)
    which = say("runs behind versions") if registered else "runs"
    return Target(
        key=key,
        higher_is_better=direction.higher_is_better if direction else None,
        reason=say("nobody named a metric to compare by, and most {which} recorded this one", which=which),
        sources=(direction.source,) if direction else (),
    )


def _models(portfolio: Portfolio, runs: Sequence[Run]) -> list[str]:
    """The models that versions of these runs belong to, by name."""
    versions = portfolio.versions_by_run
    return sorted({version.name for run in runs for version in versions.get(run.run_id, ())})
