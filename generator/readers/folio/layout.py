"""Where a folio lies in a store, and which files in it are records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.catalog import Severity
from generator.readers.folder import Folder
from generator.readers.folder_search import search_folders
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading
from generator.readers.store import Store
from generator.readers.text import visible_name

SUFFIXES = (".yaml", ".yml", ".json")
"""Of a file that is one record, or a list of records under a key."""
TABLES = (".csv", ".jsonl")
"""Of a file with a record on each line."""
MARKER = "folio"
"""Stem of the file that makes a folder a folio."""
ARTIFACTS = "artifacts"
_OF_MLFLOW = "meta.yaml"
"""In a folder that MLflow wrote, and writes into by itself: there may be thousands, and no folio is among them."""
_LEFT_ALONE = re.compile(r"[._].*|readme(\..*)?", re.IGNORECASE)
"""Names that may stand beside records and are none."""


@dataclass(frozen=True, slots=True)
class FolioRoot:
    """One folio."""

    path: str
    marker: str
    """Path of ``folio.yaml``."""
    label: str
    """What its records call their store."""

    def folder(self, name: str) -> str:
        """The path of one of its folders."""
        return below(self.path, name)


@dataclass(slots=True)
class FoundRoots:
    """What a search found."""

    roots: list[FolioRoot] = field(default_factory=list)
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file, or a folder with a file in it, that stands for one record."""

    name: str
    """Of the record: the file's without its suffix, or the folder's."""
    path: str
    """The file; empty for a folder without one."""
    folder: str
    """The folder; empty for a file that stands by itself."""


def find_roots(store: Store) -> FoundRoots:
    """Every folio at or below the top of a store; one does not lie in another."""
    found = FoundRoots()

    def visit(held: Folder) -> tuple[str, ...]:
        marker = next((f"{MARKER}{suffix}" for suffix in SUFFIXES if f"{MARKER}{suffix}" in held.leaves), "")
        if not marker:
            return held.folders if _OF_MLFLOW in held.leaves else ()
        found.roots.append(FolioRoot(held.path, below(held.path, marker), below(store.label, held.path)))
        return held.folders

    found.bounded = search_folders(store, visit).bounded
    return found


def suffix_in(name: str, suffixes: tuple[str, ...]) -> str:
    """The suffix of a name that is one of some, as it is written; empty for none."""
    ending = name[name.rfind(".") :] if "." in name else ""
    return ending if ending.lower() in suffixes else ""


def record_files(reading: Reading, folder: str, inner: str, cost: str) -> tuple[RecordFile, ...]:
    """The records in a folder, by name: ``<name>.yaml``, or ``<name>/<inner>.yaml`` with what belongs to it.

    A folder without such a file is a record that says nothing of itself. Of two files for one record the first by path
    counts.

    Args:
        reading: where the problems go.
        folder: to look in; one that is not there holds no record.
        inner: stem of the file in a folder, such as ``run``.
        cost: of a file that cannot be listed.
    """
    if not reading.store.is_folder(folder):
        return ()
    held = reading.folder(folder, cost)
    if held is None:
        return ()
    reading.report_odd_entries(held, cost)
    found = _record_folders(reading, held, inner, cost)
    for name in held.files:
        suffix = suffix_in(name, SUFFIXES)
        stem = name[: len(name) - len(suffix)]
        path = below(folder, name)
        if _LEFT_ALONE.fullmatch(name):
            continue
        if not suffix or not stem:
            report_ignored(reading, path, SUFFIXES)
            continue
        known = found.get(stem)
        if known is None:
            found[stem] = RecordFile(stem, path, "")
        elif known.path:
            report_twice(reading, path, known.path)
        else:
            found[stem] = RecordFile(stem, path, known.folder)
    return tuple(found[name] for name in sorted(found))


def _record_folders(reading: Reading, held: Folder, inner: str, cost: str) -> dict[str, RecordFile]:
    """The folders of records, by name; one that is called like a file, and holds no record, is where a file should be."""
    found: dict[str, RecordFile] = {}
    for name in held.folders:
        place = below(held.path, name)
        if _LEFT_ALONE.fullmatch(name):
            continue
        path = _inner_file(reading, place, inner)
        if path or not suffix_in(name, SUFFIXES):
            found[name] = RecordFile(name, path, place)
            continue
        source = reading.store.source(place)
        reading.report("file-expected", Severity.WARNING, source, "is a folder where a file should be", cost)
    return found


def files_below(reading: Reading, folder: str, suffixes: tuple[str, ...], cost: str) -> Iterator[str]:
    """Every file with one of some suffixes in a folder and those below it, by path."""
    if not reading.store.is_folder(folder):
        return
    waiting = [folder]
    paths: list[str] = []
    while waiting:
        path = waiting.pop()
        held = reading.folder(path, cost)
        if held is None:
            continue
        reading.report_odd_entries(held, cost)
        for name in held.files:
            if _LEFT_ALONE.fullmatch(name):
                continue
            if suffix_in(name, suffixes):
                paths.append(below(path, name))
            else:
                report_ignored(reading, below(path, name), suffixes)
        waiting += [below(path, name) for name in _folders(reading, held, suffixes, cost)]
    yield from sorted(paths)


def _folders(reading: Reading, held: Folder, suffixes: tuple[str, ...], cost: str) -> Iterator[str]:
    """The folders in one that are looked into; one that is called like a file is told."""
    for name in held.folders:
        if suffix_in(name, suffixes):
            reading.report(
                "file-expected", Severity.WARNING, reading.store.source(below(held.path, name)),
                "is a folder where a file should be", cost,
            )  # fmt: skip
        elif not _LEFT_ALONE.fullmatch(name):
            yield name


def report_ignored(reading: Reading, path: str, suffixes: tuple[str, ...]) -> None:
    """Report a file that is no record by its name."""
    reading.report(
        "folio-file-ignored", Severity.NOTE, reading.store.source(path),
        f"is not read, since its name does not end in {', '.join(suffixes)}", "nothing, unless it is a record",
        "give it such a name, or one that begins with a dot or _ where it belongs here all the same",
    )  # fmt: skip


def report_twice(reading: Reading, path: str, first: str) -> None:
    """Report a second file for one record."""
    shown = visible_name(first)
    reading.report(
        "folio-record-twice", Severity.ERROR, reading.store.source(path), f"is a second file for what {shown!a} says",
        "it is not read", "make one file of the two",
    )  # fmt: skip


def _inner_file(reading: Reading, folder: str, inner: str) -> str:
    held = reading.folder(folder, "the record in it is not shown")
    names = [f"{inner}{suffix}" for suffix in SUFFIXES] if held else []
    found = [below(folder, name) for name in names if held and name in held.leaves]
    for second in found[1:]:
        report_twice(reading, second, found[0])
    return found[0] if found else ""
