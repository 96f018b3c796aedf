"""What a run records of how it could be repeated, whatever tracker recorded it."""

import json
from pathlib import Path

import pytest

from generator.catalog import Approval, Decision, Run
from generator.pages.runs.page import run_views
from generator.pages.runs.repeat import repeat_rows
from generator.provenance import Fact
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests import factories as make
from tests.pages.models.test_card import words

STORES = Path(__file__).parents[2] / "readers" / "stores"
MODEL = make.artifact("model/model.pkl")


def facts(run: Run, **records) -> dict[str, Fact]:
    return dict(repeat_rows(make.portfolio(runs=(run,), **records), run))


def told(found: dict[str, Fact]) -> dict[str, str]:
    return {label: fact.value for label, fact in found.items() if fact.present}


def test_every_fact_is_told_with_its_place():
    run = make.run(
        code=make.code(repository="https://git.example/churn.git", dirty=True),
        params={"seed": "7", "model.random_state": "11", "seedling": "3"},
        packages=(make.package(),),
        artifacts=(MODEL, make.artifact("model/uv.lock")),
        inputs=(make.used(), make.used("holdout", "", "evaluation")),
        tags=(make.tag("docker.image", f"repo@sha256:{'a' * 64}"), make.tag("os", "Linux 6.1"), make.tag("gpu", "A100")),
    )  # fmt: skip
    found = facts(run)
    assert told(found) == {
        "Code commit": "a41d9c2f" * 5,
        "Working tree": "had changes",
        "Repository": "https://git.example/churn.git",
        "Entry point": "train.py",
        "Python": "3.11.7",
        "Packages pinned": "2 of 2",
        "Lock file": "model/uv.lock",
        "Container image": f"repo@sha256:{'a' * 64}",
        "Operating system": "Linux 6.1",
        "Hardware": "gpu A100",
        "Seeds": "model.random_state 11 and seed 7",
        "Data by digest": "1 of 2 datasets",
    }
    assert found["Working tree"].detail == "the commit is not all that ran"
    assert found["Data by digest"].detail == "without a digest: holdout"
    assert [place.path.rpartition("/")[2] for place in found["Seeds"].sources] == [
        "model.random_state",
        "seed",
    ]
    assert found["Python"].sources == (run.packages[0].source,)


def test_what_is_not_recorded_is_shown_as_missing_where_it_should_stand():
    run = make.run()
    found = facts(run)
    assert told(found) == {}
    assert {place.path for fact in found.values() for place in fact.sources} == {run.source.path}
    assert found["Seeds"].detail == "no param or tag is named like a seed"
    assert found["Files as written down"].detail == "no approval or checksum file says what they were"


@pytest.mark.parametrize(
    ("sha256", "value", "detail"),
    [
        (MODEL.source.sha256, "1 of 1 file as written down", ""),
        ("ab" * 32, "0 of 1 file as written down", "not so: model/model.pkl"),
    ],
)
def test_the_files_are_held_against_the_approval_of_the_version_they_became(sha256, value, detail):
    run = make.run(artifacts=(MODEL,))
    approval = Approval(
        id="APR-1", at=make.at(3), by="s.iyer", model="churn", version="1", decision=Decision.APPROVED,
        environment="production", artifact="model/model.pkl", sha256=sha256,
        source=make.source("governance/approvals.yaml", "/approvals/0"),
    )  # fmt: skip
    model = make.model(versions=(make.version(1, artifacts=(MODEL,)),))
    fact = facts(run, models=(model,), approvals=(approval,))["Files by approval APR-1"]
    assert (fact.value, fact.detail) == (value, detail)
    assert fact.sources == (approval.source,)


def across(folder: Path) -> set[str]:
    """The labels of every fact that a store records of some run."""
    catalog = read_catalog([Store(folder, "store")])
    portfolio = make.portfolio_of(catalog)
    return {label for run in catalog.runs for label, fact in repeat_rows(portfolio, run) if fact.present}


def test_sacred_tells_where_it_ran_and_with_which_packages_and_seed():
    assert across(STORES / "sacred") == {
        "Entry point", "Command line", "Python", "Packages pinned", "Operating system", "Hardware", "Seeds", "Data by digest",
    }  # fmt: skip


def test_dvc_tells_the_command_and_the_digests_of_its_data():
    assert across(STORES / "dvc") == {"Entry point", "Data by digest"}


def test_wandb_tells_the_commit_the_arguments_the_machine_and_what_was_installed(tmp_path):
    files = tmp_path / "wandb/run-20260105_080000-abc12345/files"
    files.mkdir(parents=True)
    metadata = {
        "program": "train.py", "args": ["--lr", "0.1"], "python": "CPython 3.8.20", "os": "Linux", "gpu": "A100",
        "git": {"remote": "https://git.example/churn.git", "commit": "a" * 40},
    }  # fmt: skip
    (files / "wandb-metadata.json").write_text(json.dumps(metadata))
    (files / "requirements.txt").write_text("numpy==1.26.4\ntorch==2.1.0\n")
    (files / "config.yaml").write_text("seed: {value: 7}\n")
    (files / "wandb-summary.json").write_text("{}")
    assert across(tmp_path) == {
        "Code commit", "Repository", "Entry point", "Command line", "Python", "Packages pinned", "Operating system", "Hardware",
        "Seeds",
    }  # fmt: skip


def test_the_page_of_a_run_tells_the_facts_and_the_commands(render):
    portfolio = make.portfolio(
        runs=(make.run(code=make.code(repository="https://git.example/churn.git")),), models=(make.model(),)
    )
    (page,) = run_views(portfolio)
    text = words(render(portfolio, page).html)
    assert "Seeds no param or tag is named like a seed" in text
    assert "git clone -- https://git.example/churn.git source" in text
    assert "Missing The packages: no requirements lie beside the run" in text
    assert "models serve" not in text
