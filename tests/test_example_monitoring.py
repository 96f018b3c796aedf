"""The year of monitoring in the example: made by its script, and in keeping with the store, the card and the registers."""

import csv
import runpy
import sys
from datetime import UTC, datetime
from itertools import pairwise
from statistics import mean

import pytest

from generator.governance.assess import assess
from generator.governance.finding import Status
from generator.pipeline.reading import read_everything
from generator.pipeline.settings import Place
from tests.example_store import GOVERNANCE, STORE

MONITORING = GOVERNANCE / "monitoring"
SCRIPT = GOVERNANCE.parent / "make_monitoring.py"
AS_OF = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalog():
    return read_everything([Place(STORE, "mlruns")], Place(GOVERNANCE, "governance"))


@pytest.fixture(scope="module")
def said(catalog):
    """The status that counts and the message, by control and subject."""
    assessment = assess(catalog, as_of=AS_OF)
    return {
        (each.control, str(each.subject)): (each.status, each.outcome.message) for each in assessment.findings
    }


def rows(model, signal, feature=""):
    with (MONITORING / model / "measurements.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if (row["signal"], row["feature"]) == (signal, feature)]


def test_the_script_makes_the_committed_tables_byte_for_byte(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(tmp_path)])
    runpy.run_path(str(SCRIPT), run_name="__main__")
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert made == sorted(path.relative_to(MONITORING) for path in MONITORING.rglob("*.csv"))
    for path in made:
        assert (tmp_path / path).read_bytes() == (MONITORING / path).read_bytes(), path


def test_it_is_a_year_of_weeks_without_a_gap():
    found = rows("card-fraud-scorer", "score_psi")
    days = [datetime.fromisoformat(row["at"]) for row in found]
    assert (len(days), f"{days[0]:%Y-%m-%d}", f"{days[-1]:%Y-%m-%d}") == (52, "2025-11-24", "2026-11-16")
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {7}


def test_version_5_starts_where_the_store_measured_it():
    second = [
        float(row["value"])
        for row in rows("card-fraud-scorer", "average_precision")
        if row["version"] == "5" and row["at"] <= "2026-07-01"
    ]
    assert mean(second) == pytest.approx(0.542, abs=0.004)
    first = rows("card-fraud-scorer", "recall_by_age", "age_41_60")
    assert float(next(row["value"] for row in first if row["version"] == "5")) == pytest.approx(
        0.485, abs=0.004
    )


def test_every_week_names_the_version_that_served(catalog):
    promoted = {
        entry.version: entry.at
        for entry in catalog.transitions
        if entry.model == "card-fraud-scorer" and entry.to_stage == "Production"
    }
    for row in rows("card-fraud-scorer", "score_psi"):
        start = datetime.fromisoformat(row["window_start"]).replace(tzinfo=UTC)
        serving = max((at, version) for version, at in promoted.items() if at <= start)
        assert row["version"] == serving[1]


def test_every_alert_rests_on_a_value_beyond_its_limit():
    weak = [row for row in rows("card-fraud-scorer", "alert_precision") if float(row["value"]) < 0.3]
    assert [(row["at"], row["value"][:4]) for row in weak] == [("2026-02-16", "0.27")]
    moved = [
        row["at"]
        for row in rows("card-fraud-scorer", "input_psi", "merchant_risk")
        if float(row["value"]) > 0.2
    ]
    assert moved == ["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]
    category = rows("card-fraud-scorer", "input_psi", "merchant_category")
    assert [row["at"] for row in category if float(row["value"]) > 0.2] == ["2026-04-13", "2026-04-20"]


def test_reading_it_finds_nothing_wrong(catalog):
    assert [str(each) for each in catalog.problems if "monitoring" in each.source.path] == []


@pytest.mark.parametrize(
    ("control", "subject", "status", "told"),
    [
        ("APR-005", "card-fraud-scorer/5", Status.PASS, "VAL-2026-006 of 2026-05-15 by r.vandenberg"),
        ("APR-005", "credit-risk-pd/3", Status.WARN, "FND-2026-004 was due on 2026-09-30"),
        ("APR-005", "card-fraud-scorer/8", Status.FAIL, "no independent validation"),
        ("APR-007", "card-fraud-scorer", Status.PASS, "v4 can take over from v5"),
        ("APR-007", "credit-risk-pd", Status.WARN, "its approval ended on 2026-10-15"),
        ("APR-008", "card-fraud-scorer/5", Status.PASS, "for not substantial"),
        ("MON-001", "card-fraud-scorer/5", Status.PASS, "the plan watches 6 signals"),
        ("MON-001", "credit-risk-pd/3", Status.WARN, "roc_auc has no response"),
        ("MON-001", "complaint-router/1", Status.FAIL, "there is no monitoring plan"),
        (
            "MON-002",
            "credit-risk-pd/3",
            Status.FAIL,
            "input_psi of 7 features was last measured on 2026-09-14",
        ),
        ("MON-003", "card-fraud-scorer/5", Status.FAIL, "input_psi of merchant_risk is 0.239"),
        ("MON-004", "card-fraud-scorer/5", Status.WAIVED, "recall_by_age of age_41_60 is 0.4686"),
        ("MON-008", "card-fraud-scorer/5", Status.PASS, "logs are kept for 400 days"),
    ],
)
def test_the_audit_finds_what_the_story_tells(said, control, subject, status, told):
    found, message = said[control, f"models:/{subject}"]
    assert (found, told in message) == (status, True), message
