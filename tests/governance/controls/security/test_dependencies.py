"""Whether what a model needs is known to be vulnerable."""

import pytest

from generator.analyses.packaging.vulnerabilities import is_affected
from generator.catalog import Advisory, AdvisorySnapshot, AffectedRange, ControlSetting, Policy
from generator.governance.controls.security import DependenciesKnownSafe
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver

SNAPSHOT = factories.source("governance/advisories/pypi.json")
LINE = "mlruns/1/r1/artifacts/model/requirements.txt:1"
CHAMPION = "mlruns/models/churn/meta.yaml#/aliases/champion"
CLEAR = "none of 1 pinned packages is affected by an advisory of high or graver"


def advisory(number=1, **given):
    made = {
        "id": f"GHSA-{number}",
        "package": "numpy",
        "ranges": (AffectedRange("0", fixed="2.4.7"),),
        "severity": "high",
        "summary": "Reads beyond the buffer.",
        "source": SNAPSHOT.at(number),
    }
    return Advisory(**made | given)


def made(*advisories, line="numpy==2.4.6", production=True, taken=5, newest=None):
    package = factories.package(requirements=(factories.requirement(line),))
    version = factories.version(1, artifacts=(factories.artifact(),), package=package)
    return {
        "models": (factories.model(versions=(version,), aliases={"champion": "1"} if production else {}),),
        "advisories": AdvisorySnapshot(
            advisories=advisories,
            taken_on=None if taken is None else factories.at(taken).date(),
            newest=newest,
            source=SNAPSHOT,
        ),
    }


def test_passes_when_no_advisory_concerns_what_is_pinned():
    for other in (
        advisory(package="scipy"),
        advisory(ranges=(AffectedRange("2.5"),)),
        advisory(severity="medium"),
    ):
        finding = found(DependenciesKnownSafe, **made(other))
        assert told(finding) == (Status.PASS, f"{CLEAR}, by the snapshot of 2026-11-15")
        assert places(finding) == ["governance/advisories/pypi.json"]
        assert finding.outcome.evidence[0].excerpt == "1 advisories, of 2026-11-15"


def test_fails_in_production_and_warns_elsewhere_for_a_version_that_is_affected():
    finding = found(DependenciesKnownSafe, **made(advisory()))
    assert told(finding) == (Status.FAIL, "affected: numpy 2.4.6 by GHSA-1 (high)")
    assert places(finding) == [
        "governance/advisories/pypi.json",
        LINE,
        "governance/advisories/pypi.json#/1",
        CHAMPION,
    ]
    assert (finding.outcome.observed, finding.outcome.limit) == ("1 advisories", "high")
    assert found(DependenciesKnownSafe, **made(advisory(), production=False)).status is Status.WARN


def test_the_mildest_rating_that_counts_is_a_parameter():
    setting = ControlSetting(control="SEC-004", parameters={"min_severity": "medium"})
    policy = Policy(controls={"SEC-004": setting})
    assert found(DependenciesKnownSafe, policy, **made(advisory(severity="medium"))).status is Status.FAIL
    wrong = Policy(
        controls={"SEC-004": ControlSetting(control="SEC-004", parameters={"min_severity": "bad"})}
    )
    assert found(DependenciesKnownSafe, wrong, **made()).status is Status.ERROR


def test_warns_for_an_advisory_that_is_not_rated_unless_another_database_rates_it():
    unrated = advisory(severity="", id="PYSEC-1", aliases=("GHSA-9",))
    finding = found(DependenciesKnownSafe, **made(unrated))
    message = "may be affected, which cannot be established: numpy 2.4.6 by PYSEC-1 (not rated)"
    assert told(finding) == (Status.WARN, message)
    elsewhere = advisory(9, ranges=(), severity="critical")
    finding = found(DependenciesKnownSafe, **made(unrated, elsewhere))
    assert told(finding) == (Status.FAIL, "affected: numpy 2.4.6 by PYSEC-1 (critical)")


def test_warns_for_a_package_that_is_not_pinned():
    finding = found(DependenciesKnownSafe, **made(advisory(), line="numpy"))
    message = "may be affected, which cannot be established: numpy in any version by GHSA-1 (high)"
    assert told(finding) == (Status.WARN, message)


@pytest.mark.parametrize(
    ("taken", "status", "end"),
    [
        (30, Status.PASS, "by the snapshot of 2026-10-21"),
        (31, Status.WARN, "by a snapshot that is 31 days old"),
        (None, Status.WARN, "by a snapshot without a date"),
    ],
)
def test_warns_for_an_old_snapshot(taken, status, end):
    assert told(found(DependenciesKnownSafe, **made(taken=taken))) == (status, f"{CLEAR}, {end}")


def test_the_newest_record_dates_a_snapshot_whose_day_nobody_states():
    finding = found(DependenciesKnownSafe, **made(taken=None, newest=factories.at(3)))
    assert finding.outcome.message.endswith("by the snapshot of 2026-11-17")


def test_does_not_concern_anything_without_a_snapshot_or_without_requirements():
    finding = found(DependenciesKnownSafe, **made() | {"advisories": None})
    assert told(finding) == (Status.NOT_APPLICABLE, "no snapshot of an advisory database is there")
    finding = found(DependenciesKnownSafe, **made() | {"models": (factories.model(),)})
    assert told(finding) == (Status.NOT_APPLICABLE, "it has no requirements to look for")


def test_can_be_waived():
    finding = found(DependenciesKnownSafe, waivers=(waiver("SEC-004"),), **made(advisory()))
    assert finding.status is Status.WAIVED


@pytest.mark.parametrize(
    ("ranges", "affected"),
    [
        ((AffectedRange("0"),), True),
        ((AffectedRange("1.9", fixed="1.10"),), True),
        ((AffectedRange("0", fixed="1.9.1"),), False),
        ((AffectedRange("0", last_affected="1.9.1"),), True),
        ((AffectedRange("0", last_affected="1.9"),), False),
        ((AffectedRange("1.9.2"),), False),
        ((AffectedRange("0", fixed="1.0"), AffectedRange("1.9", fixed="2.0rc1")), True),
        ((AffectedRange("not a version"),), False),
    ],
)
def test_versions_are_compared_as_versions(ranges, affected):
    assert is_affected(advisory(ranges=ranges), "1.9.1") is affected
    assert is_affected(advisory(ranges=(), versions=("1.9.1.0",)), "1.9.1")
    assert not is_affected(advisory(ranges=ranges), "nonsense")


@pytest.mark.parametrize(
    ("production", "expected"),
    [
        (True, (Status.ERROR, "the snapshot that the policy names, a.json, is not there or cannot be read")),
        (False, (Status.NOT_APPLICABLE, "it is not in production, and a.json cannot be read")),
    ],
)
def test_a_snapshot_that_the_policy_names_and_nobody_delivered_is_an_error_where_it_matters(
    production, expected
):
    records = made(production=production)
    finding = found(DependenciesKnownSafe, Policy(advisories="a.json"), **{**records, "advisories": None})
    assert told(finding) == expected
