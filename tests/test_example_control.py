"""The example of a guest's control: a package of its own, installed beside the wheel, is run like ours."""

import json
import re
import shutil
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.installed import run

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]

EXAMPLE = ROOT / "examples" / "control"


@pytest.fixture(scope="module")
def guest(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an environment with the wheel and the example's package, which borrows all else from ours."""
    folder = tmp_path_factory.mktemp("guest")
    source = shutil.copytree(EXAMPLE, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
    venv.create(folder / "env", symlinks=True)
    python = folder / "env/bin/python"
    (packages,) = (folder / "env").glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index")
    run(*install, wheel)
    run(*install, "--no-build-isolation", source)
    return folder / "env/bin"


def test_the_installed_control_is_listed_and_run(guest, tmp_path):
    assert "modelfolio-ticket 1.0.0, version 1" in run(guest / "modelfolio", "controls", cwd=tmp_path)
    said = run(
        guest / "modelfolio", "audit", "--store", EXAMPLE / "tests/cases/fail/store", "--fail-on", "never",
        "--format", "json", cwd=tmp_path,
    )  # fmt: skip
    (finding,) = (each for each in json.loads(said)["findings"] if each["control"] == "ACME-001")
    assert (finding["status"], finding["message"]) == ("fail", "it has no tag ticket")


def test_its_own_tests_pass_where_it_is_installed(guest, tmp_path):
    said = run(
        guest / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", EXAMPLE,
        "-c", "/dev/null", EXAMPLE / "tests", cwd=tmp_path,
    )  # fmt: skip
    assert re.search(r"^10 passed", said, re.MULTILINE), said
