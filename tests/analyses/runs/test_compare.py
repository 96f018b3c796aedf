"""What differs between two runs."""

import pytest

from generator.analyses.changes import Change
from generator.analyses.comparison import Judgement
from generator.analyses.runs.compare import RunPart, compare_runs
from generator.analyses.runs.differences import differences_of
from generator.analyses.runs.target import Target
from generator.catalog import DatasetInput, MetricRule, Policy
from tests import factories as make


def compared(old=None, new=None, policy=None, target=None, **records):
    before, after = make.run("r1", **(old or {})), make.run("r2", **(new or {}))
    catalog = make.catalog(runs=(before, after), **records)
    return compare_runs(catalog, policy or Policy(), before, after, target=target)


def told(diff, part):
    return [
        (each.name, each.change.value, each.old, each.new, each.remark)
        for each in differences_of(diff)
        if each.part is part
    ]


def test_params_that_differ_are_told_and_the_others_counted():
    diff = compared(
        {"params": {"depth": "3", "lr": "0.1", "loss": "log"}},
        {"params": {"depth": "5", "lr": "0.1", "l2": "1"}},
    )
    assert told(diff, RunPart.PARAMS) == [
        ("depth", "changed", "3", "5", ""), ("l2", "added", "", "1", ""), ("loss", "removed", "log", "", ""),
    ]  # fmt: skip
    assert diff.same[RunPart.PARAMS] == 1
    assert [str(place) for place in differences_of(diff)[0].sources] == [
        "mlruns/1/r1/params/depth", "mlruns/1/r2/params/depth",
    ]  # fmt: skip


def test_tags_of_the_tracker_are_not_compared():
    diff = compared(
        {"tags": (make.tag("team", "a"), make.tag("mlflow.user", "ada"))}, {"tags": (make.tag("team", "b"),)}
    )
    assert told(diff, RunPart.TAGS) == [("team", "changed", "a", "b", "")]


def test_data_is_told_by_digest_and_rows():
    old, new = make.dataset(digest="aa"), make.dataset(digest="bb", row_count=4238)
    diff = compared(
        {"inputs": (make.used(digest="aa"), make.used("holdout", "cc", "evaluation"))},
        {"inputs": (make.used(digest="bb"), make.used("holdout", "cc", "evaluation"))},
        datasets=(old, new),
    )
    assert told(diff, RunPart.DATA) == [
        ("training", "changed", "transactions, digest aa", "transactions, digest bb", "+120 rows")
    ]
    assert diff.same[RunPart.DATA] == 1


def test_the_same_commit_with_changes_is_not_all_that_ran():
    diff = compared({"code": make.code(dirty=True)}, {"code": make.code(dirty=False)})
    assert told(diff, RunPart.CODE) == [
        ("commit", "unknown", "a41d9c2fa41d", "a41d9c2fa41d", "not all that ran"),
        ("working tree", "changed", "uncommitted changes", "clean", ""),
    ]
    clean = compared({"code": make.code(dirty=False)}, {"code": make.code(dirty=False)})
    assert told(clean, RunPart.CODE) == []
    assert clean.code.change is Change.SAME


def test_the_environment_comes_from_the_package_or_from_what_the_tracker_found():
    diff = compared(
        {"packages": (make.package(python_version="3.11.7"),)},
        {
            "tags": (
                make.tag("sacred.python", "3.12.1"),
                make.tag("sacred.os", "Linux 6.1"),
                make.tag("sacred.dependencies", "mlflow==3.18.0, scikit-learn==1.9.0, numpy==2.4.6"),
            )
        },
    )
    assert told(diff, RunPart.ENVIRONMENT) == [
        ("Python", "changed", "3.11.7", "3.12.1", ""), ("operating system", "unknown", "", "Linux 6.1", ""),
    ]  # fmt: skip
    assert told(diff, RunPart.PACKAGES) == [
        ("numpy", "added", "", "==2.4.6", ""), ("scikit-learn", "changed", "==1.8.1", "==1.9.0", "minor"),
    ]  # fmt: skip
    assert diff.same[RunPart.PACKAGES] == 1


def test_files_are_compared_by_digest_those_of_a_logged_model_below_its_name():
    same, old = make.artifact("a.png", root="x"), make.artifact("b.png", 10, root="mlruns/1/r1")
    new = make.artifact("b.png", 30, root="mlruns/1/r2")
    logged = make.logged_model(source_run_id="r2", artifacts=(make.artifact("model.pkl", root="m"),))
    diff = compared({"artifacts": (same, old)}, {"artifacts": (same, new)}, logged_models=(logged,))
    assert [each[:2] + each[4:] for each in told(diff, RunPart.FILES)] == [
        ("b.png", "changed", "+20 B"), ("churn_gbm/model.pkl", "added", ""),
    ]  # fmt: skip
    assert diff.same[RunPart.FILES] == 1


def test_what_a_run_does_not_record_is_no_difference_but_a_gap():
    diff = compared({"params": {"depth": "3"}}, {})
    assert diff.uncompared == {
        RunPart.PARAMS: "the second run records no parameter",
        RunPart.DATA: "neither run records a dataset",
        RunPart.CODE: "neither run records a code version",
        RunPart.PACKAGES: "neither run records a package",
        RunPart.FILES: "neither run records a file",
    }
    assert told(diff, RunPart.PACKAGES) == []


@pytest.mark.parametrize("higher_is_better", [True, False])
def test_single_numbers_carry_no_verdict_whichever_way_is_better(higher_is_better):
    target = Target(key="auc", higher_is_better=higher_is_better, reason="", sources=(make.source("x"),))
    used = (DatasetInput(name="holdout", digest="aa", context="evaluation", source=make.source("y")),)
    diff = compared(
        {"metrics": {"auc": 0.7}, "inputs": used}, {"metrics": {"auc": 0.8}, "inputs": used}, target=target
    )
    (found,) = diff.metrics
    assert (found.judgement, found.difference) == (Judgement.REFUSED, 0.1)
    assert found.why.startswith("single numbers")
    assert found.direction.higher_is_better is higher_is_better


def test_repeats_of_an_evaluation_of_the_runs_carry_a_verdict():
    place = make.source("folio/evaluations/r.yaml")
    results = tuple(
        make.evaluation(
            "recall", value, model="", version="", run_id=run_id, dataset="holdout", dataset_digest="aa",
            samples=tuple(value + step * value / 20 for step in (-1, 0, 1, 0)), source=place.at(run_id),
        )
        for run_id, value in (("r1", 0.6), ("r2", 0.8))
    )  # fmt: skip
    policy = Policy(metrics=(MetricRule(metric="recall", higher_is_better=True),))
    diff = compared(policy=policy, evaluations=results)
    (found,) = diff.metrics
    assert (found.judgement, found.basis) == (Judgement.BETTER, "4 repeats")
    assert diff.tally[Judgement.BETTER] == 1
