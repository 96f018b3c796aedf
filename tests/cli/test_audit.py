"""The gate, as a continuous integration meets it."""

import json
import shutil

import pytest

from generator.cli.app import run
from tests.installed import ROOT

STORE = ("--store", str(ROOT / "examples" / "mlruns"))
AS_OF = ("--as-of", "2026-11-20")


@pytest.fixture
def governance(tmp_path):
    shutil.copytree(ROOT / "examples" / "governance", tmp_path / "governance")
    return tmp_path / "governance"


def audit(capsys, *arguments):
    code = run(["audit", *STORE, *AS_OF, *map(str, arguments)])
    return code, capsys.readouterr()


def test_the_gate_of_the_example_fails_where_its_policy_says(capsys, governance):
    code, said = audit(capsys, "--governance", governance, "--format", "json")
    data = json.loads(said.out)
    stops = {
        finding["severity"] + " " + finding["status"] for finding in data["findings"] if finding["stops_gate"]
    }
    assert (code, data["gate"]["holds"]) == (3, False)
    assert stops <= {"critical fail", "critical error"}


def test_a_change_that_removes_an_owner_turns_the_gate_red_with_a_result_on_the_right_line(
    capsys, governance, monkeypatch
):
    monkeypatch.chdir(governance.parent)
    model = "instalment-lifetime-value"
    card = governance / "models" / f"{model}.md"
    card.write_text("---\nsummary: What a customer brings.\nowner: Lucia Ferreira\nrisk_tier: minimal\n---\n")
    asked = ("--governance", governance, "--model", model, "--format", "sarif", "--fail-on", "high")
    _, before = audit(capsys, *asked)
    card.write_text(card.read_text().replace("owner: Lucia Ferreira", "owner:"))
    code, after = audit(capsys, *asked)
    assert owner_results(before.out) == []
    (result,) = owner_results(after.out)
    assert code == 3
    assert result["level"] == "error"
    assert result["message"]["text"] == f"models:/{model}: no owner is named"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": f"governance/models/{model}.md"},
        "region": {"startLine": 3},
    }


def owner_results(sarif):
    return [each for each in json.loads(sarif)["runs"][0]["results"] if each["ruleId"] == "INV-001"]


def test_it_says_what_changed_since_a_site(capsys, governance, tmp_path):
    _, said = audit(capsys, "--governance", governance, "--format", "json", "--fail-on", "never")
    (tmp_path / "site" / "api").mkdir(parents=True)
    (tmp_path / "site" / "api" / "assessment.json").write_text(said.out)
    people = governance / "people.yaml"
    people.write_text(
        people.read_text().replace(
            "    teams: [customer-care]", "    teams: [customer-care]\n    left_on: 2026-11-01"
        )
    )
    code, said = audit(
        capsys, "--governance", governance, "--against", tmp_path / "site", "--fail-on", "never"
    )
    assert code == 0
    assert (
        "| pass | fail | INV-001 | models:/complaint-router | Lucia Ferreira left on 2026-11-01 |" in said.out
    )


def test_a_misspelt_model_is_refused(capsys, governance):
    code, said = audit(capsys, "--governance", governance, "--model", "complaint-ruoter")
    assert (code, said.out) == (2, "")
    assert "no store registers a model 'complaint-ruoter'" in said.err


def test_a_site_that_is_none_is_an_error(capsys, governance, tmp_path):
    code, said = audit(capsys, "--governance", governance, "--against", tmp_path)
    assert code == 1
    assert "cannot be read: no such file or directory; name a site that modelfolio built" in said.err


def test_every_control_is_listed_with_its_clauses(capsys):
    assert run(["controls", "--format", "json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["INV-001"]["clauses"][0] == "AIA:17.m"
    assert rows["APR-001"]["parameters"] == {"grace_hours": "24"}
    assert run(["controls"]) == 0
    assert "INV-001  high     Accountable owner named" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  - {severity: hi, status: fail}", "governance/policy.yaml:"),
        ("  - {severity: critical, status: failed}", "governance/policy.yaml:"),
    ],
)
def test_a_misspelt_gate_stops_the_audit_and_is_named(capsys, governance, line, said):
    policy = governance / "policy.yaml"
    text = policy.read_text()
    start = text.index("gates:")
    end = text.index("exclusions:")
    policy.write_text(f"{text[:start]}gates:\n{line}\n{text[end:]}")
    code, out = audit(capsys, "--governance", governance)
    assert code == 3
    assert f"failed: what models are held to cannot be read whole: {said}" in out.out


def test_a_misspelt_parameter_of_a_control_stops_it_too(capsys, governance):
    policy = governance / "policy.yaml"
    policy.write_text(policy.read_text().replace("APR-006: {notice_days: 60}", "APR-006: {notice_dayz: 60}"))
    code, out = audit(
        capsys, "--governance", governance, "--model", "complaint-router", "--fail-on", "critical"
    )
    assert code == 3
    assert "is no parameter of APR-006" in out.out
    code, _ = audit(capsys, "--governance", governance, "--fail-on", "never")
    assert code == 0
