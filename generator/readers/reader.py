"""What a reader is, which ones there are, and how what they find becomes one catalogue.

A reader is registered as an entry point of the group ``modelfolio.readers``; ours come in by the same door as a
guest's. Several readers may know parts of one folder.
"""

from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, runtime_checkable

from generator.catalog import Catalog, Problem, Records, Severity
from generator.errors import ReaderError
from generator.provenance import Source
from generator.readers.join import join
from generator.readers.store import Store

GROUP = "modelfolio.readers"
"""The entry-point group."""
_UNKNOWN = "no reader knows this store"


@runtime_checkable
class Reader(Protocol):
    """Makes records of one kind of store."""

    name: str
    """As its entry point is called, such as ``mlflow-files``."""
    looks_for: str
    """What it knows a store by, for people whose store nobody knows."""

    def recognizes(self, store: Store) -> bool:
        """Whether there is anything in the store for this reader; quick, and without an opinion on faults."""
        ...

    def read(self, store: Store) -> Records:
        """Every record found. A fault is a Problem among the records, and the rest is read on.

        The files that were opened are known to the store and need not be named.
        """
        ...


def discover_readers(
    found: Iterable[EntryPoint] | None = None,
) -> tuple[tuple[Reader, ...], tuple[Problem, ...]]:
    """The installed readers by name, and a problem for each that cannot be used.

    Args:
        found: the entry points to look at; None for the installed ones.
    """
    points = entry_points(group=GROUP) if found is None else found
    readers: list[Reader] = []
    problems: list[Problem] = []
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        try:
            made = point.load()()
            if not isinstance(made, Reader):
                raise TypeError("it lacks what a reader has")  # noqa: TRY301
        except Exception as error:  # noqa: BLE001 a guest's code may raise anything, and must not stop the others
            problems.append(
                Problem(
                    slug="reader-not-loaded",
                    severity=Severity.ERROR,
                    source=Source(point.value),
                    message=f"the reader {point.name!a} cannot be used: {_reason(error)}",
                    cost="what only this reader knows is not shown",
                    remedy="update or remove the package that brings it",
                )
            )
        else:
            readers.append(made)
    return tuple(readers), tuple(problems)


def read_catalog(stores: Sequence[Store], readers: Sequence[Reader] | None = None) -> Catalog:
    """Everything that any reader finds in any of the stores.

    Args:
        stores: in the order in which they were named.
        readers: None for the installed ones.

    Raises:
        ReaderError: when no reader knows any of the stores. One that is unknown beside others is a problem.
    """
    problems: tuple[Problem, ...] = ()
    if readers is None:
        readers, problems = discover_readers()
    parts = [Records(problems=problems)]
    unknown: list[Store] = []
    for store in stores:
        found = _read(store, readers)
        if not found:
            unknown.append(store)
        parts += [*found, Records(files=store.files, problems=store.problems)]
    if unknown and len(unknown) == len(stores):
        raise ReaderError(
            _UNKNOWN, slug="store-unknown", location=unknown[0].label, hint=_looked_for(readers)
        )
    parts.append(Records(problems=tuple(_unknown(store, readers) for store in unknown)))
    return join(parts, tuple(store.label for store in stores))


def _looked_for(readers: Sequence[Reader]) -> str:
    return "looked for " + ", ".join(f"{reader.looks_for} ({reader.name})" for reader in readers)


def _unknown(store: Store, readers: Sequence[Reader]) -> Problem:
    return Problem(
        slug="store-unknown",
        severity=Severity.ERROR,
        source=store.source(""),
        message=_UNKNOWN,
        cost="nothing of it is shown",
        remedy=_looked_for(readers),
    )


def _read(store: Store, readers: Sequence[Reader]) -> list[Records]:
    """What each reader that knows a store finds in it; nothing when none does."""
    parts: list[Records] = []
    knowing: list[Reader] = []
    with store.listing_once():
        for reader in readers:
            try:
                if reader.recognizes(store):
                    knowing.append(reader)
            except Exception as error:  # noqa: BLE001 one reader's fault must not cost what the others find
                parts.append(Records(problems=(_failure(reader, store, error),)))
    for reader in knowing:
        try:
            parts.append(reader.read(store))
        except Exception as error:  # noqa: BLE001 as above
            parts.append(Records(problems=(_failure(reader, store, error),)))
    return parts


def _failure(reader: Reader, store: Store, error: Exception) -> Problem:
    return Problem(
        slug="reader-failed",
        severity=Severity.ERROR,
        source=store.source(""),
        message=f"the reader {reader.name!a} failed: {_reason(error)}",
        cost="nothing that this reader knows of the store is shown",
        remedy="report it to those who wrote the reader",
    )


def _reason(error: Exception) -> str:
    """The kind of an exception and the first line of what it says."""
    said = str(error).strip().split("\n", 1)[0]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
