"""Whether a version went to production by way of staging."""

import pytest

from generator.analyses.standing.stage_history import HowKnown, StageChange
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


def seen(after, until, **given):
    """A change of version 2 that was observed between two looks, so many days before the snapshot."""
    line = int(1000 - (after if until is None else until))
    made = {
        "model": "churn", "version": "2", "at": None, "known": HowKnown.LOOK,
        "after": None if after is None else factories.at(after),
        "until": None if until is None else factories.at(until),
        "source": factories.source("governance/ledger.jsonl").line(line),
    }  # fmt: skip
    return StageChange(**made | given)


def observed(*changes, policy=None, transitions=(), **given):
    return of_version(
        NoStageSkipped,
        policy=policy,
        observed={"churn": tuple(changes)},
        **records(transitions=transitions, **given),
    )


STAGING_SEEN = seen(40, 30, stage="Staging")
PRODUCTION_SEEN = seen(20, 10, from_stage="Staging", stage="Production")


def test_what_only_looks_saw_shows_the_way_by_staging_and_says_how_it_is_known():
    finding = observed(STAGING_SEEN, PRODUCTION_SEEN)
    assert told(finding) == (
        Status.PASS,
        (
            "staging observed between 2026-10-11 12:00 and 2026-10-21 12:00, "
            "Production observed between 2026-10-31 12:00 and 2026-11-10 12:00"
        ),
    )
    first = finding.outcome.evidence[0]
    assert str(first.source) == "governance/ledger.jsonl:970"
    assert first.label == "observed by a look at the registry, and written down by nobody"
    assert first.excerpt == "churn 2: Staging observed between 2026-10-11 12:00 and 2026-10-21 12:00"


def test_a_look_that_found_it_in_production_never_proves_that_staging_was_skipped():
    finding = observed(seen(20, 10, stage="Production"))
    assert told(finding) == (
        Status.WARN,
        (
            "it went to Production, observed between 2026-10-31 12:00 and 2026-11-10 12:00; nothing shows it in staging "
            "before, and nobody wrote down what was between the looks"
        ),
    )


def test_two_steps_between_the_same_looks_have_no_order():
    finding = observed(seen(20, 10, alias="challenger"), seen(20, 10, stage="Production"))
    assert told(finding) == (
        Status.WARN,
        "it was in staging and in Production, and no look shows which came first",
    )


def test_the_look_before_found_it_in_staging():
    finding = observed(PRODUCTION_SEEN)
    assert told(finding) == (
        Status.PASS,
        "it came from Staging observed between 2026-10-31 12:00 and 2026-11-10 12:00",
    )


def test_what_was_written_and_what_was_seen_complete_one_another():
    direct = moved("TRN-2", PROMOTED, from_stage="none", to_stage="Production")
    assert observed(STAGING_SEEN, transitions=(direct,)).status is Status.PASS
    assert observed(seen(19, 18, stage="Staging"), transitions=(direct,)).status is Status.FAIL
    assert observed(seen(21, 19, stage="Staging"), transitions=(direct,)).status is Status.WARN


@pytest.mark.parametrize(
    ("asked", "status", "message"),
    [
        (240, Status.PASS, ""),  # ten days lie between the look that found it in staging and the next but one
        (241, Status.WARN, "it was in staging for 240.0 to 720.0 hours, as far as the looks show; 241 are asked for"),
        (721, Status.FAIL, "it was in staging for 720.0 hours at most, 721 are asked for"),
    ],
)  # fmt: skip
def test_the_looks_show_how_long_it_stayed_at_least_and_at_most(asked, status, message):
    finding = observed(STAGING_SEEN, PRODUCTION_SEEN, policy=hours(asked))
    assert finding.status is status
    assert message in finding.outcome.message
    assert finding.outcome.observed == "240.0 to 720.0"


def test_a_date_that_somebody_wrote_goes_before_the_look_that_found_the_same_step():
    finding = observed(STAGING_SEEN, seen(25, 15, stage="Production"), transitions=(PRODUCTION,))
    assert finding.outcome.message.endswith("Production since 2026-10-31")


def test_a_version_that_looks_found_in_production_once_is_concerned():
    version = {"stage": "Archived"}
    assert observed(version=version).status is Status.NOT_APPLICABLE
    assert observed(STAGING_SEEN, PRODUCTION_SEEN, version=version).status is Status.PASS


def test_an_earlier_look_excuses_no_step_that_was_written_down_without_staging():
    direct = moved("TRN-2", PROMOTED, from_stage="none", to_stage="Production")
    finding = observed(seen(40, 30, alias="champion"), transitions=(direct,))
    assert told(finding) == (
        Status.FAIL,
        "it went to Production on 2026-10-31 without staging before",
    )
