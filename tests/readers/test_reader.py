"""Readers: ours and guests come in by one door, and none can stop the others."""

from importlib.metadata import EntryPoint

import pytest

from generator.catalog import Problem, Records, Severity
from generator.errors import ReaderError
from generator.provenance import Source
from generator.readers import reader as readers_module
from generator.readers.local_folder import LocalFolder
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import GROUP, Reader, discover_readers, read_catalog
from generator.readers.store import Store
from tests.readers.test_join import run
from tests.stores import write_files


class Guest:
    """Reads ``runs.txt``: one run id on each line."""

    name = "guest"
    looks_for = "a file runs.txt"

    def recognizes(self, store: Store) -> bool:
        return "runs.txt" in store.folder()

    def read(self, store: Store) -> Records:
        data, _ = store.read("runs.txt")
        return Records(runs=tuple(run(line, store.label) for line in data.decode().split()))


class Clumsy(Guest):
    """Breaks its promise."""

    name = "clumsy"
    looks_for = "trouble"

    def __init__(self, where: str = "read") -> None:
        self.where = where

    def recognizes(self, store: Store) -> bool:
        if self.where == "recognizes":
            raise KeyError("meta")
        return True

    def read(self, store: Store) -> Records:
        raise ZeroDivisionError("division by zero\nat length")


class Incomplete:
    """Lacks ``read``."""

    name = "incomplete"
    looks_for = ""


def no_reader() -> None:
    raise RuntimeError("not today")


@pytest.fixture
def store(tmp_path) -> Store:
    write_files(tmp_path, {"runs.txt": "r2 r1"})
    return Store(tmp_path, "guests")


def test_our_reader_is_found_by_its_entry_point():
    readers, problems = discover_readers()
    assert problems == ()
    assert "mlflow-files" in [reader.name for reader in readers]
    assert all(isinstance(reader, Reader) for reader in readers)


def test_guests_are_found_by_the_same_door_in_the_order_of_their_names():
    points = [
        EntryPoint("z", f"{__name__}:Guest", GROUP),
        EntryPoint("a", f"{MlflowFilesReader.__module__}:MlflowFilesReader", GROUP),
    ]
    readers, problems = discover_readers(points)
    assert [type(reader).__name__ for reader in readers] == ["MlflowFilesReader", "Guest"]
    assert problems == ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("no.such.module:Reader", "the reader 'odd' cannot be used: ModuleNotFoundError: No module named 'no'"),
        (f"{__name__}:Missing", f"the reader 'odd' cannot be used: AttributeError: module '{__name__}' has no attribute 'Missing'"),
        (f"{__name__}:Incomplete", "the reader 'odd' cannot be used: TypeError: it lacks what a reader has"),
        (f"{__name__}:no_reader", "the reader 'odd' cannot be used: RuntimeError: not today"),
    ],
)  # fmt: skip
def test_a_guest_that_cannot_be_used_is_a_problem_and_stops_nobody(value, message):
    readers, problems = discover_readers(
        [EntryPoint("odd", value, GROUP), EntryPoint("z", f"{__name__}:Guest", GROUP)]
    )
    assert [reader.name for reader in readers] == ["guest"]
    assert problems == (
        Problem(
            slug="reader-not-loaded", severity=Severity.ERROR, source=Source(value), message=message,
            cost="what only this reader knows is not shown", remedy="update or remove the package that brings it",
        ),
    )  # fmt: skip


def test_the_problems_of_discovery_reach_the_catalogue(store, monkeypatch):
    points = [EntryPoint("odd", "no.such:Reader", GROUP), EntryPoint("z", f"{__name__}:Guest", GROUP)]
    monkeypatch.setattr(readers_module, "entry_points", lambda group: points if group == GROUP else [])
    catalog = read_catalog([store])
    assert [each.run_id for each in catalog.runs] == ["r1", "r2"]
    assert [each.slug for each in catalog.problems] == ["reader-not-loaded"]


def test_a_store_that_no_reader_knows_is_an_error_that_says_what_was_looked_for(tmp_path):
    with pytest.raises(ReaderError) as raised:
        read_catalog([Store(tmp_path, "nothing")], [Guest(), MlflowFilesReader()])
    assert raised.value.slug == "store-unknown"
    assert str(raised.value) == (
        "nothing: no reader knows this store; looked for a file runs.txt (guest), an mlruns folder, with "
        "<experiment>/meta.yaml or models/<name>/meta.yaml in it (mlflow-files)"
    )


def test_a_store_that_no_reader_knows_does_not_cost_the_others(store, tmp_path):
    (tmp_path / "odd").mkdir()
    catalog = read_catalog([Store(tmp_path / "odd", "odd"), store], [Guest()])
    assert [each.run_id for each in catalog.runs] == ["r1", "r2"]
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity, problem.source.path) == ("store-unknown", Severity.ERROR, "odd")
    assert problem.remedy == "looked for a file runs.txt (guest)"


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("recognizes", "the reader 'clumsy' failed: KeyError: 'meta'"),
        ("read", "the reader 'clumsy' failed: ZeroDivisionError: division by zero"),
    ],
)
def test_a_reader_that_fails_is_a_problem_and_what_others_find_is_kept(store, where, message):
    catalog = read_catalog([store], [Clumsy(where), Guest()])
    assert [each.run_id for each in catalog.runs] == ["r1", "r2"]
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity, problem.source) == (
        "reader-failed",
        Severity.ERROR,
        Source("guests"),
    )
    assert problem.message == message


def test_several_readers_may_know_parts_of_one_folder(tmp_path, store):
    write_files(tmp_path, {"0/meta.yaml": "experiment_id: '0'\nname: Default\n"})
    catalog = read_catalog([store], [Guest(), MlflowFilesReader()])
    assert (len(catalog.runs), len(catalog.experiments)) == (2, 1)
    assert [file.path for file in catalog.files] == ["guests/0/meta.yaml", "guests/runs.txt"]


def test_however_many_readers_look_through_a_store_no_folder_is_listed_twice(tmp_path, monkeypatch):
    write_files(tmp_path / "store", {"a/b/c.txt": "x", "d/e.txt": "y"})
    listed = []
    system_listed = LocalFolder.listed
    monkeypatch.setattr(
        LocalFolder, "listed", lambda folder, path: (listed.append(path), system_listed(folder, path))[1]
    )
    with pytest.raises(ReaderError):
        read_catalog([Store(tmp_path / "store", "store")])
    assert sorted(listed) == ["", "a", "a/b", "d"]
