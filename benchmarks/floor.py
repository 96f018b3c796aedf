"""The least that can be done in Python: bare loops that make the same values as our reading, and check nothing.

No path is refused, no damage is met, no problem is told, and only stores as ``big_store.py`` writes them come out right.
What a bare loop takes is what no reader can go below that takes file after file, or row after row, in Python.
"""

import gc
import os
import sqlite3
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.catalog import FileRead, LatestMetric, Metric, MetricPoint, Param, Run, RunStatus, Series, Tag
from generator.provenance import Source
from generator.readers.yaml_flat import read_flat

_COMMAS = bytes.maketrans(b" \n", b",,")
_PARTS = {"params": Param, "tags": Tag}
_Record = TypeVar("_Record", Param, Tag, LatestMetric)
_key = attrgetter("key")


def bare_files(root: Path) -> Callable[[], int]:
    """List, open, read and digest every file of a file store, and make a record of each."""

    def read() -> int:
        gc.disable()
        files: list[FileRead] = []
        runs = [
            bare_run(run.path, files)
            for experiment in os.scandir(root)
            if experiment.is_dir()
            for run in os.scandir(experiment)
            if run.is_dir()
        ]
        return len(runs)

    return read


def bare_run(path: str, files: list[FileRead]) -> Run:
    """The run in a folder; its files are added to those read."""
    names, folders, contents, (source,) = _bare_folder(path, files)
    record = read_flat(contents[0].decode()) or {}
    fields: dict[str, tuple[object, ...]] = {}
    for part in folders:
        found: list[object] = []
        waiting = [(f"{path}/{part}", "")]
        while waiting:
            folder, prefix = waiting.pop()
            names, below, contents, sources = _bare_folder(folder, files)
            keys = [prefix + name for name in names]
            if part == "metrics":
                found += map(_bare_metric, keys, _numbers(contents), sources)
            elif part in _PARTS:
                found += map(_PARTS[part], keys, map(bytes.decode, contents), sources)
            waiting += [(f"{folder}/{name}", f"{prefix}{name}/") for name in below]
        found.sort(key=_key)
        fields[part] = tuple(found)
    del fields["artifacts"]
    return Run(
        run_id=path.rpartition("/")[2], experiment_id=str(record["experiment_id"]), name=str(record["run_name"]),
        status=RunStatus.FINISHED, store="store", source=source, **fields,
    )  # type: ignore[arg-type]  # fmt: skip


def _bare_folder(
    folder: str, files: list[FileRead]
) -> tuple[list[str], list[str], list[bytes], list[Source]]:
    """Names of files and of folders; bytes and places of the files."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    with os.scandir(descriptor) as listing:
        entries = list(listing)
    names = sorted([entry.name for entry in entries if entry.is_file(follow_symlinks=False)])
    folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    contents: list[bytes] = []
    for name in names:
        file = os.open(name, os.O_RDONLY, dir_fd=descriptor)
        contents.append(os.read(file, 2**16))
        os.close(file)
    os.close(descriptor)
    paths = [f"{folder}/{name}" for name in names]
    digests = [sha256(data).hexdigest() for data in contents]
    files += map(FileRead, paths, digests, map(len, contents))
    return names, folders, contents, list(map(Source, paths, digests))


def _numbers(contents: list[bytes]) -> Iterator[list[float]]:
    """The numbers in each of some metric files."""
    if not contents:
        return iter(())
    together = b"\0".join(contents).translate(_COMMAS).replace(b",\0", b"],[")
    return iter(msgspec.json.decode(b"[[%b]]" % together[:-1]))


def _bare_metric(key: str, numbers: list[float], source: Source) -> Metric:
    times, values, last = numbers[0::3], numbers[1::3], len(numbers) // 3 - 1
    lowest, highest = values.index(min(values)), values.index(max(values))
    first, latest, minimum, maximum = (
        MetricPoint(step, values[step], times[step])  # type: ignore[arg-type]
        for step in (0, last, lowest, highest)
    )
    return Metric(
        key=key, count=last + 1, first=first, last=latest, minimum=minimum, maximum=maximum, nan_count=0,
        infinity_count=0, repeated_count=0, source=source,
        series=Series(range(last + 1), array("d", values), array("q", times)),  # type: ignore[arg-type]
    )  # fmt: skip


def bare_rows(database: Path) -> Callable[[], int]:
    """Fetch every run, param, tag and latest metric of a database, and make a record of each."""

    def read() -> int:
        gc.disable()
        with closing(sqlite3.connect(f"file:{database}?immutable=1", uri=True)) as connection:
            texts = {
                name: _by_run(
                    (run, make(key, value, Source("mlflow.db", "", f"/{name}/{run}/{key}")))
                    for run, key, value in connection.execute(f"SELECT run_uuid, key, value FROM {name}")  # noqa: S608 names of ours
                )
                for name, make in _PARTS.items()
            }
            latest = _by_run(
                (
                    run,
                    LatestMetric(
                        key,
                        MetricPoint(step, value, time),
                        Source("mlflow.db", "", f"/latest_metrics/{run}/{key}"),
                    ),
                )
                for run, key, step, value, time in connection.execute(
                    "SELECT run_uuid, key, step, value, timestamp FROM latest_metrics"
                )
            )
            runs = [
                Run(
                    run_id=run_id, experiment_id=str(experiment), name=name, status=RunStatus.FINISHED, store="store",
                    source=Source("mlflow.db", "", f"/runs/{run_id}"), params=texts["params"][run_id],
                    tags=texts["tags"][run_id], latest=latest[run_id],
                )
                for run_id, experiment, name in connection.execute("SELECT run_uuid, experiment_id, name FROM runs")
            ]  # fmt: skip
        return len(runs)

    return read


def _by_run(records: Iterator[tuple[str, _Record]]) -> dict[str, tuple[_Record, ...]]:
    found: dict[str, list[_Record]] = {}
    for run, record in records:
        found.setdefault(run, []).append(record)
    return {run: tuple(sorted(each, key=_key)) for run, each in found.items()}


def bare_look(root: Path) -> Callable[[], int]:
    """Ask the system once for each file and folder below one, finding them not counted."""
    places = [
        os.path.join(folder, name)  # noqa: PTH118
        for folder, folders, names in os.walk(root)
        for name in (*folders, *names)
    ]
    return lambda: len(list(map(os.lstat, places)))
