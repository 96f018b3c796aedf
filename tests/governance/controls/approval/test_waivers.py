"""Whether every waiver may be relied on, and is needed."""

from datetime import timedelta

import pytest

from generator.governance.controls.approval import WaiversValid
from generator.governance.controls.inventory import OwnerNamed
from generator.governance.finding import Status, SubjectRef
from tests import factories
from tests.governance.assessing import DAY, assessed, person, places, waiver


def ends_in(days):
    return {"expires_on": DAY + timedelta(days=days)}


NEEDED = ends_in(40)


def judged(*waivers, owned=False, **records):
    """What is said of each waiver in a catalogue whose model has an owner or none."""
    fields = {"owner": "i.bakker"} if owned else {}
    given = {"models": (factories.model(),), "narratives": (factories.narrative(fields=fields),)}
    assessment = assessed(OwnerNamed, WaiversValid, waivers=waivers, **given | records)
    return assessment.by_control["APR-006"]


def said(*waivers, **given):
    (finding,) = judged(*waivers, **given)
    return finding.status, finding.outcome.message


def test_passes_for_a_waiver_that_a_finding_needs():
    (finding,) = judged(waiver("INV-001", model="churn", **NEEDED))
    assert (finding.status, finding.outcome.message) == (
        Status.PASS,
        "WVR-1 covers 1 finding of INV-001 until 2026-12-30",
    )
    assert places(finding) == [
        "governance/waivers.yaml#/waivers/0",
        "governance/models/churn.md#/owner",
    ]
    assert finding.outcome.evidence[1].excerpt == "INV-001 on models:/churn: fail"
    assert finding.subject == SubjectRef("churn")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"approved_by": ""}, "nobody approved it"),
        ({"approved_by": "I.Bakker"}, "who asked for it approved it"),
        ({"expires_on": None}, "it never ends"),
        ({"created_on": None}, "it does not say since when it holds"),
        ({"reason": " "}, "no reason is given"),
        ({"compensating_control": ""}, "no compensating control is given"),
        ({"created_on": DAY - timedelta(days=141)}, "it lasts 181 days, 180 are allowed"),
    ],
)
def test_fails_for_a_waiver_that_cannot_be_relied_on(given, message):
    status = said(waiver("INV-001", model="churn", **NEEDED | given))
    assert status == (Status.FAIL, f"WVR-1: {message}")


def test_a_waiver_may_last_as_long_as_the_parameter_says():
    lasting = waiver("INV-001", model="churn", created_on=DAY - timedelta(days=140), **NEEDED)
    assert said(lasting)[0] is Status.PASS


def test_fails_for_a_control_that_does_not_exist_or_cannot_be_waived():
    assert said(waiver("XYZ-001", model="churn", **NEEDED)) == (
        Status.FAIL,
        "WVR-1: there is no control XYZ-001",
    )
    assert said(waiver("apr-006", model="churn", **NEEDED)) == (
        Status.FAIL,
        "WVR-1: APR-006 cannot be waived",
    )


def test_fails_for_one_that_has_ended_and_is_still_needed():
    assert said(waiver("INV-001", model="churn", **ends_in(-1))) == (
        Status.FAIL,
        "WVR-1: it expired on 2026-11-19, and 1 finding would need it",
    )


def test_one_that_has_ended_and_is_not_needed_is_history():
    assert said(waiver("INV-001", model="fraud", **ends_in(-1))) == (
        Status.PASS,
        "WVR-1 ended on 2026-11-19, and nothing needs it any more",
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"model": "fraud"}, "no finding needs it"),
        (ends_in(30), "it ends on 2026-12-20, in 30 days"),
        (ends_in(0), "it ends on 2026-11-20, in 0 days"),
        ({"model": ""}, "it covers every model, now churn"),
        ({"requested_by": ""}, "it does not say who asked for it"),
        ({"created_on": DAY + timedelta(days=1)}, "it begins on 2026-11-21"),
    ],
)
def test_warns_for_a_waiver_that_somebody_should_look_at(given, message):
    made = {"model": "churn"} | NEEDED | given
    assert said(waiver("INV-001", **made)) == (Status.WARN, f"WVR-1: {message}")


def test_a_passing_control_needs_no_waiver():
    assert said(waiver("INV-001", model="churn", **NEEDED), owned=True, people=(person(),)) == (
        Status.WARN,
        "WVR-1: no finding needs it",
    )


def test_every_waiver_has_a_finding_on_its_version_model_or_the_whole():
    waivers = (
        waiver("INV-001", id="A", model="churn", versions=("1",), **NEEDED),
        waiver("INV-001", id="B", model="churn", versions=("1", "2"), **NEEDED),
        waiver("INV-001", id="C", **NEEDED),
    )
    found = {finding.outcome.message[:1]: finding.subject for finding in judged(*waivers)}
    assert found == {"A": SubjectRef("churn", "1"), "B": SubjectRef("churn"), "C": SubjectRef()}


def test_a_corrected_waiver_is_not_judged_any_more():
    wrong = waiver("INV-001", id="A", model="churn", approved_by="")
    right = waiver("INV-001", id="B", model="churn", corrects="A", **NEEDED)
    assert said(wrong, right)[0] is Status.PASS


def test_nothing_is_said_without_waivers():
    assessment = assessed(OwnerNamed, WaiversValid, models=(factories.model(),))
    assert "APR-006" not in assessment.by_control


def test_cannot_be_waived_itself():
    shy = waiver("APR-006", id="W-2", **NEEDED)
    found = judged(waiver("INV-001", model="churn", approved_by=""), shy)
    assert {finding.status for finding in found} == {Status.FAIL}
