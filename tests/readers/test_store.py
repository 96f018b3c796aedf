"""The store: what it lists and reads, and what it never opens."""

import errno
import hashlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.catalog import FileRead
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers import open_folder
from generator.readers.folder import Folder
from generator.readers.store import Store
from generator.readers.text import split_lines
from tests.stores import write_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "store"
    write_files(made, {"b.txt": "two", "a.txt": "one", "0/meta.yaml": "name: x\n", "outside": "in"})
    write_files(tmp_path, {"secret.txt": "secret", "secrets/key": "key"})
    return made


@pytest.fixture
def store(folder: Path) -> Store:
    return Store(folder, "mlruns")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def refused(ask, *arguments) -> StoreError:
    """What the store raises, at once or when what it gave is taken."""
    try:
        given = ask(*arguments)
        if isinstance(given, Iterator):
            list(given)
    except StoreError as error:
        return error
    raise AssertionError("the store did not refuse")


def test_a_folder_is_listed_by_kind_and_name(folder, store):
    (folder / "link").symlink_to("a.txt")
    os.mkfifo(folder / "pipe")
    listed = store.folder()
    assert listed == Folder("", ("a.txt", "b.txt", "outside"), ("0",), ("link",), ("pipe",))
    assert "pipe" in listed
    assert "c.txt" not in listed
    assert listed.leaves == ("a.txt", "b.txt", "outside", "link", "pipe")
    assert store.folder("0") == Folder("0", ("meta.yaml",), (), (), ())


def test_the_order_does_not_depend_on_the_file_system(folder, store, monkeypatch):
    listed = store.folder()
    scandir = os.scandir

    class Reversed:
        def __init__(self, path):
            with scandir(path) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self):
            return iter(self.entries)

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(os, "scandir", Reversed)
    assert store.folder() == listed


def test_reading_gives_bytes_and_their_place(store):
    data, source = store.read("0/meta.yaml")
    assert data == b"name: x\n"
    assert source == Source("mlruns/0/meta.yaml", sha256(data))
    assert store.source("0/meta.yaml") == source
    assert store.source("0/other") == Source("mlruns/0/other")
    assert store.size("0/meta.yaml") == 8


def test_every_file_opened_is_remembered_once(store):
    store.read("b.txt")
    store.digest("a.txt")
    store.read("b.txt")
    list(store.blocks("0/meta.yaml"))
    assert store.files == (
        FileRead("mlruns/0/meta.yaml", sha256(b"name: x\n"), 8),
        FileRead("mlruns/a.txt", sha256(b"one"), 3),
        FileRead("mlruns/b.txt", sha256(b"two"), 3),
    )


def test_a_digest_reads_no_file_again(folder, store):
    store.read("a.txt")
    (folder / "a.txt").unlink()
    assert store.digest("a.txt") == FileRead("mlruns/a.txt", sha256(b"one"), 3)


def test_blocks_and_lines_stream_and_digest_on_the_way(folder, store):
    write_files(folder, {"long": b"one\ntwo\n" + b"x" * 30 + b"\nlast"})
    assert b"".join(store.blocks("long", block=7)) == (folder / "long").read_bytes()
    assert list(split_lines(store.blocks("long"), 10)) == [b"one", b"two", b"x" * 10, b"last"]
    assert store.source("long").sha256 == sha256((folder / "long").read_bytes())


def test_a_line_longer_than_any_block_is_cut_and_the_next_one_is_whole(folder, store):
    write_files(folder, {"long": b"x" * 3_000_000 + b"\nnext\n"})
    lines = list(split_lines(store.blocks("long"), 100))
    assert [len(line) for line in lines] == [100, 4]
    assert lines[1] == b"next"


def test_a_stream_left_early_has_no_digest(folder, store):
    blocks = store.blocks("a.txt", block=1)
    assert next(blocks) == b"o"
    blocks.close()
    assert store.files == (FileRead("mlruns/a.txt", "", 3),)


def test_a_path_of_any_depth_ends(folder, store):
    deep = folder
    for _ in range(300):
        deep /= "d"
        os.mkdir(deep)  # noqa: PTH102 pathlib would look at every parent again
    assert store.folder("/".join("d" * 129)).folders == ("d",)
    error = refused(store.folder, "/".join("d" * 130))
    assert (error.slug, error.message) == ("path-too-deep", "lies more than 128 folders deep")
    assert refused(store.read, "/".join("d" * 3000)).slug == "path-too-deep"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt", "0/../../secret.txt", "/etc/passwd", "//server/share/x", "0//meta.yaml", "./a.txt", "0/.",
        "..\\secret.txt", "\\\\server\\share\\x", "C:\\x", "a\0.txt", "",
    ],
)  # fmt: skip
def test_a_path_that_is_no_plain_path_is_refused(store, path):
    error = refused(store.read, path)
    assert (error.slug, error.message) == ("path-refused", "is not a path inside the store")
    assert store.files == ()


@pytest.mark.parametrize("path", ["..", "0/..", "../secrets", "/etc", "\\\\server\\share"])
def test_a_folder_outside_is_refused_as_well(store, path):
    assert refused(store.folder, path).slug == "path-refused"
    assert not store.is_folder(path)


@pytest.mark.parametrize("target", ["../secret.txt", "/etc/passwd", "../store/../secret.txt"])
def test_a_link_that_leads_out_is_not_followed(folder, store, target):
    (folder / "link").symlink_to(target)
    error = refused(store.read, "link")
    assert (error.slug, error.location) == ("link-outside", "mlruns/link")
    assert refused(store.digest, "link").slug == "link-outside"
    assert refused(store.blocks, "link").slug == "link-outside"
    assert store.files == ()


def test_a_file_behind_a_folder_that_is_a_link_out_is_not_read(folder, store):
    (folder / "linked").symlink_to("../secrets")
    assert refused(store.folder, "linked").slug == "link-outside"
    assert refused(store.read, "linked/key").slug == "link-outside"


def test_a_sibling_whose_name_begins_like_the_root_is_outside(folder, store):
    write_files(folder.parent / "store-two", {"x": "x"})
    (folder / "link").symlink_to("../store-two/x")
    assert refused(store.read, "link").slug == "link-outside"


def test_a_link_to_a_file_inside_is_read(folder, store):
    (folder / "link").symlink_to("0/meta.yaml")
    assert store.read("link")[0] == b"name: x\n"
    assert store.size("link") == 8


def test_a_link_to_a_folder_inside_can_be_listed_by_whoever_asks(folder, store):
    (folder / "latest").symlink_to("0")
    assert store.folder("latest").files == ("meta.yaml",)
    assert refused(store.read, "latest").slug == "link-to-folder"


@pytest.mark.parametrize(
    ("target", "slug"), [("link", "link-circular"), ("b/a", "link-broken"), ("gone", "link-broken")]
)
def test_a_link_that_ends_nowhere_is_refused(folder, store, target, slug):
    (folder / "link").symlink_to(target)
    assert refused(store.read, "link").slug == slug


def test_links_that_go_round_end(folder, store):
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    assert refused(store.read, "one").slug == "link-circular"
    assert refused(store.folder, "two").slug == "link-circular"


def test_a_root_may_be_a_link_itself(folder):
    alias = folder.parent / "alias"
    alias.symlink_to(folder)
    assert Store(alias, "alias").read("a.txt")[1].path == "alias/a.txt"


def test_a_pipe_is_never_opened(folder, store, monkeypatch):
    os.mkfifo(folder / "pipe")
    opened = []
    monkeypatch.setattr(os, "open", lambda *arguments: opened.append(arguments))
    for ask in (store.read, store.blocks, store.digest, store.size):
        assert refused(ask, "pipe").slug == "file-special"
    assert opened == []


def test_a_socket_is_never_opened(tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        previous = Path.cwd()
        os.chdir(tmp_path)
        try:
            listener.bind("s")
        finally:
            os.chdir(previous)
        assert refused(Store(tmp_path, "mlruns").read, "s").slug == "file-special"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
def test_a_link_to_a_device_is_outside(folder, store):
    (folder / "zero").symlink_to("/dev/zero")
    assert refused(store.read, "zero").slug == "link-outside"


def test_a_file_that_vanished_after_it_was_listed_is_missing(folder, store):
    assert "a.txt" in store.folder()
    (folder / "a.txt").unlink()
    error = refused(store.read, "a.txt")
    assert (error.slug, str(error)) == ("file-missing", "mlruns/a.txt: is not there")


def test_a_folder_where_a_file_should_be_and_the_reverse(folder, store):
    assert refused(store.read, "0").slug == "file-expected"
    assert refused(store.folder, "a.txt").slug == "folder-expected"
    assert refused(store.read, "a.txt/b").slug == "folder-expected"


def test_a_file_beyond_the_limit_is_not_opened(store):
    error = refused(store.read, "a.txt", 2)
    assert (error.slug, error.message) == (
        "file-too-large",
        "is 3 bytes long, more than the 2 that are read of such a file",
    )
    assert store.files == ()
    assert store.read("a.txt", 3)[0] == b"one"


def test_a_file_beyond_the_digest_limit_is_not_digested(folder):
    store = Store(folder, "mlruns", digest_limit=2)
    assert refused(store.digest, "a.txt").slug == "file-too-large"


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end_or_refused(folder, store, monkeypatch):
    monkeypatch.setattr(store._backend, "file", lambda path: (str(folder / path), 1))
    assert store.read("a.txt") == (b"one", Source("mlruns/a.txt", sha256(b"one")))
    assert refused(store.read, "b.txt", 2).slug == "file-too-large"


def test_a_file_that_differs_from_what_was_read_of_it_is_refused(folder, store):
    store.read("a.txt")
    write_files(folder, {"a.txt": "new"})
    error = refused(store.read, "a.txt")
    assert (error.slug, error.message) == ("file-changed", "changed while the store was read")


@pytest.mark.parametrize(
    ("number", "slug"),
    [(errno.EACCES, "permission-denied"), (errno.EIO, "file-unreadable"), (errno.ENOENT, "file-missing")],
)
def test_what_the_system_refuses_is_named_and_the_file_is_remembered_without_a_digest(
    store, monkeypatch, number, slug
):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    assert refused(store.read, "a.txt").slug == slug
    assert refused(store.digest, "b.txt").slug == slug
    assert store.files == (FileRead("mlruns/a.txt", "", 3), FileRead("mlruns/b.txt", "", 3))


def test_an_error_in_the_middle_of_a_file_closes_it(store, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EIO, "Input/output error")

    closed = []
    close = os.close
    monkeypatch.setattr(os, "read", refuse)
    monkeypatch.setattr(os, "close", lambda descriptor: (closed.append(descriptor), close(descriptor)))
    error = refused(store.read, "a.txt")
    assert str(error) == "mlruns/a.txt: cannot be read: input/output error"
    assert len(closed) == 1


def test_a_file_and_a_folder_without_permission_are_named(open_folder, unprivileged):
    write_files(open_folder, {"a.txt": "one", "0/meta.yaml": "name: x\n"})
    store = Store(open_folder, "mlruns")
    (open_folder / "a.txt").chmod(0)
    (open_folder / "0").chmod(0)
    with unprivileged():
        assert refused(store.read, "a.txt").slug == "permission-denied"
        assert refused(store.folder, "0").slug == "permission-denied"
        assert refused(store.read, "0/meta.yaml").slug == "permission-denied"


def test_a_name_that_is_not_utf_8_survives_and_can_be_written(folder, store):
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_bytes(b"x")
    assert name in store.folder().files
    _, source = store.read(name)
    assert source.path == "mlruns/caf\\xe9.txt"
    assert store.files == (FileRead("mlruns/caf\\xe9.txt", sha256(b"x"), 1),)
    source.path.encode()


@pytest.mark.parametrize("name", ["a b", "ümlaut", "x\ny", "#?&", "[", "🜁", "\u202e"])
def test_odd_names_are_kept_as_they_are(folder, store, name):
    write_files(folder, {name: "x"})
    assert store.read(name)[1].path == f"mlruns/{name}"


def test_a_root_that_is_not_there_cannot_be_opened(folder):
    with pytest.raises(StoreError) as raised:
        Store(folder / "gone", "mlruns")
    assert raised.value.slug == "file-missing"
    assert str(folder / "gone") in str(raised.value)


def test_a_root_that_is_a_file_holds_the_file_and_what_belongs_to_it_and_nothing_else(folder):
    write_files(
        folder, {"x.db": "x", "x.db-wal": "w", "mlruns/0/r/artifacts/a": "a", "other/b": "b", "y.db": "y"}
    )
    (folder / "mlartifacts").symlink_to("other")
    store = Store(folder / "x.db", "team")
    held = store.folder()
    assert (held.files, held.folders, held.links) == (("x.db", "x.db-wal"), ("mlruns",), ("mlartifacts",))
    assert store.read("mlruns/0/r/artifacts/a")[1].path == "team/mlruns/0/r/artifacts/a"
    for path, slug in {
        "y.db": "path-refused",
        "other/b": "path-refused",
        "mlartifacts/b": "link-outside",
    }.items():
        with pytest.raises(StoreError) as raised:
            store.read(path)
        assert raised.value.slug == slug


def test_nothing_in_the_store_is_changed(folder, store):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    store.folder()
    store.read("a.txt")
    store.digest("b.txt")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def swapped_after_listing(store, folder, swap) -> StoreError | bytes:
    """What the store makes of a file that was plain when its folder was listed, and is another thing by now."""
    listed = store.folder()
    (folder / "a.txt").unlink()
    swap(folder / "a.txt")
    assert list(store.read_listed(listed, ["a.txt"])) == [None]
    try:
        return store.read("a.txt")[0]
    except StoreError as error:
        return error


@pytest.mark.parametrize(
    ("swap", "slug"),
    [
        (lambda place: place.symlink_to("../secret.txt"), "link-outside"),
        (os.mkfifo, "file-special"),
        (os.mkdir, "file-expected"),
        (lambda place: place.write_bytes(b"x" * (16 * 2**20 + 1)), "file-too-large"),
    ],
    ids=["link", "pipe", "folder", "long"],
)
def test_a_file_swapped_after_its_folder_was_listed_is_looked_at_again(folder, store, swap, slug):
    assert swapped_after_listing(store, folder, swap).slug == slug
    assert store.files == ()


def test_a_link_inside_put_in_the_place_of_a_listed_file_is_followed_with_care(folder, store):
    assert swapped_after_listing(store, folder, lambda place: place.symlink_to("b.txt")) == b"two"


@pytest.mark.parametrize("size", [0, 1, 2**14 - 1, 2**14, 2**14 + 1, 2**20 + 3])
def test_a_listed_file_of_any_length_is_read_whole(folder, store, size):
    data = os.urandom(size)
    write_files(folder, {"0/data": data})
    (read,) = store.read_listed(store.folder("0"), ["data"], 2**21)
    assert read == (data, Source("mlruns/0/data", sha256(data)))
    assert read == store.read("0/data", 2**21)
    assert store.files == (FileRead("mlruns/0/data", sha256(data), size),)


def test_the_files_of_a_folder_are_opened_by_their_names_alone(folder, store, monkeypatch):
    listed = store.folder("0")
    opened = []
    system_open = os.open
    monkeypatch.setattr(
        os, "open", lambda path, *rest, **more: (opened.append(path), system_open(path, *rest, **more))[1]
    )
    assert list(store.read_listed(listed, ["meta.yaml"])) == [
        (b"name: x\n", Source("mlruns/0/meta.yaml", sha256(b"name: x\n")))
    ]
    assert opened == ["meta.yaml"]


def test_files_of_another_folder_than_the_one_listed_last_are_left_to_be_read_one_by_one(store):
    first = store.folder("0")
    store.folder("")
    assert list(store.read_listed(first, ["meta.yaml"])) == [None]
    assert store.files == ()


def test_files_of_any_names_are_read_together(folder, store):
    names = ("a", "gr\u00f6\u00dfe", "x.y")
    write_files(folder, {f"0/tags/{name}": name.encode() for name in names})
    assert store.read_listed(store.folder("0/tags"), names) == [
        (name.encode(), Source(f"mlruns/0/tags/{name}", sha256(name.encode()))) for name in names
    ]
    assert [file.path for file in store.files] == [f"mlruns/0/tags/{name}" for name in names]


def test_more_than_fits_into_memory_is_left_to_be_read_one_by_one(folder, store, monkeypatch):
    monkeypatch.setattr(open_folder, "_MOST_TOGETHER", 5)
    write_files(folder, {"0/tags/a": b"1234", "0/tags/b": b"5", "0/tags/c": b"6"})
    read = store.read_listed(store.folder("0/tags"), ("a", "b", "c"))
    assert [each and each[0] for each in read] == [b"1234", b"5", None]
    assert [file.path for file in store.files] == ["mlruns/0/tags/a", "mlruns/0/tags/b"]
    assert store.read("0/tags/c")[0] == b"6"


def test_a_file_read_before_is_compared_with_what_it_was(folder, store):
    write_files(folder, {"0/tags/a": b"1"})
    store.read("0/tags/a")
    assert list(store.read_listed(store.folder("0/tags"), ("a",))) == [None]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not show open files")
def test_a_listed_folder_is_closed_when_the_next_one_is_listed(store):
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(50):
        store.folder("")
        store.folder("0")
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 1
