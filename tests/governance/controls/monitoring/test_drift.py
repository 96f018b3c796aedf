"""Whether drift is answered."""

import math

import pytest

from generator.catalog import Alert, AlertStatus, Incident, Retraining, SignalKind
from generator.governance.controls.monitoring import DriftResolved
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.monitoring.watching import STAGED, judged, measured, scored, signal


def alert(days_ago, **given):
    made = {
        "id": "AL-1", "model": "churn", "signal": "psi", "status": AlertStatus.RESOLVED,
        "resolved_at": factories.at(days_ago), "source": factories.source("governance/monitoring/churn/alerts.yaml"),
    }  # fmt: skip
    return Alert(**made | given)


def incident(days_ago, **given):
    made = {
        "id": "INC-1", "model": "churn", "opened": factories.at(days_ago).date(), "summary": "Drift.",
        "source": factories.source("governance/incidents.yaml", "/incidents/0"),
    }  # fmt: skip
    return Incident(**made | given)


def breaching(*days, **given):
    """The finding where the signal breached on these days."""
    points = [measured(day, 0.3) for day in days]
    return judged(DriftResolved, measured(60, 0.05), *points, plan=(signal(),), **given)


def test_passes_within_the_limit():
    finding = judged(DriftResolved, measured(9, 0.4), measured(2, 0.1), plan=(signal(),))
    assert told(finding) == (
        Status.PASS,
        "every signal of drift is within its limit or answered (1 looked at)",
    )
    assert places(finding) == ["governance/monitoring/churn/measurements.csv:998"]


@pytest.mark.parametrize(
    ("days", "status", "message"),
    [
        ((7,), Status.WARN, "psi is 0.3, the limit is 0.2; open for 7 days"),
        ((8,), Status.FAIL, "psi is 0.3, the limit is 0.2; open for 8 days, and nothing answers it"),
        ((15, 1), Status.FAIL, "psi is 0.3, the limit is 0.2; open for 15 days, and nothing answers it"),
    ],
)
def test_a_breach_may_be_open_for_a_week(days, status, message):
    assert told(breaching(*days)) == (status, message)


def test_quotes_the_first_and_the_last_value_and_who_set_the_limit():
    finding = breaching(15, 8, 1)
    assert places(finding) == [
        "governance/monitoring/churn/measurements.csv:985",
        "governance/monitoring/churn/measurements.csv:999",
    ]
    assert (finding.outcome.observed, finding.outcome.limit) == ("0.3", "0.2")
    assert str(finding.outcome.limit_source).endswith("plan.yaml#/signals/psi/alert")


def test_an_alert_resolved_after_the_last_value_answers_the_breach():
    assert breaching(15, 8, alerts=(alert(8),)).status is Status.PASS


@pytest.mark.parametrize(
    "given",
    [
        alert(9),
        alert(2, status=AlertStatus.OPEN),
        alert(2, signal="other"),
        alert(2, version="7"),
        alert(2, model="fraud"),
        alert(-1),
    ],
)
def test_any_other_alert_does_not(given):
    assert breaching(15, 8, alerts=(given,)).status is Status.FAIL


def test_an_incident_or_a_retraining_since_it_began_makes_it_a_warning():
    finding = breaching(15, 8, incidents=(incident(15),))
    assert told(finding) == (
        Status.WARN,
        "psi is 0.3, the limit is 0.2; open for 15 days; answered by INC-1",
    )
    assert places(finding)[-1] == "governance/incidents.yaml#/incidents/0"
    done = Retraining(model="churn", at=factories.at(3), source=factories.source("r.yaml"))
    assert told(breaching(15, retrainings=(done,)))[1].endswith("answered by the retraining of 2026-11-17")


@pytest.mark.parametrize(
    "given", [incident(16), incident(5, versions=("9",)), incident(5, model="fraud"), incident(-1)]
)
def test_any_other_incident_answers_nothing(given):
    assert breaching(15, 8, incidents=(given,)).status is Status.FAIL


def test_the_monitors_own_verdict_counts_where_no_limit_is_set():
    finding = judged(DriftResolved, measured(9, 0.4, drifted=True))
    assert told(finding) == (Status.FAIL, "psi is 0.4; open for 9 days, and nothing answers it")
    assert finding.outcome.limit == "the monitor's own"


@pytest.mark.parametrize(
    ("value", "plan", "message"),
    [
        (0.15, (signal(),), "psi is 0.15, in the warning band from 0.1"),
        (0.15, (signal(warn=None, alert=None),), "psi is 0.15, held to no limit"),
        (math.nan, (signal(),), "psi is NaN, held to no limit"),
    ],
)
def test_warns_for_what_is_no_breach_and_not_well(value, plan, message):
    assert told(judged(DriftResolved, measured(1, value), plan=plan)) == (Status.WARN, message)


def test_warns_for_a_signal_that_was_never_measured():
    assert told(judged(DriftResolved, plan=(signal(),))) == (Status.WARN, "psi was never measured")


@pytest.mark.parametrize(("days", "status"), [(14, Status.PASS), (15, Status.WARN)])
def test_a_value_that_is_two_pauses_old_tells_nothing_any_more(days, status):
    finding = judged(DriftResolved, measured(days, 0.05), plan=(signal(),))
    assert finding.status is status
    if status is Status.WARN:
        assert finding.outcome.message == "psi was last measured on 2026-11-05, too long ago to tell"


@pytest.mark.parametrize("kind", [SignalKind.PREDICTION_DRIFT, SignalKind.CONCEPT_DRIFT])
def test_outputs_and_meaning_drift_too(kind):
    finding = judged(DriftResolved, measured(9, 0.3), plan=(signal(kind=kind),))
    assert finding.status is Status.FAIL


def test_does_not_concern_what_has_no_signal_of_drift_or_does_not_serve():
    finding = judged(DriftResolved, scored(1, 0.4))
    assert told(finding) == (Status.NOT_APPLICABLE, "no signal of drift is planned or measured")
    assert judged(DriftResolved, **STAGED).status is Status.NOT_APPLICABLE


def test_can_be_waived():
    assert breaching(15, waivers=(waiver("MON-003"),)).status is Status.WAIVED
