"""The policy: its keys, the files that it builds on, and the place of every key."""

from datetime import date
from pathlib import Path

import pytest

from generator.catalog import Exclusion, Gate, Policy, Severity
from generator.errors import PolicyError
from generator.readers.governance.policy.layers import DEEPEST
from generator.readers.store import Store

WHOLE = r"""
version: 3
owner: s.iyer
in_force_since: 2026-01-05
tiers: [a, b]
production_aliases: [live]
challenger_aliases: [next]
allow_many_production: true
allowed_licences: [MIT]
contact_patterns: ['@bank\.example$']
approval:
  roles: {a: [Head of Model Risk]}
  validity_days: {a: 100}
evaluation:
  max_age_days: {a: 30}
lifetime_days: {a: 200}
retention: {class: model records, keep_years: {a: 10}}
profiles:
  churn:
    required_metrics: [recall, precision]
    required_slices: {recall: [young, old], f1: [young]}
metrics:
  - {model: churn, metric: recall, required: false, higher_is_better: true, bound: 0.5, noise: 0.01,
     non_inferiority: 0.02, guarded: true, slices: [old], fairness_limit: 0.1}
  - {metric: latency, bound: 15}
monitoring:
  signals:
    - {model: churn, signal: psi, warn: 0.1, alert: 0.2, cadence_days: 7}
    - {alert: 0.3}
environments:
  - {name: dev}
  - {name: live, stages: [Production], aliases: [live], tags: {deployed: yes}}
comparisons:
  - {model: churn, baseline: '@live', candidate: '@next'}
run_comparisons:
  - {baseline: 4f1c07, candidate: bold-elk}
controls:
  EVL-004: {tolerance: 0.02, families: [a, b]}
  SEC-004: {enabled: false, reason: No advisories., severity: low}
gates:
  - {severity: high, status: fail}
exclusions:
  - {pattern: 'models:/sandbox-*', reason: Not in use.}
signatures: {required: true, trusted_signers: [ada]}
card_weights: {owner: 3, citation: 0}
"""


def told(records):
    return [str(each) for each in records.problems if each.slug != "file-missing"]


def test_every_key_of_a_policy_is_read(governed):
    records = governed({"policy.yaml": WHOLE})
    policy = records.policy
    assert told(records) == []
    assert (policy.version, policy.owner, policy.in_force_since) == ("3", "s.iyer", date(2026, 1, 5))
    assert (policy.tiers, policy.production_aliases, policy.challenger_aliases) == (
        ("a", "b"),
        ("live",),
        ("next",),
    )
    assert (policy.allow_many_production, policy.allowed_licences) == (True, ("MIT",))
    assert policy.contact_patterns == (r"@bank\.example$",)
    assert policy.approval_roles == {"a": ("Head of Model Risk",)}
    assert (policy.approval_validity_days, policy.evaluation_max_age_days, policy.lifetime_days) == (
        {"a": 100}, {"a": 30}, {"a": 200},
    )  # fmt: skip
    assert (policy.retention_class, policy.retention_years) == ("model records", {"a": 10})
    assert [(each.name, each.stages, each.aliases, each.tags) for each in policy.environments] == [
        ("dev", (), (), ()), ("live", ("Production",), ("live",), (("deployed", "yes"),)),
    ]  # fmt: skip
    assert [(each.model, each.signal, each.warn, each.alert, each.cadence_days) for each in policy.signals] == [
        ("churn", "psi", 0.1, 0.2, 7.0), ("*", "*", None, 0.3, None),
    ]  # fmt: skip
    assert [(each.model, each.baseline, each.candidate) for each in policy.comparisons] == [
        ("churn", "@live", "@next")
    ]
    (runs,) = policy.run_comparisons
    assert (runs.baseline, runs.candidate) == ("4f1c07", "bold-elk")
    assert runs.source.pointer == "/run_comparisons/0"
    control = policy.controls["SEC-004"]
    assert (control.enabled, control.reason, control.severity, control.parameters) == (
        False,
        "No advisories.",
        "low",
        {},
    )
    assert policy.controls["EVL-004"].parameters == {"tolerance": "0.02", "families": ("a", "b")}
    assert policy.gates == (Gate(severity="high", status="fail"),)
    assert policy.exclusions == (
        Exclusion(pattern="models:/sandbox-*", reason="Not in use.", source=policy.place("exclusions", "0")),
    )
    assert (policy.require_signature, policy.trusted_signers) == (True, ("ada",))
    assert policy.card_weights == {"owner": 3.0, "citation": 0.0}


def test_a_profile_and_a_rule_for_the_same_metric_are_one(governed):
    rules = {(rule.model, rule.metric): rule for rule in governed({"policy.yaml": WHOLE}).policy.metrics}
    assert list(rules) == [("churn", "recall"), ("*", "latency"), ("churn", "precision"), ("churn", "f1")]
    recall = rules["churn", "recall"]
    assert (recall.required, recall.higher_is_better, recall.bound, recall.noise) == (True, True, 0.5, 0.01)
    assert (recall.non_inferiority, recall.guarded, recall.fairness_limit) == (0.02, True, 0.1)
    assert recall.slices == ("old", "young")
    assert (rules["churn", "f1"].slices, rules["churn", "precision"].required) == (("young",), True)
    assert str(recall.source) == "governance/policy.yaml#/metrics/0"
    assert str(rules["churn", "f1"].source) == "governance/policy.yaml#/profiles/churn"


def test_an_absent_key_leaves_the_default_and_an_empty_list_does_not(governed):
    policy = governed({"policy.yaml": "allowed_licences: []\n"}).policy
    assert policy.allowed_licences == ()
    assert policy.tiers == Policy().tiers
    assert policy.gates == Policy().gates


def test_the_default_environments_are_reached_by_the_aliases_that_the_policy_names(governed):
    policy = governed({"policy.yaml": "production_aliases: [live]\n"}).policy
    assert [(each.name, each.aliases) for each in policy.environments] == [
        ("development", ()), ("staging", ("staging", "challenger", "candidate")), ("production", ("live",)),
    ]  # fmt: skip


def test_without_a_file_there_is_no_policy(governed):
    assert governed({}).policy is None


def test_what_is_wrong_with_a_key_has_its_line_and_costs_that_key(governed):
    records = governed(
        {
            "policy.yaml": """\
                tiers: high
                lifetime_days: {high: soon, limited: 0, minimal: 9}
                contact_patterns: ['[', 'a']
                gates:
                  - {severity: crucial, status: fail}
                  - {severity: high}
                controls:
                  SEC-004: {enabled: false}
                metrics:
                  - {metric: f1, noise: -1}
                  - {metric: f1}
                  - {bound: 1}
                alowed_licences: [MIT]
                retention: {keep_years: {high: 0}, keep_days: 9}
                """
        }
    )
    assert told(records) == [
        "governance/policy.yaml:1: tiers is 'high', not a list",
        "governance/policy.yaml:2: lifetime_days/high is 'soon', not a whole number",
        "governance/policy.yaml:2: limited is less than 1",
        "governance/policy.yaml:3: '[' is no regular expression: unterminated character set",
        "governance/policy.yaml:5: severity is 'crucial', not one of the known words; write one of critical, high, medium, low",
        "governance/policy.yaml:6: status is missing",
        "governance/policy.yaml:8: the control 'SEC-004' is switched off without a reason",
        "governance/policy.yaml:10: noise is less than 0",
        "governance/policy.yaml:11: 'f1' has a rule for '*' above; make one rule of the two",
        "governance/policy.yaml:12: metric is missing",
        "governance/policy.yaml:13: 'alowed_licences' is no field here; did you mean allowed_licences?",
        "governance/policy.yaml:14: high is less than 1",
        "governance/policy.yaml:14: 'keep_days' is no field here; did you mean keep_years?",
    ]  # fmt: skip
    assert {each.severity for each in records.problems if each.slug != "file-missing"} == {Severity.ERROR}
    policy = records.policy
    assert (policy.tiers, policy.lifetime_days, policy.contact_patterns) == (
        Policy().tiers,
        {"minimal": 9},
        ("a",),
    )
    assert (policy.gates, [rule.metric for rule in policy.metrics]) == ((), ["f1"])
    assert policy.controls["SEC-004"].enabled is False


ORGANISATION = """\
version: 7
tiers: [high, low]
approval:
  roles: {high: [Board], low: [Anybody]}
  validity_days: {high: 365}
gates:
  - {severity: high, status: fail}
"""


def test_a_policy_is_laid_on_the_one_it_extends(governed):
    records = governed(
        {
            "policy.yaml": "extends: shared/org.yaml\nversion: 8\napproval:\n  roles: {high: [Head]}\ngates:\n",
            "shared/org.yaml": ORGANISATION,
        }
    )
    policy = records.policy
    assert told(records) == []
    assert (policy.version, policy.tiers) == ("8", ("high", "low"))
    assert policy.approval_roles == {"high": ("Head",), "low": ("Anybody",)}
    assert policy.approval_validity_days == {"high": 365}
    assert policy.gates == Policy().gates, "null takes away what the layer below says"
    assert [str(file) for file in policy.files] == ["governance/policy.yaml", "governance/shared/org.yaml"]


def test_every_key_is_placed_in_the_file_it_comes_from(governed):
    policy = governed(
        {
            "policy.yaml": "extends: [team.yaml]\napproval:\n  roles: {high: [Head]}\n",
            "team.yaml": "extends: org.yaml\nenvironments: [{name: live}]\n",
            "org.yaml": ORGANISATION,
        }
    ).policy
    assert str(policy.place("approval", "roles", "high")) == "governance/policy.yaml#/approval/roles/high"
    assert str(policy.place("approval", "roles", "low")) == "governance/org.yaml#/approval/roles/low"
    assert str(policy.place("tiers")) == "governance/org.yaml#/tiers"
    assert str(policy.place("lifetime_days")) == "governance/policy.yaml#/lifetime_days"
    assert str(policy.environments[0].source) == "governance/team.yaml#/environments/0"
    assert policy.place("tiers").sha256 == policy.files[2].sha256 != ""


def test_the_first_of_several_is_the_nearest(governed):
    policy = governed(
        {
            "policy.yaml": "extends: [a.yaml, b.yaml]\n",
            "a.yaml": "version: a\n",
            "b.yaml": "version: b\nowner: b\n",
        }
    ).policy
    assert (policy.version, policy.owner) == ("a", "b")


def test_a_file_from_elsewhere_is_the_ground_when_it_is_handed_in(governed, tmp_path_factory):
    organisation = tmp_path_factory.mktemp("org") / "policy.yaml"
    organisation.write_text(ORGANISATION)
    files = {"policy.yaml": "version: 9\n"}
    records = governed(files, shared_policies=[(Store(organisation, "org"), "policy.yaml")])
    assert (records.policy.version, records.policy.tiers) == ("9", ("high", "low"))
    assert str(records.policy.place("tiers")) == "org/policy.yaml#/tiers"
    assert "org/policy.yaml" in {file.path for file in records.files}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"policy.yaml": "a: [\n"}, "governance/policy.yaml:2: is no YAML: "),
        ({"policy.yaml": "- a\n"}, "governance/policy.yaml: holds no mapping"),
        ({"policy.yaml": "\n<<<<<<< a\nb: 1\n=======\nb: 2\n>>>>>>> c\n"}, "governance/policy.yaml:2: holds the markers"),
        ({"policy.yaml": "version: 1\nextends: no.yaml\n"}, "governance/policy.yaml:2: the policy builds on governance/no.yaml, which is not there"),
        ({"policy.yaml": "extends: ../org.yaml\n"}, "governance/policy.yaml:1: '../org.yaml' leads out of the governance folder; a file outside"),
        ({"policy.yaml": "extends: /etc/org.yaml\n"}, "governance/policy.yaml:1: '/etc/org.yaml' leads out of the governance folder; a file outside"),
        ({"policy.yaml": "extends: {a: b}\n"}, "governance/policy.yaml:1: extends is no path and no list of at most"),
        ({"policy.yaml": "extends: a.yaml\n", "a.yaml": "extends: policy.yaml\n"}, "governance/a.yaml:1: the policy builds on itself: policy.yaml → a.yaml → policy.yaml"),
        ({"policy.yaml": "extends: a.yaml\n", "a.yaml": "b\n"}, "governance/a.yaml: holds no mapping"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_used_stops_the_build(governed, files, said):
    with pytest.raises(PolicyError) as raised:
        governed(files)
    assert str(raised.value).startswith(said)


def test_a_long_chain_of_policies_ends(governed):
    files = {f"p{number}.yaml": f"extends: p{number + 1}.yaml\n" for number in range(20)}
    with pytest.raises(PolicyError, match=f"more than {DEEPEST} files build on each other"):
        governed(files | {"policy.yaml": "extends: p0.yaml\n"})


def test_a_link_out_of_the_folder_is_not_followed(governed, tmp_path: Path, tmp_path_factory):
    outside = tmp_path_factory.mktemp("elsewhere") / "org.yaml"
    outside.write_text("tiers: [secret]\n")
    (tmp_path / "org.yaml").symlink_to(outside)
    with pytest.raises(PolicyError, match="is a link that leads out of the store"):
        governed({"policy.yaml": "extends: org.yaml\n"})
