"""Whether somebody independent validated a version, and follows up what was found."""

import pytest

from generator.catalog import ReviewFinding, ValidationReport
from generator.governance.controls.approval import IndependentlyValidated
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.approval.approving import OTHER, PROMOTED, STAGED, of_version, records

REPORT = factories.source("governance/reports/VAL-1.pdf")
HIGH = (factories.narrative(fields={"risk_tier": "high"}),)


def report(**given):
    made = {
        "id": "VAL-1", "at": factories.at(PROMOTED + 3), "by": "r.berg", "model": "churn", "versions": ("2",),
        "validator": "r.berg", "report": "reports/VAL-1.pdf", "report_source": REPORT, "sha256": REPORT.sha256,
        "outcome": "satisfactory", "source": factories.source("governance/validations.yaml", "/validations/0"),
    }  # fmt: skip
    return ValidationReport(**made | given)


def observation(identity="F-1", **given):
    made = {
        "id": identity, "model": "churn", "severity": "high", "owner": "ada", "due": factories.at(-1).date(),
        "status": "open", "plan": "Calibrate again.", "report": "VAL-1", "summary": "Badly calibrated.",
        "source": factories.source("governance/findings.yaml", f"/findings/{identity}"),
    }  # fmt: skip
    return ReviewFinding(**made | given)


def judged(*reports, findings=(), **given):
    made = {"narratives": HIGH, "validations": reports, "review_findings": findings}
    return of_version(IndependentlyValidated, **records(**made | given))


def test_passes_for_a_report_before_the_promotion_whose_findings_are_followed():
    finding = judged(report(), findings=(observation(),))
    assert told(finding) == (
        Status.PASS,
        "VAL-1 of 2026-10-28 by r.berg; 1 finding open, none past its date",
    )
    assert places(finding) == [
        "governance/validations.yaml#/validations/0",
        "governance/reports/VAL-1.pdf",
        "governance/findings.yaml#/findings/F-1",
    ]
    assert finding.outcome.evidence[1].excerpt == REPORT.sha256


def test_fails_without_a_report_and_points_at_where_it_should_be_registered():
    finding = judged(report(versions=("1",)), report(model="fraud"))
    assert told(finding) == (Status.FAIL, "no independent validation of it is registered")
    assert places(finding) == ["governance/validations.yaml"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"report_source": None}, "the report of VAL-1 is not there"),
        ({"report_source": None, "report": ""}, "VAL-1 names no report"),
        ({"sha256": OTHER}, "the report of VAL-1 is not the one that was registered"),
        ({"validator": "", "by": ""}, "VAL-1 names no validator"),
        ({"validator": "Ada Holm"}, "Ada Holm validated it and is the user of the version"),
        (
            {"at": factories.at(PROMOTED - 1)},
            "VAL-1 is of 2026-11-01, the version went to production on 2026-10-31",
        ),
    ],
)
def test_fails_for_a_report_that_proves_nothing(given, message):
    assert told(judged(report(**given))) == (Status.FAIL, message)


def test_a_report_of_the_day_of_the_promotion_is_in_time():
    assert judged(report(at=factories.at(PROMOTED))).status is Status.PASS


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"due": factories.at(1).date()}, "VAL-1: F-1 was due on 2026-11-19"),
        ({"owner": "", "due": None}, "VAL-1: F-1 has no owner and due date"),
        ({"plan": " "}, "VAL-1: F-1 is high and has no plan"),
    ],
)
def test_warns_for_findings_that_nobody_follows(given, message):
    assert told(judged(report(), findings=(observation(**given),))) == (Status.WARN, message)


def test_a_finding_is_in_time_on_its_day_and_needs_no_plan_once_closed():
    assert judged(report(), findings=(observation(due=factories.NOON.date()),)).status is Status.PASS
    closed = observation(status="closed", plan="", due=factories.at(30).date())
    assert judged(report(), findings=(closed,)).status is Status.PASS


def test_findings_of_other_reports_count_when_they_name_the_version():
    late = {"report": "AUD-9", "due": factories.at(1).date()}
    assert judged(report(), findings=(observation(versions=("2",), **late),)).status is Status.WARN
    assert judged(report(), findings=(observation(versions=("1",), **late),)).status is Status.PASS


@pytest.mark.parametrize(
    ("given", "more", "message"),
    [
        ({"at": None}, {}, "VAL-1: it has no date"),
        ({"sha256": ""}, {}, "VAL-1: its SHA-256 is not registered"),
        ({}, {"transitions": (STAGED,)}, "VAL-1: when the version went to production is not recorded"),
        (
            {},
            {"runs": (), "version": {"user": "", "stage": "Production"}},
            "VAL-1: nobody is recorded as having built the version",
        ),
    ],
)
def test_warns_about_what_cannot_be_established(given, more, message):
    assert told(judged(report(**given), **more)) == (Status.WARN, message)


def test_an_unknown_tier_is_not_taken_for_a_low_one():
    finding = judged(narratives=())
    assert told(finding) == (
        Status.WARN,
        "its risk tier is not known, and no independent validation is registered",
    )
    assert places(finding) == ["governance/validations.yaml", "governance/models/churn.md#/risk_tier"]


def test_does_not_concern_lower_tiers_and_versions_in_development():
    low = (factories.narrative(fields={"risk_tier": "minimal"}),)
    finding = judged(narratives=low)
    assert told(finding) == (
        Status.NOT_APPLICABLE,
        "a model of the tier minimal needs no independent validation",
    )
    finding = judged(version={"stage": "Archived"})
    assert told(finding) == (Status.NOT_APPLICABLE, "it is in no environment beyond development")


def test_can_be_waived():
    assert judged(waivers=(waiver("APR-005"),)).status is Status.WAIVED
