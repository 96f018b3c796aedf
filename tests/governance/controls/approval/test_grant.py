"""Whether a version was approved in time, and whether that still holds."""

from datetime import timedelta

import pytest

from generator.catalog import Commit, Decision, Policy, SignatureState, VersionRef
from generator.governance.controls.approval import ApprovalCurrent, ProductionApproved
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.approval.approving import (
    FILE,
    OTHER,
    PROMOTED,
    STAGED,
    approval,
    of_version,
    records,
)


class TestProductionApproved:
    def test_passes_for_an_approval_before_the_promotion(self):
        finding = of_version(ProductionApproved, **records(approval()))
        assert told(finding) == (
            Status.PASS,
            "APR-2 of 2026-10-29 came before it went to production on 2026-10-31",
        )
        assert places(finding) == [
            "governance/approvals.yaml#/approvals/APR-2",
            "mlruns/models/churn/version-2/meta.yaml#/current_stage",
            "governance/transitions.yaml#/transitions/TRN-2",
        ]
        assert (finding.outcome.observed[:10], finding.outcome.limit[:10]) == ("2026-10-29", "2026-10-31")

    def test_quotes_the_commit_that_brought_the_approval_in(self):
        commit = Commit(
            commit="c0ffee" * 6,
            author="Sunita <s@b.example>",
            at=factories.at(22),
            signature=SignatureState.UNSIGNED,
        )
        finding = of_version(ProductionApproved, **records(approval(commit=commit)))
        assert finding.outcome.evidence[0].excerpt == (
            "APR-2: approved by s.iyer on 2026-10-29 for production; commit c0ffeec0ff by Sunita <s@b.example>, unsigned"
        )

    def test_fails_when_nobody_approved_it_and_points_at_where_it_should_stand(self):
        finding = of_version(ProductionApproved, **records())
        assert told(finding) == (Status.FAIL, "nobody approved it for production")
        assert places(finding)[-1] == "governance/approvals.yaml"

    def test_an_approval_for_another_environment_or_another_version_is_none(self):
        others = (approval(environment="staging"), approval(version=1, id="APR-1"))
        finding = of_version(ProductionApproved, **records(*others))
        assert told(finding) == (Status.FAIL, "nobody approved it for production")

    @pytest.mark.parametrize("decision", [Decision.REJECTED, Decision.REVOKED])
    def test_fails_when_the_last_decision_takes_it_back(self, decision):
        later = approval(id="APR-9", decision=decision)
        finding = of_version(ProductionApproved, **records(approval(), later))
        assert told(finding) == (Status.FAIL, f"the last decision on it, APR-9, is: {decision}")

    @pytest.mark.parametrize(
        ("hours", "status", "message"),
        [
            (0, Status.PASS, "APR-2 of 2026-10-31 came before it went to production on 2026-10-31"),
            (24, Status.WARN, "APR-2 was given 24 hours after it went to production, within 24 hours"),
            (25, Status.FAIL, "APR-2 was given 25 hours after it went to production"),
            (72, Status.FAIL, "APR-2 was given 3 days after it went to production"),
        ],
    )
    def test_an_emergency_change_has_a_day_of_grace(self, hours, status, message):
        late = approval(at=factories.at(PROMOTED) + timedelta(hours=hours))
        assert told(of_version(ProductionApproved, **records(late))) == (status, message)

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"at": None}, "APR-2 does not say when it was given"),
            ({"sha256": ""}, "APR-2 does not name the file by its SHA-256"),
            ({"environment": ""}, "APR-2 does not say for which environment"),
            (
                {"decision": Decision.CONDITIONAL, "conditions": ("not for new customers",)},
                "APR-2 approves it on conditions (not for new customers)",
            ),
        ],
    )
    def test_warns_about_what_an_approval_leaves_open(self, given, message):
        assert told(of_version(ProductionApproved, **records(approval(**given)))) == (Status.WARN, message)

    def test_warns_when_nobody_knows_since_when_it_is_in_production(self):
        finding = of_version(ProductionApproved, **records(approval(), transitions=(STAGED,)))
        assert told(finding) == (
            Status.WARN,
            "APR-2 is of 2026-10-29; when the version went to production is not recorded",
        )

    def test_warns_for_a_copy_of_an_approved_version_and_fails_when_the_file_is_another(self):
        copy = {"copied_from": VersionRef("fraud", "7")}
        elder = approval(version=7, model="fraud", sha256=FILE.source.sha256)
        finding = of_version(ProductionApproved, **records(elder, version=copy))
        assert told(finding) == (
            Status.WARN,
            "only models:/fraud/7, of which it is a copy, is approved (APR-7)",
        )
        other = approval(version=7, model="fraud", sha256=OTHER)
        finding = of_version(ProductionApproved, **records(other, version=copy))
        assert told(finding) == (
            Status.FAIL,
            "it is a copy of models:/fraud/7, but model.pkl is not what was approved there",
        )

    def test_does_not_concern_a_version_that_is_not_in_production(self):
        finding = of_version(ProductionApproved, "1", **records())
        assert told(finding) == (Status.NOT_APPLICABLE, "it is not in production")

    def test_can_be_waived(self):
        finding = of_version(ProductionApproved, **records(waivers=(waiver("APR-001"),)))
        assert told(finding) == (Status.WAIVED, "nobody approved it for production")


class TestApprovalCurrent:
    def test_passes_while_it_holds_and_the_file_is_the_same(self):
        finding = of_version(ApprovalCurrent, **records(approval()))
        assert told(finding) == (Status.PASS, "APR-2 holds until 2027-09-16, of the same files")
        assert places(finding) == [
            "governance/approvals.yaml#/approvals/APR-2",
            "mlruns/models/churn/2/artifacts/model.pkl",
        ]
        assert str(finding.outcome.limit_source) == "governance/approvals.yaml#/approvals/APR-2/valid_until"

    @pytest.mark.parametrize(
        ("days", "status", "message"),
        [
            (-31, Status.PASS, "APR-2 holds until 2026-12-21, of the same files"),
            (-30, Status.WARN, "APR-2 ends on 2026-12-20, in 30 days"),
            (0, Status.WARN, "APR-2 ends on 2026-11-20, in 0 days"),
            (1, Status.FAIL, "APR-2 ended on 2026-11-19"),
        ],
    )
    def test_the_last_day_still_counts(self, days, status, message):
        ending = approval(valid_until=factories.at(days).date())
        assert told(of_version(ApprovalCurrent, **records(ending))) == (status, message)

    def test_without_a_date_of_its_own_the_policys_validity_for_the_tier_counts(self):
        policy = Policy(approval_validity_days={"high": 22})
        old = approval(valid_until=None)
        finding = of_version(ApprovalCurrent, policy=policy, **records(old))
        assert told(finding) == (Status.WARN, "APR-2 ends on 2026-11-20, in 0 days")
        assert str(finding.outcome.limit_source) == "governance/policy.yaml#/approval/validity_days/high"
        undated = approval(valid_until=None, at=None)
        finding = of_version(ApprovalCurrent, policy=policy, **records(undated))
        assert told(finding) == (Status.WARN, "when APR-2 ends cannot be told")

    def test_fails_when_the_file_was_changed(self):
        finding = of_version(ApprovalCurrent, **records(approval(sha256=OTHER)))
        assert told(finding) == (Status.FAIL, "model.pkl was changed after APR-2")
        assert finding.outcome.evidence[1].excerpt == (
            f"model.pkl: approved {OTHER}, now {FILE.source.sha256}"
        )

    def test_warns_when_the_file_cannot_be_compared(self):
        finding = of_version(ApprovalCurrent, **records(approval(), version={"artifacts": ()}))
        assert told(finding) == (
            Status.WARN,
            "APR-2 holds until 2027-09-16, but model.pkl cannot be compared",
        )
        finding = of_version(ApprovalCurrent, **records(approval(sha256="")))
        assert told(finding) == (
            Status.WARN,
            "APR-2 holds until 2027-09-16, but it names no file by its SHA-256",
        )

    def test_warns_when_the_policy_is_younger(self):
        policy = Policy(in_force_since=factories.at(5).date())
        finding = of_version(ApprovalCurrent, policy=policy, **records(approval()))
        assert told(finding) == (
            Status.WARN,
            "the policy is in force since 2026-11-15, APR-2 is of 2026-10-29",
        )

    def test_the_approval_for_production_counts_for_a_version_in_production(self):
        staging = approval(id="APR-3", environment="staging", valid_until=factories.at(9).date())
        finding = of_version(ApprovalCurrent, **records(approval(), staging))
        assert told(finding) == (Status.PASS, "APR-2 holds until 2027-09-16, of the same files")

    def test_does_not_concern_versions_without_an_approval_or_out_of_use(self):
        finding = of_version(ApprovalCurrent, **records())
        assert told(finding) == (Status.NOT_APPLICABLE, "no approval of it stands")
        finding = of_version(ApprovalCurrent, **records(approval(), version={"stage": "Archived"}))
        assert told(finding) == (Status.NOT_APPLICABLE, "it is in no environment beyond development")

    def test_can_be_waived(self):
        given = records(approval(sha256=OTHER), waivers=(waiver("APR-003"),))
        assert told(of_version(ApprovalCurrent, **given)) == (
            Status.WAIVED,
            "model.pkl was changed after APR-2",
        )
