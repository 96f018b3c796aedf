"""``modelfolio serve``: the open browser follows what changes."""

import os
import subprocess
import sys

import pytest

from tests.cli.serving import SOON, Serving
from tests.cli.small_store import RUN, contents, put, write_store
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "project"
    write_store(folder)
    put(folder / "mkdocs.yml", "site_name: Old name\n")
    return folder


@pytest.fixture
def serving(folder):
    serving = Serving(folder)
    yield serving
    serving.close()


def test_a_changed_store_shows_at_once_and_the_store_and_the_project_stay_as_they_are(serving, folder):
    (experiment,) = [name for name in contents(folder.parent) if "/site/experiments/churn" in name]
    page = experiment.partition("/site/")[2]
    assert "0.91" in serving.page(page)
    edition = serving.edition()
    with (folder / RUN / "metrics/auc").open("a") as metric:
        metric.write("1767600040000 0.47 1\n")
    serving.wait_for_reload(edition)
    assert "0.47" in serving.page(page)
    assert set(contents(folder)) == {
        "mkdocs.yml",
        "mlruns/1/meta.yaml",
        *(f"{RUN}/{name}" for name in ("meta.yaml", "metrics/auc", "params/lr")),
    } | {name for name in contents(folder) if name.startswith(".modelfolio/")}


def test_governance_that_appears_later_is_taken_in(serving, folder):
    edition = serving.edition()
    put(folder / "governance/models/churn.md", "---\nowner: Ada\n---\n")
    serving.wait_for_reload(edition)
    assert "governance/models/churn.md" in serving.page("api/evidence.sha256")


def test_a_mistake_is_told_and_the_last_good_site_stands_until_it_is_mended(serving, folder):
    edition = serving.edition()
    put(folder / "mkdocs.yml", "site_name: [\n")
    assert "mkdocs.yml: is not valid YAML" in serving.said("the last good site stands")
    assert serving.edition() == edition
    assert "Old name" in serving.page()
    put(folder / "mkdocs.yml", "site_name: New name\n")
    serving.wait_for_reload(edition)
    assert "New name" in serving.page()


def test_ctrl_c_ends_it_quietly_and_takes_the_site_away(serving, folder):
    assert any(name.startswith("modelfolio-") for name in contents(folder.parent))
    assert serving.stop() == (130, [])
    assert not any(name.startswith("modelfolio-") for name in contents(folder.parent))


def test_a_site_dir_of_ones_own_is_kept_without_the_script_that_reloads(folder):
    serving = Serving(folder, "--site-dir", "kept")
    assert "/.modelfolio/reload.js" in serving.page()
    assert serving.stop() == (130, [])
    assert "reload.js" not in (folder / "kept/index.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--store", "nowhere"], 2, "nowhere: does not exist"),
        (["--strict"], 3, "warning  mlruns/1/"),
        (["--port", "70000"], 2, "70000 is not in the range"),
    ],
)
def test_what_cannot_be_shown_is_not_begun(folder, arguments, code, words):
    put(folder / RUN / "metrics/auc", "1767600030000 0.91 0\n17676")
    done = subprocess.run(
        [sys.executable, "-m", "generator.cli", "serve", "--port", "0", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SOON,
        check=False,
    )
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
