"""Which environments a version is in, and what says so."""

import pytest

from generator.analyses.standing.environments import claims_of, environments_of
from generator.catalog import Environment, Policy
from tests import factories

POLICY = Policy(
    environments=(
        Environment(name="lab", stages=("None",)),
        Environment(name="trial", stages=("Staging",), aliases=("next",), tags=(("env", "trial"),)),
        Environment(name="live", stages=("Production",), aliases=("now",)),
    ),
    production_aliases=("champion",),
)


def claims(version, **aliases):
    model = factories.model(versions=(version,), aliases=aliases)
    return {name: claim.words for name, claim in claims_of(POLICY, model, version).items()}


@pytest.mark.parametrize(
    ("given", "aliases", "told"),
    [
        ({}, {}, {"lab": "no stage"}),
        ({"stage": "production"}, {}, {"live": "stage production"}),
        ({"stage": "Staging"}, {"Champion": "1"}, {"trial": "stage Staging", "live": "@Champion"}),
        ({"stage": "Archived"}, {}, {}),
        ({"stage": "Archived", "tags": (factories.tag("env", "trial"),)}, {}, {"trial": "tag env: trial"}),
        ({"stage": "Archived"}, {"next": "1", "now": "1"}, {"trial": "@next", "live": "@now"}),
    ],
)
def test_a_stage_an_alias_or_a_tag_says_where_a_version_is(given, aliases, told):
    assert claims(factories.version(1, **given), **aliases) == told


def test_each_environment_has_the_record_that_says_so():
    version = factories.version(1, stage="Production")
    model = factories.model(versions=(version,), aliases={"champion": "1"})
    assert environments_of(POLICY, model, version) == {"live": version.source.at("current_stage")}
