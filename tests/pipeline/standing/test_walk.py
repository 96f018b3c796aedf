"""The stamp of a tree: another one for every change of what is in it, the same one for none."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.pipeline.standing.walk import Tree, UnstampedError, stamp_of_trees

TICK = 0.02
"""Seconds; more than a tick of the clock that Linux takes the times of files from."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small tree."""
    made = tmp_path / "root"
    for path in ("a/one", "a/two", "b/c/three", "four"):
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_text(path)
    (made / "link").symlink_to("a/one")
    return made


def digest(*trees: Tree) -> bytes:
    return stamp_of_trees(trees).digest


def rewrite_with_times_set_back(root: Path) -> None:
    before = (root / "a/one").stat()
    (root / "a/one").write_text("A/ONE")
    os.utime(root / "a/one", ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_alike(root: Path) -> None:
    before = (root / "a/one").stat()
    (root / "new").write_text("a/one")
    os.utime(root / "new", ns=(before.st_atime_ns, before.st_mtime_ns))
    (root / "new").replace(root / "a/one")


def replace_by_a_folder(root: Path) -> None:
    (root / "four").unlink()
    (root / "four").mkdir()


def lead_elsewhere(root: Path) -> None:
    (root / "link").unlink()
    (root / "link").symlink_to("a/two")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte more": lambda root: (root / "a/one").write_text("a/one."),
    "as many bytes, and the times set back": rewrite_with_times_set_back,
    "a file for another of the same bytes and times": replace_alike,
    "an empty folder more": lambda root: (root / "b/new").mkdir(),
    "an empty file more": lambda root: (root / "b/new").write_bytes(b""),
    "a file less": lambda root: (root / "b/c/three").unlink(),
    "a folder less": lambda root: shutil.rmtree(root / "b/c"),
    "a file by another name": lambda root: (root / "a/one").rename(root / "a/eno"),
    "a folder by another name": lambda root: (root / "a").rename(root / "A"),
    "a folder in another": lambda root: (root / "a").rename(root / "b/a"),
    "another mode": lambda root: (root / "four").chmod(0o600),
    "another mode of a folder": lambda root: (root / "a").chmod(0o700),
    "a folder for a file": replace_by_a_folder,
    "another target of a link": lead_elsewhere,
    "nothing left": shutil.rmtree,
    "a time set": lambda root: os.utime(root / "four", ns=(0, 0)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_gives_another_stamp(root, change):
    before = digest(Tree(root=root))
    assert digest(Tree(root=root)) == before
    change(root)
    assert digest(Tree(root=root)) != before


def test_reading_changes_no_stamp(root):
    before = stamp_of_trees([Tree(root=root)])
    for path in root.rglob("*"):
        if path.is_file():
            path.read_bytes()
    assert stamp_of_trees([Tree(root=root)]) == before


def test_what_came_and_went_shows_in_the_newest_time_alone(root):
    before = stamp_of_trees([Tree(root=root)])
    time.sleep(TICK)
    (root / "b/c/lock").write_text("1")
    (root / "b/c/lock").unlink()
    after = stamp_of_trees([Tree(root=root)])
    assert after.digest == before.digest
    assert after.newest > before.newest


def test_the_newest_change_of_any_file_is_told(root):
    later = 4_000_000_000 * 10**9
    os.utime(root / "b/c/three", ns=(0, later))
    assert stamp_of_trees([Tree(root=root)]).newest == later


def test_what_appears_where_nothing_was_gives_another_stamp(tmp_path):
    missing = Tree(root=tmp_path / "ledger.jsonl")
    before = digest(missing)
    (tmp_path / "ledger.jsonl").write_bytes(b"")
    assert digest(missing) != before


def test_names_that_do_not_count_change_nothing(root):
    trees = Tree(root=root, without=frozenset({"index"})), Tree(root=root, only=frozenset({"a", "later"}))
    before = [digest(tree) for tree in trees]
    (root / "index").write_text("x")
    assert [digest(tree) for tree in trees] == before
    (root / "a/index").write_text("x")
    changed = [digest(tree) for tree in trees]
    assert changed[0] != before[0]
    assert changed[1] != before[1]
    (root / "later").write_text("x")
    assert digest(trees[1]) != changed[1]


def test_what_python_compiles_changes_the_stamp_of_data_alone(root):
    code, data = Tree(root=root, code=True), Tree(root=root)
    before = digest(code), digest(data)
    (root / "a/__pycache__").mkdir()
    assert digest(code) == before[0]
    assert digest(data) != before[1]


def test_a_root_that_is_a_link_is_where_it_leads(root, tmp_path):
    (tmp_path / "named").symlink_to(root)
    named = Tree(root=tmp_path / "named")
    before = digest(named)
    shutil.copytree(root, tmp_path / "other", symlinks=True)
    (tmp_path / "named").unlink()
    (tmp_path / "named").symlink_to(tmp_path / "other")
    assert digest(named) != before


@pytest.mark.parametrize(
    "target", ["..", "../root/../away", "/", "../other/file", "a/../../root/four", "a/../four"]
)
def test_a_link_that_may_lead_out_leaves_no_stamp(root, target):
    (root / "link-out").symlink_to(target)
    with pytest.raises(UnstampedError, match="link-out"):
        digest(Tree(root=root))


@pytest.mark.parametrize(
    "target", ["one", "./two", "../four", "../b", "..", "../b/c/three", "nothing", "inside"]
)
def test_a_link_that_stays_inside_is_no_hindrance_wherever_it_leads(root, target):
    (root / "a/inside").symlink_to(target)
    assert digest(Tree(root=root))


def test_an_absolute_link_to_what_is_inside_is_no_hindrance(root):
    (root / "a/inside").symlink_to(root / "four")
    assert digest(Tree(root=root))


def test_a_root_that_leads_nowhere_leaves_no_stamp(tmp_path):
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(UnstampedError, match="leads nowhere"):
        digest(Tree(root=tmp_path / "circle"))


def test_names_that_are_no_text_are_stamped_like_others(tmp_path):
    name = os.fsdecode(b"f\xff")
    tree = Tree(root=tmp_path / name, only=frozenset({name}), without=frozenset({"x", os.fsdecode(b"\xfe")}))
    seen = {digest(tree)}
    (tmp_path / name).mkdir()
    seen.add(digest(tree))
    (tmp_path / name / name).write_bytes(b"")
    seen.add(digest(tree))
    assert len(seen) == 3


def test_trees_count_in_any_order_and_once(root):
    one, other = Tree(root=root / "a"), Tree(root=root / "b")
    assert digest(one, other) == digest(other, one, other)
    assert digest(one, other) != digest(one)


def test_what_else_counts_gives_another_stamp(root):
    stamps = {
        stamp_of_trees([Tree(root=root)], also).digest for also in ([], ["a"], ["b"], ["a", "b"], ["ab"])
    }
    assert len(stamps) == 5


_NAMES = st.sampled_from(["a", "b", "c"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=3).map("/".join)
_STEPS = st.tuples(st.sampled_from(["write", "mkdir", "remove", "rename"]), _PATHS, _PATHS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STEPS, max_size=12))
def test_two_states_of_a_tree_are_stamped_alike_only_when_they_are_alike(tmp_path_factory, steps):
    root = tmp_path_factory.mktemp("tree")
    seen: dict[bytes, dict[str, tuple[int, int, bytes | None]]] = {}
    for number, (what, one, other) in enumerate([("mkdir", "a", "a"), *steps]):
        place, second = root / one, root / other
        try:
            if what == "write":
                place.write_text(str(number % 2))
            elif what == "mkdir":
                place.mkdir()
            elif what == "remove":
                shutil.rmtree(place) if place.is_dir() else place.unlink()
            else:
                place.rename(second)
        except OSError:
            continue
        state = {
            path.relative_to(root).as_posix(): (
                path.stat().st_mode,
                path.stat().st_ino,
                path.read_bytes() if path.is_file() else None,
            )
            for path in root.rglob("*")
        }
        assert seen.setdefault(digest(Tree(root=root)), state) == state
