"""Until when records are kept: as the model's file says, else the policy, else nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.catalog import Policy, Statement
from generator.exports.pack.retention import retentions
from generator.exports.pack.scope import Scope
from generator.provenance import Source
from tests import factories as make

CARD = Source("governance/models/churn.md", "c" * 64, "/retention")
POLICY = Source("governance/policy.yaml", "d" * 64)


def stated(value: object = None, *, years: int = 0, as_of: str = "2026-02-28") -> tuple[str, tuple[str, ...]]:
    fields = {"risk_tier": Statement("high", CARD)} | ({"retention": Statement(value, CARD)} if value else {})
    policy = Policy(
        retention_class="model records" if years else "",
        retention_years={"high": years} if years else {},
        files=(POLICY,),
    )
    catalog = make.catalog(models=(make.model(),), narratives=(make.narrative(fields=fields),), policy=policy)
    at = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    (found,) = retentions(Scope(portfolio=make.portfolio_of(catalog, as_of=at)))
    return found.text, tuple(map(str, found.sources))


def test_the_policy_counts_years_from_the_instant_of_the_pack_by_tier():
    assert stated(years=10) == (
        "until 2036-02-28, model records",
        ("governance/policy.yaml#/retention/keep_years/high",),
    )


def test_the_file_of_the_model_goes_first():
    value = {"class": "AI Act, Article 18", "keep_until": "2037-06-30"}
    assert stated(value, years=10) == ("until 2037-06-30, AI Act, Article 18", (str(CARD),))


@pytest.mark.parametrize(
    ("value", "text"),
    [("ten years", "ten years"), ({"keep_until": "forever"}, "forever"), ({"class": "archive"}, "archive")],
)
def test_what_is_no_day_is_told_as_it_is_written(value, text):
    assert stated(value)[0] == text


def test_where_nobody_says_anything_the_place_for_it_is_named():
    assert stated() == ("not stated", ("governance/policy.yaml#/retention",))


def test_a_leap_day_and_the_end_of_the_calendar_do_no_harm():
    assert stated(years=1, as_of="2028-02-29")[0] == "until 2029-03-01, model records"
    assert stated(years=9_000)[0] == "for 9000 years, model records"
    assert date.max.year == 9999
    assert replace(Policy(), retention_years={}).retention_years == {}
