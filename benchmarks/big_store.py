"""Write a store of any size as MLflow writes it: a file store, or the rows of a database that MLflow made.

Every run has ten params, eight tags and ten metrics of one to fifty points, all drawn from its number alone: the same
number of runs gives the same records in both kinds of store, on every machine.
"""

import hashlib
import os
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

START = 1_770_000_000_000
"""When the first run begins, in milliseconds of Unix time."""
LONGEST_HISTORY = 50
_RUNS_PER_EXPERIMENT = 1000
_METRICS = (
    "loss/train", "loss/validation", "accuracy/train", "accuracy/validation", "auc", "f1", "precision", "recall",
    "learning_rate", "system/memory_megabytes",
)  # fmt: skip
_STATUS = {3: "FINISHED", 4: "FAILED"}
"""By the number that stands for it in files (``RunStatus`` in mlflow/protos/service.proto)."""


@dataclass(frozen=True, slots=True)
class BigRun:
    """What one run recorded."""

    run_id: str
    experiment: int
    """Its number, from 1."""
    name: str
    status: int
    start: int
    end: int
    params: dict[str, str]
    tags: dict[str, str]
    metrics: dict[str, list[tuple[int, float, int]]]
    """Timestamp, value and step of every point."""


def big_runs(count: int) -> Iterator[BigRun]:
    """So many runs, always the same."""
    for number in range(count):
        chance = random.Random(number)  # noqa: S311 nothing is kept secret by it
        start = START + number * 60_000
        name = f"run-{number:06d}"
        yield BigRun(
            run_id=hashlib.sha256(f"run {number}".encode()).hexdigest()[:32],
            experiment=number % max(1, count // _RUNS_PER_EXPERIMENT) + 1,
            name=name,
            status=4 if number % 25 == 0 else 3,
            start=start,
            end=start + chance.randrange(10_000, 3_000_000),
            params={
                "batch_size": str(2 ** chance.randrange(4, 10)),
                "data.version": f"2026-{chance.randrange(1, 13):02d}",
                "depth": str(chance.randrange(2, 24)),
                "dropout": repr(round(chance.random(), 3)),
                "epochs": str(LONGEST_HISTORY),
                "learning_rate": repr(chance.uniform(1e-5, 1e-1)),
                "note": "as agreed in the review of the monthly snapshot, " + "again " * chance.randrange(12),
                "optimizer": chance.choice(("adam", "sgd", "adagrad")),
                "optimization/decay": repr(chance.random() / 1000),
                "seed": str(chance.randrange(10**6)),
            },
            tags={
                "mlflow.runName": name,
                "mlflow.source.git.commit": hashlib.sha256(f"{number // 9}".encode()).hexdigest()[:40],
                "mlflow.source.name": "train.py",
                "mlflow.source.type": "LOCAL",
                "mlflow.user": f"person{chance.randrange(20)}",
                "mlflow.note.content": f"Run {number}.\n\nOf the *monthly* series.\n",
                "release": f"2026.{chance.randrange(1, 13)}",
                "team": chance.choice(("risk", "fraud", "pricing")),
            },
            metrics={key: list(_history(chance, start)) for key in _METRICS},
        )


def _history(chance: random.Random, start: int) -> Iterator[tuple[int, float, int]]:
    value = chance.random()
    for step in range(chance.randrange(1, LONGEST_HISTORY + 1)):
        yield start + 1000 * step, value * 0.95**step + chance.random() / 100, step


def write_files(root: Path, count: int) -> None:
    """Write a file store as MLflow 2 and 3 lay it out (``mlflow/store/tracking/file_store.py``)."""
    made: set[int] = set()
    for run in big_runs(count):
        experiment = root / str(run.experiment)
        if run.experiment not in made:
            made.add(run.experiment)
            experiment.mkdir(parents=True)
            _write(
                experiment / "meta.yaml",
                f"artifact_location: {experiment.as_uri()}\ncreation_time: {START}\n"
                f"experiment_id: '{run.experiment}'\nlast_update_time: {START}\nlifecycle_stage: active\n"
                f"name: experiment {run.experiment}\n",
            )
        _write_run(experiment / run.run_id, run)


def register_files(root: Path, count: int, versions: int) -> None:
    """Register every run of a file store as a version, so many versions a model; of each model the last two are in use.

    Args:
        root: of the store, in which :func:`write_files` wrote the runs.
        count: runs in it.
        versions: of one model.
    """
    for number, run in enumerate(big_runs(count)):
        name, version = f"model-{number // versions:04d}", number % versions + 1
        folder = root / "models" / name
        times = f"creation_timestamp: {run.end}\nlast_updated_timestamp: {run.end}\n"
        if version == 1:
            (folder / "aliases").mkdir(parents=True)
            _write(
                folder / "meta.yaml",
                f"{times}description: Model {name} of the monthly series.\nname: {name}\n",
            )
            last = min(versions, count - number)
            for alias, held in (("challenger", last), ("champion", last - 1)):
                _write(folder / "aliases" / alias, str(max(held, 1)))
        (folder / f"version-{version}" / "tags").mkdir(parents=True)
        source = root / str(run.experiment) / run.run_id / "artifacts/model"
        _write(
            folder / f"version-{version}" / "meta.yaml",
            f"{times}current_stage: None\ndescription: Release {run.tags['release']}.\nname: {name}\n"
            f"run_id: '{run.run_id}'\nsource: {source.as_uri()}\nstatus: READY\nuser_id: {run.tags['mlflow.user']}\n"
            f"version: {version}\n",
        )
        _write(folder / f"version-{version}" / "tags/team", run.tags["team"])


def _write_run(folder: Path, run: BigRun) -> None:
    place = str(folder)
    for name in ("", "/artifacts", "/metrics", "/metrics/loss", "/metrics/accuracy", "/metrics/system", "/params",
                 "/params/optimization", "/tags"):  # fmt: skip
        os.mkdir(place + name)  # noqa: PTH102 pathlib takes longer than the system
    _write(
        folder / "meta.yaml",
        f"artifact_uri: {folder.as_uri()}/artifacts\nend_time: {run.end}\nentry_point_name: ''\n"
        f"experiment_id: '{run.experiment}'\nlifecycle_stage: active\nrun_id: '{run.run_id}'\nrun_name: {run.name}\n"
        f"run_uuid: '{run.run_id}'\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: {run.start}\n"
        f"status: {run.status}\ntags: []\nuser_id: {run.tags['mlflow.user']}\n",
    )
    for key, value in run.params.items():
        _write(f"{place}/params/{key}", value)
    for key, value in run.tags.items():
        _write(f"{place}/tags/{key}", value)
    for key, points in run.metrics.items():
        _write(
            f"{place}/metrics/{key}", "".join(f"{time} {value!r} {step}\n" for time, value, step in points)
        )


def _write(place: str | Path, text: str) -> None:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    os.write(descriptor, text.encode())
    os.close(descriptor)


def fill_database(database: Path, count: int) -> None:
    """Add the runs to a database whose tables MLflow made."""
    connection = sqlite3.connect(database)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    made: set[int] = set()
    for run in big_runs(count):
        if run.experiment not in made:
            made.add(run.experiment)
            _insert(
                connection, "experiments",
                experiment_id=run.experiment, name=f"experiment {run.experiment}",
                artifact_location=f"file:///elsewhere/{run.experiment}", lifecycle_stage="active",
                creation_time=START, last_update_time=START,
            )  # fmt: skip
        _insert(
            connection, "runs",
            run_uuid=run.run_id, name=run.name, source_type="LOCAL", source_name="", entry_point_name="",
            user_id=run.tags["mlflow.user"], status=_STATUS[run.status], start_time=run.start, end_time=run.end,
            source_version="", lifecycle_stage="active", experiment_id=run.experiment,
            artifact_uri=f"file:///elsewhere/{run.experiment}/{run.run_id}/artifacts",
        )  # fmt: skip
        for table, texts in (("params", run.params), ("tags", run.tags)):
            connection.executemany(
                f"INSERT INTO {table} (key, value, run_uuid) VALUES (?, ?, ?)",  # noqa: S608 names of ours
                [(key, value, run.run_id) for key, value in texts.items()],
            )
        connection.executemany(
            "INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)",
            [
                (key, value, time, run.run_id, step)
                for key, points in run.metrics.items()
                for time, value, step in points
            ],
        )
        connection.executemany(
            "INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)",
            [
                (key, points[-1][1], points[-1][0], run.run_id, points[-1][2])
                for key, points in run.metrics.items()
            ],
        )
    connection.commit()
    connection.close()


def _insert(connection: sqlite3.Connection, table: str, **row: object) -> None:
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 names of ours
