"""A gate stops at what it was asked to stop at, and never passes what was not assessed."""

import pytest

from generator.catalog import Gate, Policy
from generator.exports.selection import select
from tests import factories
from tests.governance.assessing import assessed
from tests.governance.test_assess import AtMostOneVersion, Raising, two_versions

POLICY = Policy(gates=(Gate(severity="critical", status="fail"),))


@pytest.mark.parametrize(
    ("fail_on", "stops"),
    [("", 0), ("critical", 0), ("high", 2), ("medium", 2), ("low", 2), ("never", 0)],
)
def test_it_stops_from_the_severity_on(fail_on, stops):
    result = assessed(AtMostOneVersion, Raising, policy=POLICY, **two_versions())
    chosen = select(result, fail_on=fail_on)
    assert (len(chosen.breaches), chosen.stopped) == (stops, bool(stops))


def test_a_model_is_asked_about_alone():
    models = (factories.model(), factories.model("fraud", versions=()))
    result = assessed(Raising, models=models)
    chosen = select(result, ["fraud"], "high")
    assert [str(finding.subject) for finding in chosen.findings] == ["models:/fraud"]
    assert chosen.reason == "the gate stops at 1 of 1 results"


@pytest.mark.parametrize("fail_on", ["", "never"])
def test_nothing_assessed_never_passes(fail_on):
    chosen = select(assessed(Raising, models=()), fail_on=fail_on)
    assert (chosen.stopped, chosen.reason) == (True, "nothing was assessed, which no gate lets pass")
