"""How grave a model's errors are, and how the law classes it."""

import pytest

from generator.catalog import ControlSetting, Policy
from generator.governance.controls.inventory import RiskClassified
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, places, told, waiver

LAW = {
    "eu_ai_act": "high-risk",
    "rationale": "It evaluates creditworthiness.",
    "assessor": "Sunita Iyer",
    "assessed_on": "2025-11-20",
}


def classed(tier="high", **law):
    """Records of a model that is classed so; a part that is None is left out."""
    parts = {key: value for key, value in (LAW | law).items() if value is not None}
    fields = {"risk_tier": tier, "classification": parts}
    return {"models": (factories.model(),), "narratives": (factories.narrative(fields=fields),)}


def test_passes_on_the_last_day_of_the_limit_and_quotes_every_part():
    finding = found(RiskClassified, **classed())
    assert told(finding) == (Status.PASS, "assessed as high and high-risk by Sunita Iyer on 2025-11-20")
    assert (finding.outcome.observed, finding.outcome.limit) == ("365 days", "365 days")
    assert finding.outcome.limit_source is None
    assert places(finding) == [
        "governance/models/churn.md#/risk_tier",
        "governance/models/churn.md#/classification/eu_ai_act",
        "governance/models/churn.md#/classification/rationale",
        "governance/models/churn.md#/classification/assessor",
        "governance/models/churn.md#/classification/assessed_on",
    ]


def test_warns_a_day_later_and_names_where_the_limit_was_set():
    finding = found(RiskClassified, **classed(assessed_on="2025-11-19"))
    assert told(finding) == (
        Status.WARN, "assessed as high and high-risk on 2025-11-19, 366 days ago; 365 days is the limit",
    )  # fmt: skip
    place = factories.source("governance/policy.yaml", "/controls/INV-003")
    policy = Policy(
        controls={
            "INV-003": ControlSetting(control="INV-003", parameters={"max_age_days": "30"}, source=place)
        }
    )
    finding = found(RiskClassified, policy, **classed(assessed_on="2026-10-01"))
    assert (finding.status, finding.outcome.limit) == (Status.WARN, "30 days")
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/controls/INV-003/max_age_days"


def test_an_assessment_of_the_day_of_the_report_is_fresh():
    assert found(RiskClassified, **classed(assessed_on="2026-11-20")).status is Status.PASS


def test_warns_when_the_date_is_still_to_come():
    finding = found(RiskClassified, **classed(assessed_on="2026-11-21"))
    assert told(finding) == (
        Status.WARN, "the assessment is dated 2026-11-21, after the day of this report",
    )  # fmt: skip


def test_fails_without_a_tier_and_without_a_classification():
    bare = found(RiskClassified, models=(factories.model(),))
    assert told(bare) == (Status.FAIL, "no risk tier is stated")
    assert places(bare) == ["governance/models/churn.md#/risk_tier"]
    tiered = {
        "models": (factories.model(),),
        "narratives": (factories.narrative(fields={"risk_tier": "Low"}),),
    }
    assert told(found(RiskClassified, Policy(tiers=("top", "low")), **tiered)) == (
        Status.FAIL, "no legal classification is recorded",
    )  # fmt: skip


def test_fails_for_a_tier_that_the_policy_does_not_know():
    finding = found(RiskClassified, **classed("severe"))
    assert told(finding) == (
        Status.FAIL, "the risk tier severe is none of the policy's: high, limited and minimal",
    )  # fmt: skip
    assert finding.outcome.observed == "severe"


@pytest.mark.parametrize("empty", [None, "", "TBD"])
def test_fails_for_a_part_that_is_not_filled_in(empty):
    finding = found(RiskClassified, **classed(assessor=empty, rationale=empty))
    assert told(finding) == (Status.FAIL, "the legal classification lacks rationale and assessor")
    assert "governance/models/churn.md#/classification/assessor" in places(finding)


def test_fails_for_a_date_that_is_none():
    finding = found(RiskClassified, **classed(assessed_on="last spring"))
    assert told(finding) == (Status.FAIL, "assessed_on is last spring, which is no date")


@pytest.mark.parametrize(
    ("profiling", "message"),
    [
        ("true", "it claims the derogation 6(3)(d) and profiles people, which Article 6(3) rules out"),
        (None, "it claims the derogation 6(3)(d) without saying whether it profiles people"),
    ],
)
def test_fails_for_a_derogation_that_the_law_does_not_allow(profiling, message):
    finding = found(RiskClassified, **classed(derogation="6(3)(d)", profiling=profiling))
    assert told(finding) == (Status.FAIL, message)
    assert places(finding)[-1] == "governance/models/churn.md#/classification/profiling"


def test_passes_for_a_derogation_of_a_model_that_profiles_nobody():
    assert found(RiskClassified, **classed(derogation="6(3)(d)", profiling="no")).status is Status.PASS
    assert found(RiskClassified, **classed(derogation="none", profiling="true")).status is Status.PASS


def test_does_not_concern_a_portfolio_without_models():
    assert assessed(RiskClassified, models=()).findings == ()


def test_can_be_waived_and_still_says_what_is_so():
    finding = found(RiskClassified, models=(factories.model(),), waivers=(waiver("INV-003"),))
    assert told(finding) == (Status.WAIVED, "no risk tier is stated")
