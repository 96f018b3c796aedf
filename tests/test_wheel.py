"""What people install: a wheel that builds a site far from this checkout."""

import zipfile

import pytest

from tests.conftest import ROOT
from tests.installed import run

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]

SHIPPED = """
import generator
from generator.pipeline.shipped import shipped
print(generator.__file__, shipped("templates"), shipped("site_config"), sep="\\n")
"""


def tracked(folder: str) -> set[str]:
    """The files of a folder of the checkout, without what Python leaves behind."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_the_wheel_holds_the_code_and_the_shipped_folders_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    shipped = {f"generator/{name}" for name in tracked("templates") | tracked("site_config")}
    assert names == tracked("generator") | shipped


def test_installed_it_takes_everything_from_the_wheel(installed, tmp_path):
    places = run(installed / "python", "-c", SHIPPED, cwd=tmp_path).splitlines()
    (packages,) = installed.parent.glob("lib/python*/site-packages")
    assert places == [
        str(packages / "generator/__init__.py"),
        str(packages / "generator/templates"),
        str(packages / "generator/site_config"),
    ]


def test_its_console_script_builds_the_example_away_from_the_checkout(installed, tmp_path, example):
    said = run(
        installed / "modelfolio",
        *("build", "--store", example / "mlruns", "--governance", example / "governance"),
        cwd=tmp_path,
    )
    assert (tmp_path / "site/index.html").as_uri() in said
    assert "mf-stamp" in (tmp_path / "site/index.html").read_text()
    assert str(ROOT) not in (tmp_path / "site/provenance.json").read_text()
