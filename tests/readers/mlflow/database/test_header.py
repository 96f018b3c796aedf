"""What the first bytes of a database say."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.readers.mlflow.database.header import LENGTH, stated_size


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "mlflow.db"


def write(database: Path, page_size: int) -> bytes:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute("CREATE TABLE runs (run_uuid)")
        connection.executemany("INSERT INTO runs VALUES (?)", [("x" * 500,)] * 300)
    return database.read_bytes()


@pytest.mark.parametrize("page_size", [512, 1024, 4096, 32768, 65536])
def test_the_size_stated_is_that_of_the_file(database, page_size):
    whole = write(database, page_size)
    assert stated_size(whole[:LENGTH]) == len(whole)


def test_a_count_of_pages_that_was_not_kept_up_is_not_believed(database):
    whole = write(database, 4096)
    assert stated_size(whole[:92] + b"\0\0\0\x09" + whole[96:LENGTH]) == 0


@pytest.mark.parametrize(
    "header", [b"", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 84, b"version https" + bytes(87)]
)
def test_what_is_no_header_states_no_size(header):
    assert stated_size(header) == 0
