"""Databases that somebody writes to, or wrote to when the light went out: read whole, and never touched."""

import errno
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from generator.catalog import Catalog
from generator.readers.mlflow.database import copy as mlflow_database_copy
from generator.readers.mlflow.database import reader as mlflow_database
from generator.readers.store import Store
from tests.databases import MlflowDatabase, digest_of, insert, read_databases, told
from tests.stores import START, run_id

ADD_RUN = """
import sqlite3, sys
def add(number):
    connection.execute(
        "INSERT INTO runs (run_uuid, status, experiment_id, start_time) VALUES (?, 'FINISHED', 0, ?)",
        (f"{number:032x}", 1767600000000 + number * 1000),
    )
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
"""
ADD_MANY = """
for number in range(4, 20004):
    add(number)
connection.execute("COMMIT")
"""
WAIT = """
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def made(tmp_path: Path) -> MlflowDatabase:
    database = MlflowDatabase(tmp_path / "store" / "mlflow.db")
    database.experiment()
    database.run(1)
    return database


@pytest.fixture
def read(made) -> Callable[[], Catalog]:
    return lambda: read_databases(made.path.parent)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch) -> Path:
    """Where copies are made in these tests."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@contextmanager
def writer(database: Path, program: str) -> Iterator[subprocess.Popen]:
    """Another process that does something to a database, and then waits."""
    command = [sys.executable, "-c", ADD_RUN + program + WAIT, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"ready\n"
            yield process
        finally:
            process.kill()


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file in a folder, and when it was changed."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def runs_of(catalog: Catalog) -> list[str]:
    return [run.run_id for run in catalog.runs]


class TestNothingIsWritten:
    def test_a_database_at_rest_is_read_where_it_lies(self, made, read, temporary, monkeypatch):
        monkeypatch.setattr(mlflow_database, "copy_database", None)
        before = contents(made.path.parent)
        assert runs_of(read()) == [run_id(1)]
        assert contents(made.path.parent) == before
        assert list(temporary.iterdir()) == []

    def test_a_database_of_a_write_ahead_log_at_rest_makes_no_files(self, made, read):
        made.run_sql("PRAGMA journal_mode = WAL")
        before = contents(made.path.parent)
        assert list(before) == ["mlflow.db"]
        assert runs_of(read()) == [run_id(1)]
        assert contents(made.path.parent) == before

    def test_stores_that_mlflow_wrote_stay_as_they_are(self, shared_stores):
        databases = sorted(shared_stores.rglob("*.db"))
        before = {database: contents(database.parent) for database in databases}
        for database in databases:
            read_databases(database.parent)
        assert {database: contents(database.parent) for database in databases} == before
        assert len(databases) >= 9


class TestWriteAheadLog:
    PROGRAM = """
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA wal_autocheckpoint = 0")
add(2)
connection.execute("BEGIN IMMEDIATE")
add(3)
"""

    def test_what_was_settled_is_read_while_the_writer_holds_its_lock(self, made, read, temporary):
        with writer(made.path, self.PROGRAM):
            before = contents(made.path.parent)
            assert sorted(before) == ["mlflow.db", "mlflow.db-shm", "mlflow.db-wal"]
            catalog = read()
            assert contents(made.path.parent) == before
            log = digest_of(Path(f"{made.path}-wal"))
            database = digest_of(made.path)
        assert runs_of(catalog) == [run_id(1), run_id(2)]
        assert told(catalog) == ["note database-log-read store/mlflow.db-wal"]
        assert {file.path: file.sha256 for file in catalog.files} == {
            "store/mlflow.db": database,
            "store/mlflow.db-wal": log,
        }
        assert catalog.runs[0].source.sha256 == database
        assert list(temporary.iterdir()) == []

    def test_a_log_without_its_index_is_read(self, made, read):
        with writer(made.path, self.PROGRAM):
            shutil.copy(f"{made.path}-wal", made.path.parent / "kept")
            shutil.copy(made.path, made.path.parent / "kept.db")
        for leftover in made.path.parent.glob("mlflow.db*"):
            leftover.unlink()
        (made.path.parent / "kept.db").rename(made.path)
        (made.path.parent / "kept").rename(f"{made.path}-wal")
        before = contents(made.path.parent)
        assert runs_of(read()) == [run_id(1), run_id(2)]
        assert contents(made.path.parent) == before

    def test_a_log_that_was_cut_is_read_up_to_the_last_settled_change(self, made, read):
        program = self.PROGRAM.replace("add(2)\n", "add(2)\nadd(4)\n")
        with writer(made.path, program) as process:
            process.kill()
            process.wait()
            log = Path(f"{made.path}-wal")
            content = log.read_bytes()
            log.write_bytes(content[: len(content) - 4096])
        assert runs_of(read()) == [run_id(1), run_id(2)]

    def test_a_log_may_hold_more_than_the_database(self, made, read):
        program = self.PROGRAM.replace("add(2)\n", 'connection.execute("BEGIN")\n' + ADD_MANY)
        with writer(made.path, program):
            assert Path(f"{made.path}-wal").stat().st_size > 10 * made.path.stat().st_size
            catalog = read()
        assert len(catalog.runs) == 20_001
        assert told(catalog) == ["note database-log-read store/mlflow.db-wal"]

    def test_tables_that_only_the_log_has_are_found(self, tmp_path):
        folder = tmp_path / "other"
        folder.mkdir()
        with closing(sqlite3.connect(folder / "tracking")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            for name, columns in (
                ("experiments", "experiment_id, name"), ("runs", "run_uuid, experiment_id, status"),
            ):  # fmt: skip
                connection.execute(f"CREATE TABLE {name} ({columns})")
            insert(connection, "experiments", experiment_id=0, name="Default")
            insert(connection, "runs", run_uuid=run_id(1), experiment_id=0, status="FINISHED")
            connection.commit()
            catalog = read_databases(folder)
        assert runs_of(catalog) == [run_id(1)]

    def test_an_empty_log_is_no_log(self, made, read):
        Path(f"{made.path}-wal").touch()
        assert told(read()) == []


class TestRollbackJournal:
    SPILLING = """
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA synchronous = OFF")
connection.execute("BEGIN")
connection.execute("UPDATE runs SET name = 'changed'")
for number in range(2, 2000):
    add(number)
"""

    def test_a_lock_on_everything_does_not_keep_us_out(self, made, read):
        with writer(made.path, 'connection.execute("BEGIN EXCLUSIVE")'):
            before = contents(made.path.parent)
            catalog = read()
            assert contents(made.path.parent) == before
        assert runs_of(catalog) == [run_id(1)]
        assert told(catalog) == []

    def test_a_change_that_is_under_way_is_left_out(self, made, read, temporary):
        settled = made.path.read_bytes()
        with writer(made.path, self.SPILLING):
            assert made.path.read_bytes() != settled
            before = contents(made.path.parent)
            catalog = read()
            assert contents(made.path.parent) == before
        assert [(run.run_id, run.name) for run in catalog.runs] == [(run_id(1), "run-1")]
        assert told(catalog) == ["warning database-change-undone store/mlflow.db-journal"]
        assert list(temporary.iterdir()) == []

    def test_a_change_that_was_cut_off_is_left_out(self, made, read):
        with writer(made.path, self.SPILLING) as process:
            process.kill()
            process.wait()
        before = contents(made.path.parent)
        assert sorted(before) == ["mlflow.db", "mlflow.db-journal"]
        catalog = read()
        assert contents(made.path.parent) == before
        assert [(run.run_id, run.name) for run in catalog.runs] == [(run_id(1), "run-1")]

    def test_a_journal_that_is_done_with_is_no_journal(self, made, read):
        made.run_sql("PRAGMA journal_mode = PERSIST")
        with closing(sqlite3.connect(made.path)) as connection:
            connection.execute("PRAGMA journal_mode = PERSIST")
            insert(connection, "tags", key="team", value="risk", run_uuid=run_id(1))
            connection.commit()
        assert Path(f"{made.path}-journal").stat().st_size > 0
        catalog = read()
        assert [tag.value for tag in catalog.runs[0].tags] == ["risk"]
        assert told(catalog) == []

    def test_a_journal_that_names_another_file_does_not_remove_it(self, made, read, tmp_path):
        victim = tmp_path / "victim"
        victim.write_text("precious\0")
        with writer(made.path, self.SPILLING) as process:
            process.kill()
            process.wait()
        name = str(victim).encode()
        checksum = sum(byte if byte < 128 else byte - 256 for byte in name) % 2**32
        with Path(f"{made.path}-journal").open("ab") as journal:
            journal.write((0x40000000 // 4096 + 1).to_bytes(4, "big") + name)
            journal.write(len(name).to_bytes(4, "big") + checksum.to_bytes(4, "big"))
            journal.write(bytes.fromhex("d9d505f920a163d7"))
        catalog = read()
        assert victim.read_text() == "precious\0"
        assert "warning database-log-refused store/mlflow.db-journal" in told(catalog)
        assert run_id(1) in runs_of(catalog)


class TestChangesMeanwhile:
    def test_what_changes_while_it_is_read_is_read_again(self, made, read, monkeypatch):
        whole = mlflow_database.read_tracked
        calls = []

        def read_and_change(*given):
            found = whole(*given)
            calls.append(len(found.runs))
            if len(calls) == 1:
                made.run(2)
                made.points("auc", [(START, 0.5, 0)], 2)
            return found

        monkeypatch.setattr(mlflow_database, "read_tracked", read_and_change)
        catalog = read()
        assert calls == [1, 2]
        assert runs_of(catalog) == [run_id(1), run_id(2)]
        assert catalog.runs[1].source.sha256 == digest_of(made.path)
        assert told(catalog) == []

    def test_a_change_that_no_clock_shows_is_noticed(self, made, read, monkeypatch):
        monkeypatch.setattr("generator.readers.local_file._stamp", lambda _place: ())
        whole = mlflow_database.read_tracked
        changes = iter([2])

        def read_and_change(*given):
            found = whole(*given)
            for number in changes:
                made.run(number)
            return found

        monkeypatch.setattr(mlflow_database, "read_tracked", read_and_change)
        assert runs_of(read()) == [run_id(1), run_id(2)]

    def test_what_changes_while_it_is_copied_is_copied_again(self, made, read, monkeypatch):
        Path(f"{made.path}-wal").write_bytes(b"no log of any database")
        monkeypatch.setattr(mlflow_database_copy, "_FIRST_PAUSE", 0.0)
        changes = iter([2, 3])
        blocks = Store.blocks

        def change_and_give(store, path):
            yield from blocks(store, path)
            number = next(changes, None) if path == "mlflow.db" else None
            if number:
                add_in_place(made.path, number)

        monkeypatch.setattr(Store, "blocks", change_and_give)
        catalog = read()
        assert runs_of(catalog) == [run_id(1), run_id(2), run_id(3)]
        assert catalog.runs[0].source.sha256 == digest_of(made.path)

    def test_what_never_lies_still_is_said(self, made, read, monkeypatch, temporary):
        Path(f"{made.path}-wal").write_bytes(b"no log of any database")
        monkeypatch.setattr(mlflow_database_copy, "_FIRST_PAUSE", 0.0)
        numbers = iter(range(2, 100))
        blocks = Store.blocks

        def change_and_give(store, path):
            yield from blocks(store, path)
            if path == "mlflow.db":
                add_in_place(made.path, next(numbers))

        monkeypatch.setattr(Store, "blocks", change_and_give)
        catalog = read()
        assert catalog.runs == ()
        assert told(catalog) == ["error file-changed store/mlflow.db"]
        assert catalog.problems[0].message == "is written to faster than it can be copied"
        assert list(temporary.iterdir()) == []

    def test_no_room_for_a_copy_is_said(self, made, read, monkeypatch):
        Path(f"{made.path}-wal").write_bytes(b"no log of any database")

        def refuse(*_given, **_more):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(mlflow_database, "TemporaryDirectory", refuse)
        catalog = read()
        assert told(catalog) == ["error copy-failed store/mlflow.db"]
        assert catalog.problems[0].message == "cannot be copied to be read: no space left on device"


def add_in_place(database: Path, number: int) -> None:
    """A further run, by a writer that knows nothing of the log that lies there."""
    log = Path(f"{database}-wal")
    aside = log.rename(database.parent / "aside")
    with closing(sqlite3.connect(database)) as connection, connection:
        insert(
            connection, "runs",
            run_uuid=run_id(number), status="FINISHED", experiment_id=0, start_time=START + number * 1000,
        )  # fmt: skip
    aside.rename(log)
