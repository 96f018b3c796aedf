import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from generator.errors import SettingsError, SiteError
from generator.site import publish
from generator.site.publish import publishing, refuse_target
from tests.conftest import ROOT
from tests.site.small import put, write_site


def edition(target: Path) -> str:
    """Which site stands there, whole: never a mix of two."""
    shown = (target / "index.html").read_text()
    assert {path.name for path in target.iterdir()} == {
        "index.html",
        f"only-{shown}.html",
        "provenance.json",
        "SHA256SUMS",
    }
    return shown


@pytest.fixture
def target(tmp_path: Path) -> Path:
    put(tmp_path / "site", "good")
    return tmp_path / "site"


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two ways to swap."""
    if request.param == "renames":
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    return str(request.param)


def standing(target: Path) -> str:
    """Which site stands there once the next build has started, which then gives up."""
    found = ""
    with suppress(ValueError), publishing(target):
        found = edition(target)
        raise ValueError
    return found


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_site_takes_the_place_of_the_last_one_and_leaves_nothing_beside_it(target: Path, way: str) -> None:
    put(target, "new")
    assert edition(target) == "new"
    assert beside(target) == ["site"]


def test_parents_are_made_and_an_empty_folder_is_taken(tmp_path: Path) -> None:
    put(tmp_path / "a/b/site", "new")
    (tmp_path / "empty").mkdir()
    put(tmp_path / "empty", "new")
    assert edition(tmp_path / "a/b/site") == edition(tmp_path / "empty") == "new"


@pytest.mark.parametrize("error", [ValueError("a page failed"), KeyboardInterrupt()])
def test_a_build_that_fails_leaves_the_last_good_site(target: Path, error: BaseException) -> None:
    with pytest.raises(type(error)), publishing(target) as folder:  # noqa: PT012
        write_site(folder, "new")
        raise error
    assert edition(target) == "good"
    assert beside(target) == ["site"]


def test_a_full_disk_is_told_with_its_place(target: Path) -> None:
    with (
        pytest.raises(
            SiteError, match=r"^/site/x.html: the site cannot be written: No space left on device;"
        ) as caught,
        publishing(target),
    ):
        raise OSError(28, "No space left on device", "/site/x.html")
    assert caught.value.slug == "site-unwritable"
    assert edition(target) == "good"


class Cut(BaseException):
    """The moment a process is killed: nothing after it runs."""


def cut_at(monkeypatch: pytest.MonkeyPatch, number: int, *, after: bool) -> None:
    """Let the process end at its n-th rename, before or after it is done, and never clean up."""
    done = iter(range(100))
    rename = os.rename

    def cutting(source: Path, target: Path) -> None:
        here = next(done) == number
        if here and not after:
            raise Cut
        rename(source, target)
        if here:
            raise Cut

    monkeypatch.setattr(os, "rename", cutting)
    monkeypatch.setattr(publish, "_remove", lambda _: None)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", [0, 1])
def test_a_swap_cut_at_any_rename_is_set_right_by_the_next_start(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int, after: bool
) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    with monkeypatch.context() as context:
        cut_at(context, number, after=after)
        with pytest.raises(Cut):
            put(target, "new")
    stands = standing(target)
    assert stands == ("new" if (number, after) == (1, True) else "good")
    put(target, "newer")
    assert edition(target) == "newer"
    assert beside(target) == ["site"]


KILLED = """
    import os, sys
    sys.path.insert(0, {root!r})
    from pathlib import Path
    from generator.site import publish, tree
    from tests.site.small import put

    left = int(sys.argv[2])
    def counting(original):
        def call(*arguments, **options):
            global left
            if left == 0:
                os._exit(9)
            left -= 1
            return original(*arguments, **options)
        return call
    os.rename = counting(os.rename)
    publish._exchange = counting(publish._exchange if sys.argv[3] == "exchange" else lambda *_: False)
    publish.shutil.rmtree = counting(publish.shutil.rmtree)
    publish._begin = counting(publish._begin)
    tree.TreeWriter.take_in = counting(tree.TreeWriter.take_in)
    put(Path(sys.argv[1]), "new")
"""


@pytest.mark.parametrize("swap", ["exchange", "renames"])
def test_a_build_killed_at_any_step_leaves_a_whole_site_that_the_next_one_replaces(
    target: Path, swap: str
) -> None:
    program = textwrap.dedent(KILLED.format(root=str(ROOT)))
    seen = set()
    for step in range(12):
        ended = subprocess.run([sys.executable, "-c", program, str(target), str(step), swap], check=False)
        if swap == "exchange" or target.exists():
            seen.add(edition(target))
        seen.add(standing(target))
        put(target, "good")
        assert beside(target) == ["site"]
        if ended.returncode == 0:
            break
    assert ended.returncode == 0
    assert seen == {"good", "new"}


def test_only_one_build_writes_at_a_time(target: Path) -> None:
    with publishing(target) as folder:
        with pytest.raises(
            SiteError,
            match=f"another build is writing this site; wait until it ends; its process is {os.getpid()}",
        ):
            put(target, "other")
        write_site(folder, "new")
    assert edition(target) == "new"


def test_the_lock_of_a_dead_build_is_taken_over(target: Path) -> None:
    target.with_name("site.lock").write_text("999999999\n")
    put(target, "new")
    assert edition(target) == "new"
    assert beside(target) == ["site"]


def unchanged(folder: Path) -> list[tuple[str, bytes]]:
    return [(str(path), path.read_bytes() if path.is_file() else b"") for path in sorted(folder.rglob("*"))]


def refused(target: Path, *stores: Path) -> str:
    before = unchanged(target.parent)
    with pytest.raises(SettingsError) as caught, publishing(target, stores):
        pytest.fail("the folder was accepted")
    assert unchanged(target.parent) == before
    assert caught.value.slug == "site-dir-refused"
    return str(caught.value)


def test_the_root_of_the_disk_is_refused() -> None:
    with pytest.raises(SettingsError, match="no folder that can be replaced"), publishing(Path("/")):
        pytest.fail("the root was accepted")


@pytest.mark.parametrize("home", ["home", "site/home"])
def test_home_and_what_holds_it_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    (tmp_path / home).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / home))
    assert "holds your home folder" in refused(tmp_path / home.partition("/")[0])


def test_a_file_a_link_and_a_work_tree_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "is a file; name a folder" in refused(tmp_path / "file")
    (tmp_path / "link").symlink_to(tmp_path)
    assert "is a symbolic link" in refused(tmp_path / "link")
    (tmp_path / "tree/.git").mkdir(parents=True)
    assert "is the root of a git work tree" in refused(tmp_path / "tree")


@pytest.mark.parametrize(
    ("site", "reason"),
    [
        ("store", "lies in"),
        ("store/site", "lies in"),
        ("link/site", "lies in"),
        ("store/not/there/yet", "lies in"),
        (".", "holds"),
    ],
)
def test_a_site_in_a_store_and_a_store_in_a_site_are_refused(tmp_path: Path, site: str, reason: str) -> None:
    store = tmp_path / "work/store"
    store.mkdir(parents=True)
    (tmp_path / "work/link").symlink_to(store)
    said = refused(tmp_path / "work" / site, store)
    assert f"the folder for the site {reason} {store}, which is read" in said


def test_a_site_beside_a_single_file_that_is_read_is_welcome(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").touch()
    refuse_target(tmp_path / "site", [tmp_path / "mlflow.db", tmp_path / "not-there"])


def test_a_folder_with_files_of_others_is_refused(tmp_path: Path, target: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/one.jpg").write_bytes(b"1")
    assert "is not empty and no site made by modelfolio" in refused(tmp_path / "photos")
    (target / "CNAME").write_text("bank.example")
    (target / "notes").mkdir()
    (target / "notes/mine.txt").write_text("mine")
    assert "holds files of yours: 'CNAME' and 1 more; move them elsewhere first" in refused(target)
    (target / ".DS_Store").write_bytes(b"")


def test_files_of_others_are_seen_before_anything_is_touched_and_again_under_the_lock(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setattr(publish, "_recover", lambda _: (target / "mine.txt").write_text("mine"))
        with pytest.raises(SettingsError, match=r"holds files of yours: 'mine\.txt'"):
            put(target, "new")
    monkeypatch.setattr(publish, "locked", lambda _: pytest.fail("the lock was taken"))
    assert "holds files of yours: 'mine.txt'" in refused(target)


def test_what_a_file_manager_leaves_behind_is_no_obstacle(target: Path) -> None:
    (target / ".DS_Store").write_bytes(b"")
    put(target, "new")
    assert edition(target) == "new"


@pytest.mark.parametrize("name", ["site.new", "site.old"])
def test_a_name_that_we_need_but_somebody_uses_is_refused(target: Path, name: str) -> None:
    other = target.with_name(name)
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    assert "needs this name beside it, which is taken" in refused(target)


def test_a_parent_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "its parent is read-only" in refused(tmp_path / "site")


@pytest.fixture
def umasks() -> Iterator[Callable[[int], None]]:
    before = os.umask(0o022)
    yield lambda mask: os.umask(mask) and None
    os.umask(before)


@pytest.mark.parametrize("mask", [0o077, 0o000])
def test_modes_are_the_same_under_every_umask(
    tmp_path: Path, umasks: Callable[[int], None], mask: int
) -> None:
    umasks(mask)
    put(tmp_path / "site", "new")
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "site").iterdir()} == {0o644}
