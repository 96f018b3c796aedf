"""Params, tags and metrics of MLflow's file store: one file for each, below a folder; ``/`` in a key makes folders."""

from collections.abc import Iterable, Iterator
from sys import intern
from typing import TypeVar

from generator.catalog import Metric, Param, Severity, Tag
from generator.provenance import Source
from generator.readers.mlflow.metrics import SMALL, read_metric
from generator.readers.reading import Reading
from generator.readers.store import TEXT_LIMIT
from generator.readers.text import visible_name

_STRAY = frozenset(
    {".DS_Store", ".directory", ".gitignore", ".gitkeep", ".keep", ".localized", "Thumbs.db", "desktop.ini"}
)
"""Files that file managers and git users leave in any folder; MLflow takes them for params, tags or metrics."""

_Field = TypeVar("_Field", Param, Tag)


def read_params(reading: Reading, folder: str) -> tuple[Param, ...]:
    """The params below a folder, by key."""
    return _read_texts(reading, folder, Param, "param")


def read_tags(reading: Reading, folder: str) -> tuple[Tag, ...]:
    """The tags below a folder, by key."""
    return _read_texts(reading, folder, Tag, "tag")


def read_metrics(reading: Reading, folder: str, *, of_model: bool = False) -> tuple[Metric, ...]:
    """The metrics below a folder, by key; those of one key by run and dataset."""
    found: list[Metric] = []
    for path, key, read in field_files(reading, folder, "metric", SMALL):
        found.extend(read_metric(reading, path, key, read, of_model=of_model))
    found.sort(key=lambda metric: metric.key)
    return tuple(found)


def field_files(
    reading: Reading, folder: str, noun: str, limit: int = TEXT_LIMIT
) -> Iterator[tuple[str, str, tuple[bytes, Source] | None]]:
    """Path and key of every file below a folder; whatever is no file of a field is reported and left out.

    With each comes what it holds, as :meth:`Store.read` gives it; None for one that has to be read with more care.
    """
    store = reading.store
    waiting = [(folder, "")]
    while waiting:
        path, prefix = waiting.pop()
        held = reading.folder(path, f"the {noun}s in it are not shown")
        if held is None:
            continue
        leaves = held.leaves
        names = [name for name in leaves if name not in _STRAY and not name.startswith("._")]
        for name, read in zip(names, store.read_listed(held, names, limit), strict=True):
            key = prefix + name
            yield f"{path}/{name}", intern(key if key.isascii() else visible_name(key)), read
        if len(names) < len(leaves):
            _report_stray(reading, path, [name for name in leaves if name not in names], noun)
        waiting.extend((f"{path}/{name}", f"{prefix}{name}/") for name in held.folders)


def _report_stray(reading: Reading, folder: str, names: Iterable[str], noun: str) -> None:
    for name in names:
        reading.report(
            "stray-file", Severity.NOTE, reading.store.source(f"{folder}/{name}"),
            f"is no {noun}, something else left it there", "nothing is lost", "remove it",
        )  # fmt: skip


def _read_texts(reading: Reading, folder: str, make: type[_Field], noun: str) -> tuple[_Field, ...]:
    found: list[_Field] = []
    lost = f"the {noun} {{}} is not shown"
    for path, key, read in field_files(reading, folder, noun):
        text = reading.text(path, lost, key, read)
        if text is not None:
            found.append(make(key, *text))
    found.sort(key=lambda each: each.key)
    return tuple(found)
