"""Whether a pack is still what was handed over: every file against ``SHA256SUMS``, and each copy against its original."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.errors import PackError, StoreError
from generator.exports.pack.copies import Kept
from generator.exports.pack.manifest import KIND, PATH
from generator.provenance.sums import DROPPINGS, SUMS, listed_sums
from generator.readers.store import Store

_LARGEST = 2**30
"""Bytes of a list of digests or a manifest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found."""

    faults: tuple[tuple[str, str], ...]
    """Path of a file and what is wrong with it, in order."""
    count: int
    """Files that the list of digests names."""
    sha256: str
    """Of the list itself: it vouches for all others, and nothing in the pack vouches for it."""


def verify_pack(store: Store) -> Verified:
    """Hold a pack, zipped or unpacked, against its own lists.

    Raises:
        PackError: when it is none.
    """
    try:
        sums, source = store.read(SUMS, _LARGEST)
        manifest = json.loads(store.read(PATH, _LARGEST)[0])
        ours = manifest["kind"] == KIND
    except (StoreError, ValueError, TypeError, KeyError, RecursionError):
        ours = False
    if not ours:
        raise PackError(
            "is no evidence pack", slug="pack-unknown", location=store.label,
            hint="name a file that modelfolio export pack wrote, or the folder that it was unpacked into",
        )  # fmt: skip
    listed = listed_sums(sums)
    there = dict(_digests(store))
    faults = {
        *((problem.source.path, problem.message) for problem in store.problems),
        *_changed(listed, there),
        *_not_originals(manifest, there),
    }
    return Verified(faults=tuple(sorted(faults)), count=len(listed), sha256=source.sha256)


def _digests(store: Store) -> Iterator[tuple[str, str]]:
    """The digest of every file, by path; empty for what is no file or cannot be read."""
    waiting = [""]
    while waiting:
        folder = store.folder(waiting.pop())
        before = f"{folder.path}/" if folder.path else ""
        waiting += (f"{before}{name}" for name in folder.folders)
        for name in folder.leaves:
            yield f"{before}{name}", _digest(store, f"{before}{name}") if name in folder.files else ""


def _digest(store: Store, path: str) -> str:
    try:
        return store.digest(path).sha256
    except StoreError:  # what cannot be read is not what was packed
        return ""


def _changed(listed: Mapping[str, str], there: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for path, sha256 in listed.items():
        if path not in there:
            yield path, "is missing"
        elif there[path] != sha256:
            yield path, "is not what was packed: its SHA-256 differs"
    for path in there:
        if path not in listed and path != SUMS and path.rpartition("/")[2] not in DROPPINGS:
            yield path, f"was added: {SUMS} does not name it"


def _not_originals(manifest: Mapping[str, Any], there: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Copies that the manifest calls the file as it was read, and that have another digest."""
    try:
        for each in manifest["evidence"]:
            copy = each["copy"]
            if each["kept"] == Kept.AS_READ and copy in there and there[copy] != each["sha256"]:
                yield copy, f"is not {each['path']} as it was read: its SHA-256 differs"
    except (TypeError, KeyError):
        yield PATH, "is not what was packed: it lists no evidence"
