"""The policy answers for every key: where it stands, or where it should."""

from generator.catalog import Exclusion, MetricRule, Policy
from generator.provenance import Source


def test_a_key_is_placed_where_it_stands_or_under_the_nearest_key_that_does():
    roles = Source("org/policy.yaml", "ab", "/approval/roles")
    policy = Policy(places={"approval/roles": roles}, files=(Source("governance/policy.yaml", "cd"),))
    assert policy.place("approval", "roles", "high") == roles
    assert policy.place("tiers") == Source("governance/policy.yaml", "cd", "/tiers")


def test_without_a_file_a_key_is_placed_where_it_should_stand():
    assert Policy().place("gates") == Source("governance/policy.yaml", "", "/gates")


def test_the_most_particular_rule_of_a_metric_counts():
    general, family, own = (
        MetricRule(model=model, metric="recall", bound=bound)
        for model, bound in (("*", 0.1), ("fraud-*", 0.2), ("fraud-card", 0.3))
    )
    policy = Policy(metrics=(own, general, family, MetricRule(metric="latency")))
    assert [rule.bound for rule in policy.metric_rules("fraud-card")] == [0.3, None]
    assert [rule.bound for rule in policy.metric_rules("fraud-web")] == [0.2, None]
    assert [rule.bound for rule in policy.metric_rules("churn")] == [0.1, None]


def test_an_exclusion_covers_names_by_pattern_and_case():
    exclusion = Exclusion(pattern="models:/sandbox-*", reason="not in use")
    assert exclusion.covers("models:/sandbox-a")
    assert not exclusion.covers("models:/Sandbox-a")
