"""Which pairs of runs are compared: few, each for a reason."""

import pytest

from generator.analyses.names.runs import named_run, named_runs
from generator.analyses.origin import origin_of
from generator.analyses.runs.pairs import RunReason, pairs_of_runs, run_comparison_problems
from generator.analyses.runs.target import Target
from generator.catalog import LifecycleStage, Policy, RunComparison
from tests import factories as make

UP = Target(key="auc", higher_is_better=True, reason="", sources=(make.source("governance/models/churn.md"),))


def pairs(*runs, policy=None, target=UP, **records):
    catalog = make.catalog(runs=runs, experiments=(make.experiment(),), **records)
    found = pairs_of_runs(
        catalog,
        policy or Policy(),
        {("mlruns", "1"): target},
        lambda version: origin_of(catalog, version),
    )
    return [(pair.run_ids, pair.reasons) for pair in found]


def scored(run_id, value, **given):
    return make.run(run_id, metrics={"auc": value}, **given)


def asking(*asked):
    place = make.source("governance/policy.yaml", "/run_comparisons/0")
    return Policy(
        run_comparisons=tuple(RunComparison(baseline=old, candidate=new, source=place) for old, new in asked)
    )


def test_the_best_run_is_held_against_the_runner_up_and_against_no_other():
    assert pairs(*(scored(f"r{number}", number / 10) for number in range(1, 8))) == [
        (("r6", "r7"), (RunReason.BEST,))
    ]


def test_where_nobody_said_which_way_is_better_no_run_is_best():
    unsaid = Target(key="auc", higher_is_better=None, reason="", sources=())
    assert pairs(scored("a", 0.1), scored("b", 0.2), target=unsaid) == []


def test_a_deleted_run_and_one_without_a_finite_value_are_no_runners_up():
    gone = scored("gone", 0.9, lifecycle_stage=LifecycleStage.DELETED)
    assert pairs(scored("a", 0.1), gone, scored("nan", float("nan")), scored("b", 0.2)) == [
        (("a", "b"), (RunReason.BEST,))
    ]


def test_the_run_behind_a_version_is_held_against_the_one_before_its_parent_and_the_best():
    parent = make.run("parent", params={"depth": "3"}, metrics={"auc": 0.5}, start_time=make.at(50))
    runs = (
        parent,
        scored("r1", 0.7, start_time=make.at(40)),
        scored("r2", 0.8, start_time=make.at(30), parent_run_id="parent"),
        scored("r3", 0.9, start_time=make.at(20)),
    )
    model = make.model(versions=(make.version(1), make.version(2, stage="Production")))
    assert pairs(*runs, models=(model,)) == [
        (("r2", "r3"), (RunReason.SERVING, RunReason.BEST)),
        (("r1", "r2"), (RunReason.REGISTERED,)),
        (("parent", "r2"), (RunReason.PARENT,)),
    ]


def test_a_parent_that_recorded_nothing_is_no_run_to_compare_with():
    runs = (make.run("parent"), scored("r1", 0.7, parent_run_id="parent"))
    assert pairs(*runs, models=(make.model(),)) == []


def test_the_number_of_pairs_grows_with_versions_and_experiments_not_with_runs():
    runs = tuple(scored(f"r{number}", number) for number in range(1, 401))
    model = make.model(versions=tuple(make.version(number) for number in range(1, 5)))
    assert len(pairs(*runs, models=(model,))) == 4


def test_the_policy_may_ask_for_any_pair_by_id_its_beginning_or_a_name():
    first, second = scored("4f1c07aa", 0.1), scored("9ab2", 0.2, name="bold-elk")
    found = pairs(first, second, policy=asking(("4f1c07", "bold-elk"), ("bold-elk", "4f1c07aa")))
    assert found == [
        (("4f1c07aa", "9ab2"), (RunReason.ASKED, RunReason.BEST)),
        (("9ab2", "4f1c07aa"), (RunReason.ASKED,)),
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("twin", "asks to compare the run 'twin', which 2 runs answer to"),
        ("none", "asks to compare the run 'none', which no store knows as the id or name of a run"),
    ],
)
def test_a_name_that_means_no_one_run_is_told_with_its_line(name, message):
    runs = (make.run("a", name="twin"), make.run("b", name="twin"), make.run("c"))
    policy = asking((name, "c"))
    assert pairs(*runs, policy=policy) == []
    (problem,) = run_comparison_problems(make.catalog(runs=runs, policy=policy))
    assert (problem.slug, problem.message) == ("comparison-unknown", message)
    assert str(problem.source) == "governance/policy.yaml#/run_comparisons/0/baseline"


def test_an_id_goes_before_a_name_and_a_short_beginning_means_nothing():
    runs = (make.run("calm-elk", name="x"), make.run("b", name="calm-elk"), make.run("abcdef1"))
    catalog = make.catalog(runs=runs)
    assert named_run(catalog, "calm-elk").run_id == "calm-elk"
    assert [run.run_id for run in named_runs(catalog, "abcdef")] == ["abcdef1"]
    assert named_runs(catalog, "abc") == ()
    assert named_runs(catalog, "") == ()
