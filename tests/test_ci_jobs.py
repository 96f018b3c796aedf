"""The jobs that users copy do what they say: their own commands, in a clean clone of a repository like theirs."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import served, visiting
from tests.test_ci import commands

pytestmark = [pytest.mark.browser, pytest.mark.wheel, pytest.mark.xdist_group("browser")]

GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@bank.example", "-c", "commit.gpgsign=false")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    """A team's repository: a store and a governance folder, committed."""
    folder = tmp_path_factory.mktemp("team") / "models"
    folder.mkdir()
    shutil.copytree(example / "mlruns", folder / "mlruns")
    shutil.copytree(example / "governance", folder / "governance")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Keep our models")):
        subprocess.run([*GIT, *command], cwd=folder, check=True)
    return folder


@pytest.fixture(params=["github-pages.yml", "gitlab-pages.yml", "Jenkinsfile"])
def built(request: pytest.FixtureRequest, repository: Path, installed: Path, tmp_path: Path) -> Path:
    """The site that a job's commands make; where a job would fetch the package, ours stands ready."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", repository, clone], check=True)
    environment = os.environ | {"PATH": f"{installed}{os.pathsep}{os.environ['PATH']}", "CI": "true"}
    for command in commands(request.param):
        if "pip install" in command:
            continue
        line = command.replace(".venv/bin/", "")
        done = subprocess.run(
            ["bash", "-euc", line], cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return clone / ("public" if request.param == "gitlab-pages.yml" else "site")


def test_the_site_of_every_job_is_browsed_below_the_path_of_its_project(
    built: Path, tmp_path: Path, browser: Browser
) -> None:
    root = tmp_path / "server"
    (root / "team").mkdir(parents=True)
    (root / "team" / "models").symlink_to(built)
    with served(root) as address, visiting(browser, f"{address}team/models/") as visit:
        page = visit.go("index.html")
        page.get_by_role("link", name="card-fraud-scorer", exact=True).first.click()
        expect(page.locator("h1")).to_have_text("card-fraud-scorer")
        page.locator(".mf-nav__local", has_text="Lineage").get_by_role("link", name="Lineage").click()
        expect(page.locator("h1")).to_have_text("Lineage of card-fraud-scorer")
        expect(visit.search("castellano")).to_contain_text("card-fraud-scorer")
        assert (visit.complaints, visit.outside) == ([], [])


def test_the_job_for_pull_requests_tells_what_changes_and_stops_at_the_gate(
    repository: Path, installed: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", repository, clone], check=True)
    base = subprocess.run(["git", "rev-parse", "HEAD"], cwd=clone, check=True, capture_output=True, text=True)
    people = clone / "governance" / "people.yaml"
    people.write_text(
        people.read_text().replace(
            "teams: [customer-care]\n", "teams: [customer-care]\n    left_on: 2026-11-01\n", 2
        )
    )
    subprocess.run([*GIT, "commit", "-q", "-a", "-m", "Note who left"], cwd=clone, check=True)
    summary = tmp_path / "summary.md"
    environment = os.environ | {
        "PATH": f"{installed}{os.pathsep}{os.environ['PATH']}",
        "BASE": base.stdout.strip(),
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    codes = {}
    for line in commands("github-audit.yml"):
        if "pip install" not in line and not line.startswith("gh "):
            done = subprocess.run(
                ["bash", "-euc", line],
                cwd=clone,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            codes[line] = (done.returncode, done.stderr)
    *before, gate = codes.values()
    assert [code for code, _ in before] == [0, 0, 0]
    assert gate[0] == 3
    assert (
        "| pass | fail | INV-001 | models:/complaint-router | Lucia Ferreira left on 2026-11-01 |"
        in summary.read_text()
    )
    results = json.loads((clone / "audit.sarif").read_text())["runs"][0]["results"]
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for each in results
        for place in each.get("locations", ())
    }
    assert {uri.partition("/")[0] for uri in uris} <= {"governance", "mlruns"}
