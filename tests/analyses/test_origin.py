"""What stands behind a version."""

import pytest

from generator.analyses.origin import origin_of
from generator.catalog import VersionRef, replaced
from tests.factories import artifact, catalog, logged_model, metric, model, package, param, run, used, version


def test_a_version_of_mlflow_2_comes_of_its_run():
    found = origin_of(
        catalog(runs=(run("r1", params={"depth": "3"}, metrics={"auc": 0.9}, inputs=(used(),)),)),
        version(1, package=package(), artifacts=(artifact(),)),
    )
    assert found.run.run_id == "r1"
    assert [(each.key, each.value) for each in found.params] == [("depth", "3")]
    assert found.metric("auc").last.value == 0.9
    assert [each.name for each in found.inputs] == ["transactions"]
    assert found.package.path == "model"


def test_a_version_of_mlflow_3_finds_its_run_through_the_logged_model():
    records = catalog(runs=(run("r7"),), logged_models=(logged_model("m-1", source_run_id="r7"),))
    found = origin_of(records, version(1, run_id="", model_id="m-1"))
    assert (found.run.run_id, found.logged_model.model_id) == ("r7", "m-1")


def test_what_the_logged_model_says_of_itself_goes_before_what_its_run_says():
    logged = logged_model("m-1", params=(param("step", "10"),), metrics=(metric("auc", 0.91, run_id="e1"),))
    trained = run("r1", params={"step": "99", "depth": "3"}, metrics={"auc": 0.5, "loss": 0.2})
    found = origin_of(catalog(runs=(trained,), logged_models=(logged,)), version(1, model_id="m-1"))
    assert {each.key: each.value for each in found.params} == {"step": "10", "depth": "3"}
    assert {each.key: each.last.value for each in found.metrics} == {"auc": 0.91, "loss": 0.2}


def test_a_run_that_is_gone_leaves_nothing_invented():
    found = origin_of(catalog(), version(1, run_id="gone"))
    assert (found.run, found.params, found.metrics, found.inputs, found.code) == (None, (), (), (), None)


def test_a_copy_without_records_of_its_own_is_followed_to_where_it_came_from():
    trained = version(3, model="dev", package=package(), artifacts=(artifact(),))
    middle = version(1, model="staging", run_id="", copied_from=VersionRef("dev", "3"))
    copy = version(1, model="prod", run_id="", copied_from=VersionRef("staging", "1"))
    records = catalog(
        runs=(run("r3", metrics={"auc": 0.8}),),
        models=(
            model("dev", versions=(trained,)),
            model("staging", versions=(middle,)),
            model("prod", versions=(copy,)),
        ),
    )
    found = origin_of(records, copy)
    assert found.version is copy
    assert (found.run.run_id, found.package.path, len(found.artifacts)) == ("r3", "model", 1)
    assert found.metric("auc").last.value == 0.8


@pytest.mark.parametrize(
    ("own", "taken"),
    [
        ({"package": package(path="own"), "artifacts": (artifact("own/x"),)}, ("r3", "own", "own/x")),
        ({"run_id": "r1", "artifacts": (artifact("own/x"),)}, ("r1", "model", "own/x")),
        ({"run_id": "r1", "package": package(path="own")}, ("r1", "own", "model/model.pkl")),
    ],
)
def test_a_copy_takes_from_its_origin_only_what_it_lacks(own, taken):
    trained = version(3, model="dev", package=package(), artifacts=(artifact(),))
    copy = version(1, model="prod", **{"run_id": "", "copied_from": VersionRef("dev", "3")} | own)
    records = catalog(
        runs=(run("r1", params={"own": "1"}), run("r3", params={"elder": "1"})),
        models=(model("dev", versions=(trained,)), model("prod", versions=(copy,))),
    )
    found = origin_of(records, copy)
    assert (found.run.run_id, found.package.path, found.artifacts[0].path) == taken
    assert [each.key for each in found.params] == ["own" if taken[0] == "r1" else "elder"]


def test_copies_that_lead_round_in_a_circle_end():
    one = version(1, model="a", run_id="", copied_from=VersionRef("b", "1"))
    other = version(1, model="b", run_id="", copied_from=VersionRef("a", "1"))
    records = catalog(models=(model("a", versions=(one,)), model("b", versions=(other,))))
    assert origin_of(records, one).run is None


def test_the_same_use_of_the_same_data_counts_once():
    trained = run("r1", inputs=(used(), used(), used(context="evaluation")))
    found = origin_of(catalog(runs=(trained,)), version(1))
    assert [each.context for each in found.inputs] == ["training", "evaluation"]


def test_a_metric_on_no_particular_dataset_goes_before_one_on_a_dataset():
    trained = run("r1", metrics=(metric("auc", 0.7, dataset_name="holdout"), metric("auc", 0.9)))
    assert origin_of(catalog(runs=(trained,)), version(1)).metric("auc").last.value == 0.9


def test_a_metric_that_the_run_itself_measured_goes_before_a_later_evaluation():
    later = replaced(metric("auc", 0.5, dataset_name="q2"), run_id="other")
    own = replaced(metric("auc", 0.6, dataset_name="q1"), run_id="r1")
    logged = logged_model("m-1", source_run_id="r1", metrics=(later, own))
    found = origin_of(catalog(runs=(run("r1"),), logged_models=(logged,)), version(1, model_id="m-1"))
    assert found.metric("auc").last.value == 0.6
