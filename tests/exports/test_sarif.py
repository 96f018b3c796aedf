"""The SARIF log is what the schema and the consumers of such logs ask for."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from generator.exports.sarif import sarif
from generator.exports.selection import select
from generator.governance.controls.inventory import OwnerNamed
from tests import factories
from tests.governance.assessing import assessed, waiver
from tests.governance.test_assess import AtMostOneVersion, NotConcerned, Raising, two_versions

SCHEMA = json.loads((Path(__file__).parents[1] / "assets" / "sarif-2.1.0-rtm.5.json").read_text())


def log(*controls, everything=False, **records):
    chosen = select(assessed(*controls, **records))
    return json.loads(sarif(chosen, "1.2.3", lambda place: (f"repo/{place.path}", 7), everything=everything))


def validator():
    return jsonschema.Draft4Validator(SCHEMA)


@pytest.mark.parametrize("everything", [False, True])
def test_it_is_valid_and_refers_only_to_what_is_there(everything):
    made = log(
        OwnerNamed, AtMostOneVersion, Raising, NotConcerned,
        everything=everything, waivers=(waiver("INV-001"),), **two_versions(),
    )  # fmt: skip
    validator().validate(made)
    (run,) = made["runs"]
    rules = run["tool"]["driver"]["rules"]
    taxa = {(group["name"], taxon["id"]) for group in run["taxonomies"] for taxon in group["taxa"]}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["level"] == "none") == (result["kind"] != "fail")
    for rule in rules:
        for relation in rule.get("relationships", ()):
            assert (relation["target"]["toolComponent"]["name"], relation["target"]["id"]) in taxa
    assert {result["kind"] for result in run["results"]} == (
        {"fail", "pass", "notApplicable"} if everything else {"fail"}
    )


def test_the_schema_is_really_asked():
    made = log(AtMostOneVersion, **two_versions())
    broken = copy.deepcopy(made)
    broken["runs"][0]["results"][0]["kind"] = "bad"
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(broken)


def test_a_result_points_at_the_file_and_line_to_mend():
    (result,) = log(OwnerNamed, models=(factories.model(),))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "repo/governance/models/churn.md"},
        "region": {"startLine": 7},
    }
    assert result["message"]["text"] == "models:/churn: no owner is named"
    assert result["partialFingerprints"] == {"controlSubject/v1": "INV-001/models:/churn"}


def test_a_waived_failure_is_suppressed_with_its_reason():
    (result,) = log(OwnerNamed, models=(factories.model(),), waivers=(waiver("INV-001"),))["runs"][0][
        "results"
    ]
    assert result["level"] == "error"
    assert result["suppressions"][0]["justification"] == (
        "WVR-1, until 2026-11-30: The supplier answers next month."
    )


def test_a_path_is_a_uri_whatever_it_holds():
    models = (factories.model("50 % ü"),)
    (result,) = log(OwnerNamed, models=models)["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "repo/governance/models/50%20%25%20%C3%BC.md"
