"""Files of a folder and of all folders below it, read at once: the same as one by one, or left to be."""

import hashlib
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog import FileRead
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers import open_folder
from generator.readers.open_folder import CAN_HOLD_OPEN
from generator.readers.store import Store
from tests.stores import write_files

pytestmark = pytest.mark.skipif(not CAN_HOLD_OPEN, reason="the system cannot hold a folder open")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    place = tmp_path / "0/run"
    write_files(
        place, {"meta.yaml": "x", "tags/b": "two", "tags/a": "one", "tags/c/d/e": "deep", "metrics/m": "1"}
    )
    return place


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def together(root: Path, folders=("tags", "metrics"), unread=frozenset()) -> dict[str, bytes | None]:
    """What is read at once, by path."""
    store = Store(root, "store")
    found = store.read_below(store.folder("0/run"), ("meta.yaml",), folders, unread=unread)
    return {
        f"{each.folder.path}/{name}": read and read[0]
        for each in found
        for name, read in zip(each.names, each.contents, strict=True)
    }


def test_the_files_asked_for_and_all_below_the_folders_asked_for_are_read(run, tmp_path):
    assert together(tmp_path, ("tags",)) == {
        "0/run/meta.yaml": b"x", "0/run/tags/a": b"one", "0/run/tags/b": b"two", "0/run/tags/c/d/e": b"deep",
    }  # fmt: skip


def test_each_file_has_its_place_and_counts_as_read(run, tmp_path):
    store = Store(tmp_path, "store")
    with store.observed() as asked:
        (_, metrics) = store.read_below(store.folder("0/run"), ("meta.yaml",), ("metrics",))
    assert metrics.contents == [(b"1", Source("store/0/run/metrics/m", digest_of(b"1")))]
    assert store.files == (
        FileRead("store/0/run/meta.yaml", digest_of(b"x"), 1),
        FileRead("store/0/run/metrics/m", digest_of(b"1"), 1),
    )
    assert asked.paths == {"0/run", "0/run/meta.yaml", "0/run/metrics", "0/run/metrics/m"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tags: (tags / "link").symlink_to("a"),
        lambda tags: (tags / "c/link").symlink_to("../../../../../../etc"),
        lambda tags: os.mkfifo(tags / "c/d/pipe"),
        lambda tags: (tags / "c/.hidden").write_text(""),
        lambda tags: (tags / "back\\slash").write_text(""),
        lambda tags: (tags / "desktop.ini").write_text(""),
        lambda tags: (tags / "/".join("zyxwvutsrq")).mkdir(parents=True),
    ],
    ids=["link", "link-to-folder", "pipe", "hidden", "backslash", "unread", "deep"],
)
def test_a_folder_with_anything_odd_below_it_is_left_to_be_read_with_care_and_the_others_are_not(
    run, tmp_path, spoil
):
    spoil(run / "tags")
    assert together(tmp_path, unread=frozenset({"desktop.ini"})) == {
        "0/run/meta.yaml": b"x", "0/run/metrics/m": b"1",
    }  # fmt: skip


def test_a_folder_swapped_for_a_link_after_the_run_was_listed_is_not_followed(run, tmp_path):
    store = Store(tmp_path, "store")
    held = store.folder("0/run")
    (run / "metrics").rename(tmp_path / "elsewhere")
    (run / "metrics").symlink_to(tmp_path / "elsewhere")
    found = store.read_below(held, ("meta.yaml",), ("metrics",))
    assert [each.folder.path for each in found] == ["0/run"]


def test_a_file_that_cannot_be_read_leaves_a_gap_and_the_rest_is_whole(run, tmp_path, monkeypatch):
    system_open = os.open

    def refuse(path, *rest, **more):
        if path == "a":
            raise PermissionError
        return system_open(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    found = together(tmp_path)
    assert found["0/run/tags/a"] is None
    assert found["0/run/tags/b"] == b"two"


def test_what_has_no_room_together_is_left_over(run, tmp_path, monkeypatch):
    monkeypatch.setattr(open_folder, "_MOST_TOGETHER", 5)
    assert together(tmp_path, ("tags",)) == {
        "0/run/meta.yaml": b"x", "0/run/tags/a": b"one", "0/run/tags/b": None, "0/run/tags/c/d/e": None,
    }  # fmt: skip


def test_nothing_that_was_read_before_is_read_again(run, tmp_path):
    store = Store(tmp_path, "store")
    store.read("0/run/metrics/m")
    assert store.read_below(store.folder("0/run"), (), ("metrics",)) == ()
    assert store.read_below(store.folder("0/run"), (), ("tags",)) != ()
    assert store.read_below(store.folder("0/run"), (), ("tags",)) == ()


def test_a_file_read_together_and_changed_since_is_told_when_it_is_read_again(run, tmp_path):
    store = Store(tmp_path, "store")
    store.read_below(store.folder("0/run"), (), ("metrics",))
    (run / "metrics/m").write_text("2")
    with pytest.raises(StoreError, match="changed while the store was read"):
        store.read("0/run/metrics/m")


def test_the_bytes_of_files_are_not_held_on_to(tmp_path):
    write_files(tmp_path, {f"{number}/data": "x" * 100_000 for number in range(40)})
    store = Store(tmp_path, "store")
    tracemalloc.start()
    try:
        for number in range(40):
            (read,) = store.read_below(store.folder(str(number)), ("data",), ())
            assert len(read.contents[0][0]) == 100_000
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 4_000_000 / 8


NAME = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=4
).filter(lambda name: name not in {".", ".."})


@given(st.dictionaries(st.tuples(NAME, NAME), st.binary(max_size=20), max_size=8))
def test_what_is_read_together_is_what_is_read_one_by_one(tmp_path_factory, files):
    root = tmp_path_factory.mktemp("store")
    for (folder, name), data in files.items():
        (root / "0/run/tags" / folder).mkdir(parents=True, exist_ok=True)
        (root / "0/run/tags" / folder / name).write_bytes(data)
    (root / "0/run").mkdir(parents=True, exist_ok=True)
    (root / "0/run/meta.yaml").write_bytes(b"x")
    alone = Store(root, "store")
    for path, data in together(root, ("tags",)).items():
        assert alone.read(path)[0] == data
