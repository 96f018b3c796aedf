"""Databases that MLflow wrote: every row is read, by a count of the tables alone."""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator.catalog import Catalog, LifecycleStage
from generator.readers.mlflow.database.reader import MlflowDatabaseReader
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.databases import digest_of

DATABASES = (
    "made/mlflow-server-2.22/mlflow.db",
    "made/mlflow-server-3.18/mlflow.db",
    "made/mlflow-sqlite-2.22/mlflow.db",
    "made/mlflow-sqlite-3.18/mlflow.db",
    "public/3d150n-marc3l0+mlops-zoomcamp-2025/store/02-experiment-tracking/mlflow.db",
    "public/Hsinghsudwal+ml_drug_classification/store/mlruns.db",
    "public/Hsinghsudwal+ml_drug_classification/store/test/mlflow.db",
    "public/NERD-Community-Ethiopia+ml_fundumentals/store/mlruns.db",
    "public/nicktbrr+MM-Neural-Adjoint/store/examples/mlflow.db",
)


@pytest.fixture(params=DATABASES)
def database(request, shared_stores: Path) -> Path:
    return shared_stores / request.param


def read_whole(database: Path) -> Catalog:
    """The records of one database, not of another that lies below it."""
    catalog = read_catalog([Store(database.parent, "store")], [MlflowDatabaseReader()])
    assert catalog.runs or not ask(database, "SELECT * FROM runs")
    return catalog


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with asking(database) as connection:
        return connection.execute(query).fetchall()


@contextmanager
def asking(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def has(database: Path, table: str) -> bool:
    return bool(ask(database, f"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{table}'"))  # noqa: S608


def count(database: Path, query: str) -> int:
    return int(ask(database, f"SELECT count(*) FROM {query}")[0][0])  # noqa: S608


def count_in_tables(database: Path) -> Counter:
    """What the tables say, without a word of ours."""
    prompts = (
        "(SELECT name FROM registered_model_tags WHERE key = 'mlflow.prompt.is_prompt' AND value = 'true')"
    )
    counts = {
        "experiments": "experiments",
        "runs": "runs",
        "deleted_runs": "runs WHERE lifecycle_stage = 'deleted'",
        "params": "params",
        "metrics": "latest_metrics",
        "metric_points": "metrics",
        "dataset_inputs": "inputs WHERE source_type = 'DATASET' AND destination_type = 'RUN'",
        "registered_models": f"registered_models WHERE name NOT IN {prompts}",
        "model_versions": f"model_versions WHERE current_stage != 'Deleted_Internal' AND name NOT IN {prompts}",
        "aliases": f"registered_model_aliases WHERE name NOT IN {prompts}",
        "prompts": f"registered_models WHERE name IN {prompts}",
    }
    found = Counter({name: count(database, query) for name, query in counts.items()})
    if has(database, "logged_models"):
        found["logged_models"] = count(database, "logged_models")
    return found


def test_every_row_is_counted(database):
    catalog = read_whole(database)
    counted = Counter(catalog.counts)
    if database.parent.name == "store" and (database.parent / "test" / "mlflow.db").exists():
        counted -= count_in_tables(database.parent / "test" / "mlflow.db")
    assert counted - Counter(problems=counted["problems"]) == +count_in_tables(database)


def test_nothing_is_found_wrong(database):
    assert [str(problem) for problem in read_whole(database).problems] == []


def test_every_param_and_tag_of_every_run_is_the_tables_own(database):
    catalog = read_whole(database)
    params = {(run.run_id, each.key, each.value) for run in catalog.runs for each in run.params}
    tags = {(run.run_id, each.key, each.value) for run in catalog.runs for each in run.tags}
    assert params == set(ask(database, "SELECT run_uuid, key, value FROM params"))
    assert tags == set(ask(database, "SELECT run_uuid, key, value FROM tags"))


def test_every_run_is_the_tables_own(database):
    found = {
        (
            run.run_id, run.experiment_id, run.name, run.status.upper(), run.lifecycle_stage.value,
            run.artifact_uri, *(time and round(time.timestamp() * 1000) for time in (run.start_time, run.end_time)),
        )
        for run in read_whole(database).runs
    }  # fmt: skip
    columns = "run_uuid, CAST(experiment_id AS TEXT), name, status, lifecycle_stage, artifact_uri, start_time, end_time"
    assert found == set(ask(database, f"SELECT {columns} FROM runs"))  # noqa: S608


def test_the_last_point_of_every_metric_is_what_mlflow_has_for_its_latest(database):
    found = {
        (run.run_id, each.key): (each.last.step, each.last.timestamp, each.last.value)
        for run in read_whole(database).runs
        for each in run.metrics
    }
    latest = ask(database, "SELECT run_uuid, key, step, timestamp, value, is_nan FROM latest_metrics")
    assert len(found) == len(latest)
    for run, key, step, timestamp, value, is_nan in latest:
        last = found[run, key]
        assert last[:2] == (step, timestamp)
        if is_nan:
            assert math.isnan(last[2])
        else:
            assert last[2] == (math.copysign(math.inf, value) if abs(value) > 1.79e308 else value)


def test_every_version_is_the_tables_own(database):
    catalog = read_whole(database)
    found = {
        (version.name, version.version, version.source_uri, version.run_id, version.description)
        for model in catalog.models
        for version in model.listed_versions
    }
    prompts = {prompt.name for prompt in catalog.prompts}
    columns = "name, CAST(version AS TEXT), source, coalesce(run_id, ''), coalesce(description, '')"
    rows = ask(database, f"SELECT {columns} FROM model_versions WHERE current_stage != 'Deleted_Internal'")  # noqa: S608
    assert found == {row for row in rows if row[0] not in prompts}


def test_everything_names_the_digest_of_the_file(database):
    catalog = read_whole(database)
    own = [run for run in catalog.runs if run.source.path == f"store/{database.name}"]
    assert {run.source.sha256 for run in own} <= {digest_of(database)}
    assert len(own) == count(database, "runs")


class TestWhatMlflow318Wrote:
    @pytest.fixture
    def folder(self, shared_stores) -> Path:
        return shared_stores / "made" / "mlflow-sqlite-3.18"

    def test_every_measurement_of_a_logged_model_is_read(self, folder):
        catalog = read_whole(folder / "mlflow.db")
        points = sum(metric.count for model in catalog.logged_models for metric in model.metrics)
        assert points == count(folder / "mlflow.db", "logged_model_metrics")

    def test_artifacts_beside_the_database_are_found(self, folder):
        catalog = read_whole(folder / "mlflow.db")
        on_disk = {
            path.relative_to(folder).as_posix() for path in (folder / "mlruns").rglob("*") if path.is_file()
        }
        found = {
            artifact.source.path.removeprefix("store/")
            for record in (*catalog.runs, *catalog.logged_models)
            for artifact in record.artifacts
        }
        assert found == {path for path in on_disk if "/artifacts/" in path}
        assert all(model.package for model in catalog.logged_models if model.artifacts)

    def test_versions_have_the_files_of_their_logged_models(self, folder):
        catalog = read_whole(folder / "mlflow.db")
        with_model = [
            version
            for model in catalog.models
            for version in model.listed_versions
            if version.model_id in catalog.logged_models_by_id
        ]
        assert with_model
        for version in with_model:
            assert version.artifacts == catalog.logged_models_by_id[version.model_id].artifacts

    def test_the_reader_of_files_has_nothing_to_say_of_the_artifacts(self, folder):
        store = Store(folder, "store")
        assert not MlflowFilesReader().recognizes(store)
        catalog = read_catalog([store], [MlflowFilesReader(), MlflowDatabaseReader()])
        assert [str(problem) for problem in catalog.problems] == []

    def test_it_holds_the_same_facts_as_the_file_store_of_the_same_runs(self, folder, shared_stores):
        files = read_catalog([Store(shared_stores / "made" / "mlruns-3.18", "store")], [MlflowFilesReader()])
        tables = read_whole(folder / "mlflow.db")
        of_files = {run.name: run for run in files.runs if run.lifecycle_stage is LifecycleStage.ACTIVE}
        shared = [run for run in tables.runs if run.name in of_files]
        assert len(shared) > 10
        for run in shared:
            other = of_files[run.name]
            assert {param.key for param in run.params} == {param.key for param in other.params}
            assert run.status == other.status
            assert {used.context for used in run.inputs} == {used.context for used in other.inputs}
            assert len(run.model_outputs) == len(other.model_outputs)
