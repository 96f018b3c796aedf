"""The same store reads alike wherever it lies: the same records, the same digests, the same problems."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from generator.catalog import Catalog, replaced
from generator.readers.opening import open_store
from generator.readers.reader import read_catalog
from generator.readers.store_url import StoreUrl
from tests.buckets import uploaded
from tests.databases import MlflowDatabase
from tests.packing import packed
from tests.readers.git.folders import git
from tests.stores import MlflowStore, run_id, write_files

ROOT = Path(__file__).parents[2]
STORES = ROOT / "tests" / "readers" / "stores"


def example(_folder: Path) -> Path:
    return ROOT / "examples" / "mlruns"


def wandb(_folder: Path) -> Path:
    return STORES / "wandb"


def sacred(_folder: Path) -> Path:
    return STORES / "sacred"


def dvc(folder: Path) -> Path:
    """With the tags of GTO in git."""
    git(folder, "clone", "-q", str(STORES / "dvc" / "history.bundle"), "line")
    return folder / "line"


def database(folder: Path) -> Path:
    """With artifacts beside it, and a file store that lies there too."""
    made = folder / "team"
    write_files(made / "mlruns" / "0" / run_id(1) / "artifacts", {"model/weights.bin": b"\0\1\2"})
    database = MlflowDatabase(made / "mlflow.db")
    database.experiment()
    database.run(1)
    database.param("depth", "3")
    database.points("loss", [(1, 0.5, 0), (2, 0.25, 1)])
    database.version()
    return made


def damaged(folder: Path) -> Path:
    """With problems of every severity."""
    made = MlflowStore(folder / "mlruns")
    made.experiment()
    run = made.run(1, params={"a": "1"}, metrics={"loss": "1 2\n", "acc": [(1, 0.5, 0)]})
    write_files(
        run, {"tags/odd": b"\xff", "meta.yaml": (run / "meta.yaml").read_bytes() + b"user_id: twice\n"}
    )
    made.run(2, artifacts={"model/MLmodel": "flavors: {"})
    write_files(made.root / "0" / run_id(3), {"params/a": "1"})
    return made.root


def log(folder: Path) -> Path:
    """A database whose last change stands in the log beside it."""
    made = folder / "team"
    made.mkdir()
    database = MlflowDatabase(folder / "mlflow.db")
    database.experiment()
    database.run(1)
    with closing(sqlite3.connect(folder / "mlflow.db")) as writing:
        writing.execute("PRAGMA journal_mode = WAL")
        writing.execute("UPDATE runs SET name = 'from the log'")
        writing.commit()
        for path in folder.glob("mlflow.db*"):
            if path.suffix != ".db-shm":
                shutil.copy(path, made)
    return made


MAKERS = (example, wandb, sacred, dvc, database, log, damaged)


@pytest.fixture(scope="module", params=MAKERS, ids=lambda make: make.__name__)
def folder(request, tmp_path_factory) -> Path:
    """A store in a folder."""
    return request.param(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def plain(folder: Path) -> Catalog:
    """What is read of that folder."""
    return read_catalog([open_store(folder, folder.name)])


@pytest.fixture
def catalog_of() -> Iterator[Callable[..., Catalog]]:
    """Reads a store wherever it lies."""
    with ExitStack() as opened:
        yield lambda root, label: read_catalog([opened.enter_context(closing(open_store(root, label)))])


def test_the_change_in_a_log_is_read(tmp_path, catalog_of):
    archive = packed(log(tmp_path), tmp_path / "team.zip")
    assert [run.name for run in catalog_of(archive, "team.zip").runs] == ["from the log"]


@pytest.mark.parametrize("kind", ["zip", "tar", "tgz"])
def test_in_an_archive(folder, plain, catalog_of, tmp_path, kind):
    archive = packed(folder, tmp_path / f"{folder.name}.{kind}")
    found = catalog_of(archive, archive.name)
    assert [file.path for file in found.files if "!" not in file.path] == [archive.name]
    found = replace(found, files=tuple(file for file in found.files if "!" in file.path))
    said = repr(found).replace(f"{archive.name}!/{folder.name}", folder.name)
    assert first_difference(said.replace(archive.name, folder.name), repr(plain)) is None


def test_in_memory(folder, plain, catalog_of, memory):
    url = uploaded(folder, f"{memory}/{folder.name}")
    assert first_difference(repr(catalog_of(StoreUrl(url), folder.name)), repr(plain)) is None


def test_in_s3(folder, plain, catalog_of, s3, request):
    if folder == example(folder):
        pytest.skip("the server for tests takes ten seconds for a thousand files")
    url = uploaded(folder, f"{s3}/{request.node.name}/{folder.name}")
    found = catalog_of(StoreUrl(url), folder.name)
    assert all(file.etag for file in found.files)
    found = replace(found, files=tuple(replaced(file, etag="") for file in found.files))
    assert first_difference(repr(found), repr(plain)) is None


def first_difference(one: str, other: str) -> tuple[str, str] | None:
    """Where two long texts begin to differ; to compare them whole would take pytest minutes to tell."""
    if one == other:
        return None
    at = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), None)
    begin = max(0, (min(len(one), len(other)) if at is None else at) - 80)
    return one[begin : begin + 200], other[begin : begin + 200]
