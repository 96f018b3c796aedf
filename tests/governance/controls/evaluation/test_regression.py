"""Whether a version is worse than the one whose place it takes."""

import pytest

from generator.catalog import ControlSetting, Transition
from generator.governance.controls.evaluation import NoRegression
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, places, told, waiver
from tests.governance.controls.evaluation.measured import asking, result, rule

DATA = {"dataset": "holdout", "dataset_digest": "aa11"}
AGAINST = "against version 1, which is in production: "


def made(old=0.6, new=0.6, *, old_data=DATA, new_data=DATA, production="1", moves=(), **interval):
    before, after = result(value=old, **old_data), result(value=new, version="2", **new_data, **interval)
    versions = (factories.version(1), factories.version(2))
    aliases = {"champion": production, "challenger": "2"} if production != "2" else {"champion": "2"}
    return {
        "models": (factories.model(versions=versions, aliases=aliases),),
        "evaluations": (before, after),
        "transitions": tuple(moves),
    }


def moved(number, version, days_ago, **given):
    made_up = {
        "id": f"T-{number}", "model": "churn", "version": version, "at": factories.at(days_ago), "to_stage": "Production",
        "source": factories.source("governance/transitions.yaml", f"/transitions/{number}"),
    }  # fmt: skip
    return Transition(**made_up | given)


def of_second(policy=None, waivers=(), **records):
    assessment = assessed(
        NoRegression, policy=policy or asking(rule(guarded=True)), waivers=waivers, **records
    )
    return next(finding for finding in assessment.findings if finding.subject.version == "2")


@pytest.mark.parametrize("new", [0.595, 0.6, 0.7])
def test_passes_when_nothing_is_lost_beyond_the_tolerance(new):
    finding = of_second(**made(new=new))
    assert told(finding) == (Status.PASS, f"{AGAINST}recall {new} after 0.6")
    assert finding.outcome.evidence[0].excerpt == "version 1 is in production"
    assert places(finding)[0] == "mlruns/models/churn/meta.yaml#/aliases/champion"
    assert finding.outcome.evidence[2].excerpt == "0.6 on holdout aa11, 2026-10-31"


def test_fails_when_more_is_lost():
    finding = of_second(**made(new=0.594))
    assert told(finding) == (Status.FAIL, f"{AGAINST}recall 0.594 after 0.6 is 0.006 worse, 0.005 is allowed")
    assert (finding.outcome.observed, finding.outcome.limit) == ("-0.006", "at least -0.005")


def test_less_is_more_where_lower_is_better():
    policy = asking(rule(guarded=True, higher_is_better=False))
    assert of_second(policy, **made(new=0.61)).status is Status.FAIL
    assert of_second(policy, **made(new=0.5)).status is Status.PASS


@pytest.mark.parametrize(
    ("given", "status"), [({"noise": 0.02}, Status.PASS), ({"non_inferiority": 0.0}, Status.FAIL)]
)
def test_the_policy_says_what_is_noise_and_what_may_be_lost(given, status):
    new = 0.585 if "noise" in given else 0.599
    assert of_second(asking(rule(guarded=True, **given)), **made(new=new)).status is status


def test_a_tolerance_can_be_set_for_all_metrics():
    setting = ControlSetting(control="EVL-004", parameters={"tolerance": {"default_abs": "0.1"}})
    policy = asking(rule(guarded=True), controls={"EVL-004": setting})
    assert of_second(policy, **made(new=0.51)).status is Status.PASS


def test_warns_when_what_is_lost_lies_within_the_interval():
    finding = of_second(**made(new=0.55, lower=0.5, upper=0.61))
    assert finding.status is Status.WARN
    assert finding.outcome.message.endswith("0.05 worse, 0.005 is allowed, within the confidence interval")


@pytest.mark.parametrize(
    ("old_data", "new_data"),
    [(DATA, {"dataset": "holdout", "dataset_digest": "bb22"}), ({}, {}), (DATA, {})],
)
def test_warns_when_they_were_not_measured_on_the_same_data(old_data, new_data):
    finding = of_second(**made(new=0.1, old_data=old_data, new_data=new_data))
    assert told(finding) == (Status.WARN, f"{AGAINST}recall was not measured on the same data")


def test_warns_when_nobody_says_which_way_is_better():
    finding = of_second(asking(rule(guarded=True, higher_is_better=None)), **made())
    assert told(finding) == (Status.WARN, f"{AGAINST}nobody says which way is better for recall")


def test_a_version_in_production_is_held_to_the_one_it_took_the_place_of():
    moves = (
        moved(0, "1", 50),
        moved(1, "2", 10),
        moved(2, "1", 10, from_stage="Production", to_stage="Archived"),
    )
    finding = of_second(**made(new=0.1, production="2", moves=moves))
    assert finding.status is Status.FAIL
    assert finding.outcome.message.startswith("against version 1, which was in production until then: ")
    assert places(finding)[0] == "governance/transitions.yaml#/transitions/0"


def test_else_to_the_last_that_was_there_before_it():
    moves = (
        moved(0, "1", 50),
        moved(1, "1", 30, from_stage="Production", to_stage="Archived"),
        moved(2, "2", 10),
    )
    finding = of_second(**made(new=0.1, production="2", moves=moves))
    assert finding.outcome.message.startswith(
        "against version 1, which was the last in production before it: "
    )


def test_does_not_concern_a_model_that_guards_nothing_or_a_version_that_follows_none():
    finding = of_second(asking(rule()), **made())
    assert told(finding) == (Status.NOT_APPLICABLE, "the policy guards no metric of the model")
    finding = of_second(**made(production="2"))
    message = "no other version is known to have been in production"
    assert told(finding) == (Status.NOT_APPLICABLE, message)


def test_can_be_waived():
    assert of_second(waivers=(waiver("EVL-004"),), **made(new=0.1)).status is Status.WAIVED
