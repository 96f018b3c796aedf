"""Whether one version serves, and another can take over."""

from generator.catalog import Decision, Policy
from generator.governance.controls.approval import RollbackReady
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.approval.approving import OLD_FILE, OTHER, approval, of_model, records

OLD = approval(version=1, id="APR-1")


def test_passes_when_an_earlier_approved_version_still_stands():
    finding = of_model(RollbackReady, **records(OLD, approval()))
    assert told(finding) == (
        Status.PASS,
        "v1 can take over from v2; its files are those that were approved",
    )
    assert places(finding) == [
        "mlruns/models/churn/version-2/meta.yaml#/current_stage",
        "governance/approvals.yaml#/approvals/APR-1",
        "mlruns/models/churn/1/artifacts/model.pkl",
    ]


def test_fails_when_the_file_of_the_earlier_version_was_changed_or_is_gone():
    finding = of_model(RollbackReady, **records(approval(version=1, sha256=OTHER)))
    assert told(finding) == (
        Status.FAIL,
        (
            "no earlier version can take over from v2: "
            "v1 cannot be shown to stand: model.pkl was changed after it was approved"
        ),
    )
    digest = OLD_FILE.source.sha256
    assert finding.outcome.evidence[-1].excerpt == f"model.pkl: approved {OTHER}, now {digest}"
    finding = of_model(RollbackReady, **records(approval(version=1, artifact="gone.pkl")))
    assert told(finding)[1].endswith("v1 cannot be shown to stand: gone.pkl is gone")


def test_fails_when_no_earlier_version_was_approved():
    finding = of_model(RollbackReady, **records(approval()))
    assert told(finding) == (
        Status.FAIL,
        "no earlier version can take over from v2: v1 was never approved",
    )
    refused = approval(version=1, id="APR-1", decision=Decision.REJECTED)
    finding = of_model(RollbackReady, **records(refused))
    assert told(finding)[1].endswith("v1 was refused (APR-1)")
    unnamed = approval(version=1, id="APR-1", sha256="")
    finding = of_model(RollbackReady, **records(unnamed))
    assert told(finding)[1].endswith("v1 cannot be shown to stand: APR-1 names no file by its SHA-256")


def test_fails_when_there_is_no_earlier_version():
    first = factories.model(versions=(factories.version(1, stage="Production"),))
    finding = of_model(RollbackReady, **records(models=(first,)))
    assert told(finding) == (
        Status.FAIL,
        "v1 is in production, and there is no earlier version to go back to",
    )


def test_warns_when_only_the_approval_has_run_out():
    ended = approval(version=1, valid_until=factories.at(1).date())
    finding = of_model(RollbackReady, **records(ended))
    assert told(finding) == (
        Status.WARN,
        "v1 could take over from v2, but its approval ended on 2026-11-19",
    )
    lasting = approval(version=1, valid_until=factories.NOON.date())
    assert of_model(RollbackReady, **records(lasting)).status is Status.PASS


def test_an_older_version_with_a_valid_approval_goes_before_a_newer_one_without():
    versions = tuple(
        factories.version(number, stage="Production" if number == 3 else "", artifacts=(OLD_FILE,))
        for number in (1, 2, 3)
    )
    digest = OLD_FILE.source.sha256
    ended = approval(version=2, sha256=digest, valid_until=factories.at(1).date())
    given = records(OLD, ended, models=(factories.model(versions=versions),))
    assert told(of_model(RollbackReady, **given))[1].startswith("v1 can take over from v3")


def test_fails_for_two_versions_in_production_unless_the_policy_allows_it():
    both = (
        factories.version(1, stage="Production", artifacts=(OLD_FILE,)),
        factories.version(2, stage="Production"),
    )
    given = records(OLD, models=(factories.model(versions=both),))
    finding = of_model(RollbackReady, **given)
    assert told(finding) == (Status.FAIL, "v1 and v2 are in production at once")
    assert (finding.outcome.observed, finding.outcome.limit) == ("2", "1")
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/allow_many_production"
    allowed = Policy(allow_many_production=True)
    assert of_model(RollbackReady, policy=allowed, **given).status is Status.PASS


def test_fails_for_an_alias_that_points_at_nothing():
    model = factories.model(
        aliases={"champion": "9", "other": "8"}, versions=(factories.version(1, stage="Production"),)
    )
    finding = of_model(RollbackReady, **records(models=(model,)))
    assert told(finding) == (
        Status.FAIL,
        "@champion points at v9, which the registry does not list",
    )
    assert places(finding) == ["mlruns/models/churn/meta.yaml#/aliases/champion"]


def test_does_not_concern_a_model_without_a_version_in_production():
    finding = of_model(RollbackReady, **records(version={"stage": "Staging"}))
    assert told(finding) == (Status.NOT_APPLICABLE, "no version of it is in production")


def test_can_be_waived():
    finding = of_model(RollbackReady, **records(waivers=(waiver("APR-007"),)))
    assert finding.status is Status.WAIVED
