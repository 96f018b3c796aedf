"""Params, tags and metrics of MLflow's file store: one file for each, below a folder; ``/`` in a key makes folders."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from sys import intern
from typing import TypeVar

from generator.catalog import LatestMetric, Metric, Param, Severity, Tag
from generator.provenance import Source
from generator.readers.mlflow.metrics import SMALL, read_metric
from generator.readers.mlflow.plain_lines import latest_point
from generator.readers.reading import Reading
from generator.readers.store import TEXT_LIMIT
from generator.readers.text import decode_plain, visible_name

_STRAY = frozenset(
    {".DS_Store", ".directory", ".gitignore", ".gitkeep", ".keep", ".localized", "Thumbs.db", "desktop.ini"}
)
"""Files that file managers and git users leave in any folder; MLflow takes them for params, tags or metrics."""

_Field = TypeVar("_Field", Param, Tag)
_key = attrgetter("key")


def read_params(reading: Reading, folder: str) -> tuple[Param, ...]:
    """The params below a folder, by key."""
    return _read_texts(reading, folder, Param, "param")


def read_tags(reading: Reading, folder: str) -> tuple[Tag, ...]:
    """The tags below a folder, by key."""
    return _read_texts(reading, folder, Tag, "tag")


def read_metrics(reading: Reading, folder: str, *, of_model: bool = False) -> tuple[Metric, ...]:
    """The metrics below a folder, by key; those of one key by run and dataset."""
    found: list[Metric] = []
    for files in field_files(reading, folder, "metric", SMALL):
        for path, key, read in files:
            found.extend(read_metric(reading, path, key, read, of_model=of_model))
    found.sort(key=_key)
    return tuple(found)


def read_latest(reading: Reading, folder: str) -> tuple[LatestMetric, ...]:
    """The latest values of the metrics below a folder, by key; those of one key by dataset."""
    found: list[LatestMetric] = []
    for files in field_files(reading, folder, "metric", SMALL):
        for path, key, read in files:
            point = latest_point(read[0]) if read else None
            if read is not None and point is not None:
                found.append(LatestMetric(key, point, read[1]))
            else:
                found.extend(
                    LatestMetric(key, metric.last, metric.source, metric.dataset_name, metric.dataset_digest)
                    for metric in read_metric(reading, path, key, read)
                )
    found.sort(key=_key)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FieldFiles:
    """The files of fields in one folder."""

    folder: str
    """Path in the store."""
    names: Sequence[str]
    keys: Sequence[str]
    contents: Sequence[tuple[bytes, Source] | None]
    """What :meth:`Store.read` gives of each; None for one that has to be read with more care."""

    def __iter__(self) -> Iterator[tuple[str, str, tuple[bytes, Source] | None]]:
        """Path, key and content of each."""
        paths = [f"{self.folder}/{name}" for name in self.names]
        return zip(paths, self.keys, self.contents, strict=True)


def field_files(reading: Reading, folder: str, noun: str, limit: int = TEXT_LIMIT) -> Iterator[FieldFiles]:
    """Every file below a folder, folder by folder; whatever is no file of a field is reported and left out."""
    waiting = [(folder, "")]
    while waiting:
        path, prefix = waiting.pop()
        held = reading.folder(path, f"the {noun}s in it are not shown")
        if held is None:
            continue
        names = held.leaves
        if not _STRAY.isdisjoint(names) or "/._" in "/".join(("", *names)):
            names = tuple(name for name in names if name not in _STRAY and not name.startswith("._"))
            _report_stray(reading, path, [name for name in held.leaves if name not in names], noun)
        if names:
            yield FieldFiles(path, names, _keys(prefix, names), reading.store.read_listed(held, names, limit))
        waiting.extend([(f"{path}/{name}", f"{prefix}{name}/") for name in held.folders])


def _keys(prefix: str, names: Sequence[str]) -> list[str]:
    """The keys of the fields in a folder: the same few in every run, so each is kept once."""
    keys = [prefix + name for name in names] if prefix else names
    if not "".join(keys).isascii():
        keys = [visible_name(key) for key in keys]
    return list(map(intern, keys))


def _report_stray(reading: Reading, folder: str, names: Iterable[str], noun: str) -> None:
    for name in names:
        reading.report(
            "stray-file", Severity.NOTE, reading.store.source(f"{folder}/{name}"),
            f"is no {noun}, something else left it there", "nothing is lost", "remove it",
        )  # fmt: skip


def _read_texts(reading: Reading, folder: str, make: type[_Field], noun: str) -> tuple[_Field, ...]:
    found: list[_Field] = []
    lost = f"the {noun} {{}} is not shown"
    for files in field_files(reading, folder, noun):
        plain = _plain_texts(files)
        if plain is not None:
            found.extend(map(make, files.keys, *plain))
            continue
        for path, key, read in files:
            text = reading.text(path, lost, key, read)
            if text is not None:
                found.append(make(key, *text))
    found.sort(key=_key)
    return tuple(found)


def _plain_texts(files: FieldFiles) -> tuple[Sequence[str], Sequence[Source]] | None:
    """Text and place of every file, when none needs a closer look; else None."""
    if None in files.contents:
        return None
    data, sources = zip(*files.contents, strict=True)
    texts = decode_plain(data)
    return (texts, sources) if texts is not None else None
