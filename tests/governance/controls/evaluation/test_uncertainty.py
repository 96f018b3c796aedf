"""Whether anybody knows how far a metric can be trusted."""

import pytest

from generator.governance.controls.evaluation import UncertaintyReported
from generator.governance.finding import Status
from tests.governance.assessing import found, places, told, waiver
from tests.governance.controls.evaluation.measured import RUN, asking, made, result, rule


@pytest.mark.parametrize("given", [{"lower": 0.5, "upper": 0.7}, {"samples": (0.5, 0.7)}])
def test_passes_for_an_interval_or_repeats(given):
    finding = found(UncertaintyReported, asking(rule()), **made(result(**given)))
    assert told(finding) == (Status.PASS, "an interval or repeats are recorded for recall")
    assert places(finding) == ["folio/evaluations/churn.yaml#/results/recall"]


def test_warns_for_rows_alone_and_fails_for_nothing():
    finding = found(UncertaintyReported, asking(rule()), **made(result(n=500)))
    assert told(finding) == (Status.WARN, "only the number of rows is recorded for recall")
    for records in (made(result(lower=0.5)), made()):
        finding = found(UncertaintyReported, asking(rule()), **records)
        assert told(finding) == (Status.FAIL, "how uncertain it is is not recorded for recall")
    assert places(finding) == [RUN]


def test_only_the_guarded_metrics_count_where_some_are():
    policy = asking(rule(guarded=True), rule("auc"))
    records = made(result(lower=0.5, upper=0.7), result("auc", 0.9))
    assert found(UncertaintyReported, policy, **records).status is Status.PASS


def test_does_not_concern_other_versions_or_a_model_nobody_asks_anything_of():
    finding = found(UncertaintyReported, asking(rule()), **made(alias="challenger"))
    assert told(finding) == (Status.NOT_APPLICABLE, "it is not in production")
    finding = found(UncertaintyReported, asking(), **made())
    assert told(finding) == (Status.NOT_APPLICABLE, "the policy guards and requires no metric of the model")


def test_can_be_waived():
    finding = found(UncertaintyReported, asking(rule()), waivers=(waiver("EVL-008"),), **made())
    assert finding.status is Status.WAIVED
