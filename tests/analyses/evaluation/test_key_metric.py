"""Which metric a model is judged by."""

import pytest

from generator.analyses.evaluation.key_metric import (
    GREATER_IS_BETTER_TAG,
    PRIMARY_METRIC_TAG,
    direction_of,
    key_metric,
)
from generator.provenance import Standing
from tests.factories import catalog, experiment, goal, model, narrative, run, tag, version


def records(*, greater="True", goals=(), tags=True, metrics=None):
    primary = (tag(PRIMARY_METRIC_TAG, "f1"), tag(GREATER_IS_BETTER_TAG, greater)) if tags else ()
    return catalog(
        experiments=(experiment(tags=primary),),
        runs=(run("r1", metrics=metrics if metrics is not None else {"f1": 0.8, "auc": 0.9}),),
        models=(model(),),
        narratives=(narrative(goals=goals),) if goals else (),
    )


def test_the_first_goal_of_the_owners_comes_first():
    found = records(goals=(goal("auc", threshold=0.9, title="AUC", noise=0.01), goal("f1")))
    metric = key_metric(found, found.models[0])
    assert (metric.key, metric.title, metric.threshold, metric.noise) == ("auc", "AUC", 0.9, 0.01)
    assert metric.standing is Standing.STATED
    assert metric.direction.higher_is_better is True
    assert metric.source == found.narratives[0].goals[0].source


def test_without_a_goal_the_experiments_primary_metric_counts():
    found = records(greater="false")
    metric = key_metric(found, found.models[0])
    assert (metric.key, metric.standing) == ("f1", Standing.RECORDED)
    assert metric.direction.higher_is_better is False
    assert metric.direction.source.path.endswith("greaterIsBetter")


def test_without_either_the_first_metric_by_name_is_derived_and_has_no_direction():
    found = records(tags=False)
    metric = key_metric(found, found.models[0])
    assert (metric.key, metric.standing, metric.direction) == ("auc", Standing.DERIVED, None)


def test_a_model_without_metrics_has_none():
    found = records(tags=False, metrics={})
    assert key_metric(found, found.models[0]) is None


def test_the_newest_version_that_has_metrics_gives_the_name():
    found = catalog(
        runs=(run("r1", metrics={"a": 1.0}), run("r2", metrics={"b": 1.0}), run("r3")),
        models=(model(versions=(version(1), version(2), version(3))),),
    )
    assert key_metric(found, found.models[0]).key == "b"


@pytest.mark.parametrize("greater", ["", "maybe", "1"])
def test_a_direction_that_nobody_said_stays_unknown(greater):
    found = records(greater=greater)
    assert key_metric(found, found.models[0]).direction is None


def test_a_goal_without_a_direction_takes_that_of_the_experiment():
    found = records(goals=(goal("f1", higher_is_better=None),))
    direction = direction_of(found, found.models[0], "f1")
    assert direction.higher_is_better is True
    assert direction.source.path.endswith("greaterIsBetter")
    assert direction_of(found, found.models[0], "auc") is None
