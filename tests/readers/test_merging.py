"""Two records of one thing: which counts, what it takes from the other, and what they are said to differ in."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from generator.catalog import (
    Artifact,
    CodeVersion,
    DatasetInput,
    LifecycleStage,
    LoggedModelStatus,
    Param,
    Records,
    Run,
    RunStatus,
    Tag,
)
from generator.provenance import Source
from generator.readers.join import join
from generator.readers.merging import merge
from tests import factories as make

HERE, THERE = Source("b/r1"), Source("a/r1")
"""Of the other record, and of the one that counts."""


def two(kept: dict | None = None, other: dict | None = None) -> tuple[Run, tuple[str, ...]]:
    """What becomes of two bare runs."""
    bare = {"run_id": "r1", "experiment_id": "0"}
    return merge(
        Run(**bare, store="a", source=THERE, **kept or {}), Run(**bare, store="b", source=HERE, **other or {})
    )


def which(first: dict, second: dict) -> str:
    """The store of the run that counts, of two that differ as given; the stores are named a, b."""
    made = {"end_time": None, "status": RunStatus.RUNNING}
    runs = [make.run(store=store, **made | given) for store, given in (("a", first), ("b", second))]
    return join([Records(runs=tuple(runs))], ("a", "b")).runs[0].store


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, "a"),
        ({}, {"params": {"x": "1"}}, "b"),
        ({"params": {"x": "1"}}, {"end_time": make.NOON}, "b"),
        ({"end_time": make.NOON}, {"end_time": make.NOON + timedelta(seconds=1)}, "b"),
        ({"end_time": make.NOON + timedelta(seconds=1)}, {"end_time": make.NOON}, "a"),
        ({"lifecycle_stage": LifecycleStage.DELETED, "end_time": make.NOON}, {}, "b"),
        ({"metrics": (make.metric("loss", 1, 2),)}, {"metrics": (make.metric("loss", 1, 2, 3),)}, "b"),
    ],
)
def test_the_listed_then_the_newer_then_the_fuller_then_the_first_counts(first, second, expected):
    assert which(first, second) == expected


def test_what_the_record_lacks_comes_from_the_other_with_its_place():
    code = CodeVersion(commit="ab", source=HERE.at("commit"))
    run, differences = two({}, {
        "name": "elk", "status": RunStatus.FINISHED, "start_time": make.NOON, "code": code, "artifact_uri": "s3://x",
        "places": (("start_time", HERE.at("startedAt")),),
    })  # fmt: skip
    assert (run.name, run.status, run.start_time, run.code, run.artifact_uri) == (
        "elk", RunStatus.FINISHED, make.NOON, code, "s3://x",
    )  # fmt: skip
    assert (run.at("status"), run.at("start_time")) == (HERE.at("status"), HERE.at("startedAt"))
    assert run.at("end_time") == THERE.at("end_time"), (
        "neither has it: it should stand in the one that counts"
    )
    assert (run.store, run.source, run.also, differences) == ("a", THERE, (HERE,), ())


def test_what_each_holds_of_its_own_is_put_together_by_key():
    def held(store: str, key: str) -> dict:
        return {
            "params": (Param(key, "1", Source(store)), Param("m", "1", Source(store))),
            "tags": (Tag(key, "1", Source(store)),),
            "metrics": (make.metric(key, 0.5),),
            "inputs": (DatasetInput(name=key, digest="d", source=Source(store)),),
            "artifacts": (Artifact(key, 1, Source(store)),),
            "model_outputs": (key,),
        }

    run, differences = two(held("a", "z"), held("b", "c"))
    assert [(each.key, each.source.path) for each in run.params] == [("c", "b"), ("m", "a"), ("z", "a")]
    for name in ("tags", "metrics"):
        assert [each.key for each in getattr(run, name)] == ["c", "z"]
    assert [each.name for each in run.inputs] == [each.path for each in run.artifacts] == ["c", "z"]
    assert run.model_outputs == ("c", "z")
    assert differences == ()


@pytest.mark.parametrize(
    ("kept", "other", "said"),
    [
        ({"status": RunStatus.FINISHED}, {"status": RunStatus.RUNNING}, "status is 'running' here, 'finished' there"),
        (
            {"end_time": make.NOON}, {"end_time": make.NOON + timedelta(days=1)},
            "end_time is 2026-11-21T12:00:00+00:00 here, 2026-11-20T12:00:00+00:00 there",
        ),
        ({"params": (make.param("lr", "1"),)}, {"params": (make.param("lr", "2"),)}, "param 'lr' is '2' here, '1' there"),
        ({"tags": (make.tag("k", "a"),)}, {"tags": (make.tag("k", "b"),)}, "tag 'k' is 'b' here, 'a' there"),
        ({"metrics": {"auc": 0.5}}, {"metrics": {"auc": 0.25}}, "metric 'auc' is 0.25 here, 0.5 there"),
        (
            {"metrics": (make.metric("auc", 0.5, 0.6),)}, {"metrics": (make.metric("auc", 0.6),)},
            "metric 'auc' is 0.6 here, 0.6 after 2 points there",
        ),
        (
            {"artifacts": (Artifact("m.pkl", 1, Source("a/m", "ab" * 32)),)},
            {"artifacts": (Artifact("m.pkl", 1, Source("b/m", "cd" * 32)),)},
            "file 'm.pkl' is cdcdcdcdcdcd here, abababababab there",
        ),
        ({"name": "x" * 90}, {"name": "y"}, f"name is 'y' here, '{'x' * 39}… there"),
    ],
)  # fmt: skip
def test_what_two_records_say_differently_is_named_with_both_values(kept, other, said):
    kept, other = ({**each} for each in (kept, other))
    for each in (kept, other):
        if isinstance(each.get("metrics"), dict):
            each["metrics"] = tuple(make.metric(key, value) for key, value in each["metrics"].items())
    run, differences = two(kept, other)
    assert differences == (said,)
    for name, value in kept.items():
        assert getattr(run, name) == value, "the record that counts is believed"


@pytest.mark.parametrize(
    ("kept", "other"),
    [
        ({"artifact_uri": "s3://a"}, {"artifact_uri": "/old/place"}),
        ({"metrics": (make.metric("n", math.nan),)}, {"metrics": (make.metric("n", math.nan),)}),
        (
            {"metrics": (make.metric("n", 1, 1, 2, repeated_count=1),)},
            {"metrics": (make.metric("n", 1, 2),)},
        ),
        (
            {"artifacts": (Artifact("m", 1, Source("a/m", "ab" * 32)),)},
            {"artifacts": (Artifact("m", 1, Source("b/m", "")),)},
        ),
    ],
)
def test_what_differs_only_by_being_a_copy_is_no_difference(kept, other):
    assert two(kept, other)[1] == ()


def test_many_differences_are_counted():
    runs = tuple(
        make.run(store=store, source=Source(f"{store}/r1"), params={f"p{n}": f"{store}{n}" for n in range(9)})
        for store in "ab"
    )
    (problem,) = join([Records(runs=runs)], ("a", "b")).problems
    assert problem.message.endswith("param 'p3' is 'b3' here, 'a3' there; and 5 more")
    assert problem.message.startswith("the run is recorded here and in a/r1, and they differ: param 'p0'")


def test_datasets_of_one_name_and_digest_that_differ_are_said_to():
    one = make.dataset(store="a", source=Source("a/d"), uri="")
    other = make.dataset(store="b", source=Source("b/d"), row_count=7, columns=one.columns[:1], uri="s3://x")
    catalog = join([Records(datasets=(one, other))], ("a", "b"))
    (dataset,) = catalog.datasets
    assert (dataset.row_count, dataset.uri, dataset.also) == (4118, "s3://x", (Source("b/d"),))
    (problem,) = catalog.problems
    assert (problem.slug, problem.message) == (
        "records-differ",
        (
            "the dataset is recorded here and in a/d, and they differ: columns is 'age' here, 'age, amount' there; "
            "row_count is 7 here, 4118 there"
        ),
    )


def test_a_logged_model_that_is_ready_goes_before_one_that_was_pending():
    pending = make.logged_model(store="a", source=Source("a/m"), status=LoggedModelStatus.PENDING)
    ready = make.logged_model(store="b", source=Source("b/m"))
    (model,) = join([Records(logged_models=(pending, ready))], ("a", "b")).logged_models
    assert (model.store, model.also) == ("b", (pending.source,))


class TestExperimentsOfTwoStores:
    def join(self, *, name: str = "churn"):
        """Run 1 is in both stores, runs 2 and 3 in one each; the experiments have other ids."""
        one = make.experiment("1", name="churn", store="a", source=Source("a/1"))
        other = make.experiment("9", name=name, store="b", source=Source("b/9"), last_update_time=make.NOON)
        runs = [
            make.run(run_id, experiment_id={"a": "1", "b": "9"}[store], store=store, source=Source(f"{store}/{run_id}"))
            for run_id, store in (("r1", "a"), ("r2", "a"), ("r1", "b"), ("r3", "b"))
        ]  # fmt: skip
        logged = make.logged_model("m", experiment_id="1", store="a", source=Source("a/m"))
        return join(
            [Records(runs=tuple(runs), experiments=(one, other), logged_models=(logged,))], ("a", "b")
        )

    def test_are_one_when_they_share_a_run_and_their_name(self):
        catalog = self.join()
        (experiment,) = catalog.experiments
        assert (experiment.store, experiment.experiment_id, experiment.also) == ("b", "9", (Source("a/1"),))
        assert [run.run_id for run in catalog.runs_by_experiment["b", "9"]] == ["r1", "r2", "r3"]
        assert [run.source.path for run in catalog.runs] == ["a/r1", "a/r2", "b/r3"]
        assert (catalog.logged_models[0].store, catalog.logged_models[0].experiment_id) == ("b", "9")

    def test_stay_two_when_they_are_called_differently(self):
        catalog = self.join(name="sales")
        assert [(each.store, each.experiment_id) for each in catalog.experiments] == [("a", "1"), ("b", "9")]
        assert [run.run_id for run in catalog.runs_by_experiment["b", "9"]] == ["r3"]

    def test_three_in_a_row_are_one(self):
        experiments = tuple(make.experiment(store=store, source=Source(f"{store}/1")) for store in "abc")
        runs = tuple(
            make.run(run_id, store=store, source=Source(f"{store}/{run_id}"))
            for run_id, store in (("r1", "a"), ("r1", "b"), ("r2", "b"), ("r2", "c"))
        )
        catalog = join([Records(runs=runs, experiments=experiments)], ("a", "b", "c"))
        assert [each.store for each in catalog.experiments] == ["a"]
        assert catalog.experiments[0].also == (Source("b/1"), Source("c/1"))
        assert len(catalog.runs_by_experiment["a", "1"]) == 2


def test_a_place_taken_from_another_record_is_cited_once_it_is_merged_again():
    kept, _ = two({}, {"name": "elk"})
    again, differences = merge(kept, replace(kept, source=Source("c/r1"), name="ant", also=()))
    assert again.also == (HERE, Source("c/r1"))
    assert differences == ("name is 'ant' here, 'elk' there",)
    assert again.at("name") == HERE.at("name")
