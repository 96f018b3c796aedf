"""One site of every kind of store together: MLflow's files and database, W&B, Sacred, DVC and GTO."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import visiting
from tests.built_site import Document, dead_links, documents_of, listed, one_of_each_kind
from tests.databases import MlflowDatabase
from tests.installed import ROOT, run
from tests.readers.git.folders import git
from tests.stores import START, MlflowStore, run_id

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STORES = ROOT / "tests" / "readers" / "stores"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's folders: run 1 lies in the files and in the database, which knows another status of it."""
    folder = tmp_path_factory.mktemp("mixed")
    files = MlflowStore(folder / "mlruns")
    files.experiment()
    files.input(files.run(1, params={"lr": "0.1"}), files.dataset())
    files.model("churn")
    files.version(1, run_id=run_id(1))
    (folder / "tracking").mkdir()
    database = MlflowDatabase(folder / "tracking" / "mlflow.db")
    database.experiment()
    database.run(1, status="KILLED")
    database.run(2)
    database.points("auc", [(START, 0.75, 0)], 2)
    database.add("registered_models", name="churn", creation_time=START)
    database.version("churn", run_id=run_id(2))
    database.add("registered_models", name="credit", creation_time=START)
    database.version("credit", run_id=run_id(2))
    git(folder, "clone", "-q", str(STORES / "dvc" / "history.bundle"), "line")
    stores = [
        folder / "mlruns",
        folder / "tracking" / "mlflow.db",
        STORES / "wandb",
        STORES / "sacred",
        folder / "line",
    ]
    named = [part for store in stores for part in ("--store", store)]
    modelfolio = ROOT / ".venv/bin/modelfolio" if (ROOT / ".venv").is_dir() else "modelfolio"
    run(modelfolio, "build", *named, "--site-dir", folder / "site", cwd=folder)
    return folder / "site"


@pytest.fixture(scope="module")
def documents(site: Path) -> dict[str, Document]:
    return documents_of(site)


def test_every_link_of_every_page_leads_to_a_file_and_to_an_anchor_in_it(site, documents):
    assert len(documents) == len(listed(site)) > 30
    assert dead_links(site, documents) == []


def test_every_store_is_on_the_site(site):
    titles = {page["title"] for page in listed(site)}
    assert {"churn", "churn (tracking)", "credit", "slope"} <= titles
    read = "".join(path.read_text() for path in site.rglob("evidence/*"))
    for path in (
        "mlruns/0/meta.yaml", "tracking/mlflow.db", "run-long0001.wandb", "runs/1/run.json", "dvc.lock", "line/.git/",
    ):  # fmt: skip
        assert path in read, path


def test_a_run_of_two_stores_has_one_page_that_cites_both_and_a_finding_that_names_what_differs(site):
    pages = [
        page
        for page in listed(site)
        if page["kind"] == "run" and run_id(1) in (site / page["path"]).read_text()
    ]
    html = (site / pages[0]["path"]).read_text()
    assert "and in 1 other place" in html
    assert f"mlruns/0/{run_id(1)}/meta.yaml" in html
    assert "mlflow.db" in html
    findings = json.loads((site / "api/findings.json").read_text())
    text = json.dumps(findings)
    assert "status is 'killed' here, 'finished' there" in text
    assert "another registry has a registered model of this name" in text


def test_a_page_of_each_kind_opens_without_a_complaint(site, browser: Browser):
    with visiting(browser, site.as_uri() + "/") as visit:
        for path in one_of_each_kind(site):
            page = visit.go(path)
            page.wait_for_load_state("networkidle")
            expect(page.locator("h1")).to_have_count(1)
        assert (visit.complaints, visit.outside) == ([], [])
