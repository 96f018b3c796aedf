"""Files of a store at places on this machine."""

import os
from pathlib import Path

import pytest

from generator.errors import StoreError
from generator.readers.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "store"
    (made / "data").mkdir(parents=True)
    (made / "data" / "mlflow.db").write_bytes(b"SQLite format 3\0 and more")
    os.utime(made / "data" / "mlflow.db", (1, 1))
    return made


def test_the_beginning_of_a_file_does_not_count_as_read(folder):
    store = Store(folder, "store")
    assert store.head("data/mlflow.db", 16) == b"SQLite format 3\0"
    assert store.head("data/mlflow.db", 1000) == b"SQLite format 3\0 and more"
    assert store.files == ()


def test_a_place_is_where_a_link_ends(folder):
    (folder / "latest.db").symlink_to("data/mlflow.db")
    store = Store(folder, "store")
    assert store.local_file("latest.db").place == (folder / "data" / "mlflow.db").resolve()
    assert store.files == ()


def test_a_place_outside_of_the_store_is_refused(folder, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (folder / "out").symlink_to(tmp_path / "secret")
    store = Store(folder, "store")
    for method in (store.local_file, lambda path: store.head(path, 1)):
        for path in ("out", "../secret", "missing"):
            with pytest.raises(StoreError):
                method(path)


@pytest.mark.parametrize("change", ["appended", "written over", "replaced", "removed"])
def test_a_change_is_noticed(folder, change):
    file = folder / "data" / "mlflow.db"
    found = Store(folder, "store").local_file("data/mlflow.db")
    assert found.unchanged
    match change:
        case "appended":
            with file.open("ab") as opened:
                opened.write(b"!")
        case "written over":
            file.write_bytes(file.read_bytes().swapcase())
        case "replaced":
            (folder / "new").write_bytes(file.read_bytes())
            (folder / "new").replace(file)
        case "removed":
            file.unlink()
    assert not found.unchanged
