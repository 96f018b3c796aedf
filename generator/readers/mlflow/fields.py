"""Params, tags and metrics of MLflow's file store: one file for each, below a folder; ``/`` in a key makes folders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from sys import intern
from typing import TypeAlias, TypeVar

from generator.catalog import LatestMetric, Metric, Param, Severity, Tag
from generator.provenance import Source
from generator.readers.folder import Folder
from generator.readers.metric_series import metric_of
from generator.readers.mlflow.metrics import SMALL, read_metric
from generator.readers.mlflow.plain_lines import latest_points, plain_histories
from generator.readers.reading import Reading
from generator.readers.store import TEXT_LIMIT
from generator.readers.text import decode_plain, visible_name
from generator.readers.together import FilesTogether

STRAY = frozenset(
    {".DS_Store", ".directory", ".gitignore", ".gitkeep", ".keep", ".localized", "Thumbs.db", "desktop.ini"}
)
"""Files that file managers and git users leave in any folder; MLflow takes them for params, tags or metrics."""

FieldFolders: TypeAlias = Sequence[FilesTogether]
"""What was read together of the folder of the params, the tags or the metrics, and of all below it."""
_Field = TypeVar("_Field", Param, Tag)
_FIELDS = ("params", "tags", "metrics")
_key = attrgetter("key")


def fields_together(
    reading: Reading, held: Folder, record: str
) -> tuple[tuple[bytes, Source] | None, Mapping[str, FieldFolders]]:
    """The record of a run and its fields, read all at once where nothing stands in the way.

    Args:
        reading: for the store.
        held: the run's folder, which was listed last.
        record: name of the file with its record.

    Returns:
        What :meth:`Store.read` gives of the record, or None; and what was read by the name of the folder.
    """
    folders = [name for name in _FIELDS if name in held.folders]
    found = reading.store.read_below(held, (record,), folders, SMALL, STRAY)
    if not found:
        return None, {}
    start = len(held.path) + 1
    by_name: dict[str, list[FilesTogether]] = {}
    for each in found[1:]:
        by_name.setdefault(each.folder.path[start:].partition("/")[0], []).append(each)
    return found[0].contents[0], by_name


def read_params(reading: Reading, folder: str, held: FieldFolders | None = None) -> tuple[Param, ...]:
    """The params below a folder, by key; of what was read of it before, when that is given."""
    return _read_texts(reading, folder, Param, "param", held)


def read_tags(reading: Reading, folder: str, held: FieldFolders | None = None) -> tuple[Tag, ...]:
    """The tags below a folder, by key; of what was read of it before, when that is given."""
    return _read_texts(reading, folder, Tag, "tag", held)


def read_metrics(
    reading: Reading, folder: str, held: FieldFolders | None = None, *, of_model: bool = False
) -> tuple[Metric, ...]:
    """The metrics below a folder, by key; those of one key by run and dataset."""
    found: list[Metric] = []
    for files in field_files(reading, folder, "metric", SMALL, held):
        plain = None if of_model else _plain_metrics(files)
        if plain is not None:
            found += plain
            continue
        for path, key, read in files:
            found.extend(read_metric(reading, path, key, read, of_model=of_model))
    found.sort(key=_key)
    return tuple(found)


def read_latest(reading: Reading, folder: str, held: FieldFolders | None = None) -> tuple[LatestMetric, ...]:
    """The latest values of the metrics below a folder, by key; those of one key by dataset."""
    found: list[LatestMetric] = []
    for files in field_files(reading, folder, "metric", SMALL, held):
        plain = _plain_latest(files)
        if plain is not None:
            found += plain
            continue
        for path, key, read in files:
            found.extend(
                LatestMetric(key, metric.last, metric.source, metric.dataset_name, metric.dataset_digest)
                for metric in read_metric(reading, path, key, read)
            )
    found.sort(key=_key)
    return tuple(found)


@dataclass(slots=True)
class FieldFiles:
    """Files of fields."""

    paths: list[str]
    """In the store."""
    keys: list[str]
    contents: list[tuple[bytes, Source] | None]
    """What :meth:`Store.read` gives of each; None for one that has to be read with more care."""

    def __iter__(self) -> Iterator[tuple[str, str, tuple[bytes, Source] | None]]:
        """Path, key and content of each."""
        return zip(self.paths, self.keys, self.contents, strict=True)

    @property
    def whole(self) -> tuple[Sequence[bytes], Sequence[Source]]:
        """Bytes and place of every file; nothing when one has to be read with more care."""
        found = [read for read in self.contents if read is not None]
        if not found or len(found) < len(self.contents):
            return (), ()
        data, sources = zip(*found, strict=True)
        return data, sources


def field_files(
    reading: Reading, folder: str, noun: str, limit: int = TEXT_LIMIT, held: FieldFolders | None = None
) -> Iterator[FieldFiles]:
    """Every file below a folder, some at a time; whatever is no file of a field is reported and left out.

    Args:
        reading: for the store, and where the problems go.
        folder: path in the store.
        noun: what a field is called.
        limit: bytes of a file.
        held: what was read of the folder before; None to read it now.
    """
    if held is not None:
        found = FieldFiles([], [], [])
        for each in held:
            _add(found, folder, each)
        yield found
        return
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        listed = reading.folder(path, f"the {noun}s in it are not shown")
        if listed is None:
            continue
        names = _without_strays(reading, listed, noun)
        found = FieldFiles([], [], [])
        together = FilesTogether(listed, names, reading.store.read_listed(listed, names, limit))
        _add(found, folder, together)
        yield found
        waiting.extend([f"{path}/{name}" for name in listed.folders])


def _add(found: FieldFiles, folder: str, files: FilesTogether) -> None:
    """Take in the files of one folder, which is that of the fields or lies below it."""
    path, names = files.folder.path, files.names
    prefix = f"{path[len(folder) + 1 :]}/" if len(path) > len(folder) else ""
    found.paths += [f"{path}/{name}" for name in names]
    found.keys += _keys(prefix, names)
    found.contents += files.contents


def _without_strays(reading: Reading, folder: Folder, noun: str) -> Sequence[str]:
    """The names of the files of fields in a folder; each other file is reported."""
    names = folder.leaves
    if STRAY.isdisjoint(names) and "/._" not in "/".join(("", *names)):
        return names
    kept = [name for name in names if name not in STRAY and not name.startswith("._")]
    for name in names:
        if name not in kept:
            reading.report(
                "stray-file", Severity.NOTE, reading.store.source(f"{folder.path}/{name}"),
                f"is no {noun}, something else left it there", "nothing is lost", "remove it",
            )  # fmt: skip
    return kept


def _keys(prefix: str, names: Sequence[str]) -> list[str]:
    """The keys of the fields in a folder: the same few in every run, so each is kept once."""
    keys = [prefix + name for name in names] if prefix else names
    if not "".join(keys).isascii():
        keys = [visible_name(key) for key in keys]
    return list(map(intern, keys))


def _read_texts(
    reading: Reading, folder: str, make: type[_Field], noun: str, held: FieldFolders | None
) -> tuple[_Field, ...]:
    found: list[_Field] = []
    lost = f"the {noun} {{}} is not shown"
    for files in field_files(reading, folder, noun, held=held):
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
    data, sources = files.whole
    if not data:
        return None
    texts = decode_plain(data)
    return (texts, sources) if texts is not None else None


def _plain_metrics(files: FieldFiles) -> list[Metric] | None:
    """The metric of every file, when all of them are as nearly all are; else None."""
    data, sources = files.whole
    if not data:
        return None
    columns = plain_histories(data)
    return list(map(metric_of, files.keys, columns, sources)) if columns is not None else None


def _plain_latest(files: FieldFiles) -> list[LatestMetric] | None:
    """The same of the latest values."""
    data, sources = files.whole
    if not data:
        return None
    points = latest_points(data)
    return list(map(LatestMetric, files.keys, points, sources)) if points is not None else None
