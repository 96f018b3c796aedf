"""What other makers' monitors wrote, in a folder of monitoring."""

import json
from pathlib import Path

import pytest

from generator.catalog import AlertStatus, Records, SignalKind
from generator.readers.governance.reader import read_governance
from generator.readers.store import Store

REAL = Path(__file__).parent


@pytest.fixture
def read(tmp_path):
    """Reads a governance folder with these files below ``monitoring/churn``."""
    (tmp_path / "models").mkdir()

    def read_files(files: dict[str, object]) -> Records:
        for path, content in files.items():
            file = tmp_path / "monitoring" / "churn" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content if isinstance(content, str) else json.dumps(content))
        return read_governance(Store(tmp_path, "governance"))

    return read_files


def problems(records):
    return [(each.slug, str(each.source), each.message) for each in records.problems]


class TestEvidently:
    def test_a_real_report_of_release_0_4_is_read(self, read):
        report = (REAL / "evidently-0.4.40.json").read_text()
        records = read({"evidently/5/2026-05-03.json": report})
        assert problems(records) == []
        found = {(each.signal, each.feature): each for each in records.measurements}
        assert sorted(found) == [
            ("evidently_drift", "age"),
            ("evidently_drift", "amount"),
            ("evidently_drift", "prediction"),
            ("evidently_drifted_share", ""),
        ]
        amount = found["evidently_drift", "amount"]
        assert (amount.model, amount.version, amount.metric) == ("churn", "5", "K-S p_value")
        assert (amount.kind, amount.drifted, amount.alert) == (SignalKind.DATA_DRIFT, True, None)
        assert amount.at.isoformat() == "2026-05-03T00:00:00+00:00"
        assert str(amount.source) == (
            "governance/monitoring/churn/evidently/5/2026-05-03.json#/metrics/1/result/drift_by_columns/amount/drift_score"
        )
        assert found["evidently_drift", "prediction"].kind is SignalKind.PREDICTION_DRIFT
        share = found["evidently_drifted_share", ""]
        assert (round(share.value, 3), share.drifted) == (0.333, False)

    def test_the_reports_own_time_counts_where_the_name_has_none(self, read):
        report = json.loads((REAL / "evidently-0.4.40.json").read_text())
        records = read({"evidently/report.json": report})
        assert {each.at.isoformat()[:10] for each in records.measurements} == {report["timestamp"][:10]}

    def test_a_real_report_of_release_0_7_is_read(self, read):
        report = (REAL / "evidently-0.7.23.json").read_text()
        records = read({"evidently/2026-05-03T0615Z.json": report})
        assert problems(records) == []
        found = [
            (each.feature, round(each.value, 3), each.metric, each.drifted) for each in records.measurements
        ]
        assert found == [
            ("", 0.333, "share of drifted columns", False),
            ("amount", 4.614, "psi", True),
            ("age", 0.087, "psi", False),
            ("prediction", 0.084, "psi", False),
        ]
        assert records.measurements[0].at.isoformat() == "2026-05-03T06:15:00+00:00"

    def test_a_p_value_falls_as_the_drift_grows_and_arguments_may_stand_in_the_name_alone(self, read):
        metrics = [
            {"metric_name": f"ValueDrift(column=age,method={method},threshold=0.05)", "value": value}
            for method, value in (("K-S p_value", 0.01), ("K-S p_value", 0.05), ("psi", 0.05), ("odd", 0.01))
        ]
        records = read({"evidently/2026-05-03.json": {"metrics": metrics}})
        assert [each.drifted for each in records.measurements] == [True, False, True, False]

    def test_a_report_without_a_date_is_not_dated_by_guess(self, read):
        records = read({"evidently/latest.json": {"metrics": [{"metric_name": "RowCount()", "value": 1}]}})
        assert problems(records) == [
            (
                "monitoring-export-invalid",
                "governance/monitoring/churn/evidently/latest.json#/timestamp",
                "does not say when the data is from",
            )
        ]

    @pytest.mark.parametrize(
        ("content", "slug"),
        [("{", "json-invalid"), ("[1]", "monitoring-export-invalid"), ({}, "monitoring-export-invalid")],
    )
    def test_what_is_no_report_is_a_problem(self, read, content, slug):
        records = read({"evidently/2026-05-03.json": content})
        assert records.measurements == ()
        assert [each.slug for each in records.problems] == [slug]

    def test_a_score_that_is_no_number_costs_only_itself(self, read):
        columns = {"a": {"drift_score": "high"}, "b": {"drift_score": 0.2}, "c": None}
        report = {"metrics": [{"metric": "DataDriftTable", "result": {"drift_by_columns": columns}}, None, 7]}
        records = read({"evidently/2026-05-03.json": report})
        assert [each.feature for each in records.measurements] == ["b"]


def answer(*series, kind="matrix"):
    return {"status": "success", "data": {"resultType": kind, "result": list(series)}}


class TestPrometheus:
    def test_every_sample_of_a_range_is_a_measurement(self, read):
        series = {
            "metric": {"__name__": "model_input_psi", "model_version": "5", "feature": "amount"},
            "values": [[1762732800, "0.11"], [1762819200.5, "NaN"]],
        }
        records = read({"prometheus/psi.json": answer(series)})
        assert problems(records) == []
        first, second = records.measurements
        assert (first.model, first.version, first.signal, first.feature) == (
            "churn", "5", "model_input_psi", "amount",
        )  # fmt: skip
        assert (first.value, first.at.isoformat()) == (0.11, "2025-11-10T00:00:00+00:00")
        assert (first.kind, str(second.value)) == (SignalKind.DATA_DRIFT, "nan")
        assert str(second.source) == (
            "governance/monitoring/churn/prometheus/psi.json#/data/result/0/values/1"
        )

    def test_a_vector_has_one_sample_a_series(self, read):
        series = {"metric": {"signal": "recall", "kind": "performance"}, "value": [1762732800, "0.5"]}
        records = read({"prometheus/now.json": answer(series, kind="vector")})
        assert [(each.signal, each.kind, each.value) for each in records.measurements] == [
            ("recall", SignalKind.PERFORMANCE, 0.5)
        ]

    def test_a_series_that_nothing_else_tells_of_is_operation(self, read):
        series = {"metric": {"__name__": "request_latency"}, "value": [1762732800, "+Inf"]}
        (found,) = read({"prometheus/now.json": answer(series, kind="vector")}).measurements
        assert (found.kind, found.value) == (SignalKind.OPERATION, float("inf"))

    @pytest.mark.parametrize(
        "content", [{"status": "error", "error": "timeout"}, answer(kind="scalar"), [], {"data": 3}]
    )
    def test_an_answer_that_is_none_is_a_problem(self, read, content):
        records = read({"prometheus/psi.json": content})
        assert [each.slug for each in records.problems] == ["monitoring-export-invalid"]

    def test_samples_that_are_none_are_counted_and_the_rest_is_read(self, read):
        samples = [
            [1762732800, "0.1"],
            [1762732800],
            ["then", "0.1"],
            [1e300, "0.1"],
            [-5, "1"],
            [1, "x"],
            None,
        ]
        records = read({"prometheus/psi.json": answer({"metric": {"signal": "psi"}, "values": samples})})
        assert [each.value for each in records.measurements] == [0.1]
        assert [each.message for each in records.problems] == [
            "holds 6 samples that are no pair of time and value"
        ]

    def test_a_series_without_a_name_is_a_problem(self, read):
        records = read({"prometheus/psi.json": answer({"metric": {}, "values": []})})
        assert [each.message for each in records.problems] == ["names neither a metric nor a signal"]


def alert(**given):
    made = {
        "labels": {"alertname": "InputDrift", "severity": "warning", "model_version": "5"},
        "annotations": {"summary": "merchant_risk has moved"},
        "startsAt": "2026-10-26T05:10:00Z",
        "endsAt": "2026-11-20T13:00:00Z",
        "fingerprint": "1a30ba71cca2921f",
        "status": {"state": "active", "silencedBy": [], "inhibitedBy": []},
    }
    return made | given


class TestAlertmanager:
    def test_an_active_alert_is_open_and_its_end_is_only_a_time_out(self, read):
        records = read({"alertmanager/alerts.json": [alert()]})
        assert problems(records) == []
        (found,) = records.alerts
        assert (found.id, found.model, found.version) == (
            "1a30ba71cca2921f@2026-10-26T05:10:00+00:00", "churn", "5",
        )  # fmt: skip
        assert (found.status, found.resolved_at) == (AlertStatus.OPEN, None)
        assert (found.signal, found.severity, found.summary) == (
            "InputDrift",
            "warning",
            "merchant_risk has moved",
        )
        assert str(found.source) == "governance/monitoring/churn/alertmanager/alerts.json#/0"

    def test_a_suppressed_alert_is_known_to_somebody(self, read):
        (found,) = read({"alertmanager/a.json": [alert(status={"state": "suppressed"})]}).alerts
        assert found.status is AlertStatus.ACKNOWLEDGED

    def test_what_a_webhook_received_is_read(self, read):
        sent = {
            "version": "4",
            "alerts": [
                alert(status="resolved"),
                alert(status="firing", endsAt="0001-01-01T00:00:00Z", fingerprint=""),
            ],
        }
        done, firing = read({"alertmanager/hook.json": sent}).alerts
        assert (done.status, str(done.resolved_at)) == (AlertStatus.RESOLVED, "2026-11-20 13:00:00+00:00")
        assert (firing.id[:11], firing.status, firing.resolved_at) == ("InputDrift@", AlertStatus.OPEN, None)

    def test_two_alarms_of_one_rule_have_two_ids(self, read):
        records = read({"alertmanager/a.json": [alert(), alert(startsAt="2026-11-01T00:00:00Z")]})
        assert len({each.id for each in records.alerts}) == 2

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"status": {"state": "odd"}}, "has the state 'odd', which is none known"),
            ({"fingerprint": "", "labels": {}}, "has neither a fingerprint nor a label alertname"),
        ],
    )
    def test_an_alert_that_cannot_be_told_is_a_problem_of_its_own(self, read, given, message):
        records = read({"alertmanager/a.json": [alert(**given), alert()]})
        assert [each.message for each in records.problems] == [message]
        assert len(records.alerts) == 1

    def test_what_is_no_list_of_alerts_is_a_problem(self, read):
        records = read({"alertmanager/a.json": {"status": "success"}})
        assert [each.slug for each in records.problems] == ["monitoring-export-invalid"]


class TestDriftTable:
    def test_the_columns_may_go_by_several_names(self, read):
        table = "date,feature,psi,drifted,threshold,n\n2026-11-01,amount,0.31,true,0.2,900\n"
        other = "timestamp,column,score,method,version\n2026-11-02T06:00:00Z,age,0.4,ks,7\n"
        records = read({"drift/5/psi.csv": table, "drift/ks.csv": other})
        assert problems(records) == []
        found = {each.metric: each for each in records.measurements}
        psi, ks = found["psi"], found["ks"]
        assert (psi.version, psi.signal, psi.feature, psi.value) == ("5", "psi-drift", "amount", 0.31)
        assert (psi.drifted, psi.alert, psi.n, psi.kind) == (True, 0.2, 900, SignalKind.DATA_DRIFT)
        assert str(psi.source) == "governance/monitoring/churn/drift/5/psi.csv:2"
        assert (ks.version, ks.signal, ks.at.isoformat()) == (
            "7",
            "ks-drift",
            "2026-11-02T06:00:00+00:00",
        )

    def test_a_line_without_a_time_or_a_value_costs_only_itself(self, read):
        table = "date,feature,psi\n,amount,0.1\n2026-11-01,age,much\n2026-11-01,size,\n2026-11-01,ok,0.2\n"
        records = read({"drift/psi.csv": table})
        assert [each.feature for each in records.measurements] == ["ok"]
        assert [(each.slug, each.source.pointer) for each in records.problems] == [
            ("field-missing", "line 2"),
            ("field-invalid", "line 3"),
            ("field-missing", "line 4"),
        ]

    def test_a_column_that_is_none_is_told_and_not_read(self, read):
        records = read({"drift/psi.csv": "date,feature,psi,mood\n2026-11-01,age,0.1,good\n"})
        assert [each.slug for each in records.problems] == ["field-unknown"]
        assert len(records.measurements) == 1

    def test_the_kind_is_told_or_read_off_the_names(self, read):
        table = "date,feature,psi,kind\n2026-11-01,score,0.1,\n2026-11-02,x,0.1,concept-drift\n"
        found = read({"drift/psi.csv": table}).measurements
        assert [each.kind for each in found] == [SignalKind.PREDICTION_DRIFT, SignalKind.CONCEPT_DRIFT]


def test_a_file_that_lies_elsewhere_stays_one_of_our_own(read):
    records = read({"evidently.json": {"signals": [{"name": "psi", "kind": "data-drift"}]}})
    assert [each.name for each in records.signals] == ["psi"]
