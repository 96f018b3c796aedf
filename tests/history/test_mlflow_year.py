"""A year that MLflow itself wrote is replayed look by look, and every answer about it is held to what was done."""

import pytest

from generator.history.events import DELETED, LISTED, Key, Subject, Witness
from generator.history.ledger import read_ledger
from generator.history.verify import ledger_faults
from generator.provenance import Source
from tests.history.replay import Replay
from tests.history.year import day

CHAMPION, SHADOW = (Key(Subject.ALIAS, "churn", "", name) for name in ("champion", "shadow"))


def stage(version: int) -> Key:
    return Key(Subject.STAGE, "churn", str(version))


@pytest.fixture(scope="module")
def replay(tmp_path_factory) -> Replay:
    """The registry on 31 December, and a ledger that was lost, restored, branched and merged."""
    made = Replay(tmp_path_factory.mktemp("mlflow-year"))
    for on in ("01-15", "02-02", "03-02", "04-01", "05-02"):
        made.look(on)

    kept = made.ledger.read_bytes()
    made.ledger.unlink()
    made.look("06-10", restart_reason="the disk died")
    made.ledger.write_bytes(kept + made.ledger.read_bytes())
    made.look("06-10", "06-11", merging=True)

    base = made.ledger.read_bytes()
    made.look("08-02")
    ours = made.ledger.read_bytes()
    made.ledger.write_bytes(base)
    made.look("09-10")
    theirs = made.ledger.read_bytes()[len(base) :]
    made.ledger.write_bytes(ours + theirs)
    made.look("09-10", "09-15", merging=True)

    made.look("10-02")
    made.turn_to("12-31")  # and nobody records what is new
    return made


@pytest.fixture(scope="module")
def history(replay):
    return replay.pipeline().history


@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("01-05", ""),  # the model was not registered
        ("01-20", ""),  # two looks found no alias
        ("02-20", None),  # set on 1 March, between two looks
        ("03-02", "1"),
        ("03-03", None),  # the look of the day before proves nothing of the next
        ("03-09", None),  # it still pointed at 1; nothing proves it
        ("03-12", None),  # it pointed at 2, which nobody saw
        ("03-20", None),  # it pointed at 3 already
        ("04-01", "3"),
        ("04-20", "3"),
        ("05-02", "3"),
        ("05-20", None),  # rolled back on 1 June
        ("06-10", "1"),  # seen by the ledger that was begun again
        ("06-11", "1"),
        ("07-30", "1"),
        ("08-02", "1"),
        ("08-20", None),
        ("09-10", "2"),  # seen by the other branch
        ("09-15", "2"),
        ("09-20", None),
        ("10-02", ""),
        ("11-01", None),  # given again on 20 November, and not yet recorded
        ("12-31", None),
    ],
)  # fmt: skip
def test_which_version_was_the_champion(history, on, held):
    assert history.value(CHAMPION, day(on)) == held


@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("02-02", ""),
        ("06-10", ""),
        ("06-11", ""),
        ("07-01", None),
        ("08-02", "2"),
        ("09-01", "2"),  # the looks of both branches agree
        ("09-15", "2"),
        ("09-20", None),
        ("10-02", ""),
        ("12-31", ""),
    ],
)  # fmt: skip
def test_which_version_was_the_shadow(history, on, held):
    assert history.value(SHADOW, day(on)) == held


@pytest.mark.parametrize(
    ("version", "on", "held"),
    [
        (1, "01-09", ""),
        (1, "01-15", ""),
        (1, "01-20", None),  # moved on 1 February: MLflow keeps the last update, not the stage before it
        (1, "02-02", "Production"),
        (1, "04-01", "Production"),
        (1, "04-20", None),
        (1, "05-02", "Archived"),
        (1, "05-20", None),
        (1, "06-10", "Production"),
        (1, "12-31", "Production"),
        (3, "03-10", ""),  # there was no version 3
        (3, "04-01", ""),
        (3, "04-20", None),
        (3, "05-02", "Production"),
        (3, "05-20", None),
        (3, "06-10", "Archived"),
        (3, "12-31", "Archived"),
    ],
)  # fmt: skip
def test_which_stage_a_version_had(history, version, on, held):
    assert history.value(stage(version), day(on)) == held


def test_a_stage_holds_since_the_last_update_of_its_record(history):
    since = history.slots[stage(1)].at(day("02-02")).start
    assert (since.month, since.day, since.hour) == (2, 1, 12)


def test_a_version_was_listed_until_mlflow_deleted_it(history):
    second = Key(Subject.VERSION, "churn", "2")
    assert [history.value(second, day(on)) for on in ("02-28", "03-02", "09-30", "10-02")] == [
        "",
        LISTED,
        LISTED,
        DELETED,
    ]


def test_what_is_not_yet_recorded_is_told_and_nothing_else(history):
    assert [(event.key, event.value, event.witness) for event in history.pending] == [
        (CHAMPION, "3", Witness.LOOK)
    ]


@pytest.mark.parametrize(
    ("on", "versions", "aliases"),
    [
        ("01-12", ["1"], {}),
        ("03-02", ["1", "2"], {"champion": "1"}),
        ("03-12", ["1", "2"], {}),
        ("04-20", ["1", "2", "3"], {"champion": "3"}),
        ("08-02", ["1", "2", "3"], {"champion": "1", "shadow": "2"}),
        ("10-03", ["1", "3"], {}),
    ],
)
def test_the_registry_is_shown_as_it_stood(replay, on, versions, aliases):
    (model,) = replay.pipeline(on).catalog.models
    assert [version.version for version in model.listed_versions] == versions
    assert {alias.name: alias.version for alias in model.aliases} == aliases


def test_the_ledger_is_whole_after_all_that_befell_it(replay):
    ledger = read_ledger(replay.ledger.read_bytes(), Source("ledger.jsonl"))
    assert ledger_faults(ledger) == ()
    assert [line.kind for line in ledger.lines].count("merge") == 2
    assert [line.reason for line in ledger.lines if line.kind == "restart"] == ["the disk died"]
    assert ledger.last_look == day("10-02").replace(hour=ledger.last_look.hour)


def test_a_ledger_that_stays_lost_leaves_the_looks_before_it_unknown(replay, tmp_path):
    made = Replay(tmp_path)
    made.look("06-10", restart_reason="the disk died")
    made.turn_to("12-31")
    history = made.pipeline().history
    held = [history.value(CHAMPION, day(on)) for on in ("01-05", "04-01", "06-10", "10-02")]
    assert held == ["", None, "1", None]


def test_a_control_sees_the_promotion_that_mlflow_kept_no_word_of(replay):
    findings = {
        found.subject.version: found
        for found in replay.pipeline().assessment.findings
        if found.control == "APR-004" and found.subject.version
    }
    first = findings["1"].outcome
    assert (findings["1"].status, first.message) == (
        "warn",
        (
            "it went to Production, observed between 2026-01-15 00:00 and 2026-02-01 12:00; nothing shows it in staging "
            "before, and nobody wrote down what was between the looks"
        ),
    )
    (proof,) = first.evidence
    line = int(str(proof.source).rpartition(":")[2])
    assert b'"value":"Production"' in replay.ledger.read_bytes().splitlines()[line - 1]
