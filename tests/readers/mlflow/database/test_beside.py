"""A database and what lies beside it: its artifacts, and file stores of the same team."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.catalog import Catalog
from generator.readers.mlflow.database.reader import MlflowDatabaseReader
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.databases import MlflowDatabase, digest_of, told
from tests.stores import START, MlflowStore, model_id, run_id, write_files

MLMODEL = "flavors:\n  sklearn:\n    sklearn_version: 1.5.0\nmlflow_version: 2.9.2\n"
PACKAGE = {"model/MLmodel": MLMODEL, "model/model.pkl": b"\x80"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "team"


@pytest.fixture
def made(folder: Path) -> MlflowDatabase:
    """A database with its default experiment."""
    database = MlflowDatabase(folder / "mlflow.db")
    database.experiment()
    return database


@pytest.fixture
def read(folder: Path) -> Callable[[], Catalog]:
    """Reads the folder with both readers of MLflow."""
    return lambda: read_catalog([Store(folder, "team")], [MlflowDatabaseReader(), MlflowFilesReader()])


class TestArtifacts:
    @pytest.mark.parametrize(
        ("uri", "place"),
        [
            (f"/elsewhere/mlruns/0/{run_id(1)}/artifacts", f"mlruns/0/{run_id(1)}/artifacts"),
            (f"file:///C:/Users/ada/mlruns/0/{run_id(1)}/artifacts", f"mlruns/0/{run_id(1)}/artifacts"),
            (f"mlflow-artifacts:/0/{run_id(1)}/artifacts", f"mlartifacts/0/{run_id(1)}/artifacts"),
            (f"/workspaces/team/kept/2/{run_id(1)}/artifacts", f"kept/2/{run_id(1)}/artifacts"),
            (f"/x/mlruns/417/{run_id(1)}/artifacts", f"mlruns/417/{run_id(1)}/artifacts"),
        ],
        ids=["path", "windows", "server", "own", "migrated"],
    )
    def test_of_a_run_are_found_beside_the_database(self, made, folder, read, uri, place):
        made.run(artifact_uri=uri)
        write_files(folder / place, {"plot.png": b"png", **PACKAGE})
        catalog = read()
        (run,) = catalog.runs
        assert [artifact.path for artifact in run.artifacts] == [
            "model/MLmodel",
            "model/model.pkl",
            "plot.png",
        ]
        assert run.artifacts[2].source.path == f"team/{place}/plot.png"
        assert run.artifacts[2].source.sha256 == digest_of(folder / place / "plot.png")
        assert [package.path for package in run.packages] == ["model"]
        assert told(catalog) == []

    def test_of_a_logged_model_are_found_beside_the_database(self, made, folder, read):
        made.run()
        made.logged_model()
        write_files(folder / "mlruns" / "0" / "models" / model_id(1) / "artifacts", {"MLmodel": MLMODEL})
        (model,) = read().logged_models
        assert [artifact.path for artifact in model.artifacts] == ["MLmodel"]
        assert model.package.mlflow_version == "2.9.2"

    def test_in_a_bucket_are_not_looked_for(self, made, read):
        made.run(artifact_uri=f"s3://bucket/0/{run_id(1)}/artifacts")
        catalog = read()
        assert catalog.runs[0].artifacts == ()
        assert told(catalog) == []

    @pytest.mark.parametrize(
        "source", [f"runs:/{run_id(1)}/model", f"/x/mlruns/0/{run_id(1)}/artifacts/model"]
    )
    def test_of_a_version_are_those_of_its_run(self, made, folder, read, source):
        made.run()
        write_files(folder / "mlruns" / "0" / run_id(1) / "artifacts", PACKAGE)
        made.add("registered_models", name="credit")
        made.version(source=source)
        (version,) = read().models[0].versions
        assert [artifact.path for artifact in version.artifacts] == ["MLmodel", "model.pkl"]
        assert version.package.mlflow_version == "2.9.2"

    def test_without_records_are_no_broken_file_store(self, made, folder, read):
        made.run()
        write_files(folder / "mlruns" / "0" / run_id(1) / "artifacts", PACKAGE)
        assert not MlflowFilesReader().recognizes(Store(folder, "team"))
        assert told(read()) == []


class TestFileStoreBeside:
    @pytest.fixture
    def files(self, folder: Path) -> MlflowStore:
        """A file store with one run that trained a model."""
        store = MlflowStore(folder / "mlruns")
        store.experiment()
        store.run(1, artifacts=PACKAGE, params={"from": "files"})
        return store

    @pytest.mark.usefixtures("files")
    def test_experiments_of_one_id_are_two(self, made, read):
        made.run(2)
        catalog = read()
        assert [(each.store, each.experiment_id) for each in catalog.experiments] == [
            ("team", "0"), ("team/mlflow.db", "0"),
        ]  # fmt: skip
        for run in catalog.runs:
            assert (run.store, run.experiment_id) in catalog.experiments_by_id
        assert catalog.stores == ("team", "team/mlflow.db")
        assert told(catalog) == []

    @pytest.mark.usefixtures("files")
    def test_a_run_that_both_have_is_one_run_and_what_differs_is_said(self, made, read):
        made.run(1)
        made.param("from", "database")
        catalog = read()
        (run,) = catalog.runs
        assert [param.value for param in run.params] == ["files"]
        assert [also.path for also in run.also] == ["team/mlflow.db"]
        assert [artifact.path for artifact in run.artifacts] == ["model/MLmodel", "model/model.pkl"]
        assert told(catalog) == [
            f"warning records-differ team/mlflow.db#/runs/{run_id(1)}",
            "note recorded-twice team/mlruns/0/meta.yaml",
        ]
        assert "param 'from' is 'database' here, 'files' there" in catalog.problems[0].message

    @pytest.mark.usefixtures("files")
    def test_a_registry_in_the_database_finds_its_runs_in_the_files(self, made, read):
        made.add("registered_models", name="credit", creation_time=START)
        made.version(source=f"runs:/{run_id(1)}/model")
        catalog = read()
        (version,) = catalog.models[0].versions
        assert catalog.versions_by_run[run_id(1)] == (version,)
        assert version.store == "team/mlflow.db"
        assert [artifact.path for artifact in version.artifacts] == ["MLmodel", "model.pkl"]
        assert version.package.mlflow_version == "2.9.2"

    def test_a_registry_in_the_files_finds_its_runs_in_the_database(self, made, files, folder, read):
        made.run(2)
        write_files(folder / "mlartifacts" / "0" / run_id(2) / "artifacts", PACKAGE)
        files.model("credit")
        source = f"mlflow-artifacts:/0/{run_id(2)}/artifacts/model"
        files.version(1, model="credit", run_id=run_id(2), source=source, storage_location=source)
        catalog = read()
        (version,) = catalog.models[0].versions
        assert catalog.versions_by_run[run_id(2)] == (version,)
        assert [artifact.source.path for artifact in version.artifacts] == [
            f"team/mlartifacts/0/{run_id(2)}/artifacts/model/MLmodel",
            f"team/mlartifacts/0/{run_id(2)}/artifacts/model/model.pkl",
        ]

    def test_models_of_one_name_in_both_stay_two(self, made, files, read):
        files.model("credit")
        made.add("registered_models", name="credit")
        catalog = read()
        assert [model.store for model in catalog.models] == ["team", "team/mlflow.db"]
        assert told(catalog) == ["warning name-in-two-registries team/mlflow.db#/registered_models/credit"]
