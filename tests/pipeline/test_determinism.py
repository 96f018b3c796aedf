"""The same input makes the same bytes, wherever, whenever and however often it is built."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

BARE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
NO_NETWORK = """
import os, socket
def refuse(*arguments, **options):
    os._exit(99)
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
"""As ``sitecustomize``: whoever calls another machine ends the program."""


def build(
    folder: Path, *options: object, umask: int = 0o022, **environment: str
) -> subprocess.CompletedProcess:
    """Run the program in a folder with an environment of its own; the example's copies there are found by name."""
    done = subprocess.run(
        [sys.executable, "-m", "generator.cli", "build", *map(str, options)],
        cwd=folder,
        env={**BARE, **environment},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """Digest and mode of every file, and the mode of every folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[path.relative_to(folder).as_posix()] = (digest, stat.S_IMODE(path.lstat().st_mode))
    return found


def trace(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What any write to a folder would change."""
    return {
        str(path): (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
        for path in [folder, *folder.rglob("*")]
        for status in [path.lstat()]
    }


def copy_of(example: Path, folder: Path, *, reverse: bool = False) -> Path:
    """The example's inputs, written in another order so that folders list differently."""
    files = sorted(path for name in ("mlruns", "governance") for path in (example / name).rglob("*"))
    for path in reversed(files) if reverse else files:
        if path.is_file():
            copy = folder / path.relative_to(example)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return folder


@pytest.fixture(scope="module")
def first(example, tmp_path_factory) -> Path:
    """A folder with the example and its site, built by one process."""
    folder = copy_of(example, tmp_path_factory.mktemp("first"))
    build(folder, "--jobs", 1, TZ="UTC", LANG="C", PYTHONHASHSEED="0")
    return folder


def test_another_place_zone_language_seed_mask_number_of_processes_and_no_network_change_nothing(
    first, example, tmp_path
):
    folder = copy_of(example, tmp_path / "another place [ünïcode]", reverse=True)
    (tmp_path / "patches").mkdir()
    (tmp_path / "patches/sitecustomize.py").write_text(NO_NETWORK)
    (tmp_path / "temporary").mkdir()
    build(
        folder,
        *("--jobs", 2),
        umask=0o077,
        TZ="Pacific/Kiritimati",
        LANG="tr_TR.UTF-8",
        LC_ALL="tr_TR.UTF-8",
        PYTHONHASHSEED="4711",
        PYTHONUTF8="0",
        COLUMNS="20",
        PYTHONPATH=f"{tmp_path}/patches:{ROOT}",
        TMPDIR=str(tmp_path / "temporary"),
    )
    assert list((tmp_path / "temporary").iterdir()) == []
    assert tree(folder / "site") == tree(first / "site")


def test_building_reads_and_never_writes(first):
    before = {name: trace(first / name) for name in ("mlruns", "governance")}
    build(first)
    assert {name: trace(first / name) for name in ("mlruns", "governance")} == before


def test_what_was_remembered_changes_nothing(first, example, tmp_path):
    entries = [path for path in (first / ".modelfolio/cache").glob("*/*") if path.is_file()]
    assert entries, "the first build remembered its figures"
    expected = tree(first / "site")
    build(first)
    assert tree(first / "site") == expected
    for number, entry in enumerate(entries):
        content = entry.read_bytes()
        entry.write_bytes((b"", content[: len(content) // 2], content.replace(b"<", b"?"))[number % 3])
    build(first)
    assert tree(first / "site") == expected


def test_the_instant_is_the_newest_time_in_the_inputs_and_not_the_clock(first):
    assert '"as_of":"2026-' in (first / "site/provenance.json").read_text()[:2000]


def test_a_build_system_sets_the_instant(first, tmp_path):
    build(first, "--site-dir", tmp_path / "site", SOURCE_DATE_EPOCH="0")
    assert '"as_of":"1970-01-01T00:00:00Z"' in (tmp_path / "site/provenance.json").read_text()[:2000]
