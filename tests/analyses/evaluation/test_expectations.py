"""What is asked of a metric comes from the policy and from the model's own file, part by part."""

from dataclasses import replace

from generator.analyses.evaluation.expectations import expectations_of
from generator.catalog import MetricRule, Policy
from generator.provenance import Source
from tests import factories

FILE = Source("governance/policy.yaml", "ab")
GENERAL, OWN = FILE.at("metrics", 0), FILE.at("metrics", 1)


def policy(*rules):
    written = [rule.source.at(part) for rule in rules for part in ("bound", "noise", "guarded", "slices")]
    return Policy(metrics=rules, places={str(place): place for place in written})


def rule(model="*", source=GENERAL, **given):
    return MetricRule(model=model, metric="recall", source=source, **given)


def test_a_model_of_which_nothing_is_asked_has_no_expectations():
    assert expectations_of(Policy(), None, "churn") == ()
    assert expectations_of(policy(rule("fraud")), factories.narrative(goals=()), "churn") == ()


def test_each_part_comes_from_the_most_particular_rule_that_has_it():
    general = rule(bound=0.0, noise=0.1, guarded=True, slices=("old",))
    own = rule("churn", OWN, noise=0.0, required=False)
    [found] = expectations_of(policy(own, general), None, "churn")
    assert found.rule == replace(own, bound=0.0, guarded=True, slices=("old",))
    assert (found.place("bound"), found.place("noise")) == (GENERAL.at("bound"), OWN.at("noise"))
    assert found.place("fairness_limit") == OWN


def test_the_models_own_file_goes_before_the_policy_for_direction_bound_and_noise():
    goal = factories.goal("recall", higher_is_better=False, threshold=0.7, title="Recall", unit="%")
    general = rule(bound=0.5, noise=0.1, higher_is_better=True, non_inferiority=0.2)
    [found] = expectations_of(policy(general), factories.narrative(goals=(goal,)), "churn")
    assert (found.rule.higher_is_better, found.rule.bound, found.rule.noise) == (
        False,
        0.7,
        goal.noise or 0.1,
    )
    assert (found.rule.non_inferiority, found.rule.required) == (0.2, True)
    assert (found.title, found.unit, found.metric) == ("Recall", "%", "recall")
    assert found.place("bound") == goal.source.at("threshold")
    assert found.rule.source == GENERAL


def test_a_goal_that_the_policy_does_not_name_is_not_required_by_it():
    goal = factories.goal("f1", threshold=0.7)
    own, asked = expectations_of(policy(rule()), factories.narrative(goals=(goal,)), "churn")
    assert (own.metric, own.rule.required, own.rule.bound, own.rule.source) == ("f1", False, 0.7, goal.source)
    assert (asked.metric, asked.rule.required, asked.rule.model) == ("recall", True, "churn")


def test_what_a_profile_asks_stands_where_the_profile_does():
    profile = FILE.at("profiles", "churn")
    [found] = expectations_of(Policy(metrics=(rule("churn", profile, slices=("young",)),)), None, "churn")
    assert found.place("slices") == profile
