"""One signal through the versions that served one after the other."""

from generator.analyses.monitoring.relay import relays
from generator.analyses.monitoring.signals import monitored
from generator.catalog import Policy
from tests import factories
from tests.governance.controls.monitoring.watching import measured, signal


def relayed(*measurements, version="2", plan=()):
    catalog = factories.catalog(measurements=measurements, signals=plan)
    return relays(monitored(catalog, Policy(), "churn", factories.NOON), version)


def told(relay):
    return [(reading.measurement.version, reading.value) for reading in relay.readings]


def test_the_values_of_the_version_before_lead_up_to_those_of_its_successor():
    (relay,) = relayed(
        measured(21, 0.1), measured(14, 0.2), measured(7, 0.3, version="2"), measured(1, 0.4, version="2")
    )
    assert told(relay) == [("1", 0.1), ("1", 0.2), ("2", 0.3), ("2", 0.4)]
    assert relay.handovers == ((factories.at(7), "2"),)
    assert relay.series.version == "2"


def test_what_is_measured_beside_the_version_that_serves_is_not_mixed_with_it():
    (relay,) = relayed(
        measured(21, 0.1), measured(14, 0.3, version="2"), measured(7, 0.9), measured(7, 0.4, version="2")
    )
    assert told(relay) == [("1", 0.1), ("2", 0.3), ("2", 0.4)]


def test_without_the_version_asked_about_the_one_measured_last_counts():
    (relay,) = relayed(measured(21, 0.1), measured(14, 0.3, version="3"), version="2")
    assert (relay.series.version, told(relay)) == ("3", [("1", 0.1), ("3", 0.3)])


def test_features_are_relayed_each_by_itself_and_a_silent_signal_too():
    found = relayed(
        measured(7, 0.1, feature="age", version="2"), measured(7, 0.2, feature="amount", version="2"),
        plan=(signal("recall"),),
    )  # fmt: skip
    assert [(relay.series.signal, relay.series.feature, len(relay.readings)) for relay in found] == [
        ("recall", "", 0), ("psi", "age", 1), ("psi", "amount", 1),
    ]  # fmt: skip
