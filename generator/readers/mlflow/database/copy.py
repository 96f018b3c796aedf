"""A private copy of a database that somebody may be writing to, with the log that its last changes stand in.

SQLite keeps changes beside the file: in ``-wal`` (a write-ahead log, whose changes are not in the file yet) or in
``-journal`` (a rollback journal, whose pages the file had before). Opening the file where it lies would make SQLite
write there. So the three are copied elsewhere, where SQLite may put them together as it does after a crash
(https://www.sqlite.org/fileformat2.html, sections 3 and 4).

The copy is whole when the file reads the same before and after the logs were copied: a writer changes the file only
once the log that belongs to the change is there, and takes the log away only once the file has the change.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from generator.errors import StoreError
from generator.readers.mlflow.artifacts import below
from generator.readers.store import DIGEST_LIMIT, Store

WRITE_AHEAD_LOG = "-wal"
ROLLBACK_JOURNAL = "-journal"
_ATTEMPTS = 6
_FIRST_PAUSE = 0.05
"""Seconds; every further one is twice as long."""
_JOURNAL_BEGINNING = bytes.fromhex("d9d505f920a163d7")
"""Of a journal that has something in it, and the end of one that names a further journal."""
_NAME = "database"


@dataclass(frozen=True, slots=True)
class PrivateCopy:
    """A database copied to a folder of our own."""

    place: Path
    logs: tuple[str, ...] = ()
    """Paths in the store of the logs copied with it."""
    refused: tuple[str, ...] = ()
    """Paths in the store of journals that lead out of it, and so were left out."""


def logs_beside(store: Store, path: str) -> tuple[str, ...]:
    """The logs of a database that have something in them, as paths in the store.

    Raises:
        StoreError: when one of them is there and cannot be looked at.
    """
    above, _, name = path.rpartition("/")
    beside = store.folder(above).leaves
    found = []
    for suffix in (WRITE_AHEAD_LOG, ROLLBACK_JOURNAL):
        log = below(above, name + suffix)
        beginning = _beginning(store, log) if name + suffix in beside else b""
        if beginning == _JOURNAL_BEGINNING or (beginning and suffix == WRITE_AHEAD_LOG):
            found.append(log)
    return tuple(found)


def copy_database(store: Store, path: str, folder: Path) -> PrivateCopy:
    """Copy a database with its logs.

    Args:
        store: that holds it.
        path: of the database.
        folder: an empty one outside the store.

    Raises:
        StoreError: when it cannot be read, or changes as often as it is tried.
    """
    size = store.size(path)
    if size > DIGEST_LIMIT:
        raise StoreError(
            f"is {size} bytes long and written to; up to {DIGEST_LIMIT} are copied",
            slug="file-too-large",
            location=store.source(path).path,
            hint="read the store when nothing writes to it",
        )
    pause = _FIRST_PAUSE
    for _ in range(_ATTEMPTS):
        made = _copy_once(store, path, folder)
        if made is not None:
            return made
        time.sleep(pause)
        pause *= 2
    raise StoreError(
        "is written to faster than it can be copied",
        slug="file-changed",
        location=store.source(path).path,
        hint="read the store when nothing writes to it",
    )


def _copy_once(store: Store, path: str, folder: Path) -> PrivateCopy | None:
    """The copy; None when the database changed meanwhile."""
    for old in folder.iterdir():
        old.unlink()
    place = folder / _NAME
    _copy(store, path, place)
    logs: list[str] = []
    refused: list[str] = []
    for log in logs_beside(store, path):
        copied = folder / (_NAME + log[len(path) :])
        try:
            _copy(store, log, copied)
        except StoreError as error:
            if error.slug == "file-missing":
                return None
            raise
        if _names_further_journal(copied):
            copied.unlink()
            refused.append(log)
        else:
            logs.append(log)
    try:
        for _ in store.blocks(path):
            pass
    except StoreError as error:
        if error.slug == "file-changed":
            return None
        raise
    return PrivateCopy(place, tuple(logs), tuple(refused))


def _copy(store: Store, path: str, place: Path) -> None:
    try:
        with place.open("wb") as made:
            for block in store.blocks(path):
                made.write(block)
    except StoreError as error:
        # Said after the last block of a file that was read before and was another then: the copy is whole all the same.
        if error.slug != "file-changed":
            raise
    except OSError as error:
        raise StoreError(
            f"cannot be copied to be read: {(error.strerror or str(error)).lower()}",
            slug="copy-failed",
            location=store.source(path).path,
            hint="make room in the folder for temporary files, or read the store when nothing writes to it",
        ) from error


def _beginning(store: Store, log: str) -> bytes:
    try:
        return store.head(log, len(_JOURNAL_BEGINNING))
    except StoreError as error:
        if error.slug == "file-missing":
            return b""
        raise


def _names_further_journal(log: Path) -> bool:
    """Whether a journal names another one, as those of transactions over several databases do.

    SQLite would look for that file wherever on the machine its name leads, and remove it. MLflow writes no such journal.
    """
    if not log.name.endswith(ROLLBACK_JOURNAL) or log.stat().st_size < len(_JOURNAL_BEGINNING):
        return False
    with log.open("rb") as opened:
        opened.seek(-len(_JOURNAL_BEGINNING), os.SEEK_END)
        return opened.read() == _JOURNAL_BEGINNING
