"""Monitoring: in a folio and in the governance folder, in lists or in tables."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.catalog import AlertStatus, Severity, SignalKind
from generator.readers.governance.reader import read_governance
from generator.readers.store import Store
from tests.readers.folio.conftest import Folio, slugs

PLAN = """\
    version: 1.0.0
    signals:
      - name: vibration
        kind: data-drift
        metric: psi
        feature: vibration
        warn: 0.1
        alert: 0.25
        cadence_days: 7
        owner: ada
        response: Look at the sensors.
      - {name: recall, kind: performance, higher_is_better: true}
    alerts:
      - {id: A-1, signal: vibration, status: resolved, severity: high, raised_at: 2026-11-10, resolved_at: 2026-11-11, summary: s, resolution: r}
    retrainings:
      - {at: 2026-11-12, due: 2026-12-01, trigger: drift, version: 1.1.0, run_id: first, outcome: better}
"""
MEASURED = "signal,value,at,n,drifted,window_start,metric,warn\nvibration,0.31,2026-11-10,900,true,2026-11-03,psi,0.2\n"


def test_everything_in_a_folder_is_read_whole(folio: Folio):
    catalog = folio(
        {
            "runs/first.yaml": "name: first\n",
            "monitoring/pump/plan.yaml": PLAN,
            "monitoring/pump/measurements-2026.csv": MEASURED,
            "monitoring/pump/measurements.jsonl": '{"signal": "recall", "value": 0.5, "at": "2026-11-11T00:00:00Z"}\n',
        }
    )
    assert catalog.problems == ()
    drift, recall = catalog.signals
    assert (drift.model, drift.name, drift.kind, drift.metric, drift.feature, drift.warn, drift.alert) == (
        "pump", "vibration", SignalKind.DATA_DRIFT, "psi", "vibration", 0.1, 0.25,
    )  # fmt: skip
    assert (drift.cadence_days, drift.owner, drift.response) == (7.0, "ada", "Look at the sensors.")
    assert recall.higher_is_better is True
    first, second = catalog.measurements
    assert (first.model, first.signal, first.kind, first.value, first.n, first.drifted, first.warn) == (
        "pump", "vibration", SignalKind.DATA_DRIFT, 0.31, 900, True, 0.2,
    )  # fmt: skip
    assert (first.at, first.window_start) == (
        datetime(2026, 11, 10, tzinfo=UTC),
        datetime(2026, 11, 3, tzinfo=UTC),
    )
    assert str(first.source) == "folio/monitoring/pump/measurements-2026.csv:2"
    assert second.kind is SignalKind.PERFORMANCE
    [alert] = catalog.alerts
    assert (alert.id, alert.model, alert.version, alert.status, alert.severity, alert.summary, alert.resolution) == (
        "A-1", "pump", "1.0.0", AlertStatus.RESOLVED, "high", "s", "r",
    )  # fmt: skip
    [retraining] = catalog.retrainings
    assert (retraining.version, retraining.run_id, retraining.trigger, retraining.outcome) == (
        "1.1.0", "folio/runs/first", "drift", "better",
    )  # fmt: skip


def test_a_file_outside_a_models_folder_names_its_model(folio: Folio):
    catalog = folio(
        {
            "monitoring/a.yaml": "model: team/a\nsignals: [{name: x, kind: operation}]\n",
            "monitoring/b.yaml": "signals: [{name: x, kind: operation}]\n",
        }
    )
    assert [signal.model for signal in catalog.signals] == ["team/a"]
    assert [(problem.slug, problem.severity) for problem in catalog.problems] == [
        ("field-missing", Severity.ERROR)
    ]


def test_a_measurement_of_nothing_planned_has_to_say_its_kind(folio: Folio):
    catalog = folio(
        {
            "monitoring/m/measurements.yaml": """\
                measurements:
                  - {signal: x, value: 1, at: 2026-11-01}
                  - {signal: x, value: 1, at: 2026-11-01, kind: operation}
                  - {signal: x, value: 1, at: 2026-11-01, kind: latency}
                """
        }
    )
    assert [measurement.kind for measurement in catalog.measurements] == [SignalKind.OPERATION]
    assert sorted(slugs(catalog)) == ["field-invalid", "field-missing", "field-missing"]


@pytest.mark.parametrize(
    "entry",
    [
        "signals: [{kind: operation}]",
        "signals: [{name: x}]",
        "measurements: [{value: 1, at: 2026-11-01, kind: operation}]",
        "measurements: [{signal: x, at: 2026-11-01, kind: operation}]",
        "measurements: [{signal: x, value: 1, kind: operation}]",
        "alerts: [{id: A}]",
        "alerts: [{status: open}]",
        "retrainings: [{trigger: drift}]",
    ],
)
def test_an_entry_without_what_it_needs_is_an_error_of_its_own(folio: Folio, entry: str):
    catalog = folio({"monitoring/m/a.yaml": f"{entry}\n"})
    assert [(problem.slug, problem.severity) for problem in catalog.problems] == [
        ("field-missing", Severity.ERROR)
    ]
    assert catalog.signals + catalog.measurements + catalog.alerts + catalog.retrainings == ()


def test_a_value_that_is_no_number_is_told_once(folio: Folio):
    catalog = folio({"monitoring/m/measurements.csv": "signal,value,at,kind\nx,high,2026-11-01,operation\n"})
    assert slugs(catalog) == ["field-invalid"]
    assert str(catalog.problems[0].source) == "folio/monitoring/m/measurements.csv:2"


def test_a_table_whose_name_says_nothing_is_told(folio: Folio):
    catalog = folio({"monitoring/m/psi.csv": "signal,value\n"})
    assert slugs(catalog) == ["folio-file-ignored"]
    assert "measurements" in catalog.problems[0].remedy


def test_the_governance_folder_holds_the_same(tmp_path: Path):
    folder = tmp_path / "governance" / "monitoring" / "pump"
    folder.mkdir(parents=True)
    (folder / "measurements.csv").write_text(
        MEASURED.replace("metric,warn", "kind,warn").replace("psi", "data-drift")
    )
    deployments = tmp_path / "governance" / "deployments"
    deployments.mkdir()
    (deployments / "a.yaml").write_text("model: pump\nversion: 1\nenvironment: production\n")
    evaluations = tmp_path / "governance" / "evaluations"
    evaluations.mkdir()
    (evaluations / "a.yaml").write_text("model: pump\nversion: 1\nmetric: auc\nvalue: 0.5\n")
    records = read_governance(Store(tmp_path / "governance", "governance"))
    assert [(found.model, found.signal, found.value) for found in records.measurements] == [
        ("pump", "vibration", 0.31)
    ]
    assert [found.source.path for found in records.deployments] == ["governance/deployments/a.yaml"]
    assert [(found.model, found.value) for found in records.evaluations] == [("pump", 0.5)]
    assert [problem.slug for problem in records.problems] == ["file-missing"]
