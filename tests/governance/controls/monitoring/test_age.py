"""Whether a model was trained lately enough, and a version is young enough."""

import pytest

from generator.catalog import Policy, Retraining
from generator.governance.controls.monitoring import ModelWithinLifetime, RetrainingInTime
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import places, told, waiver
from tests.governance.controls.monitoring.watching import STAGED, judged

PLACE = factories.source("governance/monitoring/churn/retrainings.yaml")


def trained(days_ago, cadence="40", **given):
    """The finding for a model trained so many days ago."""
    fields = {} if cadence is None else {"retraining": {"cadence_days": cadence}}
    run = factories.run(start_time=factories.at(days_ago + 1), end_time=factories.at(days_ago))
    made = {"narratives": (factories.narrative(fields=fields),), "runs": (run,)}
    return judged(RetrainingInTime, of="", **made | given)


def retraining(**given):
    return Retraining(**{"model": "churn", "source": PLACE} | given)


class TestRetrainingInTime:
    @pytest.mark.parametrize(
        ("days", "status"),
        [(40, Status.PASS), (40.1, Status.WARN), (50, Status.WARN), (50.1, Status.FAIL)],
    )
    def test_the_last_day_counts_and_a_quarter_more_warns(self, days, status):
        finding = trained(days)
        day = factories.at(days).date()
        assert told(finding) == (
            status,
            f"the training of v1 ended on {day}, {int(days)} days ago; every 40 days one is due",
        )
        assert places(finding) == [
            "mlruns/1/r1/meta.yaml#/end_time",
            "governance/models/churn.md#/retraining/cadence_days",
        ]

    def test_a_retraining_on_record_counts_as_a_training(self):
        finding = trained(90, retrainings=(retraining(at=factories.at(3), outcome="no gain"),))
        assert told(finding) == (
            Status.PASS,
            "the retraining ended on 2026-11-17, 3 days ago; every 40 days one is due",
        )

    def test_what_is_yet_to_come_does_not(self):
        assert trained(90, retrainings=(retraining(at=factories.at(-3)),)).status is Status.FAIL

    def test_fails_when_no_training_is_on_record(self):
        finding = trained(1, runs=())
        assert told(finding) == (
            Status.FAIL,
            "no training is on record; every 40 days one is due",
        )

    def test_fails_when_a_planned_one_was_not_done(self):
        finding = trained(5, retrainings=(retraining(due=factories.at(1)),))
        assert told(finding) == (
            Status.FAIL,
            "the retraining planned for 2026-11-19 was not done",
        )
        assert places(finding) == ["governance/monitoring/churn/retrainings.yaml"]

    def test_a_planned_one_that_was_done_or_is_yet_to_come_is_not_missed(self):
        done = (retraining(due=factories.at(4)), retraining(at=factories.at(6)))
        assert trained(5, retrainings=done).status is Status.PASS
        assert trained(5, retrainings=(retraining(due=factories.at(-1)),)).status is Status.PASS

    def test_what_was_done_for_an_earlier_plan_does_not_make_up_for_a_later_one(self):
        planned = (
            retraining(due=factories.at(30)),
            retraining(at=factories.at(31)),
            retraining(due=factories.at(4)),
        )
        assert told(trained(50, retrainings=planned))[1] == (
            "the retraining planned for 2026-11-16 was not done"
        )

    @pytest.mark.parametrize("written", ["often", "0", "-3", "inf"])
    def test_warns_for_a_time_that_is_none(self, written):
        assert told(trained(5, written)) == (Status.WARN, f"{written} is no number of days")

    def test_does_not_concern_a_model_whose_card_names_no_time(self):
        finding = trained(900, None)
        assert told(finding) == (
            Status.NOT_APPLICABLE,
            "its card names no time between trainings",
        )

    def test_can_be_waived(self):
        assert trained(90, waivers=(waiver("MON-005"),)).status is Status.WAIVED


def registered(days_ago, tier="high", policy=None, **given):
    created = None if days_ago is None else factories.at(days_ago)
    card = factories.narrative(fields={"risk_tier": tier} if tier else {})
    return judged(
        ModelWithinLifetime, version={"creation_time": created}, narratives=(card,), policy=policy, **given
    )


class TestModelWithinLifetime:
    @pytest.mark.parametrize(
        ("days", "status"), [(365, Status.PASS), (366, Status.WARN), (456, Status.WARN), (457, Status.FAIL)]
    )
    def test_a_lifetime_passes_and_a_quarter_more_warns(self, days, status):
        finding = registered(days)
        assert told(finding) == (status, f"registered {days} days ago; the lifetime is 365 days")
        assert places(finding) == ["mlruns/models/churn/version-1/meta.yaml#/creation_timestamp"]
        assert str(finding.outcome.limit_source) == "governance/policy.yaml#/lifetime_days/high"

    def test_the_tier_decides_and_the_strictest_where_none_is_known(self):
        assert registered(900, "minimal").status is Status.PASS
        finding = registered(365, "")
        assert told(finding) == (
            Status.PASS,
            "registered 365 days ago; the lifetime is 365 days; its tier is not known, so the strictest counts",
        )

    def test_warns_when_the_date_or_the_lifetime_is_not_known(self):
        assert told(registered(None)) == (Status.WARN, "when it was registered is not recorded")
        policy = Policy(lifetime_days={})
        assert told(registered(3, policy=policy)) == (
            Status.WARN,
            "the policy names no lifetime for the tier high",
        )

    def test_does_not_concern_what_does_not_serve(self):
        assert judged(ModelWithinLifetime, **STAGED).status is Status.NOT_APPLICABLE

    def test_can_be_waived(self):
        assert registered(999, waivers=(waiver("MON-006"),)).status is Status.WAIVED
