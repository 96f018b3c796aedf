"""Sites to look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.site.build import SiteReport, SiteSettings, build_site
from tests.browser import served
from tests.conftest import ROOT
from tests.site import sample

SITE_CONFIG = ROOT / "site_config"


def build(folder: Path, **settings: object) -> SiteReport:
    """Build the sample site into a folder."""
    pages, files = sample.site()
    return build_site(
        pages, files, sample.SNAPSHOT, SiteSettings(site_dir=folder, site_config=SITE_CONFIG, **settings)
    )  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, built once; not to be changed."""
    folder = tmp_path_factory.mktemp("sample") / "site"
    build(folder)
    return folder


@pytest.fixture(scope="session", params=["web", "below a path", "disk"])
def origin(
    request: pytest.FixtureRequest, sample_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the sample site in each of the ways that it can be opened."""
    if request.param == "disk":
        yield sample_site.as_uri() + "/"
        return
    root = sample_site
    if request.param == "below a path":
        root = tmp_path_factory.mktemp("server")
        (root / "teams").mkdir()
        (root / "teams" / "models").symlink_to(sample_site)
    with served(root) as address:
        yield address if root == sample_site else f"{address}teams/models/"


@pytest.fixture(scope="session")
def disk(sample_site: Path) -> str:
    """The address of the sample site opened from a disk, where browsers forbid the most."""
    return sample_site.as_uri() + "/"


@pytest.fixture(scope="session")
def web(sample_site: Path) -> Iterator[str]:
    """The address of the sample site on a web server."""
    with served(sample_site) as address:
        yield address
