"""The time machine answers for every day of a year, and says so where nothing proves an answer."""

import shutil

import pytest

from generator.history.events import Key, Subject
from generator.history.ledger import read_ledger
from generator.history.verify import ledger_faults
from generator.provenance import Source
from tests.history.year import Registry, day, play

SKIPPED = "APR-004"
CHAMPION = Key(Subject.ALIAS, "churn", "", "champion")


def stage(version: int) -> Key:
    return Key(Subject.STAGE, "churn", str(version))


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> Registry:
    """The registry on 31 December."""
    made = Registry(tmp_path_factory.mktemp("year"))
    play(made)
    return made


@pytest.fixture(scope="module")
def history(registry):
    return registry.river().history


@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("01-05", ""),  # the model was not registered
        ("01-12", ""),
        ("01-20", ""),  # looked at on 15 January and on 2 February
        ("02-20", None),  # set at some time between the looks of 2 February and 2 March
        ("03-02", "1"),
        ("03-12", None),  # it pointed at 2, which nobody saw
        ("03-31", None),
        ("04-01", "3"),
        ("05-20", "3"),
        ("06-20", "3"),  # the lost ledger, restored, and its successor both saw it
        ("07-20", "3"),
        ("09-01", None),
        ("09-10", "2"),  # one branch saw it first
        ("09-11", "2"),
        ("09-15", "2"),
        ("09-20", None),  # removed between the looks of 15 September and 2 October
        ("09-30", None),
        ("10-02", ""),
        ("12-31", ""),
    ],
)  # fmt: skip
def test_which_version_the_alias_pointed_at(history, on, held):
    assert history.value(CHAMPION, day(on)) == held


@pytest.mark.parametrize(
    ("version", "on", "held"),
    [
        (1, "01-09", ""),
        (1, "01-31", ""),  # a dated change follows, from none
        (1, "02-01", "Production"),
        (1, "04-01", "Production"),  # as the look of 2 March saw it, and that of 1 April
        (1, "04-20", None),  # archived without a word between the looks of 1 April and 2 May
        (1, "05-01", "Archived"),  # the record was not touched after that
        (1, "05-15", None),
        (1, "06-01", "Production"),
        (3, "04-30", ""),
        (3, "05-01", "Production"),
        (3, "05-15", None),
        (3, "06-01", "Archived"),
        (3, "12-31", "Archived"),
    ],
)  # fmt: skip
def test_which_stage_a_version_had(history, version, on, held):
    assert history.value(stage(version), day(on)) == held


def test_who_put_it_there_and_how_that_is_known(history):
    told = history.slots[stage(3)].at(day("05-01")).begun
    assert (told.by, told.reference, told.dated) == ("k.nowak", "TRN-2", True)
    seen = history.slots[CHAMPION].at(day("04-15"))
    assert (seen.begun.witness, seen.exact, seen.start) == ("look", False, day("04-01"))


def test_the_ledger_is_whole_after_all_that_befell_it(registry):
    ledger = read_ledger(registry.ledger.read_bytes(), Source("ledger.jsonl"))
    assert ledger_faults(ledger) == ()
    assert [line.kind for line in ledger.lines].count("merge") == 2
    assert ledger.last_look == day("12-31")


def test_nothing_is_left_to_record(registry):
    assert registry.river().history.pending == ()
    before = registry.ledger.read_bytes()
    assert registry.look("12-31").lines == 0
    assert registry.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("on", "versions", "aliases", "stages"),
    [
        ("01-12", ["1"], {}, {"1": ""}),
        ("03-05", ["1", "2"], {"champion": None}, {"1": "Production", "2": ""}),
        ("04-02", ["1", "2", "3"], {"champion": "3"}, {"1": "unknown", "2": "", "3": ""}),
        ("05-02", ["1", "2", "3"], {"champion": "3"}, {"1": "Archived", "3": "Production"}),
        ("06-15", ["1", "2", "3"], {"champion": "3"}, {"1": "Production", "3": "Archived"}),
        ("10-15", ["1", "3"], {}, {"1": "Production", "3": "Archived"}),
    ],
)
def test_the_registry_is_shown_as_it_stood(registry, on, versions, aliases, stages):
    (model,) = registry.river(on).catalog.models
    assert [version.version for version in model.listed_versions] == versions
    assert {alias.name: alias.version for alias in model.aliases} == {
        name: version for name, version in aliases.items() if version
    }
    assert {name: model.version(name).stage for name in stages} == stages


def test_before_it_began_there_is_nothing(registry):
    assert registry.river("01-05").catalog.models == ()


def test_what_is_unknown_is_told_among_the_findings(registry):
    told = [found for found in registry.river("03-12").catalog.problems if found.slug == "past-unknown"]
    assert ["@champion" in found.message for found in told] == [True]


def test_an_unproved_alias_is_not_shown_although_it_points_somewhere_now(registry):
    (model,) = registry.river("03-12").catalog.models
    assert model.aliases == ()


def test_the_present_is_shown_as_it_is_read_whatever_the_ledger_says(registry):
    assert registry.river().catalog.models == registry.river().read.models
    assert registry.river("12-31").catalog.models == registry.river().read.models


def test_without_the_ledger_only_what_is_dated_is_known(registry, tmp_path):
    shutil.copytree(registry.folder, tmp_path / "copy")
    (tmp_path / "copy/governance/ledger.jsonl").unlink()
    alone = Registry.__new__(Registry)
    alone.folder = tmp_path / "copy"
    history = alone.river().history
    assert history.value(stage(1), day("02-01")) == "Production"
    assert history.value(stage(3), day("05-15")) is None
    assert history.value(stage(3), day("06-01")) == "Archived"
    assert CHAMPION not in history.slots


def skipping(registry: Registry, on: str = "") -> dict[str, tuple[str, str]]:
    """What the control of skipped stages says of each version."""
    return {
        found.subject.version: (found.status.value, found.outcome.message)
        for found in registry.river(on).assessment.findings
        if found.control == SKIPPED and found.subject.version
    }


def test_a_skipped_stage_is_found_from_what_people_wrote_and_from_what_only_looks_saw(registry):
    assert skipping(registry) == {
        "1": ("fail", "it went to Production on 2026-02-01 without staging before"),
        "3": ("fail", "it went to Production on 2026-05-01 without staging before"),
    }


def test_on_an_earlier_day_only_what_had_been_seen_by_then_counts(registry):
    alone = "nothing shows it in staging before, and nobody wrote down what was between the looks"
    assert skipping(registry, "03-20")["3"] == (
        "not-applicable",
        "nothing tells that it ever was in production",
    )
    assert skipping(registry, "04-15")["3"] == (
        "warn",
        f"it went to @champion, observed between 2026-03-02 00:00 and 2026-04-01 00:00; {alone}",
    )
