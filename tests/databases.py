"""Databases of MLflow with the tables that its releases made, filled and damaged as a test asks."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from generator.catalog import Catalog
from generator.readers.mlflow.database.reader import MlflowDatabaseReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.stores import START, model_id, run_id

RELEASES = ("0.9", "1.0", "1.20", "2.0", "2.9", "3.1", "3.18")
"""Each changed a table that is read."""

_TABLES: dict[str, tuple[str, tuple[str | tuple[str, str], ...], tuple[str, ...]]] = {
    "experiments": (
        "0.9",
        (
            "experiment_id INTEGER NOT NULL", "name VARCHAR(256) NOT NULL", "artifact_location VARCHAR(256)",
            "lifecycle_stage VARCHAR(32)", ("2.0", "creation_time BIGINT"), ("2.0", "last_update_time BIGINT"),
            ("3.18", "workspace VARCHAR(63) DEFAULT 'default' NOT NULL"),
        ),
        ("experiment_id",),
    ),
    "runs": (
        "0.9",
        (
            "run_uuid VARCHAR(32) NOT NULL", "name VARCHAR(250)", "source_type VARCHAR(20)",
            "source_name VARCHAR(500)", "entry_point_name VARCHAR(50)", "user_id VARCHAR(256)", "status VARCHAR(9)",
            "start_time BIGINT", "end_time BIGINT", "source_version VARCHAR(50)", "lifecycle_stage VARCHAR(20)",
            "artifact_uri VARCHAR(200)", "experiment_id INTEGER", ("2.0", "deleted_time BIGINT"),
        ),
        ("run_uuid",),
    ),
    "params": (
        "0.9",
        ("key VARCHAR(250) NOT NULL", "value VARCHAR(8000) NOT NULL", "run_uuid VARCHAR(32) NOT NULL"),
        ("key", "run_uuid"),
    ),
    "tags": (
        "0.9",
        ("key VARCHAR(250) NOT NULL", "value VARCHAR(8000)", "run_uuid VARCHAR(32) NOT NULL"),
        ("key", "run_uuid"),
    ),
    "metrics": (
        "0.9",
        (
            "key VARCHAR(250) NOT NULL", "value FLOAT NOT NULL", "timestamp BIGINT NOT NULL",
            "run_uuid VARCHAR(32) NOT NULL", ("1.0", "step BIGINT DEFAULT '0' NOT NULL"),
            ("1.20", "is_nan BOOLEAN DEFAULT '0' NOT NULL"),
        ),
        ("key", "timestamp", "step", "run_uuid", "value", "is_nan"),
    ),
    "alembic_version": ("1.0", ("version_num VARCHAR(32) NOT NULL",), ("version_num",)),
    "experiment_tags": (
        "1.20",
        ("key VARCHAR(250) NOT NULL", "value VARCHAR(5000)", "experiment_id INTEGER NOT NULL"),
        ("key", "experiment_id"),
    ),
    "latest_metrics": (
        "1.20",
        (
            "key VARCHAR(250) NOT NULL", "value FLOAT NOT NULL", "timestamp BIGINT", "step BIGINT NOT NULL",
            "is_nan BOOLEAN NOT NULL", "run_uuid VARCHAR(32) NOT NULL",
        ),
        ("key", "run_uuid"),
    ),
    "registered_models": (
        "1.20",
        (
            "name VARCHAR(256) NOT NULL", "creation_time BIGINT", "last_updated_time BIGINT",
            "description VARCHAR(5000)", ("3.18", "workspace VARCHAR(63) DEFAULT 'default' NOT NULL"),
        ),
        ("workspace", "name"),
    ),
    "registered_model_tags": (
        "1.20",
        (
            "key VARCHAR(250) NOT NULL", "value VARCHAR(5000)", "name VARCHAR(256) NOT NULL",
            ("3.18", "workspace VARCHAR(63) DEFAULT 'default' NOT NULL"),
        ),
        ("workspace", "key", "name"),
    ),
    "model_versions": (
        "1.20",
        (
            "name VARCHAR(256) NOT NULL", "version INTEGER NOT NULL", "creation_time BIGINT",
            "last_updated_time BIGINT", "description VARCHAR(5000)", "user_id VARCHAR(256)",
            "current_stage VARCHAR(20)", "source VARCHAR(500)", "run_id VARCHAR(32)", "status VARCHAR(20)",
            "status_message VARCHAR(500)", "run_link VARCHAR(500)", ("2.9", "storage_location VARCHAR(500)"),
            ("3.18", "workspace VARCHAR(63) DEFAULT 'default' NOT NULL"),
        ),
        ("workspace", "name", "version"),
    ),
    "model_version_tags": (
        "1.20",
        (
            "key VARCHAR(250) NOT NULL", "value TEXT", "name VARCHAR(256) NOT NULL", "version INTEGER NOT NULL",
            ("3.18", "workspace VARCHAR(63) DEFAULT 'default' NOT NULL"),
        ),
        ("workspace", "key", "name", "version"),
    ),
    "registered_model_aliases": (
        "2.9",
        (
            "alias VARCHAR(256) NOT NULL", "version INTEGER NOT NULL", "name VARCHAR(256) NOT NULL",
            ("3.18", "workspace VARCHAR(63) DEFAULT 'default' NOT NULL"),
        ),
        ("workspace", "name", "alias"),
    ),
    "datasets": (
        "2.9",
        (
            "dataset_uuid VARCHAR(36) NOT NULL", "experiment_id INTEGER NOT NULL", "name VARCHAR(500) NOT NULL",
            "digest VARCHAR(36) NOT NULL", "dataset_source_type VARCHAR(36) NOT NULL",
            "dataset_source TEXT NOT NULL", "dataset_schema TEXT", "dataset_profile TEXT",
        ),
        ("experiment_id", "name", "digest"),
    ),
    "inputs": (
        "2.9",
        (
            "input_uuid VARCHAR(36) NOT NULL", "source_type VARCHAR(36) NOT NULL", "source_id VARCHAR(36) NOT NULL",
            "destination_type VARCHAR(36) NOT NULL", "destination_id VARCHAR(36) NOT NULL",
            ("3.1", "step BIGINT DEFAULT '0' NOT NULL"),
        ),
        ("source_type", "source_id", "destination_type", "destination_id"),
    ),
    "input_tags": (
        "2.9",
        ("input_uuid VARCHAR(36) NOT NULL", "name VARCHAR(255) NOT NULL", "value VARCHAR(500) NOT NULL"),
        ("input_uuid", "name"),
    ),
    "logged_models": (
        "3.1",
        (
            "model_id VARCHAR(36) NOT NULL", "experiment_id INTEGER NOT NULL", "name VARCHAR(500) NOT NULL",
            "artifact_location VARCHAR(1000) NOT NULL", "creation_timestamp_ms BIGINT NOT NULL",
            "last_updated_timestamp_ms BIGINT NOT NULL", "status INTEGER NOT NULL", "lifecycle_stage VARCHAR(32)",
            "model_type VARCHAR(500)", "source_run_id VARCHAR(32)", "status_message VARCHAR(1000)",
        ),
        ("model_id",),
    ),
    "logged_model_params": (
        "3.1",
        (
            "model_id VARCHAR(36) NOT NULL", "experiment_id INTEGER", "param_key VARCHAR(255) NOT NULL",
            "param_value TEXT NOT NULL",
        ),
        ("model_id", "param_key"),
    ),
    "logged_model_tags": (
        "3.1",
        (
            "model_id VARCHAR(36) NOT NULL", "experiment_id INTEGER", "tag_key VARCHAR(255) NOT NULL",
            "tag_value TEXT NOT NULL",
        ),
        ("model_id", "tag_key"),
    ),
    "logged_model_metrics": (
        "3.1",
        (
            "model_id VARCHAR(36) NOT NULL", "metric_name VARCHAR(500) NOT NULL",
            "metric_timestamp_ms BIGINT NOT NULL", "metric_step BIGINT NOT NULL", "metric_value FLOAT",
            "experiment_id INTEGER", "run_id VARCHAR(32) NOT NULL", "dataset_uuid VARCHAR(36)",
            "dataset_name VARCHAR(500)", "dataset_digest VARCHAR(36)",
        ),
        ("model_id", "metric_name", "metric_timestamp_ms", "metric_step", "run_id"),
    ),
}  # fmt: skip
"""By name: the release that brought it, its columns (some with the release that brought them), and its key. Taken from
the migrations in mlflow/store/db_migrations/versions."""


def tables_of(release: str) -> dict[str, str]:
    """The tables of a release: the statement that makes each, by name."""
    made = {}
    for name, (since, columns, key) in _TABLES.items():
        if not _has(release, since):
            continue
        each = [(column if isinstance(column, tuple) else (since, column)) for column in columns]
        there = [column for brought, column in each if _has(release, brought)]
        names = [column.partition(" ")[0] for column in there]
        quoted = [
            f'"{column}"{rest}'
            for column, rest in ((n, c[len(n) :]) for n, c in zip(names, there, strict=True))
        ]
        keys = ", ".join(f'"{column}"' for column in key if column in names)
        made[name] = f"CREATE TABLE {name} ({', '.join(quoted)}, CONSTRAINT {name}_pk PRIMARY KEY ({keys}))"
    return made


def _has(release: str, since: str) -> bool:
    return RELEASES.index(release) >= RELEASES.index(since)


class MlflowDatabase:
    """Writes one database, and settles every change at once."""

    def __init__(self, path: Path, release: str = "3.18", *, without: Iterable[str] = ()) -> None:
        self.path = path
        self.release = release
        path.parent.mkdir(parents=True, exist_ok=True)
        tables = tables_of(release)
        self.run_sql(*(sql for name, sql in tables.items() if name not in set(without)))
        if _has(release, "2.0") and "metrics" not in set(without):
            self.run_sql("CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid)")

    def run_sql(self, *statements: str) -> None:
        """Whatever else a test needs."""
        with writing(self.path) as connection:
            for statement in statements:
                connection.execute(statement)

    def execute(self, statement: str, *given: Any) -> None:
        """One statement with values in it."""
        with writing(self.path) as connection:
            connection.execute(statement, given)

    def add(self, table: str, **values: Any) -> None:
        """One row; values of columns that the release does not have are left out."""
        with writing(self.path) as connection:
            insert(connection, table, **values)

    def experiment(self, identifier: int = 0, name: str = "Default", **more: Any) -> None:
        """An experiment."""
        self.add(
            "experiments",
            **{
                "experiment_id": identifier,
                "name": name,
                "artifact_location": f"/elsewhere/mlruns/{identifier}",
                "lifecycle_stage": "active",
                "creation_time": START,
                "last_update_time": START + 1,
            }
            | more,
        )

    def run(self, number: int = 1, *, experiment: int = 0, **more: Any) -> str:
        """A run that finished well; gives its id."""
        identifier = run_id(number)
        self.add(
            "runs",
            **{
                "run_uuid": identifier,
                "name": f"run-{number}",
                "source_type": "UNKNOWN",
                "source_name": "",
                "entry_point_name": "",
                "user_id": "ada",
                "status": "FINISHED",
                "start_time": START + number * 1000,
                "end_time": START + number * 1000 + 500,
                "source_version": "",
                "lifecycle_stage": "active",
                "artifact_uri": f"/elsewhere/mlruns/{experiment}/{identifier}/artifacts",
                "experiment_id": experiment,
            }
            | more,
        )
        return identifier

    def param(self, key: str, value: Any, number: int = 1) -> None:
        """A param of a run."""
        self.add("params", key=key, value=value, run_uuid=run_id(number))

    def tag(self, key: str, value: Any, number: int = 1) -> None:
        """A tag of a run."""
        self.add("tags", key=key, value=value, run_uuid=run_id(number))

    def points(self, key: str, points: Iterable[tuple[Any, Any, Any]], number: int = 1) -> None:
        """Points of a metric of a run: timestamp, value, step."""
        steps = ", step" if _has(self.release, "1.0") else ""
        with writing(self.path) as connection:
            connection.executemany(
                f"INSERT INTO metrics (key, run_uuid, timestamp, value{steps}) "  # noqa: S608 names of our own
                f"VALUES (?, ?, ?, ?{', ?' * bool(steps)})",
                [(key, run_id(number), *point[: 3 if steps else 2]) for point in points],
            )

    def version(self, name: str = "credit", version: int = 1, **more: Any) -> None:
        """A version of a registered model."""
        self.add(
            "model_versions",
            **{
                "name": name,
                "version": version,
                "creation_time": START + version,
                "last_updated_time": START + version + 1,
                "current_stage": "None",
                "source": f"/elsewhere/mlruns/0/{run_id(1)}/artifacts/model",
                "run_id": run_id(1),
                "status": "READY",
            }
            | more,
        )

    def logged_model(self, number: int = 1, **more: Any) -> str:
        """A logged model; gives its id."""
        identifier = model_id(number)
        self.add(
            "logged_models",
            **{
                "model_id": identifier,
                "experiment_id": 0,
                "name": "classifier",
                "artifact_location": f"/elsewhere/mlruns/0/models/{identifier}/artifacts",
                "creation_timestamp_ms": START,
                "last_updated_timestamp_ms": START + 1,
                "status": 2,
                "lifecycle_stage": "active",
                "model_type": "sklearn",
                "source_run_id": run_id(1),
                "status_message": None,
            }
            | more,
        )
        return identifier


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A database to write to, in one transaction and without waiting for the disk."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        yield connection


def insert(connection: sqlite3.Connection, table: str, **values: Any) -> None:
    """One row, with the values of the columns that the table has."""
    there = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    known = {name: value for name, value in values.items() if name in there}
    names = ", ".join(f'"{name}"' for name in known)
    connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(known))})",  # noqa: S608 names of our own
        list(known.values()),
    )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_databases(folder: Path) -> Catalog:
    """What the reader of databases finds in a folder, under the label ``store``."""
    return read_catalog([Store(folder, "store")], [MlflowDatabaseReader()])


def told(catalog: Catalog) -> list[str]:
    """Severity, kind and place of every problem."""
    return [f"{each.severity} {each.slug} {each.source}" for each in catalog.problems]
