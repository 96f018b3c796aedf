"""Whether a card is whole, and was read again in time and for the right version."""

from dataclasses import replace

import pytest

from generator.catalog import CARD_FIELDS, FieldKind, Policy, Transition
from generator.governance.controls.documentation import CardComplete, CardReviewed, ReviewNotOverdue
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, places, told, waiver
from tests.governance.controls.documentation.writing import setting, written

DATES = {"reviewed_on": "2025-11-20", "review_due": "2026-12-21"}


def promoted(days_ago):
    return Transition(
        id="T-1", at=factories.at(days_ago), model="churn", version="1", alias="champion",
        source=factories.source("governance/transitions.yaml", "/transitions/0"),
    )  # fmt: skip


class TestCardReviewed:
    def test_passes_when_the_review_names_the_version(self):
        finding = found(CardReviewed, **written(production=True, reviewed={"version": "Version 1"}))
        assert told(finding) == (Status.PASS, "the last review names this version")
        dated = {"version": 1, "on": "2026-09-01"}
        finding = found(CardReviewed, **written(production=True, reviewed=dated))
        assert told(finding) == (Status.PASS, "the last review names this version, on 2026-09-01")

    def test_a_version_that_says_v_itself_is_named_with_and_without(self):
        version = replace(factories.version(1), version="v1.2.0")
        records = written(versions=(version,), reviewed={"version": "1.2.0"})
        model = replace(records["models"][0], versions=(replace(version, stage="Production"),))
        assert found(CardReviewed, **records | {"models": (model,)}).status is Status.PASS

    def test_passes_when_reviewed_on_the_day_of_registration(self):
        finding = found(CardReviewed, **written(production=True, reviewed_on="2026-08-22"))
        assert told(finding) == (
            Status.PASS, "the card was reviewed on 2026-08-22, and the version was registered on 2026-08-22",
        )  # fmt: skip
        assert places(finding) == [
            "governance/models/churn.md#/reviewed_on",
            "mlruns/models/churn/version-1/meta.yaml#/creation_timestamp",
        ]

    @pytest.mark.parametrize(("days", "status"), [(0, Status.WARN), (30, Status.WARN), (31, Status.FAIL)])
    def test_days_of_grace_count_from_the_promotion(self, days, status):
        records = written(production=True, reviewed_on="2026-08-21")
        finding = found(CardReviewed, transitions=(promoted(days),), **records)
        assert told(finding) == (
            status,
            f"the card was last reviewed on 2026-08-21, and the version was registered on 2026-08-22; it was promoted {days} days ago, with 30 days of grace",
        )  # fmt: skip
        assert (finding.outcome.observed, finding.outcome.limit) == (f"{days} days", "30 days")
        assert places(finding)[-1] == "governance/transitions.yaml#/transitions/0"

    def test_a_promotion_still_to_come_gives_no_grace(self):
        finding = found(CardReviewed, transitions=(promoted(-2),), **written(production=True))
        assert finding.status is Status.FAIL
        assert finding.outcome.message.endswith(
            "; its promotion is dated 2026-11-22, after the day of this report"
        )

    def test_the_policy_sets_the_days_of_grace(self):
        policy = setting("DOC-006", grace_days="5")
        finding = found(CardReviewed, policy, transitions=(promoted(6),), **written(production=True))
        assert finding.status is Status.FAIL
        assert str(finding.outcome.limit_source) == "governance/policy.yaml#/controls/DOC-006/grace_days"

    def test_fails_when_it_was_never_reviewed_and_nobody_knows_when_it_was_promoted(self):
        finding = found(CardReviewed, **written(production=True))
        assert told(finding) == (
            Status.FAIL,
            "the card was never reviewed, and the version was registered on 2026-08-22; when it was promoted is not recorded",
        )  # fmt: skip

    def test_warns_when_the_day_of_registration_is_not_known(self):
        bare = (factories.version(1, creation_time=None),)
        finding = found(CardReviewed, **written(production=True, versions=bare, reviewed_on="2026-08-21"))
        assert told(finding) == (
            Status.WARN,
            "the card was reviewed on 2026-08-21; when the version was registered is not recorded",
        )  # fmt: skip

    def test_does_not_concern_a_version_that_is_not_in_production(self):
        assert told(found(CardReviewed, **written())) == (Status.NOT_APPLICABLE, "it is not in production")

    def test_can_be_waived(self):
        finding = found(CardReviewed, waivers=(waiver("DOC-006"),), **written(production=True))
        assert finding.status is Status.WAIVED


def answers(*left_out):
    """Every required field but some, said."""
    asked = [field for field in CARD_FIELDS if field.required and field.key not in left_out]
    prose = {field.key: "said" for field in asked if field.kind is FieldKind.PROSE}
    return written(prose, **{field.key: "said" for field in asked if field.kind is FieldKind.FRONT_MATTER})


class TestCardComplete:
    def test_passes_when_every_field_asked_for_is_answered(self):
        finding = found(CardComplete, **answers())
        assert told(finding) == (Status.PASS, "all 21 fields are answered")
        assert places(finding) == ["governance/models/churn.md"]

    def test_warns_and_names_each_missing_field_with_its_place_and_weight(self):
        finding = found(CardComplete, **answers("contact", "limitations"))
        assert told(finding) == (
            Status.WARN, "90.5\u00a0% of the card is answered; missing: contact and limitations",
        )  # fmt: skip
        assert places(finding) == ["governance/models/churn.md#/contact", "governance/models/churn.md"]
        assert [each.label for each in finding.outcome.evidence] == [
            "Contact (weight 1)", "Limitations (weight 1)",
        ]  # fmt: skip

    def test_weights_of_the_policy_count(self):
        policy = Policy(card_weights={"limitations": 20, "contact": 0, "rollback": 2})
        finding = found(CardComplete, policy, **answers("contact"))
        assert told(finding) == (Status.WARN, "95.1\u00a0% of the card is answered; missing: rollback")
        finding = found(CardComplete, policy, **answers("limitations"))
        assert told(finding) == (
            Status.FAIL, "46.3\u00a0% of the card is answered; missing: limitations and rollback",
        )  # fmt: skip

    def test_the_policy_sets_how_much_will_do(self):
        finding = found(CardComplete, setting("DOC-009", min_share="0.9"), **answers("contact"))
        assert told(finding) == (Status.PASS, "95.2\u00a0% of the card is answered; missing: contact")
        assert str(finding.outcome.limit_source) == "governance/policy.yaml#/controls/DOC-009/min_share"

    def test_fails_for_a_card_that_is_as_good_as_none(self):
        finding = found(CardComplete, models=(factories.model(),))
        assert finding.status is Status.FAIL
        assert finding.outcome.observed == "0\u00a0%"

    def test_a_share_of_just_what_is_asked_does_not_fail(self):
        finding = found(CardComplete, setting("DOC-009", fail_below="0"), models=(factories.model(),))
        assert finding.status is Status.WARN
        none = setting("DOC-009", fail_below="0", min_share="0")
        assert found(CardComplete, none, models=(factories.model(),)).status is Status.PASS

    def test_does_not_apply_when_the_policy_gives_weight_to_nothing(self):
        policy = Policy(card_weights={field.key: 0 for field in CARD_FIELDS})
        assert told(found(CardComplete, policy, **answers())) == (
            Status.NOT_APPLICABLE, "the policy gives weight to no field of the card",
        )  # fmt: skip

    def test_can_be_waived(self):
        finding = found(CardComplete, waivers=(waiver("DOC-009"),), **answers("contact"))
        assert finding.status is Status.WAIVED


class TestReviewNotOverdue:
    def test_passes_when_it_is_due_after_the_days_of_warning(self):
        finding = found(ReviewNotOverdue, **written(**DATES))
        assert told(finding) == (Status.PASS, "the next review is due on 2026-12-21, in 31 days")
        assert places(finding) == [
            "governance/models/churn.md#/review_due", "governance/models/churn.md#/reviewed_on",
        ]  # fmt: skip

    @pytest.mark.parametrize(("due", "when"), [("2026-12-20", "in 30 days"), ("2026-11-20", "today")])
    def test_warns_in_the_days_before(self, due, when):
        finding = found(ReviewNotOverdue, **written(**DATES | {"review_due": due}))
        assert told(finding) == (Status.WARN, f"the next review is due on {due}, {when}")
        assert finding.outcome.limit == "30 days"

    def test_fails_the_day_after(self):
        finding = found(ReviewNotOverdue, **written(**DATES | {"review_due": "2026-11-19"}))
        assert told(finding) == (Status.FAIL, "the review was due on 2026-11-19, 1 day ago")
        assert (finding.outcome.observed, finding.outcome.limit) == ("2026-11-19", "2026-11-20")

    @pytest.mark.parametrize(
        ("reviewed", "message"),
        [
            ("2025-11-19", "the last review was on 2025-11-19, 366 days ago; 365 days is the limit"),
            ("2026-11-21", "the last review is dated 2026-11-21, after the day of this report"),
            (None, "when the card was last reviewed is not recorded"),
        ],
    )
    def test_warns_for_a_stale_review(self, reviewed, message):
        finding = found(ReviewNotOverdue, **written(**DATES | {"reviewed_on": reviewed}))
        assert told(finding) == (Status.WARN, message)

    def test_a_review_on_the_day_of_the_report_is_fresh(self):
        finding = found(ReviewNotOverdue, **written(**DATES | {"reviewed_on": "2026-11-20"}))
        assert finding.status is Status.PASS

    def test_the_later_of_two_days_counts(self):
        fields = DATES | {"reviewed_on": "2024-01-01", "reviewed": {"on": "2026-10-01"}}
        assert found(ReviewNotOverdue, **written(**fields)).status is Status.PASS

    @pytest.mark.parametrize(
        ("due", "message"),
        [
            (None, "no day is set for the next review"),
            ("in spring", "the next review is due in spring, which is no date"),
        ],
    )
    def test_warns_without_a_day(self, due, message):
        finding = found(ReviewNotOverdue, **written(**DATES | {"review_due": due}))
        assert told(finding) == (Status.WARN, message)

    def test_does_not_concern_a_portfolio_without_models(self):
        assert assessed(ReviewNotOverdue, models=()).findings == ()

    def test_can_be_waived(self):
        finding = found(ReviewNotOverdue, waivers=(waiver("DOC-010"),), **written())
        assert told(finding) == (Status.WAIVED, "no day is set for the next review")
