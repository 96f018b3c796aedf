"""The example of the folio layout: its numbers are those that the script works out, and its site shows them."""

import importlib.util
import json
from pathlib import Path

import pytest
import yaml

from generator.cli.app import run
from generator.pages import paths
from generator.readers.folio.reader import FolioReader
from generator.readers.store import Store
from tests.conftest import ROOT
from tests.readers.folio.test_schemas import accepts

FOLIO = ROOT / "examples" / "folio"
KINDS = {
    "folio.yaml": "marker", "experiments": "experiment", "runs": "run", "datasets": "dataset",
    "evaluations": "evaluations", "deployments": "deployments", "monitoring": "monitoring",
}  # fmt: skip


def test_the_script_makes_what_is_committed():
    spec = importlib.util.spec_from_file_location("make_folio", ROOT / "examples" / "make_folio.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for path, text in script.files().items():
        assert (FOLIO / path).read_text() == text, path


def test_it_is_read_whole_and_without_a_problem():
    records = FolioReader().read(Store(FOLIO, "folio"))
    assert records.problems == ()
    assert [len(found) for found in (records.runs, records.datasets, records.evaluations, records.deployments)] == [
        2, 2, 12, 3,
    ]  # fmt: skip
    assert [len(found) for found in (records.signals, records.measurements, records.alerts, records.retrainings)] == [
        3, 12, 1, 1,
    ]  # fmt: skip
    [model] = records.models
    assert [(version.version, len(version.artifacts)) for version in model.versions] == [
        ("1.0.0", 1),
        ("1.1.0", 1),
    ]
    assert len(model.events) == 4


@pytest.mark.parametrize(
    "path", sorted(FOLIO.rglob("*.yaml")), ids=lambda path: path.relative_to(FOLIO).as_posix()
)
def test_its_files_keep_to_the_schemas(path: Path):
    parts = path.relative_to(FOLIO).parts
    kind = KINDS.get(parts[0]) or ("model" if parts[-1] == "model.yaml" else "version")
    document = json.loads(json.dumps(yaml.safe_load(path.read_text()), default=lambda day: day.isoformat()))
    assert accepts(kind, document)


def test_its_site_shows_slices_with_rows_and_intervals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert run(["build", "--strict", "--quiet", "--store", str(FOLIO), "--site-dir", "site"]) == 0
    page = (tmp_path / "site" / paths.version("pump-failure", "1.1.0")).read_text()
    results = yaml.safe_load((FOLIO / "evaluations/pump-failure-1.1.0.yaml").read_text())["results"]
    south = next(each for each in results if each.get("slice") == "site=south" and each["metric"] == "recall")
    assert f"{south['lower']} to {south['upper']}" in page
    data = json.loads((tmp_path / "site" / paths.model_data("pump-failure")).read_text())
    told = data["versions"][0]["evaluations"]
    assert [
        each["value"] for each in told if each["slice"] == "site=south" and each["metric"] == "recall"
    ] == [south["value"]]
