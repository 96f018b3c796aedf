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
