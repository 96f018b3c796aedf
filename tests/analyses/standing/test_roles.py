"""Which version serves, and which one wants to."""

import pytest

from generator.analyses.standing.roles import Role, challenger, in_production
from tests.factories import model, version


def versions(*stages):
    return tuple(version(number, stage=stage) for number, stage in enumerate(stages, start=1))


def test_the_stage_production_decides_before_any_alias():
    registered = model(versions=versions("Production", "None"), aliases={"champion": "2"})
    holder = in_production(registered)
    assert holder.version.version == "1"
    assert holder.role is Role.PRODUCTION
    assert holder.claim == "Production"
    assert str(holder.source) == "mlruns/models/churn/version-1/meta.yaml#/current_stage"
    assert [rival.version for rival in holder.rivals] == ["2"]


def test_of_several_versions_in_production_the_newest_by_number_counts():
    registered = model(versions=tuple(version(number, stage="Production") for number in (2, 9, 10)))
    holder = in_production(registered)
    assert holder.version.version == "10"
    assert [rival.version for rival in holder.rivals] == ["9", "2"]


@pytest.mark.parametrize("alias", ["champion", "production", "prod", "Champion"])
def test_without_a_stage_an_alias_decides(alias):
    registered = model(versions=versions("", "", ""), aliases={alias: "2"})
    holder = in_production(registered)
    assert (holder.version.version, holder.claim) == ("2", f"@{alias}")
    assert holder.source.pointer == f"/aliases/{alias}"


def test_champion_goes_before_prod():
    registered = model(versions=versions("", ""), aliases={"prod": "2", "champion": "1"})
    assert in_production(registered).version.version == "1"


def test_an_alias_of_a_deleted_version_decides_nothing():
    registered = model(
        versions=(version(1), version(2, deleted=True, stage="Deleted_Internal")), aliases={"champion": "2"}
    )
    assert in_production(registered) is None


def test_other_stages_and_aliases_put_nothing_into_production():
    assert in_production(model(versions=versions("Archived", "None"), aliases={"latest": "1"})) is None


@pytest.mark.parametrize("alias", ["challenger", "staging", "candidate"])
def test_the_challenger_is_in_staging_or_has_its_alias(alias):
    staged = model(versions=versions("Staging", "", ""), aliases={alias: "2"})
    assert challenger(staged).version.version == "1"
    named = model(versions=versions("", "", ""), aliases={alias: "2"})
    assert (challenger(named).version.version, challenger(named).claim) == ("2", f"@{alias}")


def test_no_version_challenges_itself():
    registered = model(versions=versions("Production"), aliases={"challenger": "1"})
    assert challenger(registered) is None


def test_a_hundred_versions_in_staging_have_one_challenger_and_ninety_nine_rivals():
    registered = model(versions=tuple(version(number, stage="Staging") for number in range(1, 101)))
    assert challenger(registered).version.version == "100"
    assert len(challenger(registered).rivals) == 99
