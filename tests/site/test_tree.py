import hashlib
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.site.tree import TreeWriter, check_paths, walk


def test_plain_paths_pass() -> None:
    check_paths(
        ["index.html", "models/churn-1a2b/v7.html", "api/models/churn.json", "SHA256SUMS", "assets/a@b+c.css"]
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../a",
        "a/../b",
        "a//b",
        "a/",
        "a\\b",
        "a\x00b",
        "a b",
        ".htaccess",
        "a/.git",
        "é",
        "c:a",
        "a\n",
    ],
)
def test_a_path_that_could_leave_the_folder_or_hide_in_it_is_an_error(path: str) -> None:
    with pytest.raises(SiteError) as caught:
        check_paths([path])
    assert caught.value.slug == "path-unsafe"
    assert str(caught.value).isprintable()


def test_two_files_that_meet_on_some_file_systems_are_an_error() -> None:
    with pytest.raises(SiteError, match=r"^models/Churn.html: two files of the site have this path$"):
        check_paths(["models/churn.html", "models/Churn.html"])


def test_files_are_written_with_their_folders_and_digests(tmp_path: Path) -> None:
    tree = TreeWriter(tmp_path)
    tree.write("a/b/c.html", b"one")
    (tmp_path / "theme.css").write_bytes(b"two2")
    tree.take_in()
    assert (tmp_path / "a/b/c.html").read_bytes() == b"one"
    assert tree.digests == {
        "a/b/c.html": hashlib.sha256(b"one").hexdigest(),
        "theme.css": hashlib.sha256(b"two2").hexdigest(),
    }
    assert tree.size == 7


def test_walking_goes_by_name_and_follows_no_link(tmp_path: Path) -> None:
    for name in ("b/2", "b/1", "a"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "c").symlink_to(tmp_path)
    assert [Path(entry.path).relative_to(tmp_path).as_posix() for entry in walk(tmp_path)] == [
        "a",
        "b",
        "b/1",
        "b/2",
        "c",
    ]
