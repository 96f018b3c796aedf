"""Whether a version does in use what was declared."""

import math

import pytest

from generator.catalog import ControlSetting, Policy
from generator.governance.controls.monitoring import PerformanceAboveFloor
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.monitoring.watching import STAGED, judged, measured, performance, scored

PLAN = (performance(),)


def valued(*values, plan=PLAN, **given):
    """The finding for values a week apart, the last one yesterday."""
    points = [scored(1 + 7 * (len(values) - place - 1), value) for place, value in enumerate(values)]
    return judged(PerformanceAboveFloor, *points, plan=plan, **given)


def test_passes_at_least_a_margin_above_the_floor():
    finding = valued(0.4, 0.55)
    assert told(finding) == (Status.PASS, "recall is 0.55, no worse than declared")
    assert places(finding) == [
        "governance/monitoring/churn/measurements.csv:992",
        "governance/monitoring/churn/measurements.csv:999",
    ]
    assert (finding.outcome.observed, finding.outcome.limit) == ("0.55", "0.5")


@pytest.mark.parametrize(
    ("values", "status", "message"),
    [
        (
            (0.6, 0.4),
            Status.WARN,
            "recall is 0.4, worse than 0.5 in 1 window since 2026-11-19, 2 would be a failure",
        ),
        ((0.6, 0.45, 0.4), Status.FAIL, "recall is 0.4, worse than 0.5 in 2 windows since 2026-11-12"),
        ((0.4, 0.6, 0.4), Status.WARN, None),
        ((0.4, 0.4, 0.6), Status.PASS, None),
    ],
)
def test_two_windows_in_a_row_make_a_failure(values, status, message):
    finding = valued(*values)
    assert finding.status is status
    assert message in {None, finding.outcome.message}


def test_the_policy_may_ask_for_more_windows():
    setting = ControlSetting(control="MON-004", parameters={"consecutive": "3"})
    policy = Policy(controls={"MON-004": setting})
    assert valued(0.4, 0.4, policy=policy).status is Status.WARN
    assert valued(0.4, 0.4, 0.4, policy=policy).status is Status.FAIL


def test_what_the_card_declares_is_the_floor():
    card = factories.narrative(goals=(factories.goal("recall", threshold=0.6),))
    finding = valued(0.55, 0.55, plan=(), narratives=(card,))
    assert told(finding) == (
        Status.FAIL,
        "recall is 0.55, worse than 0.6 in 2 windows since 2026-11-12",
    )
    assert str(finding.outcome.limit_source) == "governance/models/churn.md#/metrics/recall/threshold"


def test_where_less_is_better_more_is_worse():
    plan = (performance("latency", higher_is_better=False, alert=15.0),)
    points = (scored(8, 16.0, "latency"), scored(1, 17.0, "latency"))
    finding = judged(PerformanceAboveFloor, *points, plan=plan)
    assert told(finding)[1] == "latency is 17, worse than 15 in 2 windows since 2026-11-12"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.5, "recall is 0.5, close to the limit of 0.5"),
        (0.509, "recall is 0.509, close to the limit of 0.5"),
        (math.nan, "recall is NaN, held to no limit"),
    ],
)
def test_warns_near_the_floor_and_for_what_is_no_number(value, message):
    assert told(valued(value)) == (Status.WARN, message)


def test_warns_without_a_floor_in_the_warning_band_and_without_a_value():
    assert told(valued(0.9, plan=())) == (Status.WARN, "recall is 0.9, held to no limit")
    banded = (performance(warn=0.7),)
    assert told(valued(0.6, plan=banded)) == (Status.WARN, "recall is 0.6, in the warning band")
    assert told(valued()) == (Status.WARN, "recall was never measured")


@pytest.mark.parametrize(("days", "status"), [(14, Status.PASS), (15, Status.WARN)])
def test_a_value_that_is_two_pauses_old_tells_nothing_any_more(days, status):
    finding = judged(PerformanceAboveFloor, scored(days, 0.9), plan=PLAN)
    assert finding.status is status
    if status is Status.WARN:
        assert finding.outcome.message == "recall was last measured on 2026-11-05, too long ago to tell"


def test_one_bad_signal_among_good_ones_fails():
    points = (scored(8, 0.4), scored(1, 0.4), scored(1, 0.9, "auc"))
    finding = judged(PerformanceAboveFloor, *points, plan=(performance(), performance("auc")))
    assert told(finding) == (Status.FAIL, "recall is 0.4, worse than 0.5 in 2 windows since 2026-11-12")


def test_does_not_concern_what_has_no_signal_of_performance_or_does_not_serve():
    finding = judged(PerformanceAboveFloor, measured(1, 0.9))
    assert told(finding) == (Status.NOT_APPLICABLE, "no signal of performance is planned or measured")
    assert judged(PerformanceAboveFloor, **STAGED).status is Status.NOT_APPLICABLE


def test_can_be_waived():
    assert valued(0.4, 0.4, waivers=(waiver("MON-004"),)).status is Status.WAIVED
