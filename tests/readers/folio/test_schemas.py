"""The schemas and the reader agree: what a schema accepts is read without a word, what it refuses is told."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from generator.catalog import Problem, Severity
from generator.readers.folio.reader import FolioReader
from generator.readers.store import Store
from tests.changing import changes
from tests.conftest import ROOT

SCHEMAS = ROOT / "site_config" / "schemas"
BEYOND = ("lower is greater than upper", "until is before since", "which has no file")
"""What no schema can say."""
RESULT = {"metric": "recall", "value": 0.6, "n": 400, "lower": 0.55, "upper": 0.65, "level": 0.95, "slice": "a=b",
          "samples": [0.5, 0.7], "dataset": "d", "dataset_digest": "x", "method": "wilson", "at": "2026-11-01"}  # fmt: skip
DEPLOYMENT = {"version": "1", "kind": "canary", "share": 0.5, "against": "0", "since": "2026-11-01",
              "until": "2026-11-02T10:00:00Z", "by": "ada", "endpoint": "e", "image": "i", "result": {"recall": 0.5},
              "decision": "d", "decided_by": "b"}  # fmt: skip
EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "marker": ("folio.json", {"schema_version": 1, "name": "n", "description": "d"}),
    "experiment": ("experiments/e.json", {"name": "n", "creation_time": "2026-11-01", "lifecycle_stage": "active",
                                          "tags": {"a": 1}}),
    "run": ("runs/r.json", {
        "experiment_id": "e", "name": "n", "status": "finished", "start_time": "2026-11-01", "user": "ada",
        "code": {"commit": "abc", "dirty": True}, "params": {"a": {"b": [1, 2]}},
        "metrics": {"auc": 0.5, "loss": [1, 2.5], "f1": {"value": 0.1, "step": 3, "timestamp": "2026-11-01", "dataset": "d"}},
        "inputs": [{"name": "d", "digest": "x", "context": "training"}], "outputs": [{"name": "o"}], "tags": {"t": "x"},
    }),
    "dataset": ("datasets/d.json", {"name": "d", "uri": "u", "columns": {"a": "long"}, "profile": {"mean": 1},
                                    "generations": [{"digest": "1", "row_count": 5,
                                                     "columns": [{"name": "a", "type": "long", "required": True}]}]}),
    "model": ("models/m/model.json", {"name": "m", "description": "d", "creation_time": "2026-11-01", "aliases": {},
                                      "events": [{"action": "registered", "version": "1", "at": "2026-11-01"}], "tags": {}}),
    "version": ("models/m/versions/1.json", {
        "version": "1", "creation_time": "2026-11-01", "stage": "Production", "aliases": ["champion"], "run_id": "r",
        "copied_from": "models:/m/0", "deleted": False, "requirements": ["numpy==1"], "python_version": "3.11",
        "signature": {"inputs": {"a": "long"}, "outputs": [{"name": "s", "type": "double", "required": True}],
                      "params": [{"name": "p", "default": 0.5}]},
        "size_bytes": 5, "flavors": {"sklearn": "1.8", "x": {"y": 1}}, "metadata": {"k": "v"}, "tags": {"t": 1},
    }),
    "evaluations": ("evaluations/e.json", {"model": "m", "version": "1", "run_id": "r",
                                           "results": [RESULT, {"metric": "auc", "value": "nan"}]}),
    "deployments": ("deployments/d.json", {"model": "m", "environment": "e", "deployments": [DEPLOYMENT]}),
    "monitoring": ("monitoring/m/p.json", {
        "version": "1",
        "signals": [{"name": "s", "kind": "data-drift", "metric": "psi", "warn": 0.1, "alert": 0.2, "cadence_days": 7,
                     "higher_is_better": False, "owner": "ada"}],
        "measurements": [{"signal": "s", "value": 0.1, "at": "2026-11-01", "n": 4, "drifted": True, "kind": "data-drift"}],
        "alerts": [{"id": "A", "status": "open", "raised_at": "2026-11-01", "summary": "x"}],
        "retrainings": [{"due": "2026-11-01", "trigger": "drift", "run_id": "r"}],
    }),
    "result": ("evaluations/one.json", {"model": "m", "version": "1", **RESULT}),
    "deployment": ("deployments/one.json", {"model": "m", "environment": "e", **DEPLOYMENT}),
}  # fmt: skip
"""Of each kind, a place in a folio and a record with nearly every field."""
KINDS = {"result": "evaluations", "deployment": "deployments"}


def registry() -> Registry[Any]:
    """The schemas by the names of their files: they name each other by these, and have no other name of their own."""
    files = sorted(SCHEMAS.glob("folio-*.json"))
    return Registry().with_resources(
        (path.name, Resource.from_contents(json.loads(path.read_text()))) for path in files
    )


REGISTRY = registry()


@cache
def validator(kind: str) -> Draft202012Validator:
    name = f"folio-{KINDS.get(kind, kind)}.schema.json"
    return Draft202012Validator(REGISTRY.contents(name), registry=REGISTRY)


def accepts(kind: str, document: Any) -> bool:
    return bool(validator(kind).is_valid(document))


def faults(folder: Path, kind: str, document: Any) -> list[Problem]:
    """What the reader has to say against a record beyond notes."""
    place = folder / EXAMPLES[kind][0]
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        (folder / "folio.json").write_text('{"schema_version": 1}')
    place.write_text(json.dumps(document))
    found = FolioReader().read(Store(folder, "folio")).problems
    return [
        problem
        for problem in found
        if problem.severity is not Severity.NOTE and not problem.message.endswith(BEYOND)
    ]


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_record_with_every_field_is_accepted_by_both(kind: str, tmp_path: Path):
    assert accepts(kind, EXAMPLES[kind][1])
    assert faults(tmp_path, kind, EXAMPLES[kind][1]) == []


@pytest.mark.parametrize("kind", EXAMPLES)
def test_schema_and_reader_agree_on_whatever_is_changed(kind: str, tmp_path: Path):
    for document in changes(EXAMPLES[kind][1]):
        told = faults(tmp_path, kind, document)
        assert accepts(kind, document) is not bool(told), (document, [str(problem) for problem in told])


def test_every_schema_says_what_it_is_for():
    for path in sorted(SCHEMAS.glob("folio-*.json")):
        schema = json.loads(path.read_text())
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert "$id" not in schema, "by a relative one, checkers look for the others where they were started"
        assert schema["title"]


def test_an_independent_checker_finds_the_schemas_that_a_schema_names(tmp_path: Path):
    schema, record = SCHEMAS / "folio-run.schema.json", tmp_path / "run.json"
    for document, code in ((EXAMPLES["run"][1], 0), ({"status": 1}, 1)):
        record.write_text(json.dumps(document))
        command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, record]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, "Failure resolving" in done.stdout + done.stderr) == (code, False)


def test_every_example_that_is_written_in_yaml_is_the_same_to_both():
    text = "model: m\nversion: 1\nmetric: auc\nvalue: .5\nat: '2026-11-01'\n"
    assert accepts("evaluations", yaml.safe_load(text))
