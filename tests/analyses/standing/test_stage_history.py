"""The one dated list of what happened to the versions of a model."""

import pytest

from generator.analyses.standing.stage_history import HowKnown, comes_from, reaches, stage_history
from generator.catalog import Policy, RegistryAction, RegistryEvent, Transition
from tests import factories


def moved(identity="TRN-1", **given):
    made = {
        "id": identity,
        "model": "churn",
        "version": "1",
        "source": factories.source("governance/transitions.yaml", f"/transitions/{identity}"),
    }
    return Transition(**made | given)


def event(**given):
    made = {
        "action": RegistryAction.ASSIGNED,
        "version": "1",
        "stage": "prod",
        "at": factories.at(5),
        "by": "ada",
        "source": factories.source("repo/.git/refs/tags/churn#prod#1"),
    }
    return RegistryEvent(**made | given)


def history(*transitions, events=()):
    model = factories.model(events=tuple(events))
    return stage_history(factories.catalog(models=(model,), transitions=transitions), model)


def test_what_the_registry_recorded_and_what_people_wrote_are_one_list_by_time():
    found = history(
        moved("TRN-2", at=factories.at(3), alias="champion"),
        moved("TRN-1", at=factories.at(9), from_stage="none", to_stage="Staging"),
        events=[event()],
    )
    assert [(change.what, change.known) for change in found] == [
        ("Staging", HowKnown.REGISTER),
        ("prod", HowKnown.REGISTRY),
        ("@champion", HowKnown.REGISTER),
    ]


def test_two_witnesses_of_one_step_both_stay():
    found = history(moved(at=factories.at(5), to_stage="prod"), events=[event()])
    assert [change.known for change in found] == [HowKnown.REGISTRY, HowKnown.REGISTER]


def test_a_change_without_a_date_comes_last():
    found = history(moved("TRN-1", to_stage="Staging"), moved("TRN-2", at=factories.at(1), alias="prod"))
    assert [change.what for change in found] == ["@prod", "Staging"]


def test_a_corrected_entry_is_left_out():
    found = history(
        moved("TRN-1", at=factories.at(9), to_stage="Production"),
        moved("TRN-2", at=factories.at(9), to_stage="Staging", corrects="TRN-1"),
    )
    assert [change.what for change in found] == ["Staging"]


def test_other_models_and_registrations_are_no_part_of_it():
    registered = event(action=RegistryAction.REGISTERED, stage="")
    assert history(moved(model="fraud", to_stage="Staging"), events=[registered]) == ()


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ({"to_stage": "production"}, ["production"]),
        ({"to_stage": "Staging"}, ["staging"]),
        ({"alias": "Champion"}, ["production"]),
        ({"alias": "challenger"}, ["staging"]),
        ({"alias": "champion", "removed": True}, []),
        ({"to_stage": "Archived"}, []),
    ],
)
def test_a_stage_or_an_alias_brings_a_version_to_an_environment(given, reached):
    (change,) = history(moved(at=factories.at(1), **given))
    policy = Policy()
    assert [each.name for each in policy.environments if reaches(policy, change, each)] == reached


def test_a_production_alias_of_the_policy_counts_for_the_last_environment_only():
    policy = Policy(production_aliases=("live",))
    (change,) = history(moved(at=factories.at(1), alias="live"))
    assert [each.name for each in policy.environments if reaches(policy, change, each)] == ["production"]


def test_a_change_tells_the_environment_that_it_comes_from():
    (change,) = history(moved(at=factories.at(1), from_stage="Staging", to_stage="Production"))
    policy = Policy()
    assert [each.name for each in policy.environments if comes_from(change, each)] == ["staging"]
