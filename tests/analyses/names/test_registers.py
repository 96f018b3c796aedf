"""What entries of registers name and nothing answers to."""

import pytest

from generator.analyses.names.registers import unknown_names
from generator.catalog import Approval, Decision, Incident, Person, Transition, Waiver
from tests.factories import catalog, model, source, version

PLACE = source("governance/x.yaml", "/x/0")


def approval(**given):
    made = {"id": "A-1", "model": "churn", "version": "1", "decision": Decision.APPROVED, "source": PLACE}
    return Approval(**made | given)


def told(**records):
    return [(each.slug, str(each)) for each in unknown_names(catalog(models=(model(),), **records))]


def test_entries_that_fit_the_registry_are_no_problem():
    assert (
        told(
            approvals=(approval(),),
            waivers=(Waiver(id="W", control="DOC-001", source=PLACE),),
            incidents=(Incident(id="I", model="churn", versions=("1",), source=PLACE),),
        )
        == []
    )


def test_an_unknown_model_is_told_with_the_one_that_was_meant():
    assert told(approvals=(approval(model="chrun", version="7"),)) == [
        ("register-model-unknown", "governance/x.yaml#/x/0/model: 'A-1' is about the model 'chrun', which no registry knows; did you mean 'churn'?")
    ]  # fmt: skip


def test_an_unknown_version_is_told_in_the_field_that_names_it():
    found = told(
        approvals=(approval(version="7"),),
        incidents=(Incident(id="I", model="churn", versions=("1", "8"), source=PLACE),),
    )
    assert [(slug, said.partition(",")[0]) for slug, said in found] == [
        ("register-version-unknown", "governance/x.yaml#/x/0/version: 'A-1' is about version '7' of 'churn'"),
        ("register-version-unknown", "governance/x.yaml#/x/0/versions: 'I' is about version '8' of 'churn'"),
    ]


@pytest.mark.parametrize("deleted", [True, False])
def test_a_version_is_known_while_it_is_marked_deleted_or_once_its_deletion_is_recorded(deleted):
    move = Transition(id="T", model="churn", version="9", to_stage="Deleted_Internal", source=PLACE)
    versions = (version(1), version(9, deleted=True)) if deleted else (version(1),)
    found = unknown_names(
        catalog(
            models=(model(versions=versions),),
            approvals=(approval(version="9"),),
            transitions=() if deleted else (move,),
        )
    )
    assert found == ()


def test_an_entry_that_was_corrected_is_left_alone():
    wrong, right = approval(version="7"), approval(id="A-2", corrects="A-1")
    assert told(approvals=(wrong, right)) == []


def test_people_are_looked_for_once_anybody_is_known():
    entry = approval(by="Ada", validator="bo")
    ada = Person(id="ada", source=PLACE)
    assert told(approvals=(entry,)) == []
    assert told(approvals=(entry,), people=(ada,)) == [
        ("register-person-unknown", "governance/x.yaml#/x/0/validator: 'A-1' names 'bo', whom people.yaml does not know; add the person to people.yaml")
    ]  # fmt: skip
