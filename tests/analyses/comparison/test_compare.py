"""Two versions against one another: what carries a verdict, what does not, and which pairs are compared."""

from dataclasses import replace

import pytest

from generator.analyses.comparison import (
    Judgement,
    Margin,
    Method,
    Reason,
    compare_quality,
    comparison_problems,
    pairs_of,
)
from generator.analyses.evaluation.quality import quality_of
from generator.catalog import Comparison, Deployment, DeploymentKind, MetricRule, Policy
from tests import factories as make

DATA = {"dataset": "holdout", "dataset_digest": "90ab"}
FOLDS = ((0.60, 0.62, 0.61, 0.59, 0.63), (0.64, 0.67, 0.65, 0.62, 0.68))


def compared(old, new, *, rule=None, metric="recall"):
    """Version 2 held against version 1; each result is given by the fields that matter."""
    results = [
        make.evaluation(metric, version=version, **DATA | fields, source=make.source(f"folio/{version}.yaml"))
        for version, fields in (("1", old), ("2", new))
        if fields is not None
    ]
    versions = (make.version(1), make.version(2))
    catalog = make.catalog(models=(make.model(versions=versions),), evaluations=tuple(results))
    rules = (replace(rule, metric=metric),) if rule else ()
    qualities = [quality_of(catalog, version) for version in versions]
    return compare_quality(Policy(metrics=rules), *qualities)


def only(old, new, **given):
    (found,) = compared(old, new, **given).metrics
    return found


UP = MetricRule(metric="recall", higher_is_better=True)
DOWN = MetricRule(metric="recall", higher_is_better=False)


def test_repeats_are_paired_in_their_order():
    found = only({"value": 0.61, "samples": FOLDS[0]}, {"value": 0.652, "samples": FOLDS[1]}, rule=UP)
    assert (found.judgement, found.method, found.basis) == (Judgement.BETTER, Method.PAIRED_T, "5 repeats")
    assert found.difference == 0.042
    assert found.interval.lower == pytest.approx(0.0316, abs=5e-5)
    assert found.interval.upper == pytest.approx(0.0524, abs=5e-5)


def test_the_same_repeats_are_worse_where_less_is_better():
    found = only({"value": 0.61, "samples": FOLDS[0]}, {"value": 0.652, "samples": FOLDS[1]}, rule=DOWN)
    assert found.judgement is Judgement.WORSE
    assert found.relative_gain(found.difference) == pytest.approx(-0.042 / 0.61)


def test_folds_of_a_cross_validation_are_corrected_for_what_they_share():
    fields = [
        {"value": value, "samples": folds, "method": "5-fold cross-validation"}
        for value, folds in zip((0.61, 0.652), FOLDS, strict=True)
    ]
    found = only(*fields, rule=UP)
    assert (found.method, found.basis) == (Method.FOLDS_T, "5 folds")
    assert found.interval.lower == pytest.approx(0.0264, abs=5e-5)


def test_two_recorded_intervals_give_that_of_the_difference():
    old = {"value": 0.60, "lower": 0.58, "upper": 0.62, "level": 0.9, "n": 400}
    new = {"value": 0.61, "lower": 0.58, "upper": 0.64, "level": 0.9, "n": 300}
    found = only(old, new, rule=UP)
    assert (found.judgement, found.method, found.basis) == (
        Judgement.ALIKE, Method.RECORDED, "400 and 300 rows",
    )  # fmt: skip
    assert (found.interval.lower, found.interval.upper) == pytest.approx((-0.026056, 0.046056), abs=1e-6)
    assert found.interval.level == 0.9


def test_intervals_of_two_confidences_are_not_held_against_one_another():
    old = {"value": 0.60, "lower": 0.58, "upper": 0.62, "level": 0.9}
    new = {"value": 0.70, "lower": 0.68, "upper": 0.72, "level": 0.95}
    assert only(old, new, rule=UP).judgement is Judgement.REFUSED


def test_a_share_of_rows_is_known_by_making_a_whole_number_of_them():
    found = only({"value": 8965 / 12000, "n": 12000}, {"value": 8761 / 12000, "n": 12000}, rule=UP)
    assert (found.method, found.basis, found.judgement) == (
        Method.COUNTS,
        "12\u2009000 rows",
        Judgement.WORSE,
    )


@pytest.mark.parametrize("values", [(0.85, 0.86), (0.6006144393241167, 0.5990783410138248)])
def test_a_number_that_may_be_a_share_by_chance_or_of_other_rows_is_none(values):
    found = only({"value": values[0], "n": 30_000}, {"value": values[1], "n": 30_000}, rule=UP)
    assert (found.judgement, found.method) == (Judgement.REFUSED, None)
    assert found.why.startswith("single numbers")


def test_accuracy_is_a_share_of_rows_by_its_definition():
    found = only({"value": 0.85, "n": 1000}, {"value": 0.95, "n": 1000}, rule=UP, metric="accuracy")
    assert (found.judgement, found.method) == (Judgement.BETTER, Method.COUNTS)


def test_single_numbers_carry_no_verdict_however_far_apart():
    found = only({"value": 0.1}, {"value": 0.9}, rule=UP)
    assert (found.judgement, found.interval, found.difference) == (Judgement.REFUSED, None, 0.8)


def test_other_data_carries_no_verdict_and_no_difference():
    found = only(
        {"value": 0.6, "dataset_digest": "other", "samples": FOLDS[0]},
        {"value": 0.7, "samples": FOLDS[1]},
        rule=UP,
    )
    assert (found.judgement, found.difference) == (Judgement.REFUSED, None)
    assert found.why == "the two were measured on different data"
    unsaid = only({"value": 0.6, "dataset_digest": ""}, {"value": 0.7, "dataset_digest": ""}, rule=UP)
    assert unsaid.why == "it is not recorded that both were measured on the same data"


def test_a_metric_that_one_side_lacks_is_told_and_not_compared():
    found = only(None, {"value": 0.7}, rule=UP)
    assert (found.old, found.why) == (None, "only one of the two recorded it")


def test_without_a_direction_there_is_a_difference_and_no_verdict():
    found = only({"value": 0.61, "samples": FOLDS[0]}, {"value": 0.652, "samples": FOLDS[1]})
    assert (found.judgement, found.why) == (Judgement.REFUSED, "nobody said which way is better")
    assert found.interval is not None


def test_a_difference_within_the_stated_noise_is_none():
    rule = replace(UP, noise=0.05)
    found = only({"value": 0.61, "samples": FOLDS[0]}, {"value": 0.652, "samples": FOLDS[1]}, rule=rule)
    assert found.judgement is Judgement.ALIKE


def test_values_that_are_not_those_of_the_repeats_carry_no_verdict():
    found = only({"value": 0.61, "samples": FOLDS[0]}, {"value": 0.9, "samples": FOLDS[1]}, rule=UP)
    assert (found.judgement, found.interval) == (Judgement.REFUSED, None)
    assert found.why.startswith("the values are not those of the repeats")


@pytest.mark.parametrize(
    ("allowed", "margin"), [(0.06, Margin.KEPT), (0.04, Margin.OPEN), (0.01, Margin.BROKEN)]
)
def test_a_margin_is_kept_only_by_the_whole_interval(allowed, margin):
    rule = replace(DOWN, non_inferiority=allowed, guarded=True)
    quality = compared({"value": 0.61, "samples": FOLDS[0]}, {"value": 0.652, "samples": FOLDS[1]}, rule=rule)
    assert quality.metrics[0].margin is margin
    assert bool(quality.broken) is (margin is Margin.BROKEN)
    assert bool(quality.open) is (margin is Margin.OPEN)


def test_slices_are_compared_with_the_direction_of_their_metric():
    def results(version, values, whole):
        return tuple(
            make.evaluation(
                "recall", value, version=version, slice=part, n=50, level=0.95,
                lower=value - 0.02, upper=value + 0.02, **DATA, source=make.source(f"folio/{version}{part}.yaml"),
            )
            for part, value in (("", whole), *values.items())
        )  # fmt: skip

    versions = (make.version(1), make.version(2))
    evaluations = (*results("1", {"old": 0.5, "young": 0.7}, 0.6), *results("2", {"old": 0.6}, 0.6))
    catalog = make.catalog(models=(make.model(versions=versions),), evaluations=evaluations)
    found = compare_quality(Policy(metrics=(UP,)), *(quality_of(catalog, each) for each in versions))
    assert [(each.slice, each.judgement, each.guarded) for each in found.slices] == [
        ("old", Judgement.BETTER, False)
    ]


def policy(*pairs):
    return Policy(
        comparisons=tuple(Comparison(model="churn", baseline=one, candidate=other) for one, other in pairs)
    )


def test_pairs_come_once_each_the_weightiest_reason_first():
    versions = (make.version(1), make.version(2, stage="Production"), make.version(4, stage="Staging"))
    trial = Deployment(
        model="churn", version="4", environment="production", kind=DeploymentKind.CANARY, against="1",
        source=make.source("governance/deployments/churn.yaml"),
    )  # fmt: skip
    catalog = make.catalog(
        models=(make.model(versions=versions, aliases={"old": "1"}),), deployments=(trial,)
    )
    found = pairs_of(
        catalog, policy(("production", "staging"), ("@old", "v4"), ("4", "4")), catalog.models[0]
    )
    assert [(pair.versions, pair.reasons) for pair in found] == [
        (("2", "4"), (Reason.CHALLENGE, Reason.ASKED, Reason.PREDECESSOR)),
        (("1", "4"), (Reason.ASKED, Reason.TRIAL)),
        (("1", "2"), (Reason.PREDECESSOR,)),
    ]


def test_a_deleted_version_is_no_part_of_a_pair():
    versions = (make.version(1), make.version(2, deleted=True), make.version(3))
    catalog = make.catalog(models=(make.model(versions=versions),))
    assert [pair.versions for pair in pairs_of(catalog, policy(("1", "2")), catalog.models[0])] == [
        ("1", "3")
    ]


def test_a_pair_that_names_nothing_is_told():
    asked = policy(("1", "@champoin"))
    made = {"models": (make.model(aliases={"champion": "1"}),), "policy": asked}
    (problem,) = comparison_problems(make.catalog(**made))
    assert problem.slug == "comparison-unknown"
    assert "'@champoin'" in problem.message
    assert problem.remedy == "did you mean '@champion'?"
