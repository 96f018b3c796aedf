"""What the tests of readers share."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from generator.catalog import Catalog
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.stores import MlflowStore

NOBODY = 65534


@pytest.fixture
def mlruns(tmp_path: Path) -> MlflowStore:
    """An empty MLflow store with its default experiment."""
    made = MlflowStore(tmp_path / "mlruns")
    made.experiment()
    return made


@pytest.fixture
def read() -> Callable[[MlflowStore | Path], Catalog]:
    """Reads a file store, or every one below a folder, under the label ``mlruns``."""

    def read_folder(store: MlflowStore | Path) -> Catalog:
        root = store.root if isinstance(store, MlflowStore) else store
        return read_catalog([Store(root, "mlruns")], [MlflowFilesReader()])

    return read_folder


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder below which everybody may look, whose parts a test may close."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """Makes the system refuse what it refuses to ordinary users, when the tests run as root."""

    @contextmanager
    def drop() -> Iterator[None]:
        if not hasattr(os, "geteuid"):
            pytest.skip("permissions differ on this system")
        before = os.geteuid()
        if before == 0:
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            if before == 0:
                os.seteuid(before)

    return drop
