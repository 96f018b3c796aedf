"""Whether monitoring is planned, and still happens."""

import pytest

from generator.catalog import Policy, SignalRule
from generator.governance.controls.monitoring import MonitoringFresh, MonitoringPlanned
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.monitoring.watching import (
    STAGED,
    judged,
    measured,
    performance,
    promoted,
    scored,
    signal,
)

BOTH = (signal(), performance())


class TestMonitoringPlanned:
    def test_passes_for_performance_and_drift_with_everything_that_belongs_to_them(self):
        finding = judged(MonitoringPlanned, plan=BOTH)
        assert told(finding) == (Status.PASS, "the plan watches 2 signals: psi and recall")
        assert places(finding) == [
            "governance/monitoring/churn/plan.yaml#/signals/psi",
            "governance/monitoring/churn/plan.yaml#/signals/recall",
        ]

    def test_fails_without_a_plan_and_points_at_where_it_should_stand(self):
        finding = judged(MonitoringPlanned)
        assert told(finding) == (Status.FAIL, "there is no monitoring plan")
        assert places(finding) == ["governance/monitoring/churn/plan.yaml"]
        finding = judged(MonitoringPlanned, measured(1, 0.1))
        assert told(finding) == (Status.FAIL, "there is no monitoring plan, although psi is measured")

    def test_warns_when_the_card_only_talks_about_it(self):
        card = factories.narrative(prose={"monitoring": "We look every week."})
        finding = judged(MonitoringPlanned, narratives=(card,))
        assert told(finding) == (
            Status.WARN,
            "the monitoring is described, but no signal states a limit that can be checked",
        )
        assert places(finding)[-1] == "governance/models/churn.md:20"

    @pytest.mark.parametrize(
        ("plan", "message"),
        [
            ((signal(),), "no signal of performance"),
            ((performance(),), "no signal of drift"),
            ((signal(owner=""), performance()), "psi has no owner"),
            ((signal(response="", alert=None), performance()), "psi has no limit and response"),
            ((signal(), performance(cadence_days=None)), "recall has no pause between measurements"),
        ],
    )
    def test_warns_for_what_a_plan_lacks(self, plan, message):
        finding = judged(MonitoringPlanned, plan=plan)
        assert told(finding) == (Status.WARN, f"the plan is incomplete: {message}")

    def test_the_policy_may_set_the_limit_and_the_pause_and_a_limit_of_nought_is_one(self):
        bare = signal(alert=None, cadence_days=None)
        rule = SignalRule(signal="data-drift", alert=0.0, cadence_days=7.0)
        finding = judged(MonitoringPlanned, plan=(bare, performance()), policy=Policy(signals=(rule,)))
        assert finding.status is Status.PASS

    def test_does_not_concern_what_is_not_in_production(self):
        finding = judged(MonitoringPlanned, **STAGED)
        assert told(finding) == (Status.NOT_APPLICABLE, "it is not in production")

    def test_can_be_waived(self):
        assert judged(MonitoringPlanned, waivers=(waiver("MON-001"),)).status is Status.WAIVED


class TestMonitoringFresh:
    def test_passes_on_the_last_day_of_the_pause(self):
        finding = judged(MonitoringFresh, measured(7, 0.1), scored(2, 0.6), plan=BOTH)
        assert told(finding) == (Status.PASS, "every signal is fresh; the oldest value is 7 days old")
        assert places(finding) == [
            "governance/monitoring/churn/measurements.csv:993",
            "governance/monitoring/churn/measurements.csv:998",
        ]
        assert (finding.outcome.observed, finding.outcome.limit) == ("7 days", "7 days")
        assert str(finding.outcome.limit_source).endswith("plan.yaml#/signals/psi/cadence_days")

    @pytest.mark.parametrize(
        ("days", "status", "age"),
        [(8, Status.WARN, "8 days"), (14, Status.WARN, "14 days"), (15, Status.FAIL, "15 days")],
    )
    def test_warns_up_to_two_pauses_and_then_fails(self, days, status, age):
        finding = judged(MonitoringFresh, measured(days, 0.1), scored(2, 0.6), plan=BOTH)
        since = factories.at(days).date()
        assert told(finding) == (status, f"psi was last measured on {since}, {age} ago")

    def test_fails_for_a_signal_that_was_never_measured(self):
        finding = judged(MonitoringFresh, scored(2, 0.6), plan=BOTH)
        assert told(finding) == (Status.FAIL, "psi was never measured")
        assert places(finding)[0] == "governance/monitoring/churn/plan.yaml#/signals/psi"

    def test_a_signal_measured_of_another_version_only_was_never_measured_of_this_one(self):
        finding = judged(MonitoringFresh, measured(1, 0.1, version="9"), plan=(signal(),))
        assert told(finding) == (Status.FAIL, "psi was never measured")

    @pytest.mark.parametrize(("days", "status"), [(6, Status.PASS), (10, Status.WARN), (15, Status.FAIL)])
    def test_a_version_that_has_just_come_to_production_has_a_pause_to_be_measured_in(self, days, status):
        finding = judged(MonitoringFresh, plan=(signal(),), transitions=(promoted(days),))
        assert finding.status is status

    def test_warns_when_no_pause_is_agreed(self):
        finding = judged(MonitoringFresh, measured(1, 0.1), plan=(signal(cadence_days=None),))
        assert told(finding) == (Status.WARN, "how often psi is measured is not agreed")

    def test_does_not_concern_what_has_no_plan_or_does_not_serve(self):
        finding = judged(MonitoringFresh)
        assert told(finding) == (Status.NOT_APPLICABLE, "no plan names a signal (MON-001)")
        assert judged(MonitoringFresh, **STAGED).status is Status.NOT_APPLICABLE

    def test_can_be_waived(self):
        finding = judged(MonitoringFresh, plan=(signal(),), waivers=(waiver("MON-002"),))
        assert told(finding) == (Status.WAIVED, "psi was never measured")
