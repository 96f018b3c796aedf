"""A field is cited by the place where its own tracker keeps it, under the name that it has there."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.catalog import Catalog, Tag
from generator.provenance import Source
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.databases import MlflowDatabase
from tests.readers.git.folders import git
from tests.stores import MlflowStore

STORES = Path(__file__).parent / "stores"


def read(folder: Path) -> Catalog:
    return read_catalog([Store(folder, "s")])


def test_a_file_of_mlflow_is_cited_by_its_own_keys(tmp_path):
    store = MlflowStore(tmp_path)
    store.experiment()
    store.dataset()
    store.logged_model(1)
    store.model("churn")
    store.version(1)
    catalog = read(tmp_path)
    (model,) = catalog.models
    version, logged, dataset = model.versions[0], catalog.logged_models[0], catalog.datasets[0]
    for record, names in (
        (model, {"creation_time": "creation_timestamp", "last_updated_time": "last_updated_timestamp"}),
        (
            version,
            {"creation_time": "creation_timestamp", "stage": "current_stage", "user": "user_id", "source_uri": "source"},
        ),
        (logged, {"creation_time": "creation_timestamp", "artifact_uri": "artifact_location"}),
        (dataset, {"uri": "source", "columns": "schema", "row_count": "profile", "digest": "digest"}),
    ):  # fmt: skip
        keys = (tmp_path / record.source.path.removeprefix("s/")).read_text()
        for name, key in names.items():
            assert record.at(name) == record.source.at(key)
            assert f"{key}:" in keys


def test_a_row_of_a_database_is_cited_by_its_own_columns(tmp_path):
    database = MlflowDatabase(tmp_path / "mlflow.db")
    database.experiment()
    database.run()
    database.logged_model()
    database.add("registered_models", name="credit", creation_time=5, last_updated_time=6)
    database.version()
    database.add(
        "datasets", dataset_uuid="d1", experiment_id=0, name="wine", digest="aa", dataset_source_type="local",
        dataset_source="{}", dataset_schema=None, dataset_profile='{"num_rows": 3}',
    )  # fmt: skip
    catalog = read(tmp_path)
    (model,) = catalog.models
    cited = [
        (catalog.runs[0], ("start_time", "end_time", "status", "artifact_uri")),
        (model, ("creation_time", "last_updated_time", "description")),
        (model.versions[0], ("creation_time", "last_updated_time", "stage", "user", "source_uri", "run_id")),
        (catalog.logged_models[0], ("creation_time", "artifact_uri", "source_run_id")),
        (catalog.datasets[0], ("source_type", "uri", "columns", "row_count", "digest")),
    ]
    with closing(sqlite3.connect(tmp_path / "mlflow.db")) as connection:
        for record, names in cited:
            for name in names:
                table, column = record.at(name).pointer.split("/")[1], record.at(name).pointer.split("/")[-1]
                columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
                assert column in columns, f"{table} has no {column}"
    assert model.at("creation_time").pointer == "/registered_models/credit/creation_time"
    assert catalog.datasets[0].at("row_count").pointer == "/datasets/d1/dataset_profile"


def test_a_run_of_sacred_is_cited_by_its_own_keys():
    for run in read(STORES / "sacred").runs:
        written = json.loads((STORES / "sacred" / run.source.path.removeprefix("s/")).read_text())
        for name, key in {
            "start_time": "start_time", "end_time": "stop_time", "status": "status", "inputs": "resources",
        }.items():  # fmt: skip
            assert run.at(name) == run.source.at(key)
            assert key in written
        assert run.at("artifact_uri") == run.source, "Sacred has no field for it"
    for experiment in read(STORES / "sacred").experiments:
        assert experiment.at("creation_time") == experiment.source, "Sacred does not write when"


def test_a_run_of_wandb_is_cited_where_its_log_has_it():
    places = {
        run.name: [run.at(name).pointer for name in ("start_time", "end_time", "status")]
        for run in read(STORES / "wandb").runs
    }
    assert set(map(tuple, places.values())) == {
        ("/run/start_time", "/summary/_wandb/runtime", "/exit/exit_code")
    }


@pytest.mark.parametrize(
    ("metadata", "place"),
    [('"exitcode": 3', "/exitcode"), ('"state": "killed"', "/state"), ('"os": "x"', "")],
)
def test_a_run_of_old_wandb_is_cited_where_its_metadata_has_it(tmp_path, metadata, place):
    folder = tmp_path / "wandb" / "run-20190306_221046-77g4xz7y"
    folder.mkdir(parents=True)
    (folder / "wandb-metadata.json").write_text(
        f'{{{metadata}, "startedAt": "2019-03-06T22:10:46", "git": {{"commit": "ab"}}}}'
    )
    (folder / "config.yaml").write_text("wandb_version: 1\n")
    (run,) = read(tmp_path).runs
    path = "s/wandb/run-20190306_221046-77g4xz7y/wandb-metadata.json"
    assert (run.at("start_time").path, run.at("start_time").pointer) == (path, "/startedAt")
    assert (run.at("status").path, run.at("status").pointer) == (path, place)


def test_a_stage_of_dvc_is_cited_as_a_whole_for_what_dvc_does_not_write():
    runs = {run.name: run for run in read(STORES / "dvc").runs}
    train = runs["train"]
    assert (train.at("start_time"), train.at("inputs")) == (train.source, train.source.at("deps"))
    assert runs["pipeline"].at("end_time") == runs["pipeline"].source


def test_a_version_of_gto_is_cited_by_the_fields_of_its_tag(tmp_path):
    git(tmp_path, "clone", "-q", str(STORES / "dvc" / "history.bundle"), "line")
    models = [model for model in read(tmp_path).models if model.versions]
    assert models
    for model in models:
        for version in model.versions:
            assert version.at("creation_time") == version.source.at("tagger")
            assert version.at("user") == version.source.at("tagger")
            assert version.at("source_uri") == version.source.at("object")
            assert version.at("stage") == version.source
        first = min((event for event in model.events if event.at), key=lambda event: event.at)
        assert model.at("creation_time") == first.source.at("tagger")


@pytest.mark.parametrize(
    ("key", "system"),
    [
        ("mlflow.user", True), ("wandb.version", True), ("sacred.os", True), ("dvc.dep.train.py", True),
        ("wandb.summary.best", False), ("wandb.tags", False), ("sacred.info.note", False), ("team", False),
        ("git.commit", False),
    ],
)  # fmt: skip
def test_what_a_tracker_keeps_for_itself_is_told_from_what_people_logged(key, system):
    assert Tag(key, "x", Source("s/f")).system is system
