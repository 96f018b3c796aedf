"""What is known to have been measured of a version, whoever wrote it down and in whatever form."""

import math

from generator.analyses.evaluation.results import evaluations_of
from generator.analyses.origin import origin_of
from tests import factories as make


def results(*metrics, evaluations=()):
    catalog = make.catalog(
        models=(make.model(),), runs=(make.run("r1", metrics=metrics),), evaluations=evaluations
    )
    return evaluations_of(catalog, catalog.models[0].versions[0])


def test_a_metric_named_after_another_is_its_slice():
    keys = ("recall", "recall.b", "recall.a", "precision/eu", "precision")
    found = results(*(make.metric(key, 0.5) for key in keys))
    assert [(each.metric, each.slice) for each in found] == [
        ("precision", ""),
        ("precision", "eu"),
        ("recall", ""),
        ("recall", "a"),
        ("recall", "b"),
    ]


def test_without_the_whole_a_name_is_a_metric_of_its_own():
    found = results(
        make.metric("train/loss", 0.5), make.metric("recall_weighted", 0.2), make.metric("x.", 1.0)
    )
    assert {each.slice for each in found} == {""}


def test_the_shortest_prefix_is_the_whole():
    found = results(*(make.metric(key, 0.5) for key in ("recall", "recall.age", "recall.age.18")))
    assert [(each.metric, each.slice) for each in found] == [
        ("recall", ""),
        ("recall", "age"),
        ("recall", "age.18"),
    ]


def test_rows_and_bounds_are_told_with_the_metric_they_belong_to_and_with_their_places():
    metrics = {
        "recall": 0.6, "recall_ci_low": 0.55, "recall_ci_high": 0.65, "recall_ci_level": 0.9,
        "recall.young": 0.5, "recall.young_ci_low": 0.3, "rows": 4000.0, "rows.young": 40.0,
    }  # fmt: skip
    whole, young = results(*(make.metric(key, value) for key, value in metrics.items()))
    assert (whole.value, whole.n, whole.lower, whole.upper, whole.level) == (0.6, 4000, 0.55, 0.65, 0.9)
    assert (young.slice, young.value, young.n, young.lower, young.upper) == ("young", 0.5, 40, 0.3, None)
    assert [place.path.rpartition("/")[2] for place in whole.sources] == [
        "recall", "rows", "recall_ci_low", "recall_ci_high", "recall_ci_level",
    ]  # fmt: skip


def test_a_count_of_rows_that_is_no_whole_number_is_not_believed():
    [result] = results(make.metric("recall", 0.6), make.metric("rows", 10.5))
    assert result.n is None
    assert result.beside == ()


def test_rows_of_another_measurement_say_nothing():
    [result] = results(make.metric("recall", 0.6), make.metric("rows", 10.0, dataset_name="q3"))
    assert result.n is None


def test_a_value_that_is_no_number_is_kept_as_none():
    [result] = results(make.metric("recall", math.nan))
    assert result.value is None


def test_results_for_the_run_behind_a_version_count_for_the_version():
    of_run = make.evaluation("auc", 0.9, model="", version="", run_id="r1")
    of_another = make.evaluation("auc", 0.8, model="", version="", run_id="r2")
    of_version_2 = make.evaluation("auc", 0.7, version="2")
    [result] = results(evaluations=(of_run, of_another, of_version_2))
    assert (result.model, result.version, result.value) == ("churn", "1", 0.9)


def test_the_same_value_said_twice_is_one_result_with_both_places():
    written = make.evaluation("recall", 0.6, dataset="holdout", n=900, slice="young")
    metrics = (make.metric("recall", 0.7), make.metric("recall.young", 0.6))
    found = results(*metrics, evaluations=(written,))
    assert [(each.slice, each.value, each.n) for each in found] == [("", 0.7, None), ("young", 0.6, 900)]
    assert found[1].sources == (written.source, metrics[1].source)


def test_two_places_that_disagree_are_both_told():
    written = make.evaluation("recall", 0.61)
    found = results(make.metric("recall", 0.6), evaluations=(written,))
    assert sorted(each.value for each in found) == [0.6, 0.61]


def test_a_value_on_another_dataset_is_not_the_same():
    written = make.evaluation("recall", 0.6, dataset="holdout")
    found = results(make.metric("recall", 0.6, dataset_name="q3"), evaluations=(written,))
    assert [each.dataset for each in found] == ["holdout", "q3"]


def test_a_result_on_a_whole_dataset_is_a_metric_of_the_version_and_told_once():
    written = make.evaluation("recall", 0.6, dataset="holdout", dataset_digest="d1")
    sliced = make.evaluation("recall", 0.5, slice="young", source=make.source("folio/evaluations/y.yaml"))
    catalog = make.catalog(models=(make.model(),), runs=(make.run("r1"),), evaluations=(written, sliced))
    version = catalog.models[0].versions[0]
    [metric] = origin_of(catalog, version).metrics
    assert (metric.key, metric.last.value, metric.dataset_name, metric.source) == (
        "recall", 0.6, "holdout", written.source,
    )  # fmt: skip
    assert [each.value for each in evaluations_of(catalog, version)] == [0.5, 0.6]
