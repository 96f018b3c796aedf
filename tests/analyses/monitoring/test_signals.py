"""How the watched signals of a model stand."""

import math
from datetime import timedelta

import pytest

from generator.analyses.monitoring.signals import SignalState, monitored, open_alerts
from generator.catalog import (
    Alert,
    AlertStatus,
    Measurement,
    MetricRule,
    Policy,
    Signal,
    SignalKind,
    SignalRule,
)
from tests import factories

PLACE = factories.source("governance/monitoring/churn.yaml")


def signal(name="input_psi", **given):
    made = {
        "model": "churn", "name": name, "kind": SignalKind.DATA_DRIFT, "metric": "psi",
        "warn": 0.1, "alert": 0.2, "cadence_days": 7.0, "source": PLACE.at("signals", name),
    }  # fmt: skip
    return Signal(**made | given)


def measured(days_ago, value, **given):
    made = {
        "model": "churn", "version": "1", "signal": "input_psi", "kind": SignalKind.DATA_DRIFT,
        "metric": "psi", "value": value, "at": factories.at(days_ago), "source": PLACE.at("measurements", days_ago),
    }  # fmt: skip
    return Measurement(**made | given)


def watched(*measurements, plan=(), policy=None, version=None, **records):
    policy = policy or Policy()
    catalog = factories.catalog(signals=tuple(plan), measurements=measurements, **records)
    return monitored(catalog, policy, "churn", factories.NOON, version=version)


def states(*values, **given):
    """The states of readings of one signal, oldest first, a week apart."""
    points = [measured(7 * (len(values) - place), value) for place, value in enumerate(values)]
    (series,) = watched(*points, **given)
    return [reading.state for reading in series.readings]


class TestStates:
    def test_a_value_on_a_limit_is_within_it(self):
        assert states(0.1, 0.11, 0.2, 0.21, plan=[signal()]) == [
            SignalState.OK,
            SignalState.WARNING,
            SignalState.WARNING,
            SignalState.BREACH,
        ]

    def test_where_more_is_better_a_value_below_the_limit_breaches(self):
        plan = signal(higher_is_better=True, warn=0.6, alert=0.5)
        assert states(0.6, 0.55, 0.49, plan=[plan]) == [
            SignalState.OK,
            SignalState.WARNING,
            SignalState.BREACH,
        ]

    @pytest.mark.parametrize("value", [math.nan, math.inf])
    def test_what_is_no_number_is_neither_well_nor_a_breach(self, value):
        assert states(value, plan=[signal()]) == [SignalState.UNKNOWN]

    @pytest.mark.parametrize(
        ("said", "state"),
        [(None, SignalState.UNKNOWN), (True, SignalState.BREACH), (False, SignalState.OK)],
    )
    def test_without_a_limit_the_monitors_own_word_counts(self, said, state):
        (series,) = watched(measured(1, 0.9, drifted=said))
        assert series.state is state

    def test_a_limit_goes_before_the_monitors_word(self):
        (series,) = watched(measured(1, 0.05, drifted=True), plan=[signal()])
        assert series.state is SignalState.OK


class TestLimits:
    def test_the_plan_goes_before_the_policy_and_the_policy_before_the_monitor(self):
        rule = SignalRule(
            signal="data-drift", warn=0.3, alert=0.4, source=factories.source("governance/policy.yaml")
        )
        policy = Policy(signals=(rule,))
        point = measured(1, 0.25, warn=0.5, alert=0.6)
        (series,) = watched(point, plan=[signal(warn=None)], policy=policy)
        assert (series.limits.warn, series.limits.alert) == (0.3, 0.2)
        assert str(series.limits.alert_source) == "governance/monitoring/churn.yaml#/signals/input_psi/alert"
        assert str(series.limits.warn_source) == "governance/policy.yaml#/warn"
        (series,) = watched(point, policy=policy)
        assert series.limits.alert == 0.4
        (series,) = watched(point)
        assert (series.limits.warn, series.limits.alert) == (0.5, 0.6)
        assert series.limits.alert_source == point.source

    def test_the_most_particular_rule_of_the_policy_holds(self):
        rules = (
            SignalRule(alert=0.1),
            SignalRule(model="churn", signal="input_*", alert=0.3),
            SignalRule(model="churn", alert=0.2),
            SignalRule(model="fraud", signal="input_psi", alert=0.4),
        )
        (series,) = watched(measured(1, 0.25), policy=Policy(signals=rules))
        assert series.limits.alert == 0.3

    def test_performance_is_held_to_what_the_card_declares_then_to_the_policys_bound(self):
        point = measured(1, 0.5, signal="recall", metric="recall", kind=SignalKind.PERFORMANCE)
        card = factories.narrative(goals=(factories.goal("recall", threshold=0.6),))
        policy = Policy(metrics=(MetricRule(metric="recall", bound=0.4),))
        (series,) = watched(point, narratives=(card,), policy=policy)
        assert (series.limits.alert, series.state) == (0.6, SignalState.BREACH)
        assert str(series.limits.alert_source) == "governance/models/churn.md#/metrics/recall/threshold"
        (series,) = watched(point, policy=policy)
        assert (series.limits.alert, series.state) == (0.4, SignalState.OK)

    def test_the_card_says_when_less_is_better(self):
        point = measured(1, 20.0, signal="latency", metric="latency", kind=SignalKind.PERFORMANCE)
        card = factories.narrative(goals=(factories.goal("latency", threshold=15, higher_is_better=False),))
        (series,) = watched(point, narratives=(card,))
        assert series.state is SignalState.BREACH

    def test_a_signal_of_the_plan_speaks_of_all_features_unless_one_has_its_own(self):
        plan = [signal(), signal(feature="age", alert=0.5)]
        found = watched(measured(1, 0.3, feature="age"), measured(1, 0.3, feature="amount"), plan=plan)
        assert {series.feature: series.state for series in found} == {
            "age": SignalState.WARNING,
            "amount": SignalState.BREACH,
        }


class TestSeries:
    def test_each_version_and_feature_has_its_own_in_order(self):
        found = watched(
            measured(1, 0.1, version="2"), measured(1, 0.1, feature="b"), measured(2, 0.1, feature="a")
        )
        assert [(series.version, series.feature) for series in found] == [
            ("1", "a"),
            ("1", "b"),
            ("2", ""),
        ]

    def test_latest_value_and_age_are_those_of_the_last_window(self):
        (series,) = watched(measured(3, 0.1), measured(10, 0.4), plan=[signal()])
        assert series.latest is not None
        assert (series.latest.value, series.age) == (0.1, timedelta(days=3))

    def test_a_value_from_after_the_instant_asked_about_is_not_known(self):
        (series,) = watched(measured(-1, 0.9), measured(1, 0.1))
        assert [reading.value for reading in series.readings] == [0.1]

    def test_weeks_breached_are_counted_once_however_many_values_they_have(self):
        points = [measured(days, 0.3) for days in (15, 14.5, 8, 1)]
        (series,) = watched(*points, plan=[signal()])
        assert (len(series.breaches), series.weeks_breached) == (4, 3)

    def test_the_open_breach_is_the_run_of_breaches_at_the_end(self):
        points = [measured(40, 0.3), measured(30, 0.1), measured(20, 0.3), measured(10, 0.4)]
        (series,) = watched(*points, plan=[signal()])
        assert [reading.value for reading in series.open_breach] == [0.3, 0.4]
        (series,) = watched(*points, measured(1, 0.1), plan=[signal()])
        assert series.open_breach == ()

    def test_a_signal_that_nobody_measured_is_silent(self):
        (series,) = watched(plan=[signal()])
        assert (series.latest, series.age, series.overdue) == (None, None, math.inf)

    def test_a_signal_measured_of_another_version_only_is_silent_here(self):
        found = watched(measured(1, 0.1, version="1"), plan=[signal()], version="2")
        assert [(series.version, series.readings) for series in found] == [("", ())]

    def test_a_value_that_does_not_say_which_version_served_stands_for_each(self):
        (series,) = watched(measured(1, 0.1, version=""), plan=[signal()], version="2")
        assert series.state is SignalState.OK

    def test_overdue_tells_how_many_pauses_have_passed(self):
        (series,) = watched(measured(14, 0.1), plan=[signal()])
        assert series.overdue == 2
        (series,) = watched(measured(14, 0.1))
        assert series.overdue is None


def alert(identity, **given):
    made = {
        "id": identity,
        "model": "churn",
        "status": AlertStatus.OPEN,
        "source": PLACE.at("alerts", identity),
    }
    return Alert(**made | given)


def test_open_alerts_are_those_not_resolved_by_the_instant_the_oldest_first():
    alerts = (
        alert("new", raised_at=factories.at(1)),
        alert("old", raised_at=factories.at(9), status=AlertStatus.ACKNOWLEDGED),
        alert("done", raised_at=factories.at(9), status=AlertStatus.RESOLVED, resolved_at=factories.at(2)),
        alert("later", raised_at=factories.at(9), status=AlertStatus.RESOLVED, resolved_at=factories.at(-2)),
        alert("unborn", raised_at=factories.at(-3)),
        alert("other", model="fraud", raised_at=factories.at(3)),
    )
    found = open_alerts(factories.catalog(alerts=alerts), "churn", factories.NOON)
    assert [each.id for each in found] == ["later", "old", "new"]
