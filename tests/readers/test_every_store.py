"""Every real store beside the checkout, by all readers at once, as ``modelfolio show`` has it.

What lies on disk is counted here from the files alone, without a word of ours.
"""

import json
import os
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.cli.app import program
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "stores"
STORES = sorted([*SHARED.glob("made/*"), *SHARED.glob("public/*/store")])
NO_TRACKER = {"huggingface+huggingface_hub", "rstudio+pins-python"}
"""Model cards and pins: nothing that a tracker of ours wrote."""


def files(folder: Path, name: str) -> list[Path]:
    return sorted(
        Path(place) / each
        for place, _, names in os.walk(folder)
        for each in names
        if re.fullmatch(name, each) and not Path(place, each).is_symlink()
    )


def of_mlflow_files(folder: Path) -> Counter:
    found: Counter = Counter()
    for meta in files(folder, r"meta\.yaml"):
        text = meta.read_text("utf-8")
        if re.search("^artifact_uri:", text, re.MULTILINE):
            below = [
                Path(place) / each for place, _, names in os.walk(meta.parent / "params") for each in names
            ]
            found.update(runs=1, params=len(below))
        elif meta.parent.parent.name == "models" and (meta.parent / "tags/mlflow.prompt.is_prompt").exists():
            found.update(prompts=1)
        elif meta.parent.parent.name == "models" and "model_id:" not in text:
            kept = [
                each
                for each in meta.parent.glob("version-*/meta.yaml")
                if "Deleted_Internal" not in each.read_text()
            ]
            found.update(registered_models=1, model_versions=len(kept))
    return found


PROMPTS = "name IN (SELECT name FROM registered_model_tags WHERE key = 'mlflow.prompt.is_prompt')"
ROWS = {
    "runs": ("runs", "1"),
    "params": ("params", "1"),
    "registered_models": ("registered_models", f"NOT {PROMPTS}"),
    "prompts": ("registered_models", PROMPTS),
    "model_versions": ("model_versions", f"current_stage != 'Deleted_Internal' AND NOT {PROMPTS}"),
}


def of_databases(folder: Path) -> Counter:
    found: Counter = Counter()
    for path in files(folder, r".*\.db"):
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
            for name, (table, condition) in ROWS.items():
                if table in tables:
                    query = f"SELECT COUNT(*) FROM {table} WHERE {condition}"  # noqa: S608 written above
                    found[name] += database.execute(query).fetchone()[0]
    return found


def of_wandb(folder: Path) -> Counter:
    runs = [
        Path(place) / each
        for place, names, _ in os.walk(folder)
        for each in names
        if re.fullmatch("run-[0-9]{8}_.*", each)
    ]
    return Counter(runs=len({each.name.rpartition("-")[2] for each in runs}))


def of_sacred(folder: Path) -> Counter:
    records = [json.loads(each.read_text()) for each in files(folder, r"run\.json")]
    return Counter(runs=sum("experiment" in record and "heartbeat" in record for record in records))


def of_dvc(folder: Path) -> Counter:
    """A run for each stage that ran, and one for each pipeline; without a pipeline, one for a folder of DVCLive."""
    found: Counter = Counter()
    for path in files(folder, r"dvc\.yaml"):
        lock = path.with_name("dvc.lock")
        stages = (yaml.safe_load(lock.read_text()).get("stages") or {}) if lock.exists() else {}
        found["runs"] += 1 + len(stages)
    return found


@pytest.mark.skipif(not STORES, reason="the collection of real stores is not beside this checkout")
@pytest.mark.parametrize("store", STORES, ids=lambda path: path.relative_to(SHARED).parts[1])
def test_show_has_what_is_on_disk(store):
    done = CliRunner().invoke(program, ["show", "--store", str(store), "--format", "json"])
    if store.parent.name in NO_TRACKER:
        assert (done.exit_code, "no reader knows this store" in done.output) == (1, True)
        return
    assert done.exit_code == 0, done.output
    shown = json.loads(done.stdout)
    expected = sum(
        (count(store) for count in (of_mlflow_files, of_databases, of_wandb, of_sacred, of_dvc)),
        start=Counter(),
    )
    assert shown["counts"]["runs"] == len(shown["runs"]) == expected["runs"] > 0
    assert len({run["id"] for run in shown["runs"]}) == expected["runs"]
    for name in ("registered_models", "model_versions", "prompts"):
        assert shown["counts"][name] >= expected[name], name
    if not (files(store, r"dvc\.yaml") or of_wandb(store) or of_sacred(store)):
        counted = {
            name: shown["counts"][name]
            for name in ("params", "registered_models", "model_versions", "prompts")
        }
        assert counted == {name: expected[name] for name in counted}
    assert [each for each in shown["problems"] if each["severity"] == "error"] == []
    for run in shown["runs"]:
        path = store / run["places"][0].partition("#")[0].partition("/")[2]
        assert path.exists(), run["places"]
