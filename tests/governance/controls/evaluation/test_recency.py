"""How old what is known of a model's quality is."""

import pytest

from generator.governance.controls.evaluation import EvaluationRecent
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver
from tests.governance.controls.evaluation.measured import asking, made, result

TIER = {"risk_tier": "limited"}


@pytest.mark.parametrize(
    ("age", "status"),
    [(0, Status.PASS), (180, Status.PASS), (181, Status.WARN), (225, Status.WARN), (226, Status.FAIL)],
)
def test_the_age_is_held_to_the_limit_of_the_tier_and_a_quarter_more(age, status):
    finding = found(EvaluationRecent, asking(), **made(result(at=factories.at(age)), fields=TIER))
    assert told(finding) == (status, f"the newest evaluation is {age} days old, of 180 that are allowed")
    assert (finding.outcome.observed, finding.outcome.limit) == (f"{age} days", "180 days")
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/evaluation/max_age_days/limited"
    assert places(finding) == ["folio/evaluations/churn.yaml#/results/recall"]


def test_the_newest_of_several_counts():
    records = made(result(at=factories.at(400)), result("auc", at=factories.at(5)), fields=TIER)
    assert found(EvaluationRecent, asking(), **records).outcome.observed == "5 days"


def test_a_model_without_a_tier_is_held_to_the_gravest():
    finding = found(EvaluationRecent, asking(), **made(result(at=factories.at(91))))
    assert finding.status is Status.WARN
    assert finding.outcome.message.endswith(
        "90 that are allowed for high, the gravest tier, since none is stated"
    )


def test_fails_for_an_evaluation_that_is_yet_to_come_and_for_none():
    finding = found(EvaluationRecent, asking(), **made(result(at=factories.at(-1)), fields=TIER))
    assert told(finding) == (Status.FAIL, "the newest evaluation is of 2026-11-21, which is yet to come")
    finding = found(EvaluationRecent, asking(), **made(fields=TIER))
    assert told(finding) == (Status.FAIL, "no evaluation is recorded")
    assert places(finding) == ["mlruns/models/churn/version-1/meta.yaml"]


def test_warns_when_no_result_has_a_date_or_the_tier_no_limit():
    records = made(result(at=None), fields=TIER)
    assert told(found(EvaluationRecent, asking(), **records)) == (Status.WARN, "no result has a date")
    policy = asking(evaluation_max_age_days={"high": 90})
    finding = found(EvaluationRecent, policy, **made(result(), fields=TIER))
    assert told(finding) == (Status.WARN, "the policy has no limit for the tier limited")


def test_does_not_concern_a_version_that_is_not_in_production():
    finding = found(EvaluationRecent, asking(), **made(alias="challenger"))
    assert told(finding) == (Status.NOT_APPLICABLE, "it is not in production")


def test_can_be_waived():
    finding = found(EvaluationRecent, asking(), waivers=(waiver("EVL-003"),), **made(fields=TIER))
    assert finding.status is Status.WAIVED
