"""Canaries and A/B tests from a tracker's tags."""

from datetime import UTC, datetime

from generator.catalog import DeploymentKind, Records
from generator.readers.join import join
from tests.factories import model, run, tag, version

CANARY = {
    "environment": "production", "kind": "canary", "share": "0.05", "against": "1", "since": "2026-03-01",
    "until": "2026-03-08", "by": "Ada", "result.recall": "0.81", "result.alerts": "none",
    "decision": "promote", "decided_by": "Grace",
}  # fmt: skip


def tags(**told):
    return tuple(tag(f"deployment.{key}", value) for key, value in told.items())


def joined(told, of_run=()):
    versions = (version(1), version(2, tags=told, run_id="r2"))
    return join([Records(models=(model(versions=versions),), runs=(run("r2", tags=of_run),))], ("mlruns",))


def test_tags_of_a_version_tell_of_a_canary_with_its_result_and_decision():
    found = joined(tags(**CANARY))
    (stay,) = found.deployments
    assert (stay.model, stay.version, stay.environment, stay.against) == ("churn", "2", "production", "1")
    assert (stay.kind, stay.share) == (DeploymentKind.CANARY, 0.05)
    assert (stay.since, stay.until) == (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC))
    assert stay.result == (("alerts", "none"), ("recall", "0.81"))
    assert (stay.by, stay.decision, stay.decided_by) == ("Ada", "promote", "Grace")
    assert stay.source.path.endswith("deployment.environment")
    assert found.problems == ()


def test_tags_of_the_run_count_where_the_version_says_nothing():
    (stay,) = joined(
        tags(share="0.5"), of_run=tags(environment="production", kind="AB_test", share="0.1")
    ).deployments
    assert (stay.kind, stay.share) == (DeploymentKind.AB_TEST, 0.5)


def test_without_an_environment_nothing_is_deployed():
    assert joined(tags(kind="canary", share="0.1")).deployments == ()


def test_values_of_another_form_are_told_and_the_deployment_is_kept():
    found = joined(tags(environment="production", kind="rainbow", share="5 %", since="monday"))
    (stay,) = found.deployments
    assert (stay.kind, stay.share, stay.since) == (DeploymentKind.FULL, None, None)
    assert [(each.slug, each.message) for each in found.problems] == [
        (
            "deployment-tag-invalid",
            "the tag deployment.kind is 'rainbow': none of full, canary, ab-test, shadow",
        ),
        ("deployment-tag-invalid", "the tag deployment.share is '5 %': no number from 0 to 1"),
        ("deployment-tag-invalid", "the tag deployment.since is 'monday': no date or time in ISO 8601"),
    ]


def test_an_end_before_the_begin_is_no_end():
    found = joined(tags(environment="production", since="2026-03-08", until="2026-03-01"))
    assert found.deployments[0].until is None
    assert [each.source.path.rpartition("/")[2] for each in found.problems] == ["deployment.until"]
