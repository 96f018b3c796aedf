"""Archives: what is read out of them, and that a hostile one costs itself alone."""

import bz2
import gzip
import hashlib
import lzma
import os
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import FileRead, Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.archives import decompression, members, tar_file
from generator.readers.opening import open_store
from generator.readers.store import Store
from tests.packing import KINDS, header, packed, tar_of, zip_link, zip_of
from tests.stores import write_files

FILES = {"b.txt": "two", "a.txt": "one", "0/meta.yaml": "name: x\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path / "team", FILES)
    return tmp_path / "team"


@pytest.fixture
def opened() -> Iterator:
    """Opens archives, and closes them when the test is over."""
    stores: list[Store] = []

    def open_one(path: Path) -> Store:
        stores.append(open_store(path, path.name))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def refused(path: Path) -> StoreError:
    with pytest.raises(StoreError) as raised:
        open_store(path, path.name)
    assert raised.value.location == path.name
    return raised.value


def told(store: Store) -> list[tuple[str, str]]:
    return [(problem.slug, str(problem.source)) for problem in store.problems]


@pytest.mark.parametrize("kind", KINDS)
class TestOfAnyKind:
    def test_a_packed_folder_is_read_as_that_folder(self, folder, opened, kind):
        store = opened(packed(folder, folder.parent / f"team.{kind}"))
        assert store.folder().files == ("a.txt", "b.txt")
        assert store.folder().folders == ("0",)
        assert store.folder("0").path == "0"
        data, source = store.read("0/meta.yaml")
        assert data == b"name: x\n"
        assert source == Source(f"team.{kind}!/team/0/meta.yaml", sha256(data))
        assert store.size("b.txt") == 3
        assert store.head("b.txt", 2) == b"tw"
        assert list(store.blocks("b.txt", block=2)) == [b"tw", b"o"]
        assert store.local_file("a.txt") is None
        assert store.problems == ()

    def test_what_is_in_a_folder_may_be_packed_without_it(self, folder, opened, kind):
        store = opened(packed(folder, folder.parent / f"team.{kind}", around=False))
        assert store.read("a.txt")[1].path == f"team.{kind}!/a.txt"
        assert store.problems == ()

    def test_a_folder_of_another_name_than_the_archive_stays_part_of_the_paths(self, folder, opened, kind):
        store = opened(packed(folder, folder.parent / f"backup.{kind}"))
        assert store.folder().folders == ("team",)
        assert store.read("team/a.txt")[1].path == f"backup.{kind}!/team/a.txt"

    def test_the_archive_is_evidence_with_its_own_digest(self, folder, opened, kind):
        path = packed(folder, folder.parent / f"team.{kind}")
        store = opened(path)
        store.digest("a.txt")
        assert store.files == (
            FileRead(f"team.{kind}", sha256(path.read_bytes()), path.stat().st_size),
            FileRead(f"team.{kind}!/team/a.txt", sha256(b"one"), 3),
        )
        assert store.source("") == Source(f"team.{kind}!/team")

    def test_links_lead_where_they_lead_inside_and_nowhere_else(self, folder, opened, kind):
        (folder / "in").symlink_to("0/meta.yaml")
        (folder / "out").symlink_to("../secret")
        (folder / "far").symlink_to("/etc/passwd")
        store = opened(packed(folder, folder.parent / f"team.{kind}", around=False))
        assert store.folder().links == ("far", "in", "out")
        assert store.read("in")[0] == b"name: x\n"
        for name in ("out", "far"):
            with pytest.raises(StoreError) as raised:
                store.read(name)
            assert (raised.value.slug, raised.value.location) == ("link-outside", f"team.{kind}!/{name}")

    def test_an_archive_that_changed_since_is_told(self, folder, opened, kind):
        path = packed(folder, folder.parent / f"team.{kind}")
        store = opened(path)
        with path.open("ab") as more:
            more.write(b"x")
        assert told(store) == [("file-changed", f"team.{kind}")]
        assert store.problems[0].source.sha256

    def test_what_is_no_archive_though_it_is_called_as_one_is_refused(self, tmp_path, kind):
        path = tmp_path / f"team.{kind}"
        path.write_bytes(b"no archive at all, but text of some length" * 30)
        assert refused(path).slug == "archive-invalid"
        path.write_bytes(b"")
        assert (refused(path).slug, refused(path).message) == ("archive-invalid", "is empty")

    def test_nothing_is_written_beside_it(self, folder, opened, kind):
        (folder.parent / "away").mkdir()
        path = packed(folder, folder.parent / "away" / f"team.{kind}")
        store = opened(path)
        store.read("a.txt")
        assert list(path.parent.iterdir()) == [path]


HOSTILE = {
    "../secret": "is not a plain path",
    "0/../../secret": "is not a plain path",
    "/etc/passwd": "is an absolute path",
    "//server/share/x": "is an absolute path",
    "C:/x": "is an absolute path",
    "..\\secret": "has a backslash in it",
    "\\\\server\\share": "has a backslash in it",
    "a//b": "is not a plain path",
    "a.txt/below": "stands below something that is no folder",
}


@pytest.mark.parametrize("make", [zip_of, tar_of])
class TestHostileNames:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_member_with_a_name_that_leads_astray_costs_itself_alone(self, tmp_path, opened, make, name):
        path = make(tmp_path / f"x.{'zip' if make is zip_of else 'tar'}", [("a.txt", b"one"), (name, b"bad")])
        store = opened(path)
        assert store.folder().leaves == ("a.txt",)
        assert store.read("a.txt")[0] == b"one"
        (problem,) = store.problems
        assert (problem.slug, problem.severity) == ("member-refused", Severity.ERROR)
        assert problem.source == Source(f"{path.name}!/{name}")
        assert (problem.message, problem.cost) == (HOSTILE[name], "the member is not read")

    def test_of_a_member_that_is_there_twice_the_last_one_counts(self, tmp_path, opened, make):
        path = tmp_path / f"x.{'zip' if make is zip_of else 'tar'}"
        if make is zip_of:
            with pytest.warns(UserWarning, match="Duplicate name"):
                make(path, [("a.txt", b"one"), ("a.txt", b"two")])
        else:
            make(path, [("a.txt", b"one"), ("a.txt", b"two")])
        store = opened(path)
        assert store.read("a.txt")[0] == b"two"
        assert told(store) == [("member-twice", f"{path.name}!/a.txt")]

    def test_of_very_many_problems_the_first_hundred_are_told_and_the_rest_counted(
        self, tmp_path, opened, make
    ):
        path = tmp_path / f"x.{'zip' if make is zip_of else 'tar'}"
        store = opened(make(path, [("a", b"")] + [(f"../{number}", b"") for number in range(250)]))
        problems = store.problems
        assert len(problems) == 101
        assert problems[-1].message == "has 150 more members with which the same is wrong"

    def test_more_members_than_are_taken_in_are_refused(self, tmp_path, monkeypatch, make):
        monkeypatch.setattr(members, "MOST_MEMBERS", 3)
        path = make(tmp_path / f"x.{'zip' if make is zip_of else 'tar'}", [(str(n), b"") for n in range(4)])
        assert refused(path).slug == "archive-too-large"


class TestZip:
    def test_members_of_a_store_below_others_are_all_there(self, tmp_path, opened):
        store = opened(zip_of(tmp_path / "x.zip", [("one/a", b"1"), ("two/a", b"2"), ("x/a", b"3")]))
        assert store.folder().folders == ("one", "two", "x")

    def test_what_macos_adds_is_left_aside_and_said(self, folder, opened):
        path = packed(folder, folder.parent / "team.zip")
        with zipfile.ZipFile(path, "a") as more:
            more.writestr("__MACOSX/team/._a.txt", b"\0\5\x16\7")
        store = opened(path)
        assert store.folder().leaves == ("a.txt", "b.txt")
        assert [(each.slug, each.severity) for each in store.problems] == [("stray-file", Severity.NOTE)]

    @pytest.mark.parametrize(
        ("stored", "unix", "name"),
        [
            ("müll.txt".encode(), True, "müll.txt"),
            (b"caf\xe9.txt", True, os.fsdecode(b"caf\xe9.txt")),
            (b"caf\x82.txt", False, "café.txt"),
        ],
    )
    def test_names_without_the_mark_of_utf_8_are_read_as_the_system_that_wrote_them_does(
        self, tmp_path, opened, stored, unix, name
    ):
        path = tmp_path / "x.zip"
        info = zipfile.ZipInfo("x" * len(stored))
        info.create_system = 3 if unix else 0
        with zipfile.ZipFile(path, "w") as made:
            made.writestr(info, b"x")
        path.write_bytes(path.read_bytes().replace(b"x" * len(stored), stored))
        store = opened(path)
        assert store.folder().files == (name,)
        assert store.read(name)[1].path.encode()

    def test_a_name_with_a_null_character_is_not_cut_there(self, tmp_path, opened):
        path = zip_of(tmp_path / "x.zip", [("a.txt", b"one"), ("bXtxt", b"bad")])
        path.write_bytes(path.read_bytes().replace(b"bXtxt", b"b\0txt"))
        store = opened(path)
        assert store.folder().files == ("a.txt",)
        assert store.problems[0].message == "has a null character in it"

    def test_a_member_without_a_name_costs_itself(self, tmp_path, opened):
        path = zip_of(tmp_path / "x.zip", [("a.txt", b"one"), ("b", b"bad")])
        data = bytearray(path.read_bytes())
        second = _found(data, b"PK\1\2")[1]
        data[second + 28], data[second + 30] = 0, 1  # the name becomes what else is known of the member
        path.write_bytes(data)
        store = opened(path)
        assert store.read("a.txt")[0] == b"one"
        assert [(each.slug, each.message) for each in store.problems] == [("member-refused", "has no name")]

    def test_a_pipe_or_device_is_never_opened(self, tmp_path, opened):
        info = zipfile.ZipInfo("pipe")
        info.create_system, info.external_attr = 3, 0o010644 << 16
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
            made.writestr(info, b"x")
        store = opened(tmp_path / "x.zip")
        assert store.folder().others == ("pipe",)
        with pytest.raises(StoreError, match="never opened"):
            store.read("pipe")

    def test_an_encrypted_archive_is_refused_and_a_member_costs_itself(self, tmp_path, opened):
        path = zip_of(tmp_path / "x.zip", [("a.txt", b"one"), ("b.txt", b"two")])
        data = bytearray(path.read_bytes())
        marks = [at + 8 for at in _found(data, b"PK\1\2")]
        data[marks[0]] |= 1
        path.write_bytes(data)
        store = opened(path)
        assert store.read("b.txt")[0] == b"two"
        with pytest.raises(StoreError, match="it is encrypted") as raised:
            store.read("a.txt")
        assert (raised.value.slug, raised.value.location) == ("file-unreadable", "x.zip!/a.txt")
        assert told(store) == [("archive-encrypted", "x.zip")]
        data[marks[1]] |= 1
        path.write_bytes(data)
        assert refused(path).slug == "archive-encrypted"

    def test_a_member_whose_bytes_are_damaged_costs_itself(self, tmp_path, opened):
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("a.txt", b"one of some length")
            made.writestr("b.txt", b"two")
        path.write_bytes(path.read_bytes().replace(b"one of", b"ONE of", 1))
        store = opened(path)
        with pytest.raises(StoreError, match="bad crc-32"):
            store.read("a.txt")
        with pytest.raises(StoreError, match="bad crc-32"):
            store.digest("a.txt")
        assert store.read("b.txt")[0] == b"two"
        assert store.files[1] == FileRead("x.zip!/a.txt", "", 18)

    def test_a_member_of_another_size_than_the_list_says_costs_itself(self, tmp_path, opened):
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("a.txt", b"one")
        data = bytearray(path.read_bytes())
        data[_found(data, b"PK\1\2")[0] + 24] = 9
        path.write_bytes(data)
        store = opened(path)
        with pytest.raises(StoreError, match="it holds 3 bytes, where 9 should be"):
            store.read("a.txt")

    def test_a_method_that_can_ask_for_any_memory_is_not_read(self, tmp_path, opened):
        with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as made:
            made.writestr("a.txt", b"one")
        with pytest.raises(StoreError, match="a method that is not read"):
            opened(tmp_path / "x.zip").read("a.txt")

    def test_a_cut_archive_has_no_list_and_is_refused(self, folder):
        path = packed(folder, folder.parent / "team.zip")
        path.write_bytes(path.read_bytes()[:-30])
        assert refused(path).slug == "archive-damaged"

    def test_members_that_share_bytes_are_refused(self, tmp_path):
        path = zip_of(tmp_path / "x.zip", [("a.txt", b"one"), ("b.txt", b"two")])
        data = bytearray(path.read_bytes())
        second = _found(data, b"PK\1\2")[1]
        data[second + 42 : second + 46] = bytes(4)
        path.write_bytes(data)
        assert (refused(path).slug, "overlap" in refused(path).message) == ("archive-bomb", True)

    def test_an_archive_that_would_unpack_to_anything_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(members, "LARGEST_QUIET", 100_000)
        path = zip_of(tmp_path / "x.zip", [("a.txt", bytes(1_000_000))])
        assert refused(path).slug == "archive-bomb"


class TestTar:
    def test_a_hard_link_has_the_bytes_of_what_it_links_to(self, tmp_path, opened):
        store = opened(
            tar_of(tmp_path / "x.tar", [("a.txt", b"one"), ("b.txt", header(tarfile.LNKTYPE, "a.txt"))])
        )
        assert store.folder().files == ("a.txt", "b.txt")
        assert store.read("b.txt")[0] == b"one"

    @pytest.mark.parametrize("target", ["/etc/passwd", "../secret", "gone", "later"])
    def test_a_hard_link_to_anything_else_is_not_read(self, tmp_path, opened, target):
        made = tar_of(
            tmp_path / "x.tar",
            [("a", b""), ("b.txt", header(tarfile.LNKTYPE, target)), ("later", b"x")],
        )
        store = opened(made)
        assert "b.txt" not in store.folder()
        assert told(store) == [("member-refused", "x.tar!/b.txt")]

    @pytest.mark.parametrize("kind", [tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE])
    def test_pipes_and_devices_are_never_opened(self, tmp_path, opened, kind):
        store = opened(tar_of(tmp_path / "x.tar", [("odd", header(kind))]))
        assert store.folder().others == ("odd",)
        with pytest.raises(StoreError, match="never opened"):
            store.read("odd")

    def test_a_symbolic_link_is_looked_up_in_the_archive_only(self, tmp_path, opened):
        target = str(tmp_path / "secret")
        (tmp_path / "secret").write_text("secret")
        store = opened(tar_of(tmp_path / "x.tar", [("a", header(tarfile.SYMTYPE, target))]))
        with pytest.raises(StoreError, match="leads out of the store"):
            store.read("a")

    def test_a_file_with_holes_is_read_whole(self, opened):
        store = opened(Path(__file__).with_name("sparse.tar.xz"))
        assert store.digest("holes.bin").sha256 == sha256(bytes(2**20) + b"middle" + bytes(2**20) + b"end")

    @pytest.mark.parametrize("kind", ["tar", "tgz"])
    def test_what_stands_before_a_cut_is_read_and_the_cut_is_told(self, tmp_path, opened, kind):
        noise = hashlib.shake_256(b"noise").digest(300_000)
        write_files(tmp_path / "team", {"a.txt": "one", "b.bin": noise, "c.txt": "three"})
        path = packed(tmp_path / "team", tmp_path / f"team.{kind}")
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        store = opened(path)
        assert "archive-cut" in {problem.slug for problem in store.problems}
        assert store.read("a.txt")[0] == b"one"
        assert "c.txt" not in store.folder()
        with pytest.raises(StoreError, match="cannot be read: unexpected end of data"):
            store.read("b.bin")

    def test_a_tar_without_the_mark_of_its_end_is_told(self, tmp_path, opened):
        path = tar_of(tmp_path / "x.tar", [("a.txt", b"one")])
        path.write_bytes(path.read_bytes()[:1024])
        store = opened(path)
        assert store.read("a.txt")[0] == b"one"
        assert told(store) == [("archive-cut", "x.tar")]

    def test_a_wrong_checksum_of_the_whole_is_told(self, folder, opened):
        path = packed(folder, folder.parent / "team.tgz")
        data = bytearray(path.read_bytes())
        data[-6] ^= 0xFF
        path.write_bytes(data)
        store = opened(path)
        assert store.read("a.txt")[0] == b"one"
        assert told(store) == [("archive-damaged", "team.tgz")]

    @pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
    def test_an_archive_that_unpacks_to_anything_is_refused(self, tmp_path, monkeypatch, compress):
        monkeypatch.setattr(members, "LARGEST_QUIET", 1_000_000)
        plain = tar_of(tmp_path / "x.tar", [("zeros", bytes(4_000_000))])
        plain.write_bytes(compress(plain.read_bytes()))
        assert refused(plain).slug == "archive-bomb"

    def test_an_archive_longer_than_is_unpacked_is_refused(self, folder, monkeypatch):
        monkeypatch.setattr(decompression, "LARGEST", 1000)
        assert refused(packed(folder, folder.parent / "team.tgz")).slug == "archive-too-large"

    def test_an_archive_that_asks_for_much_memory_is_not_unpacked(self, folder, monkeypatch):
        monkeypatch.setattr(decompression, "_XZ_MEMORY", 2**20)
        assert refused(packed(folder, folder.parent / "team.tar.xz")).slug == "archive-invalid"

    def test_several_streams_one_after_the_other_are_one_archive(self, folder, opened):
        plain = packed(folder, folder.parent / "team.tar").read_bytes()
        path = folder.parent / "team.tar.xz"
        path.write_bytes(lzma.compress(plain[:700]) + bytes(4) + lzma.compress(plain[700:]))
        store = opened(path)
        assert store.read("0/meta.yaml")[0] == b"name: x\n"
        assert store.problems == ()

    def test_a_header_that_asks_for_much_memory_ends_the_archive(self, tmp_path, opened, monkeypatch):
        path = tmp_path / "x.tar"
        with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as made:
            for name in ("a.txt", "long" * 50):
                made.addfile(tarfile.TarInfo(name))
        assert opened(path).folder().files == ("a.txt", "long" * 50)
        monkeypatch.setattr(tar_file, "_LONGEST_EXTENSION", 100)
        store = opened(path)
        assert store.folder().files == ("a.txt",)
        assert told(store) == [("archive-cut", "x.tar")]


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> dict[str, bytes]:
    """An archive of every kind, with nothing wrong."""
    folder = tmp_path_factory.mktemp("sound")
    write_files(folder / "x", {**FILES, "great": bytes(3000) + b"noise" * 99, "deep/" * 30 + "x": "x"})
    return {kind: packed(folder / "x", folder / f"x.{kind}").read_bytes() for kind in KINDS}


CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=40)), min_size=1, max_size=4
)


@settings(deadline=None)
@given(kind=st.sampled_from(KINDS), changes=CHANGES, end=st.floats(0, 1))
def test_an_archive_that_is_damaged_anyhow_is_read_or_refused(tmp_path_factory, sound, kind, changes, end):
    data = bytearray(sound[kind])
    for place, bytes_there in changes:
        at = int(place * len(data))
        data[at : at + len(bytes_there)] = bytes_there
    path = tmp_path_factory.mktemp("damaged") / f"x.{kind}"
    path.write_bytes(data[: int(end * len(data)) + 1])
    try:
        store = open_store(path, path.name)
    except StoreError as error:
        assert error.slug.startswith("archive-")  # noqa: PT017 either is right
        return
    with closing(store):
        read_whole(store)
        assert all(problem.source.path.startswith(path.name) for problem in store.problems)


def read_whole(store: Store, path: str = "") -> None:
    held = store.folder(path)
    for name in held.leaves:
        try:
            store.read(f"{path}/{name}" if path else name)
        except StoreError as error:
            assert error.location.startswith(f"{store.label}!/")  # noqa: PT017 either is right
    for name in held.folders:
        read_whole(store, f"{path}/{name}" if path else name)


def test_a_zip_with_a_link_is_packed_as_other_programs_do(tmp_path, opened):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr(*zip_link("latest", "runs/1"))
        made.writestr("runs/1/a", b"1")
    store = opened(tmp_path / "x.zip")
    assert store.folder("latest").files == ("a",)


def _found(data: bytes | bytearray, wanted: bytes) -> list[int]:
    places, at = [], data.find(wanted)
    while at >= 0:
        places.append(at)
        at = data.find(wanted, at + 1)
    return places
