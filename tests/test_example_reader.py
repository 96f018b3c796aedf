"""The example of a guest: a package of its own, installed beside the wheel, is found and keeps the rules."""

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

EXAMPLE = ROOT / "examples" / "reader"


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
    shutil.rmtree(source / "logbook_reader")
    return folder / "env/bin"


def test_the_installed_reader_is_found_and_its_runs_are_shown(guest, tmp_path):
    said = run(
        guest / "modelfolio", "show", "--store", EXAMPLE / "tests/logbook", "--format", "json", cwd=tmp_path
    )
    shown = json.loads(said)
    assert {name: count for name, count in shown["counts"].items() if count} == {
        "experiments": 1, "runs": 2, "params": 4, "metrics": 2, "metric_points": 3,
    }  # fmt: skip
    assert [each["name"] for each in shown["experiments"]] == ["Churn of 2026"]
    assert shown["problems"] == []


def test_a_broken_line_of_its_store_is_a_problem_with_its_place(guest, tmp_path):
    store = shutil.copytree(EXAMPLE / "tests/logbook", tmp_path / "logbook")
    with (store / "0001/scores.csv").open("a") as scores:
        scores.write("soon,2,auc,high\n")
    said = run(guest / "modelfolio", "show", "--store", store, "--format", "json", cwd=tmp_path)
    (problem,) = json.loads(said)["problems"]
    assert (problem["slug"], problem["path"], problem["pointer"]) == (
        "score-invalid", "logbook/0001/scores.csv", "line 4",
    )  # fmt: skip


def test_its_own_tests_pass_where_it_is_installed(guest, tmp_path):
    said = run(
        guest / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", EXAMPLE,
        "-c", "/dev/null", EXAMPLE / "tests", cwd=tmp_path,
    )  # fmt: skip
    assert re.search(r"^15 passed", said, re.MULTILINE), said


def test_a_site_is_built_from_it_alone(guest, tmp_path):
    run(guest / "modelfolio", "build", "--store", EXAMPLE / "tests/logbook", cwd=tmp_path)
    assert "first try" in "".join(
        page.read_text() for page in (tmp_path / "site/experiments").rglob("*.html")
    )
