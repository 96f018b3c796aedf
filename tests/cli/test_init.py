"""``modelfolio init`` begins a governance folder or a folio, and never writes over anything."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.cli.app import run
from generator.pages import paths
from generator.readers.governance.reader import read_governance
from generator.readers.governance.registers import REGISTERS
from generator.readers.store import Store
from tests.conftest import ROOT
from tests.readers.folio.test_schemas import accepts

KINDS = {
    "folio.yaml": "marker", "experiments": "experiment", "runs": "run", "datasets": "dataset",
    "evaluations": "evaluations", "deployments": "deployments", "monitoring": "monitoring",
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folio_builds_at_once_without_a_problem(here: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["init", "--store"]) == 0
    listed = set(capsys.readouterr().out.split())
    assert listed == files(here)
    assert run(["show", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["problems"] == []
    assert {name: shown["counts"][name] for name in ("runs", "model_versions", "evaluations", "metric_points")} == {
        "runs": 2, "model_versions": 2, "evaluations": 4, "metric_points": 6,
    }  # fmt: skip
    assert run(["build", "--strict", "--quiet"]) == 0
    assert "species=setosa" in (here / "site" / paths.version("iris-setosa", "0.2.0")).read_text()


def test_a_new_governance_folder_has_a_card_for_each_model_and_builds_without_a_problem(here: Path):
    assert run(["init", "--store"]) == 0
    assert run(["init"]) == 0
    assert "governance/models/iris-setosa.md" in files(here)
    assert "mkdocs.yml" in files(here)
    assert run(["build", "--strict", "--quiet"]) == 0
    records = read_governance(Store(here / "governance", "governance"))
    assert [narrative.model for narrative in records.narratives] == ["iris-setosa"]
    assert records.problems == ()
    assert {register.name: register.count for register in records.registers} == dict.fromkeys(REGISTERS, 0)


def test_what_is_commented_out_would_be_read_as_well(here: Path):
    assert run(["init"]) == 0
    for path in (here / "governance").glob("*.yaml"):
        name = path.stem
        text = path.read_text()
        if f"{name}: []\n#  - " in text:
            entries = (
                text.split(": []\n")[1]
                .replace("\n#", "\n")
                .removeprefix("#")
                .replace("<", "")
                .replace(">", "")
            )
            path.write_text(f"{name}:\n{entries}")
    records = read_governance(Store(here / "governance", "governance"))
    assert [str(problem) for problem in records.problems] == []
    assert {register.count for register in records.registers} == {1}
    assert [person.id for person in records.people] == ["a.lovelace"]


def test_a_folio_written_by_init_keeps_to_the_schemas(here: Path):
    assert run(["init", "--store", "mine"]) == 0
    for path in (here / "mine").rglob("*.yaml"):
        parts = path.relative_to(here / "mine").parts
        kind = KINDS.get(parts[0]) or ("model" if parts[-1] == "model.yaml" else "version")
        document = yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 texts only
        assert accepts(kind, plain(document)), path


def test_a_governance_folder_written_by_init_keeps_to_the_schemas(here: Path):
    assert run(["init"]) == 0
    checked = set()
    for path in (here / "governance").glob("*.yaml"):
        schema = ROOT / "site_config" / "schemas" / f"governance-{path.stem}.schema.json"
        if schema.exists():
            checked.add(path.stem)
            document = plain(yaml.load(path.read_text(), Loader=yaml.BaseLoader))  # noqa: S506 texts only
            assert Draft202012Validator(json.loads(schema.read_text())).is_valid(document), path
    assert {"approvals", "people", "policy", "waivers"} <= checked


def plain(value):
    """Numbers and truth values as JSON has them; all else stays as it is written."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return list(map(plain, value))
    try:
        return json.loads(value)
    except ValueError:
        return value


def test_nothing_is_written_over(here: Path, capsys: pytest.CaptureFixture[str]):
    (here / "governance").mkdir()
    (here / "governance/people.yaml").write_text("people: []\n")
    assert run(["init"]) == 2
    assert "governance/people.yaml" in capsys.readouterr().err
    assert files(here) == {"governance/people.yaml"}


def test_a_dry_run_lists_and_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["init", "--dry-run"]) == 0
    assert "governance/policy.yaml" in capsys.readouterr().out.split()
    assert files(here) == set()


def test_a_configuration_that_is_there_is_kept(here: Path):
    (here / "mkdocs.yml").write_text("site_name: Mine\n")
    assert run(["init"]) == 0
    assert (here / "mkdocs.yml").read_text() == "site_name: Mine\n"


@pytest.mark.parametrize("name", ["a: b", "é\u2028\U0001f600", 'q"uote', "../../up", "#", "{model}"])
def test_a_card_names_its_model_whatever_it_is_called(here: Path, name: str):
    (here / "folio/models/m").mkdir(parents=True)
    (here / "folio/folio.json").write_text('{"schema_version": 1}')
    (here / "folio/models/m/model.json").write_text(json.dumps({"name": name}))
    assert run(["init"]) == 0
    records = read_governance(Store(here / "governance", "governance"))
    assert [narrative.model for narrative in records.narratives] == [name]
    assert {path.parts[0] for path in map(Path, files(here))} == {"folio", "governance", "mkdocs.yml"}
