"""The rules for readers can fail: each finds the reader that breaks it, and no other rule is needed for that."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from markupsafe import Markup

from generator.catalog import Records, Run
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.reader import Reader
from generator.readers.store import Store
from generator.testing import ReaderSuite, suite
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "reader"


def logbook_reader() -> type:
    """The reader of the example, which is no package of this environment."""
    spec = importlib.util.spec_from_file_location("logbook_reader", EXAMPLE / "logbook_reader/__init__.py")
    module = sys.modules.setdefault(spec.name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module.LogbookReader


Good = logbook_reader()
Change = Callable[[Records, Store], Records]


def reader_that(change: Change) -> Callable[[], Reader]:
    """The example's reader, with its records changed afterwards."""

    class Changed(Good):
        def read(self, store):
            return change(super().read(store), store)

    return Changed


def first_run(**changes) -> Change:
    def change(records: Records, store: Store) -> Records:
        return replace(records, runs=(replace(records.runs[0], **changes), *records.runs[1:]))

    return change


def place_of(store: Store) -> Path:
    """The folder behind a store, by whichever of two files is no link."""
    try:
        return store.local_file("logbook.txt").place.parent
    except StoreError:
        return store.local_file("0001/run.json").place.parent.parent


def writes(records: Records, store: Store) -> Records:
    (place_of(store) / "index.cache").write_text("x")
    return records


def opens_links(records: Records, store: Store) -> Records:
    for path in place_of(store).rglob("*"):
        if path.is_file():
            path.read_bytes()
    return records


def starts_a_program(records: Records, store: Store) -> Records:
    subprocess.run(["true"], check=True)
    return records


def wrong_source(path: str, sha256: str = "") -> Change:
    def change(records: Records, store: Store) -> Records:
        return first_run(source=Source(path or records.runs[0].source.path, sha256))(records, store)

    return change


def finds_nothing(records: Records, store: Store) -> Records:
    return Records()


def finds_runs_twice(records: Records, store: Store) -> Records:
    return replace(records, runs=records.runs * 2)


def keeps_quiet(records: Records, store: Store) -> Records:
    return replace(records, problems=())


TURN = count()


def in_another_order(records: Records, store: Store) -> Records:
    return replace(records, runs=records.runs[:: -1 if next(TURN) % 2 else 1])


class Raises(Good):
    def read(self, store):
        for name in store.folder().folders:
            json.loads(store.read(f"{name}/run.json")[0])
        return super().read(store)


class KnowsAll(Good):
    def recognizes(self, store):
        return True


class ReadsToRecognise(Good):
    def recognizes(self, store):
        return all(store.read(f"{name}/run.json") for name in store.folder().folders)


class CannotBeSent(Good):
    def __init__(self):
        self.key = lambda run: run.run_id


class Nameless(Good):
    name = "My reader!"


def said(problem_field: str, value: str) -> Change:
    def change(records: Records, store: Store) -> Records:
        problems = tuple(replace(each, **{problem_field: value}) for each in records.problems)
        return replace(records, problems=problems)

    return change


BROKEN = {
    "test_it_has_what_a_reader_has": [Nameless],
    "test_it_knows_its_store_at_little_cost": [ReadsToRecognise],
    "test_it_knows_no_store_of_others": [KnowsAll],
    "test_it_finds_records": [reader_that(finds_nothing)],
    "test_it_changes_nothing": [reader_that(writes)],
    "test_it_asks_nobody_else": [reader_that(starts_a_program)],
    "test_it_stays_inside_the_store": [reader_that(opens_links)],
    "test_every_record_says_where_it_stands": [
        reader_that(wrong_source("", "")),
        reader_that(wrong_source("", "ab" * 32)),
        reader_that(wrong_source("guest/none.json")),
    ],
    "test_every_path_begins_with_the_label_of_the_store": [
        reader_that(wrong_source("/srv/runs/1")),
        reader_that(wrong_source("guest/../other")),
        reader_that(first_run(store="logbook")),
    ],
    "test_nothing_is_found_twice": [
        reader_that(finds_runs_twice),
        reader_that(first_run(run_id="")),
    ],
    "test_runs_belong_to_experiments_that_are_there": [reader_that(first_run(experiment_id="x"))],
    "test_text_is_text_and_instants_are_in_utc": [
        reader_that(first_run(name=Markup("<b>x</b>"))),
        reader_that(first_run(start_time=datetime(2026, 1, 1))),  # noqa: DTZ001 that is the fault
    ],
    "test_the_order_of_files_on_disk_does_not_matter": [reader_that(in_another_order)],
    "test_it_can_be_sent_to_another_process": [CannotBeSent],
    "test_damage_costs_only_itself_and_is_reported": [
        Raises,
        reader_that(keeps_quiet),
        reader_that(said("message", "is wrong.")),
        reader_that(said("cost", "")),
        reader_that(said("slug", "Bad")),
        reader_that(said("source", Source("elsewhere"))),
    ],
}
RULES = [name for name in vars(ReaderSuite) if name.startswith("test_")]


@pytest.fixture
def keep(tmp_path, monkeypatch) -> Callable[[str, Callable[[], Reader]], None]:
    """Holds a reader to a rule; raises where it breaks it."""
    monkeypatch.setattr(suite, "MOST_RECOGNIZED", 1)

    def hold(rule: str, reader: Callable[[], Reader]) -> None:
        case = type("Case", (ReaderSuite,), {"reader": reader, "folder": EXAMPLE / "tests/logbook"})()
        method = getattr(case, rule)
        method(*[tmp_path] * (method.__code__.co_argcount - 1))

    return hold


def test_every_rule_is_tried():
    assert set(BROKEN) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_good_reader_keeps_the_rule(keep, rule):
    keep(rule, Good)


@pytest.mark.parametrize(("rule", "reader"), [(rule, each) for rule in RULES for each in BROKEN[rule]])
def test_a_reader_that_breaks_the_rule_is_found(keep, rule, reader):
    with pytest.raises(AssertionError):
        keep(rule, reader)


def test_a_fault_is_told_in_words_that_name_the_record(keep):
    with pytest.raises(
        AssertionError, match=r"the source guest/none\.json of Run is no file that was read, with its"
    ):
        keep("test_every_record_says_where_it_stands", reader_that(wrong_source("guest/none.json")))
    with pytest.raises(AssertionError, match=r"when 0001/run\.json is empty, it raises JSONDecodeError"):
        keep("test_damage_costs_only_itself_and_is_reported", Raises)


def test_the_example_is_about_as_short_as_it_says():
    lines = (EXAMPLE / "logbook_reader/__init__.py").read_text().splitlines()
    assert len([line for line in lines if line.strip()]) <= 70
    assert Run.__name__ in "".join(lines)
