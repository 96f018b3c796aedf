"""Our own readers keep the rules that we ask of guests."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.app import program
from generator.readers.dvc.reader import DvcReader
from generator.readers.folio.reader import FolioReader
from generator.readers.mlflow.database.reader import MlflowDatabaseReader
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.sacred.reader import SacredReader
from generator.readers.wandb.reader import WandbReader
from generator.testing import ReaderSuite
from tests.databases import MlflowDatabase
from tests.readers.git.folders import git
from tests.stores import MlflowStore

STORES = Path(__file__).parent / "stores"


class TestMlflowFiles(ReaderSuite):
    reader = MlflowFilesReader

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def made(cls, tmp_path_factory):
        store = MlflowStore(tmp_path_factory.mktemp("mlflow") / "mlruns")
        store.experiment()
        run = store.run(1, params={"lr": "0.1"}, artifacts={"model/MLmodel": "flavors: {}\n"})
        store.input(run, store.dataset())
        store.logged_model(1)
        store.model("churn")
        store.version(1)
        store.prompt("greeting", "Hello")
        cls.folder = store.root


class TestMlflowDatabase(ReaderSuite):
    reader = MlflowDatabaseReader

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def made(cls, tmp_path_factory):
        folder = tmp_path_factory.mktemp("database") / "store"
        folder.mkdir()
        database = MlflowDatabase(folder / "mlflow.db")
        database.experiment()
        database.run()
        database.param("lr", "0.1")
        database.points("loss", [(1, 0.5, 0), (2, 0.25, 1)])
        database.logged_model()
        database.add("registered_models", name="credit", creation_time=5)
        database.version()
        cls.folder = folder


class TestWandb(ReaderSuite):
    reader = WandbReader
    folder = STORES / "wandb"


class TestSacred(ReaderSuite):
    reader = SacredReader
    folder = STORES / "sacred"


class TestDvc(ReaderSuite):
    reader = DvcReader
    folder = STORES / "dvc"


class TestGto(ReaderSuite):
    """DVC's reader on a repository with GTO's tags."""

    reader = DvcReader

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def made(cls, tmp_path_factory):
        folder = tmp_path_factory.mktemp("gto")
        git(folder, "clone", "-q", str(STORES / "dvc" / "history.bundle"), "line")
        shutil.rmtree(folder / "line" / ".git" / "hooks", ignore_errors=True)
        cls.folder = folder / "line"


class TestFolio(ReaderSuite):
    """Of the folio that ``modelfolio init --store`` begins."""

    reader = FolioReader

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def made(cls, tmp_path_factory):
        folder = tmp_path_factory.mktemp("folio")
        assert CliRunner().invoke(program, ["init", "--store", str(folder / "store")]).exit_code == 0
        cls.folder = folder / "store"
