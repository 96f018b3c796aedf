"""Whether logging is declared."""

import pytest

from generator.governance.controls.monitoring import EventsLogged
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.monitoring.watching import STAGED, judged

FULL = {"events": ("score", "override"), "location": "s3://logs", "retention_days": "365", "owner": "ada"}


def declared(tier="high", logging=FULL, **given):
    fields = {"risk_tier": tier} if tier else {}
    if logging is not None:
        fields["logging"] = logging
    return judged(EventsLogged, narratives=(factories.narrative(fields=fields),), **given)


def without(*keys, **more):
    return {key: value for key, value in FULL.items() if key not in keys} | more


def test_passes_for_a_whole_declaration():
    finding = declared()
    assert told(finding) == (Status.PASS, "logs are kept for 365 days in s3://logs")
    assert places(finding) == ["governance/models/churn.md#/logging"]
    assert (finding.outcome.observed, finding.outcome.limit) == ("365", "183 days")


def test_fails_when_nothing_is_declared():
    finding = declared(logging=None)
    assert told(finding) == (Status.FAIL, "no logging is declared")
    assert places(finding) == ["governance/models/churn.md#/logging"]


@pytest.mark.parametrize(
    ("logging", "status", "message"),
    [
        (without(retention_days="183"), Status.PASS, "logs are kept for 183 days in s3://logs"),
        (
            without(retention_days="182"),
            Status.FAIL,
            "logs are kept for 182 days, 183 are asked for",
        ),
        (without("retention_days"), Status.FAIL, "how long logs are kept is not said"),
        (
            without("retention_days", retention_policy="RET-4"),
            Status.WARN,
            "how long is not said in days; the card refers to RET-4",
        ),
        (without("events", "owner"), Status.WARN, "logging has no events and owner"),
    ],
)
def test_half_a_year_is_the_least(logging, status, message):
    assert told(declared(logging=logging)) == (status, message)


def test_an_unknown_tier_is_not_taken_for_a_low_one():
    finding = declared("", None)
    assert told(finding) == (
        Status.WARN,
        "its risk tier is not known, and no logging is declared",
    )
    assert places(finding)[-1] == "governance/models/churn.md#/risk_tier"


def test_does_not_concern_lower_tiers_nor_what_does_not_serve():
    finding = declared("limited", None)
    assert told(finding) == (
        Status.NOT_APPLICABLE,
        "a model of the tier limited need not declare it",
    )
    assert judged(EventsLogged, **STAGED).status is Status.NOT_APPLICABLE


def test_can_be_waived():
    assert declared(logging=None, waivers=(waiver("MON-008"),)).status is Status.WAIVED
