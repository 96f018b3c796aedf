"""Every secret is masked before anything else sees it, and its place is known."""

from dataclasses import fields

from generator.analyses.screening.screen import RECORDS, screened
from generator.catalog import Catalog, Person, Records, Statement
from generator.screening.shapes import Sensitivity
from tests import factories
from tests.screening.test_shapes import SAMPLES

KEY = SAMPLES["aws-access-key"]


def told(catalog):
    return [(each.shape, each.field, str(each.source)) for each in catalog.sensitive]


def test_a_secret_in_a_param_is_masked_and_placed():
    run = factories.run(params=(factories.param("db", f"key {KEY}"), factories.param("depth", "6")))
    shown = screened(factories.catalog(runs=(run,)))
    assert [param.value for param in shown.runs[0].params] == ["key [secret: aws-access-key]", "6"]
    assert told(shown) == [("aws-access-key", "param db", "mlruns/1/r1/params/db")]
    assert shown.sensitive[0].run_id == "r1"


def test_it_is_found_however_deep_it_lies_and_wherever_people_write():
    narrative = factories.narrative(
        fields={
            "notes": Statement(
                ({"token": SAMPLES["github-token"]},),
                factories.source("governance/models/churn.md", "/notes"),
            )
        },
        prose={"limitations": f"See {SAMPLES['password-in-url']}."},
    )
    version = factories.version(description=SAMPLES["jwt"])
    shown = screened(
        factories.catalog(models=(factories.model(versions=(version,)),), narratives=(narrative,))
    )
    assert {shape for shape, _, _ in told(shown)} == {"github-token", "password-in-url", "jwt"}
    assert SAMPLES["github-token"] not in repr(shown)
    assert [each.version for each in shown.sensitive if each.shape == "jwt"] == ["1"]


def test_a_random_value_under_a_suspicious_name_is_masked_and_said_to_be_unsure():
    run = factories.run(params=(factories.param("api_key", "9f8e7d6c5b4a39281706f5e4d3c2b1a0"),))
    shown = screened(factories.catalog(runs=(run,)))
    assert shown.runs[0].params[0].value == "[secret: random-value]"
    assert [each.confident for each in shown.sensitive] == [False]


def test_personal_data_is_noted_and_left_to_the_edition():
    run = factories.run(tags=(factories.tag("asked_by", "ada@bank.example"),))
    shown = screened(factories.catalog(runs=(run,)))
    assert shown.runs[0].tags[0].value == "ada@bank.example"
    assert [(each.shape, each.sensitivity) for each in shown.sensitive] == [("e-mail", Sensitivity.PERSONAL)]


def test_declared_addresses_and_allowed_texts_are_neither_noted_nor_masked():
    ada = Person(id="ada", emails=("ada@bank.example",), source=factories.source("governance/people.yaml"))
    narrative = factories.narrative(fields={"contact": "desk@bank.example"})
    run = factories.run(
        params=(factories.param("to", "ada@bank.example desk@bank.example"), factories.param("k", KEY))
    )
    catalog = factories.catalog(runs=(run,), people=(ada,), narratives=(narrative,))
    assert screened(catalog, frozenset({KEY.casefold()})).sensitive == ()


def test_the_name_of_a_file_is_masked_in_sources_and_files_alike():
    path = f"mlruns/1/r1/params/{KEY}"
    run = factories.run(params=(factories.param(KEY, "1"),))
    shown = screened(factories.catalog(runs=(run,)))
    assert KEY not in repr(shown)
    assert {file.path for file in shown.files} >= {shown.runs[0].params[0].source.path}
    assert path not in {file.path for file in shown.files}


def test_the_text_of_an_artifact_is_told_by_its_path():
    held = factories.artifact("notes.txt")
    run = factories.run(
        artifacts=(type(held)(held.path, held.size, held.source, sensitive=("aws-access-key",)),)
    )
    assert told(screened(factories.catalog(runs=(run,)))) == [
        ("aws-access-key", "text of notes.txt", "mlruns/1/r1/artifacts/notes.txt")
    ]


def test_a_catalogue_without_anything_sensitive_stays_what_it_is():
    catalog = factories.catalog(runs=(factories.run(params=(factories.param("a", "1"),)),))
    shown = screened(catalog)
    assert shown == catalog
    assert shown.runs is catalog.runs


def test_every_kind_of_record_is_looked_at():
    without_text = {"files", "sensitive", "policy", "advisories", "file_commits", "registers"}
    assert {field.name for field in fields(Records)} - without_text - set(RECORDS) == set()
    assert {field.name for field in fields(Catalog)} - {field.name for field in fields(Records)} == {"stores"}
