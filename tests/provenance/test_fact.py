"""Facts: who vouches for a value, and what missing means."""

import pytest

from generator.provenance import Source, Standing, derived, missing, recorded, stated

PLACE = Source("mlruns/0/meta.yaml").at("owner")


@pytest.mark.parametrize(
    ("make", "standing"),
    [(recorded, Standing.RECORDED), (stated, Standing.STATED), (derived, Standing.DERIVED)],
)
def test_a_fact_keeps_its_standing_and_its_places(make, standing):
    fact = make(0.5, PLACE, href="models/churn/", detail="of 178")
    assert (fact.value, fact.standing, fact.sources) == ("0.5", standing, (PLACE,))
    assert (fact.href, fact.detail, fact.present) == ("models/churn/", "of 178", True)


@pytest.mark.parametrize("make", [recorded, stated, derived])
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_missing_at_the_place_where_it_should_stand(make, nothing):
    fact = make(nothing, PLACE, href="models/churn/")
    assert fact == missing(PLACE)
    assert not fact.present


@pytest.mark.parametrize("value", [0, False, 0.0])
def test_zero_and_false_are_values(value):
    assert recorded(value, PLACE).value == str(value)
    assert recorded(value, PLACE).present
