"""Whether the inventory is whole, and the counts that say so."""

from generator.catalog import DataStatement, Exclusion, FileRead, Policy, Problem, Severity
from generator.governance.controls.inventory import InventoryReconciled
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, places, told, waiver

LOST = Problem(
    slug="meta-missing",
    severity=Severity.ERROR,
    source=factories.source("mlruns/1/r9"),
    message="the folder of a run has no meta.yaml",
    cost="the run is not shown",
)


def whole(**given):
    """Records of one model with one version and one run, written about."""
    return {
        "stores": ("mlruns",),
        "models": (factories.model(),),
        "runs": (factories.run("r1"),),
        "experiments": (factories.experiment(),),
        "narratives": (factories.narrative(),),
    } | given


def with_files(*more, **given):
    records = whole(**given)
    return records | {"files": (*factories.catalog(**records).files, *more)}


def counts(**records):
    return {row.noun: (row.found, row.parsed, row.evaluated) for row in assessed(**records).reconciliation}


def test_passes_when_nothing_was_lost():
    finding = found(InventoryReconciled, **whole())
    assert told(finding) == (
        Status.PASS, "every record and file found was parsed; 1 model and 1 version were evaluated",
    )  # fmt: skip
    assert finding.outcome.observed == (
        "registered models: 1 of 1; model versions: 1 of 1; runs: 1 of 1; experiments: 1 of 1; files: 5 of 5;"
        " files of records: 4 of 4"
    )
    assert places(finding) == ["mlruns"]


def test_fails_for_a_lost_record_and_counts_it_as_found():
    finding = found(InventoryReconciled, **whole(problems=(LOST,)))
    assert told(finding) == (
        Status.FAIL, "1 record could not be parsed, and the policy excludes none of it",
    )  # fmt: skip
    assert places(finding) == ["mlruns/1/r9"]
    assert finding.outcome.evidence[0].excerpt == "the folder of a run has no meta.yaml"
    assert counts(**whole(problems=(LOST,)))["runs"] == (2, 1, None)


def test_what_was_lost_of_no_kind_we_know_is_counted_all_the_same():
    odd = Problem(
        slug="x", severity=Severity.ERROR, source=LOST.source, message="odd", cost="nothing of it is shown"
    )
    assert counts(**whole(problems=(odd,)))["other records"] == (1, 0, None)


def test_a_warning_loses_no_record():
    mild = Problem(
        slug="x", severity=Severity.WARNING, source=LOST.source, message="odd", cost="the run is not shown"
    )
    assert found(InventoryReconciled, **whole(problems=(mild,))).status is Status.PASS


def test_an_exclusion_of_the_policy_lets_a_loss_pass():
    policy = Policy(exclusions=(Exclusion(pattern="mlruns/1/r9*", reason="half copied"),))
    assert found(InventoryReconciled, policy, **whole(problems=(LOST,))).status is Status.PASS


def test_fails_for_a_file_that_could_not_be_read():
    finding = found(InventoryReconciled, **with_files(FileRead("mlruns/1/r1/tags/x", "", 9)))
    assert told(finding) == (
        Status.FAIL, "1 file could not be read, and the policy excludes none of it",
    )  # fmt: skip
    assert places(finding) == ["mlruns/1/r1/tags/x"]


class TestPassedOver:
    """The count that does not rely on the readers."""

    def test_fails_for_a_file_of_a_record_that_nothing_came_of(self):
        records = with_files(FileRead("mlruns/1/r7/meta.yaml", "ab", 9))
        finding = found(InventoryReconciled, **records)
        assert told(finding) == (
            Status.FAIL, "1 file was passed over, and the policy excludes none of it",
        )  # fmt: skip
        assert places(finding) == ["mlruns/1/r7/meta.yaml"]
        assert counts(**records)["files of records"] == (5, 4, None)

    def test_a_file_that_a_problem_names_was_not_passed_over(self):
        named = Problem(
            slug="x",
            severity=Severity.NOTE,
            source=factories.source("mlruns/1/r7"),
            message="odd",
            cost="nothing",
        )
        records = with_files(FileRead("mlruns/1/r7/meta.yaml", "ab", 9), problems=(named,))
        assert found(InventoryReconciled, **records).status is Status.PASS

    def test_files_elsewhere_or_of_data_are_none_of_records(self):
        used = factories.run("r1", inputs=(factories.used(),))
        records = with_files(
            FileRead("mlruns/1/r1/artifacts/a/meta.yaml", "ab", 9),
            FileRead("mlruns/1/datasets/cd/meta.yaml", "ab", 9),
            FileRead("mlruns/1/r1/inputs/cd/meta.yaml", "ab", 9),
            runs=(used,),
            datasets=(factories.dataset(),),
        )
        assert found(InventoryReconciled, **records).status is Status.PASS


def test_warns_for_whatever_stands_on_one_side_only():
    stray = DataStatement(name="loans", source=factories.source("governance/datasets/loans.yaml"))
    finding = found(
        InventoryReconciled, **whole(narratives=(factories.narrative("chrun"),), data_statements=(stray,))
    )
    assert told(finding) == (
        Status.WARN,
        "written about and in no registry: chrun; registered and without a file about it: churn; written about and used by no run: loans",
    )  # fmt: skip
    assert places(finding) == [
        "governance/models/chrun.md",
        "governance/models/churn.md",
        "governance/datasets/loans.yaml",
    ]


def test_warns_when_there_is_no_model_at_all():
    finding = found(InventoryReconciled, stores=("mlruns",))
    assert told(finding) == (Status.WARN, "no registered model was found to evaluate")
    assert places(finding) == ["mlruns"]


def test_cannot_be_waived():
    finding = found(InventoryReconciled, waivers=(waiver("INV-005"),), **whole(problems=(LOST,)))
    assert finding.status is Status.FAIL
