"""Whether whoever approved is somebody else than whoever built."""

import pytest

from generator.catalog import Commit, Decision, Policy, SignatureState
from generator.governance.controls.approval import DutiesSeparated
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import person, places, told, waiver
from tests.governance.controls.approval.approving import PEOPLE, approval, of_version, records

POLICY = Policy(approval_roles={"high": ("Head of Model Risk",)})


def test_passes_for_two_people_who_did_not_build_it():
    finding = of_version(DutiesSeparated, policy=POLICY, **records(approval()))
    assert told(finding) == (Status.PASS, "Sunita Iyer and Ruben Berg decided on what Ada Holm built")
    assert places(finding) == [
        "governance/approvals.yaml#/approvals/APR-2/by",
        "governance/approvals.yaml#/approvals/APR-2/validator",
        "mlruns/models/churn/version-2/meta.yaml#/user_id",
        "mlruns/1/r2/meta.yaml#/user",
    ]
    assert finding.outcome.evidence[2].excerpt == "ada is Ada Holm"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"by": "Ada Holm"}, "Ada Holm is the approver and the user of the version"),
        ({"validator": "ADA@bank.example"}, "Ada Holm is the validator and the user of the version"),
    ],
)
def test_fails_when_an_author_decided_under_whatever_spelling(given, message):
    finding = of_version(DutiesSeparated, **records(approval(**given)))
    assert told(finding) == (Status.FAIL, message)


def test_two_accounts_that_nobody_knows_are_one_person_when_they_are_spelled_alike():
    finding = of_version(DutiesSeparated, **records(approval(by="Ada"), people=()))
    assert told(finding) == (Status.FAIL, "Ada is the approver and the user of the version")


def test_fails_without_an_approver():
    finding = of_version(DutiesSeparated, **records(approval(by="")))
    assert told(finding) == (Status.FAIL, "APR-2 names no approver")
    assert "governance/approvals.yaml#/approvals/APR-2/by" in places(finding)


def test_fails_for_a_role_that_may_not_approve_the_tier():
    finding = of_version(DutiesSeparated, policy=POLICY, **records(approval(by="r.berg", validator="s.iyer")))
    assert told(finding) == (
        Status.FAIL,
        "Model validator may not approve a model of the tier high; Head of Model Risk may",
    )
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/approval/roles/high"


def test_the_role_in_which_it_was_given_goes_before_that_of_the_person():
    acting = approval(by="r.berg", validator="", role="Head of Model Risk")
    assert of_version(DutiesSeparated, policy=POLICY, **records(acting)).status is Status.PASS


def test_warns_when_a_role_is_wanted_and_none_is_known():
    people = (PEOPLE[0], person("s.iyer", name="Sunita Iyer", role=""), PEOPLE[2])
    finding = of_version(DutiesSeparated, policy=POLICY, **records(approval(), people=people))
    assert told(finding) == (
        Status.WARN,
        "independence cannot be shown: the role of Sunita Iyer is not known",
    )


@pytest.mark.parametrize("known", [True, False])
def test_warns_for_an_account_that_several_use(known):
    accounts = (person("jenkins", name="Nightly jobs", shared=True),) if known else ()
    run = factories.run("r2", user="jenkins")
    finding = of_version(DutiesSeparated, **records(approval(), runs=(run,), people=(*PEOPLE, *accounts)))
    name = "Nightly jobs" if known else "jenkins"
    assert told(finding) == (
        Status.WARN,
        f"independence cannot be shown: {name} (user of the run) is an account that several use",
    )


def test_a_shared_account_on_both_sides_proves_neither_independence_nor_the_lack_of_it():
    run = factories.run("r2", user="svc")
    people = (*PEOPLE, person("svc", name="Jobs", shared=True))
    finding = of_version(DutiesSeparated, **records(approval(validator="svc"), runs=(run,), people=people))
    assert finding.status is Status.WARN


def test_warns_for_a_reviewer_who_is_nobody():
    finding = of_version(DutiesSeparated, **records(approval(validator="x.y")))
    assert told(finding) == (
        Status.WARN,
        "independence cannot be shown: x.y (validator) is nobody in people.yaml",
    )


def test_warns_when_nobody_is_recorded_as_its_author():
    given = records(approval(), runs=(), version={"user": "", "stage": "Production"})
    finding = of_version(DutiesSeparated, **given)
    assert told(finding) == (
        Status.WARN,
        "independence cannot be shown: nobody is recorded as having built it",
    )
    assert places(finding)[-1] == "mlruns/models/churn/version-2/meta.yaml#/user_id"


def test_warns_when_an_author_committed_the_approval():
    commit = Commit(
        commit="c0" * 20,
        author="A. Holm <ada@bank.example>",
        at=factories.at(22),
        signature=SignatureState.SIGNED,
    )
    finding = of_version(DutiesSeparated, **records(approval(commit=commit)))
    assert told(finding) == (
        Status.WARN,
        "independence cannot be shown: Ada Holm, who built it, committed APR-2",
    )


def test_a_refusal_needs_no_independence():
    finding = of_version(DutiesSeparated, **records(approval(by="ada", decision=Decision.REJECTED)))
    assert told(finding) == (Status.NOT_APPLICABLE, "no approval of it stands")


def test_can_be_waived():
    finding = of_version(DutiesSeparated, **records(approval(by="ada"), waivers=(waiver("APR-002"),)))
    assert finding.status is Status.WAIVED
