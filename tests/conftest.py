"""What tests of every room share."""

from pathlib import Path

import pytest

from tests.browser import browser
from tests.buckets import memory, s3, s3_server
from tests.installed import ROOT, installed, run, wheel

__all__ = ["ROOT", "browser", "installed", "memory", "s3", "s3_server", "wheel"]


@pytest.fixture(scope="session")
def shared_stores() -> Path:
    """The collection of real stores that lies beside the checkout."""
    folder = ROOT.parent / "shared" / "stores"
    if not folder.is_dir():
        pytest.skip("the collection of real stores is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def example() -> Path:
    """The example that ships with the project."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make site`` builds; not to be changed."""
    folder = tmp_path_factory.mktemp("example") / "site"
    modelfolio = ROOT / ".venv/bin/modelfolio" if (ROOT / ".venv").is_dir() else "modelfolio"
    run(modelfolio, "build", "--config-file", ROOT / "mkdocs.yml", "--site-dir", folder)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the flag that accepts new golden pages."""
    parser.addoption(
        "--accept", action="store_true", help="write golden pages instead of comparing with them"
    )
