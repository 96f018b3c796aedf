"""Git's objects and tags, read without git: held to what git itself says of the same repository."""

import subprocess
import zlib
from pathlib import Path

import pytest

from generator.catalog import Severity
from generator.readers.git.packs import LONGEST_OBJECT, Pack, PackError, offset_in
from generator.readers.git.repository import GitRepository, MissingObjectError
from generator.readers.reading import Reading
from generator.readers.store import Store
from tests.readers.git.folders import commit, git, repository, tag


def opened(folder: Path) -> GitRepository:
    return GitRepository(Reading(Store(folder, "store")), ".git")


def objects_of(folder: Path) -> list[str]:
    """The names of every object, by git."""
    return git(folder, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()


@pytest.fixture(params=["loose", "packed", "packed-refs-deltas", "sha256"])
def layout(request, tmp_path: Path) -> Path:
    """One history, kept in each way in which git keeps objects."""
    folder = tmp_path / "layout"
    folder.mkdir()
    if request.param == "sha256":
        git(folder, "init", "-q", "-b", "main", "--object-format=sha256")
    repository(folder, commits=12)
    tag(folder, "model@v1.0.0", hour=1)
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "dvc.lock").write_text("stages: {}\n")
    commit(folder, "deeper")
    if request.param != "loose":
        git(folder, "gc", "-q", "--aggressive")
    if request.param == "packed-refs-deltas":
        pack = git(folder, "rev-list", "--objects", "--all")
        names = "\n".join(line.split()[0] for line in pack.splitlines())
        for old in (folder / ".git/objects/pack").iterdir():
            old.rename(folder / old.name)
        kept = next(folder.glob("*.pack"))
        (folder / "objects.txt").write_text(names)
        with kept.open("rb") as data:
            subprocess.run(["git", "unpack-objects", "-q"], cwd=folder, stdin=data, check=True)
        with (folder / "objects.txt").open("rb") as data:
            subprocess.run(
                ["git", "pack-objects", "-q", "--window=50", ".git/objects/pack/pack"], cwd=folder, stdin=data,
                check=True, capture_output=True,
            )  # fmt: skip
        git(folder, "prune-packed", "-q")
    return folder


def test_every_object_has_the_kind_and_the_bytes_that_git_says(layout):
    found = opened(layout)
    names = objects_of(layout)
    for name in names:
        read = found.read(name)
        assert read.kind == git(layout, "cat-file", "-t", name)
        assert len(read.data) == int(git(layout, "cat-file", "-s", name))
        assert read.source.path.startswith("store/.git/objects/")
        assert len(read.source.sha256) == 64
    assert len(names) >= 38


def test_a_long_copy_within_a_delta_is_whole(tmp_path):
    folder = repository(tmp_path / "here")
    noise = b"".join(bytes([(place * place * 31 + (place >> 7)) % 251]) for place in range(200_000))
    for number in range(3):
        (folder / "noise.bin").write_bytes(noise + b"%d" % number)
        commit(folder, f"noise {number}")
    git(folder, "gc", "-q", "--aggressive")
    for number in range(3):
        name = git(folder, "rev-parse", f"HEAD~{2 - number}:noise.bin")
        assert opened(folder).read(name).data == noise + b"%d" % number


def test_the_object_of_a_file_in_a_commit_is_the_one_that_git_names(layout):
    head = git(layout, "rev-parse", "HEAD")
    expected = git(layout, "rev-parse", "HEAD:deep/er/dvc.lock")
    assert opened(layout).blob_at(head, "deep/er/dvc.lock") == expected
    assert opened(layout).blob_at(head, "deep/missing") == ""
    assert opened(layout).blob_at(head, "notes.txt/below") == ""


def test_tags_are_those_that_git_lists(layout):
    git(layout, "tag", "light")
    tag(layout, "folder/model@v2.0.0", "HEAD~1", hour=2)
    listed = dict(
        line.split() for line in git(layout, "for-each-ref", "--format=%(refname:strip=2) %(objectname)", "refs/tags").splitlines()
    )  # fmt: skip
    assert {ref.name: ref.object_name for ref in opened(layout).tags()} == listed
    assert len(listed) == 3


def test_a_tag_in_a_file_of_its_own_goes_before_the_packed_one(tmp_path):
    folder = repository(tmp_path / "here", commits=2)
    tag(folder, "model@v1.0.0", "HEAD~1")
    git(folder, "pack-refs", "--all")
    git(folder, "tag", "-f", "-a", "-m", "moved", "model@v1.0.0", "HEAD")
    (ref,) = opened(folder).tags()
    assert ref.object_name == git(folder, "rev-parse", "refs/tags/model@v1.0.0")
    assert ref.source.path == "store/.git/refs/tags/model@v1.0.0"


def test_a_packed_tag_is_found_on_its_line(tmp_path):
    folder = repository(tmp_path / "here")
    tag(folder, "model@v1.0.0")
    git(folder, "pack-refs", "--all")
    (ref,) = opened(folder).tags()
    lines = (folder / ".git/packed-refs").read_text().splitlines()
    assert "model@v1.0.0" in lines[int(ref.source.pointer.removeprefix("line ")) - 1]


def test_a_ref_that_names_nothing_is_reported(tmp_path):
    folder = repository(tmp_path / "here")
    (folder / ".git/refs/tags/model@v1.0.0").write_text("ref: refs/heads/main\n")
    found = opened(folder)
    assert found.tags() == ()
    (problem,) = found.reading.problems
    assert (problem.slug, problem.severity) == ("git-ref-invalid", Severity.WARNING)


@pytest.mark.parametrize("damage", ["cut", "flipped", "other", "empty"])
def test_a_damaged_object_is_never_taken_for_the_real_one(tmp_path, damage):
    folder = repository(tmp_path / "here")
    name = git(folder, "rev-parse", "HEAD")
    file = folder / ".git/objects" / name[:2] / name[2:]
    data = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(
        {
            "cut": data[: len(data) // 2],
            "flipped": data[:-6] + bytes([data[-6] ^ 255]) + data[-5:],
            "other": zlib.compress(b"commit 5\0other"),
            "empty": b"",
        }[damage]
    )
    with pytest.raises(MissingObjectError):
        opened(folder).read(name)


def test_any_byte_of_a_pack_may_be_wrong(tmp_path):
    folder = repository(tmp_path / "here", commits=4)
    git(folder, "gc", "-q", "--aggressive")
    pack = next((folder / ".git/objects/pack").glob("*.pack"))
    index = pack.with_suffix(".idx").read_bytes()
    data = pack.read_bytes()
    names = objects_of(folder)
    for place in range(0, len(data) - 20, 3):
        broken = Pack(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :], 20)
        for name in names:
            try:
                kind, content = broken.read(
                    offset_in(index, bytes.fromhex(name)) or 0, lambda _: ("blob", b"")
                )
            except PackError:
                continue
            assert kind in {"commit", "tree", "blob", "tag"}
            assert len(content) < LONGEST_OBJECT


def test_a_cut_or_foreign_index_is_refused():
    with pytest.raises(PackError):
        offset_in(b"PK\x03\x04", bytes(20))
    with pytest.raises(PackError):
        offset_in(b"\xfftOc\x00\x00\x00\x02" + b"\x00\x00\x00\x09" * 256, bytes(20))


def test_deltas_that_name_each_other_come_to_an_end(tmp_path):
    first, second = bytes(20), bytes([1]) * 20
    body = zlib.compress(b"\x01\x01\x01a")
    head = b"PACK\x00\x00\x00\x02\x00\x00\x00\x02"
    one = bytes([0x74]) + second + body
    data = head + one + bytes([0x74]) + first + body
    index = b"\xfftOc\x00\x00\x00\x02\x00\x00\x00\x01" + b"\x00\x00\x00\x02" * 255 + first + second + bytes(8)
    index += (12).to_bytes(4, "big") + (12 + len(one)).to_bytes(4, "big")
    folder = repository(tmp_path / "here")
    packs = folder / ".git/objects/pack"
    packs.mkdir(exist_ok=True)
    (packs / "pack-x.pack").write_bytes(data)
    (packs / "pack-x.idx").write_bytes(index)
    with pytest.raises(MissingObjectError, match="endless"):
        opened(folder).read(first.hex())


def test_an_object_that_claims_to_be_enormous_is_refused():
    bomb = (
        b"PACK\x00\x00\x00\x02\x00\x00\x00\x01" + bytes([0xB4, 0xFF, 0xFF, 0xFF, 0x7F]) + zlib.compress(b"0")
    )
    with pytest.raises(PackError, match="longer than"):
        Pack(bomb, 20).read(12, lambda _: ("blob", b""))
    lying = b"PACK\x00\x00\x00\x02\x00\x00\x00\x01" + bytes([0x31]) + zlib.compress(b"0" * 10_000_000)
    with pytest.raises(PackError, match="length"):
        Pack(lying, 20).read(12, lambda _: ("blob", b""))


def test_borrowed_objects_are_missing_not_fetched(tmp_path):
    lender = repository(tmp_path / "lender")
    git(tmp_path, "clone", "-q", "--shared", str(lender), "borrower")
    name = git(lender, "rev-parse", "HEAD")
    with pytest.raises(MissingObjectError, match="not in the repository"):
        opened(tmp_path / "borrower").read(name)
