"""A tree of names: what it takes in, and that it answers as a folder of this machine does."""

import itertools
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import StoreError
from generator.readers.local_folder import LocalFolder
from generator.readers.tree import FOLDER, Entry, Kind, Tree, UnfitNameError


def file(place: str, size: int = 1) -> Entry:
    return Entry(Kind.FILE, size, place)


@pytest.fixture
def tree() -> Tree:
    made = Tree()
    made.add("0/meta.yaml", file("first", 8))
    made.add("b.txt", file("second"))
    made.add("a.txt", file("third"))
    made.add("empty", FOLDER)
    made.add("pipe", Entry(Kind.OTHER))
    return made


def link(target: str) -> Entry:
    return Entry(Kind.LINK, place=target)


def refused(ask, *arguments) -> str:
    with pytest.raises(StoreError) as raised:
        ask(*arguments)
    assert raised.value.location == "shown"
    return raised.value.slug


def test_folders_come_by_themselves_and_are_listed_by_kind_and_name(tree):
    tree.add("latest", link("0"))
    top = tree.listed("", "shown")
    assert (top.files, top.folders, top.links, top.others) == (
        ("a.txt", "b.txt"),
        ("0", "empty"),
        ("latest",),
        ("pipe",),
    )
    assert tree.listed("empty", "shown").leaves == ()
    assert tree.file("0/meta.yaml", "shown") == ("first", 8)
    assert tree.is_folder("0")
    assert not tree.is_folder("a.txt")


def test_the_last_of_two_counts_and_is_told(tree):
    assert tree.add("a.txt", file("later", 5))
    assert tree.file("a.txt", "shown") == ("later", 5)
    assert not tree.add("empty", FOLDER)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../x", "is not a plain path"),
        ("0/../../x", "is not a plain path"),
        ("0//x", "is not a plain path"),
        ("./x", "is not a plain path"),
        ("/etc/passwd", "is an absolute path"),
        ("//server/share/x", "is an absolute path"),
        ("C:/x", "is an absolute path"),
        ("c:x", "is an absolute path"),
        ("..\\x", "has a backslash in it"),
        ("\\\\server\\share\\x", "has a backslash in it"),
        ("a\0.txt", "has a null character in it"),
        ("d/" * 129 + "x", "lies more than 128 folders deep"),
        ("x" * 4097, "is longer than 4096 characters"),
        ("a.txt/x", "stands below something that is no folder"),
        ("0", "stands where a folder of the same name does"),
    ],
)
def test_a_name_that_no_honest_packer_writes_is_not_taken_in(tree, name, reason):
    before = tree.listed("", "shown")
    with pytest.raises(UnfitNameError) as raised:
        tree.add(name, file("x"))
    assert str(raised.value) == reason
    assert tree.listed("", "shown") == before


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("", "path-refused"),
        ("0", "file-expected"),
        ("pipe", "file-special"),
        ("gone", "file-missing"),
        ("gone/x", "file-missing"),
        ("a.txt/b", "folder-expected"),
        ("../x", "path-refused"),
        ("0/..", "path-refused"),
        ("/a.txt", "path-refused"),
        ("0//meta.yaml", "path-refused"),
        ("d/" * 129 + "x", "path-too-deep"),
    ],
)
def test_what_is_no_file_inside_is_refused(tree, path, slug):
    assert refused(tree.file, path, "shown") == slug


LINKS = {
    "in": "0/meta.yaml",
    "round": "0/../a.txt",
    "out": "../secret",
    "far": "0/../../secret",
    "root": "/etc/passwd",
    "drive": "C:/x",
    "share": "\\\\server\\x",
    "gone": "nothing",
    "self": "self",
    "folder": "0",
    "through": "a.txt/x",
}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("out", "link-outside"),
        ("far", "link-outside"),
        ("root", "link-outside"),
        ("drive", "link-outside"),
        ("share", "link-outside"),
        ("gone", "link-broken"),
        ("self", "link-circular"),
        ("folder", "link-to-folder"),
        ("through", "link-broken"),
    ],
)
def test_a_link_that_leads_to_no_file_inside_is_refused(tree, name, slug):
    tree.add(name, link(LINKS[name]))
    assert refused(tree.file, name, "shown") == slug


def test_a_link_to_a_file_inside_is_followed(tree):
    tree.add("in", link(LINKS["in"]))
    tree.add("round", link(LINKS["round"]))
    tree.add("twice", link("in"))
    assert tree.file("in", "shown") == ("first", 8)
    assert tree.file("twice", "shown") == ("first", 8)
    assert tree.file("round", "shown") == ("third", 1)


def test_a_folder_behind_a_link_is_listed_by_whoever_asks(tree):
    tree.add("latest", link("0"))
    assert tree.listed("latest", "shown").files == ("meta.yaml",)
    assert tree.file("latest/meta.yaml", "shown") == ("first", 8)
    assert tree.is_folder("latest")


def test_what_is_asked_for_below_a_link_to_a_file_would_need_a_folder(tree):
    tree.add("latest", link("0/meta.yaml"))
    with pytest.raises(StoreError) as raised:
        tree.file("latest/meta.yaml", "shown")
    assert raised.value.slug == "folder-expected"


NAMES = st.sampled_from(["a", "b", "c", "..", "."])
TARGETS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PLACES = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join)


@given(
    files=st.lists(PLACES, max_size=4), links=st.lists(st.tuples(PLACES, TARGETS), max_size=4), asked=PLACES
)
def test_a_tree_answers_as_a_folder_of_this_machine_does(tmp_path_factory, files, links, asked):
    root, tree = tmp_path_factory.mktemp("root") / "store", Tree()
    root.mkdir()
    for path, target in itertools.chain(((path, None) for path in files), links):
        place = root / path
        try:
            if place.is_symlink() or place.exists():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.parent.resolve() != place.parent.absolute():
                continue
            place.touch() if target is None else place.symlink_to(target)
        except OSError:
            continue
        tree.add(path, file(path, 0) if target is None else link(target))
    for folder, names, _ in os.walk(root):
        for name in names:
            if not (place := os.path.join(folder, name)) or not os.path.islink(place):  # noqa: PTH114, PTH118
                tree.add(os.path.relpath(place, root), FOLDER)
    local = LocalFolder(root, "shown")
    assert answer(lambda: tree.file(asked, "")[1]) == answer(lambda: local.file(asked)[1])
    assert answer(lambda: tree.listed(asked, "")) == answer(lambda: local.listed(asked))


def answer(ask) -> object:
    try:
        return ask()
    except StoreError as error:
        # What is wrong with a link that leads nowhere is told by what a system finds first, which differs.
        leads_nowhere = error.slug in {"link-broken", "link-outside", "link-circular", "file-unreadable"}
        return "a link that leads nowhere" if leads_nowhere else error.slug
