"""Which data a version was trained and measured on."""

import pytest

from generator.governance.controls.data import EvaluationSeparate, TrainingRecorded
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver
from tests.governance.controls.data.using import MEASURED, PROOF, TRAINED, statement, using


class TestTrainingRecorded:
    def test_passes_with_a_sha256_that_people_state_and_shows_all_three_places(self):
        records = using(TRAINED, statements=(statement(),), datasets=(factories.dataset(),))
        finding = found(TrainingRecorded, **records)
        assert told(finding) == (Status.PASS, "trained on transactions (18b8e1d0), of known SHA-256")
        assert places(finding) == [
            "mlruns/1/r1/inputs/18b8e1d0/meta.yaml",
            "mlruns/1/datasets/18b8e1d0/meta.yaml",
            "governance/datasets/transactions.yaml#/generations/0",
        ]
        assert PROOF["18b8e1d0"] in finding.outcome.evidence[0].excerpt

    @pytest.mark.parametrize("digest", ["ab" * 32, f"sha256:{'AB' * 32}"])
    def test_passes_with_a_sha256_of_the_tracker(self, digest):
        assert found(TrainingRecorded, **using(factories.used(digest=digest))).status is Status.PASS

    @pytest.mark.parametrize("digest", ["", "dddddddd", "ab" * 16])
    def test_warns_for_a_mere_label(self, digest):
        used = factories.used(digest=digest)
        finding = found(TrainingRecorded, **using(TRAINED, used, statements=(statement(),)))
        label = f"transactions ({digest})" if digest else "transactions"
        assert told(finding) == (Status.WARN, f"no SHA-256 is known of the training data {label}")

    def test_fails_in_production_and_warns_elsewhere_without_training_data(self):
        finding = found(TrainingRecorded, **using(MEASURED, alias="champion"))
        assert told(finding) == (Status.FAIL, "no training data is recorded")
        assert places(finding) == ["mlruns/1/r1/meta.yaml#/inputs"]
        assert found(TrainingRecorded, **using(MEASURED)).status is Status.WARN

    def test_data_of_no_known_use_is_not_taken_for_training_data(self):
        finding = found(TrainingRecorded, **using(factories.used(context=""), alias="champion"))
        assert told(finding) == (
            Status.FAIL, "whether it was trained on transactions (18b8e1d0) is not recorded",
        )  # fmt: skip

    def test_does_not_concern_a_version_without_a_run(self):
        finding = found(TrainingRecorded, **using(TRAINED, runs=()))
        assert told(finding) == (Status.NOT_APPLICABLE, "no run stands behind it, see INV-004")

    def test_can_be_waived(self):
        finding = found(TrainingRecorded, waivers=(waiver("DAT-001"),), **using(alias="champion"))
        assert told(finding) == (Status.WAIVED, "no training data is recorded")


class TestEvaluationSeparate:
    def test_passes_for_other_data_and_shows_both(self):
        finding = found(EvaluationSeparate, **using(TRAINED, MEASURED))
        assert told(finding) == (
            Status.PASS, "measured on holdout (cccccccc), which is other data than it was trained on",
        )  # fmt: skip
        assert places(finding) == [
            "mlruns/1/r1/inputs/cccccccc/meta.yaml", "mlruns/1/r1/inputs/18b8e1d0/meta.yaml",
        ]  # fmt: skip

    def test_fails_for_the_same_label_under_another_name(self):
        finding = found(EvaluationSeparate, **using(TRAINED, factories.used("holdout", context="eval")))
        assert told(finding) == (
            Status.FAIL, "measured on holdout (18b8e1d0), which it was trained on",
        )  # fmt: skip

    def test_the_label_decides_where_one_side_has_no_sha256(self):
        records = using(TRAINED, factories.used("holdout", context="eval"), statements=(statement(),))
        assert found(EvaluationSeparate, **records).status is Status.FAIL

    def test_the_sha256_decides_before_the_label(self):
        same = factories.used("holdout", "ab" * 32, "test")
        assert (
            found(EvaluationSeparate, **using(TRAINED, same, statements=(statement(),))).status is Status.FAIL
        )
        assert found(EvaluationSeparate, **using(TRAINED, same)).status is Status.PASS

    def test_data_that_metrics_were_measured_on_counts(self):
        measured = (factories.metric("auc", 0.9, dataset_name="holdout", dataset_digest="cccccccc"),)
        finding = found(EvaluationSeparate, **using(TRAINED, metrics=measured))
        assert finding.status is Status.PASS
        assert places(finding)[0] == "mlruns/1/r1/metrics/auc"

    def test_warns_when_a_digest_is_missing(self):
        finding = found(EvaluationSeparate, **using(TRAINED, factories.used("holdout", "", "evaluation")))
        assert told(finding) == (
            Status.WARN, "whether holdout is other data than it was trained on cannot be told without digests",
        )  # fmt: skip

    def test_warns_when_the_training_data_is_not_recorded(self):
        finding = found(EvaluationSeparate, **using(MEASURED))
        assert told(finding) == (
            Status.WARN, "measured on holdout (cccccccc); what it was trained on is not recorded",
        )  # fmt: skip

    def test_fails_in_production_and_warns_elsewhere_without_evaluation_data(self):
        records = using(TRAINED, metrics={"auc": 0.9}, alias="champion")
        finding = found(EvaluationSeparate, **records)
        assert told(finding) == (Status.FAIL, "no evaluation data is recorded")
        assert places(finding)[-1] == "mlruns/1/r1/meta.yaml#/inputs"
        assert found(EvaluationSeparate, **using(TRAINED, metrics={"auc": 0.9})).status is Status.WARN

    def test_does_not_concern_a_version_that_nothing_was_measured_of(self):
        finding = found(EvaluationSeparate, **using(TRAINED))
        assert told(finding) == (Status.NOT_APPLICABLE, "nothing was measured of it")

    def test_can_be_waived(self):
        finding = found(EvaluationSeparate, waivers=(waiver("DAT-002"),), **using(MEASURED))
        assert finding.status is Status.WAIVED
