"""``modelfolio diff``: two versions by any of their names, in three shapes."""

import json

import pytest

from generator.cli.app import run
from tests.installed import ROOT

INPUTS = (
    "--store", str(ROOT / "examples" / "mlruns"), "--governance", str(ROOT / "examples" / "governance"),
)  # fmt: skip


def told(capsys, *arguments):
    code = run(["diff", *arguments, *INPUTS])
    return code, capsys.readouterr()


def test_versions_aliases_and_stages_name_the_same_two(capsys):
    texts = {
        told(capsys, "card-fraud-scorer", *pair)[1].out
        for pair in (("5", "8"), ("@champion", "staging"), ("v5", "challenger"))
    }
    (text,) = texts
    lines = text.splitlines()
    assert lines[0] == "card-fraud-scorer: v5 against v8"
    assert lines[1].endswith("(signature.input-type-changed)")
    assert any(line.split()[:3] == ["input", "merchant_category", "changed"] for line in lines)


def test_json_has_the_rule_and_the_place_of_every_value(capsys):
    code, said = told(capsys, "card-fraud-scorer", "5", "8", "--format", "json")
    data = json.loads(said.out)
    assert (code, data["old"], data["new"], data["bump"]["size"]) == (0, "5", "8", "major")
    change = next(each for each in data["changes"] if each["name"] == "decision_threshold")
    assert (change["part"], change["old"], change["new"]) == ("parameter", "0.8496", "0.8637")
    assert [len(each["sha256"]) for each in change["sources"]] == [64, 64]
    assert {each["part"] for each in data["changes"]} >= {
        "metric", "parameter", "data", "input", "package", "code", "file", "tag", "description",
    }  # fmt: skip


def test_markdown_is_one_table_in_which_names_are_no_markup(capsys):
    _, said = told(capsys, "card-fraud-scorer", "5", "8", "--format", "markdown")
    lines = said.out.splitlines()
    assert lines[0] == "## card-fraud-scorer: v5 against v8"
    assert "| parameter | decision\\_threshold | changed | 0.8496 | 0.8637 |" in lines
    assert {line.count(" | ") for line in lines if line.startswith("| ")} == {4}


def test_a_version_and_itself_do_not_differ(capsys):
    _, said = told(capsys, "card-fraud-scorer", "5", "5")
    assert said.out.splitlines()[:2] == [
        "card-fraud-scorer: v5 against v5", "Nothing that is recorded differs. (no-difference)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("card-fraud-scorer", "5", "@champoin"), "no version, alias or stage '@champoin'; did you mean '@champion'?"),
        (("card-fraud", "5", "8"), "no store registers a model 'card-fraud'"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_answers_to_ends_with_2(capsys, arguments, message):
    code, said = told(capsys, *arguments)
    assert (code, said.out) == (2, "")
    assert message in said.err


SWEEP, LATER = "939d20ce929a4948ada18af1fe9109a6", "be6b3109"


def test_two_runs_are_told_by_id_its_beginning_or_name(capsys):
    texts = {
        told(capsys, "--run", *pair)[1].out
        for pair in ((SWEEP, LATER), ("best of the sweep", "retrain 2025q4 and 2026q1, all accounts"))
    }
    (text,) = texts
    lines = text.splitlines()
    assert lines[0] == "runs: best of the sweep against retrain 2025q4 and 2026q1, all accounts"
    assert lines[1] == "No verdict: what is recorded cannot carry one."
    assert any(line.split()[:5] == ["metric", "Average", "precision", "towards", "worse,"] for line in lines)
    assert any(line.split()[:3] == ["parameters", "decision_threshold", "changed"] for line in lines)


def test_runs_as_json_have_the_place_of_every_value(capsys):
    _, said = told(capsys, "--run", SWEEP, LATER, "--format", "json")
    data = json.loads(said.out)
    assert (data["old"], data["compared_by"]) == (SWEEP, "average_precision")
    change = next(each for each in data["changes"] if each["name"] == "decision_threshold")
    assert (change["old"], change["new"]) == ("0.8496", "0.8637")
    assert [len(each["sha256"]) for each in change["sources"]] == [64, 64]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--run", "best of the swep", LATER), "no store knows a run 'best of the swep'; did you mean 'best of the sweep'?"),
        (("card-fraud-scorer", "--run", SWEEP, LATER), "name MODEL OLD NEW, or two runs with --run OLD NEW"),
        (("card-fraud-scorer", "5"), "name MODEL OLD NEW, or two runs with --run OLD NEW"),
    ],
)  # fmt: skip
def test_runs_that_nothing_answers_to_and_half_a_question_end_with_2(capsys, arguments, message):
    code, said = told(capsys, *arguments)
    assert (code, said.out) == (2, "")
    assert message in said.err
