"""Whether a person assessed what a version changes."""

import pytest

from generator.catalog import ChangeAssessment
from generator.governance.controls.approval import ChangeAssessed
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.approval.approving import of_version, records


def assessment(**given):
    made = {
        "id": "CHG-1", "at": factories.at(25), "by": "s.iyer", "model": "churn", "version": "2",
        "classification": "not substantial", "reason": "The same purpose, inputs and limits.",
        "source": factories.source("governance/changes.yaml", "/changes/0"),
    }  # fmt: skip
    return ChangeAssessment(**made | given)


def built(old=None, new=None):
    """Runs behind versions 1 and 2."""
    return (factories.run("r1", **old or {}), factories.run("r2", **new or {}))


def signed(**inputs):
    return {"package": factories.package(signature=factories.signature(tuple(inputs.items())))}


def judged(*assessments, version=None, **given):
    made = {"runs": built()} | given
    return of_version(ChangeAssessed, **records(version=version, change_assessments=assessments, **made))


def test_passes_when_somebody_classed_the_change():
    finding = judged(assessment())
    assert told(finding) == (Status.PASS, "s.iyer holds the change from v1 for not substantial")
    assert places(finding) == [
        "governance/changes.yaml#/changes/0",
        "mlruns/models/churn/version-2/meta.yaml",
        "mlruns/models/churn/version-1/meta.yaml",
    ]


def test_a_change_determined_beforehand_names_its_plan():
    planned = assessment(classification="pre-determined", reason="", plan="quarterly refit")
    assert told(judged(planned)) == (
        Status.PASS,
        "s.iyer holds the change from v1 for pre-determined (quarterly refit)",
    )


def test_warns_when_only_the_comparison_is_there():
    finding = judged(runs=built(new={"params": {"depth": "6"}}))
    assert told(finding) == (
        Status.WARN,
        "nobody assessed the change from v1; the comparison finds a minor change",
    )
    assert places(finding)[-1] == "governance/changes.yaml"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"classification": ""}, "CHG-1 does not class the change"),
        ({"by": ""}, "CHG-1 does not say who assessed it"),
        ({"reason": ""}, "CHG-1 gives no reason"),
        ({"classification": "pre-determined"}, "CHG-1 names no plan for a pre-determined change"),
    ],
)
def test_warns_for_half_an_assessment(given, message):
    assert told(judged(assessment(**given))) == (Status.WARN, message)


def test_fails_when_the_signature_changed_and_nobody_assessed_it():
    versions = (
        factories.version(1, **signed(age="long")),
        factories.version(2, stage="Production", **signed(age="double")),
    )
    models = (factories.model(versions=versions),)
    finding = judged(models=models)
    assert told(finding) == (
        Status.FAIL,
        "nobody assessed the change from v1: the signature changed (age)",
    )
    assert "mlruns/1/r1/artifacts/model/MLmodel#/signature" in places(finding)
    assert judged(assessment(), models=models).status is Status.PASS


def test_fails_when_the_training_data_comes_from_elsewhere():
    runs = built({"inputs": (factories.used("q1"),)}, {"inputs": (factories.used("q2"),)})
    assert told(judged(runs=runs)) == (
        Status.FAIL,
        "nobody assessed the change from v1: the training data changed from q1 to q2",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (factories.used(digest="1"), factories.used(digest="2")),
        (factories.used("q1", context="evaluation"), factories.used("q2", context="evaluation")),
    ],
)
def test_a_new_state_of_the_same_data_or_other_data_to_measure_on_needs_no_assessment(old, new):
    finding = judged(runs=built({"inputs": (old,)}, {"inputs": (new,)}))
    assert finding.status is Status.WARN


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ("s3://lake/1.parquet", "s3://lake/2.parquet", Status.WARN),
        ("s3://lake/1.parquet", "s3://elsewhere/1.parquet", Status.FAIL),
        ("s3://lake/1.parquet", "gs://lake/1.parquet", Status.FAIL),
        ("s3://lake/1.parquet", "", Status.WARN),
        ("", "s3://lake/1.parquet", Status.WARN),
    ],
)
def test_another_host_under_the_same_name_is_another_source(before, after, status):
    old, new = factories.used(digest="1"), factories.used(digest="2")
    datasets = (factories.dataset(digest="1", uri=before), factories.dataset(digest="2", uri=after))
    finding = judged(runs=built({"inputs": (old,)}, {"inputs": (new,)}), datasets=datasets)
    assert finding.status is status


def test_does_not_concern_the_first_version_nor_one_in_development():
    first = of_version(ChangeAssessed, "1", **records())
    assert told(first) == (Status.NOT_APPLICABLE, "it is the first version")
    finding = judged(version={"stage": "Archived"})
    assert told(finding) == (Status.NOT_APPLICABLE, "it is in no environment beyond development")


def test_can_be_waived():
    assert judged(waivers=(waiver("APR-008"),)).status is Status.WAIVED
