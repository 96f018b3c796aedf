"""The card as JSON: every field, every version, every place, the same bytes each time."""

import json

import pytest

from generator.catalog import CARD_FIELDS
from generator.pages.models.data import model_data_files
from tests import factories as make
from tests.pages.sample import churn


def document(place):
    file = next(file for file in model_data_files(place) if file.path.startswith("api/models/"))
    return json.loads(file.content.decode("ascii"))


def test_there_is_one_card_and_one_lineage_for_each_model():
    place = make.portfolio(models=(make.model(), make.model("a/b")))
    paths = [file.path for file in model_data_files(place)]
    assert len(paths) == 4
    assert {"api/models/churn.json", "api/lineage/churn.json"} < set(paths)


def test_every_field_of_the_card_stands_with_its_standing_and_places():
    data = document(churn())
    fields = {field["key"]: field for field in data["fields"]}
    assert list(fields) == [field.key for field in CARD_FIELDS]
    assert fields["owner"]["standing"] == "stated"
    assert fields["owner"]["sources"] == ["governance/models/churn.md#/owner"]
    assert (fields["licence"]["standing"], fields["licence"]["value"]) == ("missing", None)
    assert fields["references"]["as_written"] == ["https://papers.example/churn", "internal note 7"]
    assert data["completeness"] == {"answered": 14, "required": sum(field.required for field in CARD_FIELDS)}


def test_a_version_stands_with_what_is_behind_it_and_what_it_changed():
    version = document(churn())["versions"][0]
    assert (version["version"], version["run"]["id"], version["logged_model"]["id"]) == ("3", "r3", "m-3")
    assert version["params"]["depth"]["value"] == "8"
    assert {metric["key"]: metric["value"] for metric in version["metrics"]}["auc"] == 0.909
    assert (version["change"]["size"], version["change"]["rule"]) == (
        "minor",
        "signature.optional-input-added",
    )
    assert version["change"]["params"] == {"depth": "changed", "subsample": "added"}
    assert [(used["name"], used["digest"], used["context"]) for used in version["data"]] == [
        ("transactions", "77be020d", "training"),
        ("holdout", "90ab90ab", "evaluation"),
    ]
    assert version["files"][0]["sha256"] == make.artifact(root=f"{make.STORE}/1/r3").source.sha256


def test_deleted_versions_stand_apart():
    data = document(churn())
    assert [version["version"] for version in data["deleted_versions"]] == ["4"]
    assert [version["version"] for version in data["versions"]] == ["3", "2", "1"]


def test_every_place_names_a_file_with_its_digest():
    data = document(churn())

    def places(value):
        if isinstance(value, dict):
            for key, each in value.items():
                if key == "source":
                    yield each
                elif key == "sources":
                    yield from each
                else:
                    yield from places(each)
        elif isinstance(value, list):
            for each in value:
                yield from places(each)

    found = list(places(data))
    known = data["files"].keys()
    assert len(found) > 100
    assert all(
        place in known or place.partition("#")[0] in known or place.rpartition(":")[0] in known
        for place in found
    )
    assert all(len(digest) == 64 for digest in data["files"].values())


@pytest.mark.parametrize(("value", "written"), [(float("nan"), "nan"), (float("-inf"), "-inf"), (0.5, 0.5)])
def test_what_json_cannot_say_as_a_number_is_said_as_text(value, written):
    place = make.portfolio(
        models=(make.model(),),
        runs=(make.run("r1", metrics={"auc": value}),),
        narratives=(make.narrative(goals=(make.goal(threshold=value),)),),
    )
    data = document(place)
    assert data["versions"][0]["metrics"][0]["value"] == written
    assert data["goals"][0]["threshold"] == written


def test_lone_surrogates_and_control_characters_survive_as_escapes():
    place = make.portfolio(models=(make.model("a\ud800\x00b"),))
    assert document(place)["name"] == "a\ud800\x00b"


def test_the_same_records_give_the_same_bytes():
    assert [file.content for file in model_data_files(churn())] == [
        file.content for file in model_data_files(churn())
    ]
