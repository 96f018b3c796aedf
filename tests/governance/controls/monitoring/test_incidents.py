"""Whether incidents are written down and reported in time."""

from datetime import timedelta

import pytest

from generator.catalog import ControlSetting, Incident, Policy, Register
from generator.governance.controls.monitoring import IncidentClocksMet
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import DAY, places, told, waiver
from tests.governance.controls.monitoring.watching import STAGED, judged

FILE = factories.source("governance/incidents.yaml", "/incidents")


def ago(days):
    return DAY - timedelta(days=days)


def incident(severity="serious", known=3, **given):
    made = {
        "id": "INC-1", "model": "churn", "severity": severity, "status": "open", "opened": ago(known),
        "aware_on": ago(known), "source": FILE.at(0),
    }  # fmt: skip
    return Incident(**made | given)


def logged(*incidents, register=True, **given):
    registers = (Register(name="incidents", count=len(incidents), source=FILE),) if register else ()
    return judged(IncidentClocksMet, of="", incidents=incidents, registers=registers, **given)


def test_an_explicitly_empty_register_passes():
    finding = logged()
    assert told(finding) == (Status.PASS, "0 incidents on record, 0 open, no clock missed")
    assert places(finding) == ["governance/incidents.yaml#/incidents"]
    assert finding.outcome.evidence[0].excerpt == "0 entries"


def test_fails_without_a_register():
    finding = logged(register=False)
    assert told(finding) == (Status.FAIL, "there is no register of incidents")
    assert places(finding) == ["governance/incidents.yaml"]


@pytest.mark.parametrize(
    ("severity", "known", "status", "message"),
    [
        ("serious", 13, Status.PASS, None),
        ("serious", 14, Status.WARN, None),
        ("serious", 15, Status.WARN, "INC-1 (serious) has to be reported by 2026-11-20"),
        ("serious", 16, Status.FAIL, "INC-1 (serious) had to be reported by 2026-11-19 and was not"),
        ("death", 10, Status.WARN, None),
        ("death", 11, Status.FAIL, "INC-1 (death) had to be reported by 2026-11-19 and was not"),
        ("Widespread", 3, Status.FAIL, "INC-1 (Widespread) had to be reported by 2026-11-19 and was not"),
        ("minor", 300, Status.PASS, "1 incident on record, 1 open, no clock missed"),
    ],
)
def test_the_clock_of_a_severity_runs_to_the_end_of_its_last_day(severity, known, status, message):
    finding = logged(incident(severity, known))
    assert finding.status is status
    assert message in {None, finding.outcome.message}


def test_quotes_each_incident_with_the_end_of_its_clock():
    finding = logged(incident())
    assert places(finding)[1] == "governance/incidents.yaml#/incidents/0"
    assert finding.outcome.evidence[1].excerpt == "INC-1: serious, open, report due 2026-12-02"


def test_a_report_or_an_end_in_time_stops_the_clock():
    assert logged(incident(known=90, reported_on=ago(75))).status is Status.PASS
    closed = incident(known=90, status="closed", closed_on=ago(75))
    assert logged(closed).status is Status.PASS


def test_a_late_report_stays_a_failure():
    finding = logged(incident(known=90, reported_on=ago(74), status="closed", closed_on=ago(70)))
    assert told(finding) == (
        Status.FAIL,
        f"INC-1 (serious) had to be reported by {ago(75)} and was on {ago(74)}",
    )


def test_the_clocks_are_parameters():
    setting = ControlSetting(control="MON-007", parameters={"clock_days": {"grave": "1"}})
    policy = Policy(controls={"MON-007": setting})
    assert logged(incident("grave", 2), policy=policy).status is Status.FAIL
    assert logged(incident("serious", 200), policy=policy).status is Status.PASS


def test_warns_for_entries_that_lack_a_field_and_counts_from_the_opening_meanwhile():
    finding = logged(incident(aware_on=None, status=""))
    assert told(finding) == (Status.WARN, "INC-1 has no day from which it was known and status")
    assert logged(incident(known=16, aware_on=None)).status is Status.FAIL


def test_a_correction_takes_the_place_of_the_entry_and_other_models_do_not_count():
    wrong = incident(known=90)
    right = incident(known=90, id="INC-2", corrects="INC-1", severity="minor")
    assert logged(wrong, right, incident(known=90, id="INC-3", model="fraud")).status is Status.PASS


def test_does_not_concern_a_model_that_does_not_serve():
    finding = logged(**STAGED)
    assert told(finding) == (Status.NOT_APPLICABLE, "no version of it is in production")


def test_can_be_waived():
    finding = logged(register=False, waivers=(waiver("MON-007"),))
    assert finding.status is Status.WAIVED
