"""Whether the metrics that are asked for are there, and within their limits."""

import pytest

from generator.catalog import Commit, ControlSetting, FileCommit, SignatureState
from generator.governance.controls.evaluation import MetricsPresent, ThresholdsMet
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver
from tests.governance.controls.evaluation.measured import RUN, asking, made, result, rule

RESULT = "folio/evaluations/churn.yaml#/results/recall"
RULE = "governance/policy.yaml#/metrics/0"
NOT_LIVE = "it has not got beyond the first environment, or has left the others"


class TestMetricsPresent:
    def test_passes_when_every_metric_has_a_value(self):
        finding = found(
            MetricsPresent, asking(rule(), rule("auc")), **made(result(), result("auc", 0.9, n=500))
        )
        assert told(finding) == (Status.PASS, "all 2 metrics are there")
        assert places(finding) == [RESULT, "folio/evaluations/churn.yaml#/results/auc"]
        assert finding.outcome.evidence[1].excerpt == "0.9, 500 rows, 2026-10-31"

    def test_fails_for_a_required_metric_that_is_missing_and_points_at_the_run_and_the_rule(self):
        finding = found(MetricsPresent, asking(rule(), rule("auc")), **made(result("auc", 0.9)))
        assert told(finding) == (Status.FAIL, "recall is missing")
        assert places(finding) == [RUN, RULE]
        assert (finding.outcome.observed, str(finding.outcome.limit_source)) == ("1 of 2", RULE)

    def test_fails_for_a_required_metric_that_is_no_number(self):
        records = made(metrics=(factories.metric("recall", float("nan")),))
        assert told(found(MetricsPresent, asking(rule()), **records)) == (
            Status.FAIL,
            "recall is no finite number",
        )

    def test_warns_for_a_metric_that_is_not_required(self):
        records = made(result(), goals=(factories.goal("auc"),))
        message = "auc is missing; the policy does not require it"
        assert told(found(MetricsPresent, asking(rule()), **records)) == (Status.WARN, message)
        finding = found(MetricsPresent, asking(rule(), rule("auc", required=False)), **made(result()))
        assert told(finding) == (Status.WARN, message)

    def test_a_slice_can_be_asked_for_by_the_name_of_its_metric(self):
        records = made(result(value=0.5, slice="young"))
        assert found(MetricsPresent, asking(rule("recall.young")), **records).status is Status.PASS
        assert found(MetricsPresent, asking(rule("recall")), **records).status is Status.FAIL

    def test_a_result_on_the_training_data_does_not_count(self):
        on_training = result(dataset="transactions", dataset_digest="18b8e1d0")
        records = made(on_training, inputs=(factories.used(),))
        assert told(found(MetricsPresent, asking(rule()), **records)) == (Status.FAIL, "recall is missing")

    def test_does_not_concern_a_version_in_development_or_a_model_nobody_asks_anything_of(self):
        assert told(found(MetricsPresent, asking(rule()), **made(alias=""))) == (
            Status.NOT_APPLICABLE,
            NOT_LIVE,
        )
        message = "neither the policy nor the model's own file names a metric"
        assert told(found(MetricsPresent, asking(), **made())) == (Status.NOT_APPLICABLE, message)

    def test_concerns_a_version_in_staging(self):
        assert found(MetricsPresent, asking(rule()), **made(alias="challenger")).status is Status.FAIL

    def test_can_be_waived(self):
        assert (
            found(MetricsPresent, asking(rule()), waivers=(waiver("EVL-001"),), **made()).status
            is Status.WAIVED
        )


class TestThresholdsMet:
    def test_passes_within_a_limit_that_was_in_force_before(self):
        finding = found(ThresholdsMet, asking(rule(bound=0.6)), **made(result(value=0.6)))
        message = "recall is 0.6, asked is at least 0.6, which was in force before it was measured"
        assert told(finding) == (Status.PASS, message)
        assert (finding.outcome.observed, finding.outcome.limit) == ("0.6", "at least 0.6")
        assert str(finding.outcome.limit_source) == RULE
        assert places(finding) == [RESULT, RULE]
        assert (
            finding.outcome.evidence[1].excerpt
            == "at least 0.6, in force since 2026-09-21, as the policy states"
        )

    @pytest.mark.parametrize(
        ("higher", "value", "words"),
        [(True, 0.59, "at least 0.6"), (False, 0.61, "at most 0.6")],
    )
    def test_fails_beyond_a_limit(self, higher, value, words):
        policy = asking(rule(bound=0.6, higher_is_better=higher))
        finding = found(ThresholdsMet, policy, **made(result(value=value)))
        assert told(finding) == (Status.FAIL, f"recall is {value}, asked is {words}")
        assert (finding.outcome.observed, finding.outcome.limit) == (str(value), words)

    def test_the_newest_result_is_judged(self):
        old, new = result(value=0.7), result(value=0.5, at=factories.at(1), dataset="later")
        assert found(ThresholdsMet, asking(rule(bound=0.6)), **made(old, new)).status is Status.FAIL
        old, new = result(value=0.5), result(value=0.7, at=factories.at(1), dataset="later")
        assert found(ThresholdsMet, asking(rule(bound=0.6)), **made(old, new)).status is Status.PASS

    def test_fails_beyond_a_limit_even_when_another_metric_is_missing(self):
        policy = asking(rule(bound=0.6), rule("auc", bound=0.9))
        assert found(ThresholdsMet, policy, **made(result(value=0.1))).status is Status.FAIL

    def test_warns_near_a_limit(self):
        setting = ControlSetting(control="EVL-002", parameters={"margin": "0.05"})
        policy = asking(rule(bound=0.6), controls={"EVL-002": setting})
        finding = found(ThresholdsMet, policy, **made(result(value=0.62)))
        assert told(finding) == (Status.WARN, "near its limit: recall is 0.62, asked is at least 0.6")
        assert found(ThresholdsMet, policy, **made(result(value=0.66))).status is Status.PASS

    def test_warns_when_the_limit_came_into_force_afterwards(self):
        policy = asking(rule(bound=0.6), in_force_since=factories.at(10).date())
        finding = found(ThresholdsMet, policy, **made(result(value=0.7)))
        assert finding.status is Status.WARN
        assert finding.outcome.message.endswith("the limit for recall came into force after it was measured")

    @pytest.mark.parametrize(
        ("policy", "goals"),
        [
            (asking(rule(bound=0.6), in_force_since=None), ()),
            (asking(rule()), (factories.goal("recall", threshold=0.6),)),
        ],
    )
    def test_warns_when_it_cannot_be_established_when_the_limit_was_set(self, policy, goals):
        finding = found(ThresholdsMet, policy, **made(result(value=0.7), goals=goals))
        assert finding.status is Status.WARN
        assert finding.outcome.message.endswith("when the limit for recall was set cannot be established")

    @pytest.mark.parametrize(("days_ago", "status"), [(31, Status.PASS), (29, Status.WARN)])
    def test_the_commit_of_the_file_counts_more_than_what_it_states(self, days_ago, status):
        commit = Commit(
            commit="a41d9c2f" * 5,
            author="Ada <a@b.example>",
            at=factories.at(days_ago),
            signature=SignatureState.UNSIGNED,
        )
        records = made(result(value=0.7, run_id="r1")) | {
            "file_commits": (FileCommit(path="governance/policy.yaml", commit=commit),)
        }
        finding = found(ThresholdsMet, asking(rule(bound=0.6)), **records)
        assert finding.status is status
        told_of = finding.outcome.evidence[1].excerpt
        assert told_of.startswith("at least 0.6, in a file that is as commit a41d9c2fa41d of 2026-10-")
        assert finding.outcome.message.endswith("cannot be established") is (status is Status.WARN)

    def test_warns_when_nobody_says_which_way_is_better(self):
        policy = asking(rule(bound=0.6, higher_is_better=None))
        message = "nobody says which way is better for recall"
        assert told(found(ThresholdsMet, policy, **made(result()))) == (Status.WARN, message)

    def test_does_not_concern_a_version_whose_metrics_are_missing_or_have_no_limits(self):
        message = "required metrics are missing, as EVL-001 says: recall"
        finding = found(ThresholdsMet, asking(rule(bound=0.6)), **made())
        assert told(finding) == (Status.NOT_APPLICABLE, message)
        finding = found(ThresholdsMet, asking(rule()), **made(result()))
        assert told(finding) == (Status.NOT_APPLICABLE, "no limit is set for any metric of the model")
        finding = found(ThresholdsMet, asking(rule(bound=0.6)), **made(result(), alias=""))
        assert told(finding) == (Status.NOT_APPLICABLE, NOT_LIVE)
        finding = found(ThresholdsMet, asking(rule(bound=0.6, required=False)), **made())
        assert told(finding) == (Status.NOT_APPLICABLE, "none of the metrics with limits is recorded")

    def test_can_be_waived(self):
        records = made(result(value=0.1))
        finding = found(ThresholdsMet, asking(rule(bound=0.6)), waivers=(waiver("EVL-002"),), **records)
        assert told(finding) == (Status.WAIVED, "recall is 0.1, asked is at least 0.6")
