"""Whether a version went to production by way of staging."""

import pytest

from generator.catalog import ControlSetting, Environment, Policy, RegistryAction, RegistryEvent, VersionRef
from generator.governance.controls.approval import NoStageSkipped
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.approval.approving import (
    PRODUCTION,
    PROMOTED,
    STAGED,
    moved,
    of_version,
    records,
)


def hours(number):
    return Policy(
        controls={"APR-004": ControlSetting(control="APR-004", parameters={"min_hours": str(number)})}
    )


def test_passes_for_staging_before_production():
    finding = of_version(NoStageSkipped, **records())
    assert told(finding) == (Status.PASS, "staging since 2026-10-21, Production since 2026-10-31")
    assert places(finding) == [
        "governance/transitions.yaml#/transitions/TRN-1",
        "governance/transitions.yaml#/transitions/TRN-2",
    ]


def test_an_alias_of_staging_will_do():
    trial = moved("TRN-0", 30, alias="challenger")
    champion = moved("TRN-9", 20, alias="champion")
    assert of_version(NoStageSkipped, **records(transitions=(trial, champion))).status is Status.PASS


def test_what_the_registry_recorded_counts_as_what_people_wrote():
    steps = [
        RegistryEvent(
            action=RegistryAction.ASSIGNED, version="2", stage=stage, at=factories.at(days),
            source=factories.source(f"repo/tags/churn#{stage}"),
        )
        for stage, days in (("staging", 9), ("production", 3))
    ]  # fmt: skip
    versions = (factories.version(1), factories.version(2, stage="Production"))
    model = factories.model(versions=versions, events=tuple(steps))
    finding = of_version(NoStageSkipped, **records(models=(model,), transitions=()))
    assert told(finding) == (Status.PASS, "staging since 2026-11-11, production since 2026-11-17")
    assert places(finding) == ["repo/tags/churn#staging", "repo/tags/churn#production"]


@pytest.mark.parametrize("later", [(), (moved("TRN-3", 5, to_stage="Staging"),)])
def test_fails_for_production_without_staging_before(later):
    direct = moved("TRN-2", PROMOTED, from_stage="none", to_stage="Production")
    finding = of_version(NoStageSkipped, **records(transitions=(direct, *later)))
    assert told(finding) == (
        Status.FAIL,
        "it went to Production on 2026-10-31 without staging before",
    )


def test_the_stage_it_came_from_shows_that_it_was_there():
    finding = of_version(NoStageSkipped, **records(transitions=(PRODUCTION,)))
    assert told(finding) == (Status.PASS, "it came from Staging on 2026-10-31")
    finding = of_version(NoStageSkipped, policy=hours(1), **records(transitions=(PRODUCTION,)))
    assert told(finding) == (Status.WARN, "how long it was in staging is not recorded")


@pytest.mark.parametrize(
    ("asked", "status", "message"),
    [
        (240, Status.PASS, "staging since 2026-10-21, Production since 2026-10-31"),
        (241, Status.FAIL, "it was in staging for 240.0 hours, 241 are asked for"),
    ],
)
def test_it_has_to_stay_as_long_as_the_policy_asks(asked, status, message):
    assert told(of_version(NoStageSkipped, policy=hours(asked), **records())) == (status, message)


def test_warns_when_no_history_tells_how_it_came_there():
    finding = of_version(NoStageSkipped, **records(transitions=()))
    assert told(finding) == (Status.WARN, "no history tells how it came to production")
    assert places(finding)[0] == "governance/transitions.yaml"


def test_warns_when_a_step_has_no_date():
    finding = of_version(
        NoStageSkipped, **records(transitions=(moved("T", None, to_stage="Staging"), PRODUCTION))
    )
    assert told(finding) == (Status.WARN, "it was in staging, but not every step is dated")


def test_a_copy_was_in_staging_as_the_version_that_it_is_a_copy_of():
    fraud = factories.model("fraud", versions=(factories.version(7, model="fraud"),))
    staged = moved("TRN-1", 30, model="fraud", version="7", to_stage="Staging")
    champion = moved("TRN-2", 20, alias="champion")
    given = records(version={"copied_from": VersionRef("fraud", "7")}, transitions=(staged, champion))
    given["models"] = (*given["models"], fraud)
    finding = of_version(NoStageSkipped, **given)
    assert told(finding) == (Status.PASS, "staging since 2026-10-21, @champion since 2026-10-31")
    assert finding.outcome.evidence[0].excerpt == "fraud 7: Staging since 2026-10-21 by ada"


def test_concerns_a_version_that_was_in_production_once():
    finding = of_version(NoStageSkipped, **records(version={"stage": "Archived"}))
    assert finding.status is Status.PASS


def test_does_not_concern_what_never_was_in_production_nor_a_policy_without_a_step_between():
    finding = of_version(NoStageSkipped, "1", **records())
    assert told(finding) == (Status.NOT_APPLICABLE, "nothing tells that it ever was in production")
    two = Policy(environments=(Environment(name="dev"), Environment(name="live", stages=("Production",))))
    assert of_version(NoStageSkipped, policy=two, **records()).status is Status.NOT_APPLICABLE


def test_can_be_waived():
    finding = of_version(NoStageSkipped, **records(transitions=(), waivers=(waiver("APR-004"),)))
    assert finding.status is Status.WAIVED


def test_a_step_on_the_way_is_one_before_the_promotion():
    late = (PRODUCTION, STAGED)
    assert of_version(NoStageSkipped, **records(transitions=late)).status is Status.PASS
