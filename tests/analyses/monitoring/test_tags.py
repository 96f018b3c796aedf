"""Metrics of a tracker's runs that watch a model in use."""

from generator.analyses.monitoring.signals import monitored
from generator.analyses.monitoring.tags import tagged_measurements
from generator.catalog import LifecycleStage, MetricPoint, Policy, SignalKind
from tests import factories

WATCHING = (factories.tag("monitoring.model", "churn"), factories.tag("monitoring.version", "2"))


def watching(run_id="w1", **given):
    recall = factories.metric("recall", 0.61, 0.54, run_id=run_id)
    return factories.run(run_id, **{"tags": WATCHING, "metrics": (recall,)} | given)


def tagged(*runs):
    return tagged_measurements(factories.catalog(runs=runs), "churn")


def test_every_point_of_a_tagged_run_is_a_measurement_of_its_time():
    first, second = tagged(watching())
    assert (first.model, first.version, first.signal, first.value) == ("churn", "2", "recall", 0.61)
    assert (second.value, second.at.isoformat()) == (0.54, "2025-10-09T08:53:20.001000+00:00")
    assert str(first.source) == "mlruns/1/w1/metrics/recall"
    assert first.kind is SignalKind.PERFORMANCE


def test_the_tags_say_what_is_measured():
    tags = (
        *WATCHING,
        factories.tag("monitoring.kind", "data_drift"),
        factories.tag("monitoring.feature", "age"),
    )
    (first, _) = tagged(watching(tags=tags))
    assert (first.kind, first.feature) == (SignalKind.DATA_DRIFT, "age")


def test_a_tracker_without_tags_says_it_by_params():
    (first, _) = tagged(watching(tags=(), params={"monitoring.model": "churn"}))
    assert (first.signal, first.version) == ("recall", "")


def test_other_runs_and_deleted_ones_and_points_without_a_date_are_left_out():
    undated = factories.metric("recall", 0.5)
    point = MetricPoint(0, 0.5, 0)
    assert tagged(watching(metrics=(factories.metric("recall", 0.5, series=(point,)),))) == ()
    assert tagged(watching(tags=(), metrics=(undated,))) == ()
    assert tagged(watching(lifecycle_stage=LifecycleStage.DELETED)) == ()


def test_they_stand_among_the_series_of_the_model():
    catalog = factories.catalog(runs=(watching(),))
    (series,) = monitored(catalog, Policy(), "churn", factories.NOON)
    assert [reading.value for reading in series.readings] == [0.61, 0.54]
