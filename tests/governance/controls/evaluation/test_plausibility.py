"""Whether what is recorded of a model's quality can be true."""

import pytest

from generator.analyses.evaluation.metric_domains import domain_of
from generator.governance.controls.evaluation import ValuesPlausible
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver
from tests.governance.controls.evaluation.measured import made


def measured(*metrics, **given):
    return made(metrics=tuple(metrics), **given)


def test_passes_and_says_of_how_many_the_domain_is_known():
    records = measured(factories.metric("auc", 0.5, 0.7), factories.metric("profit", 1e6))
    finding = found(ValuesPlausible, **records)
    assert told(finding) == (
        Status.PASS,
        "nothing is odd about 2 recorded metrics, 1 of which have a known domain",
    )
    assert places(finding) == ["mlruns/1/r1/metrics/auc", "mlruns/1/r1/metrics/profit"]


@pytest.mark.parametrize(
    ("key", "value", "domain"),
    [
        ("auc", 1.2, "0 to 1"),
        ("val_roc_auc", -0.1, "0 to 1"),
        ("rmse_eur", -3.0, "at least 0"),
        ("r2", 1.5, "at most 1"),
        ("mcc", -2.0, "-1 to 1"),
        ("accuracy_pct", 101.0, "0 to 100"),
    ],
)
def test_fails_for_a_value_that_cannot_be(key, value, domain):
    finding = found(ValuesPlausible, **measured(factories.metric(key, value)))
    assert told(finding) == (Status.FAIL, f"{key} is {value:g}, and can only be {domain}")
    assert places(finding) == [f"mlruns/1/r1/metrics/{key}"]


def test_a_value_that_cannot_be_anywhere_in_the_history_counts():
    assert found(ValuesPlausible, **measured(factories.metric("auc", 1.2, 0.7))).status is Status.FAIL


@pytest.mark.parametrize(
    ("metric", "message"),
    [
        (factories.metric("auc", 1.0), "auc is exactly 1"),
        (factories.metric("recall", 0.0), "recall is exactly 0"),
        (factories.metric("loss", 0.5, 0.5, 0.5), "loss stands still at 0.5 over 3 points"),
    ],
)
def test_warns_for_what_is_too_good_or_stands_still(metric, message):
    assert told(found(ValuesPlausible, **measured(metric))) == (Status.WARN, message)


def test_warns_for_two_values_of_one_step():
    twice = factories.metric("loss", 0.5, 0.4)
    twice = factories.metric("loss", 0.5, 0.4, series=(twice.first, twice.first))
    assert told(found(ValuesPlausible, **measured(twice))) == (
        Status.WARN,
        "loss has several values for one step",
    )


def test_warns_when_training_and_evaluation_lie_far_apart():
    records = measured(factories.metric("train_auc", 0.95), factories.metric("val_auc", 0.7))
    finding = found(ValuesPlausible, **records)
    assert told(finding) == (Status.WARN, "train_auc and val_auc lie 0.25 apart, more than 0.1")
    assert places(finding) == ["mlruns/1/r1/metrics/train_auc", "mlruns/1/r1/metrics/val_auc"]
    near = measured(factories.metric("train_auc", 0.75), factories.metric("val_auc", 0.7))
    assert found(ValuesPlausible, **near).status is Status.PASS


def test_does_not_concern_a_version_without_metrics_or_in_development():
    assert told(found(ValuesPlausible, **made())) == (Status.NOT_APPLICABLE, "no metric is recorded")
    records = measured(factories.metric("auc", 1.2), alias="")
    assert found(ValuesPlausible, **records).status is Status.NOT_APPLICABLE


def test_can_be_waived():
    records = measured(factories.metric("auc", 1.2))
    assert found(ValuesPlausible, waivers=(waiver("EVL-007"),), **records).status is Status.WAIVED


def test_a_name_that_is_not_known_has_no_domain():
    assert [domain_of(name) for name in ("profit", "aucs", "my_recall_thing", "f1_notes")] == [None] * 4
    assert domain_of("f1_macro").greatest == 1
    assert domain_of("test/precision@10").least == 0
