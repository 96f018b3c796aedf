"""What differs between two versions, part by part."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyses.changes import (
    BumpSize,
    Change,
    Part,
    SignatureSide,
    Verdict,
    compare_versions,
    describe,
)
from generator.analyses.changes.measures import metric_changes
from generator.analyses.origin import Origin
from generator.catalog import Flavor, Signature, SignatureField, replaced
from tests.analyses.comparing import Side, diff, sides_catalog
from tests.factories import (
    catalog,
    code,
    experiment,
    goal,
    metric,
    model,
    param,
    requirement,
    run,
    source,
    tag,
    used,
    version,
)


def test_params_are_added_removed_changed_or_counted_as_same():
    found = diff(
        Side(run={"params": {"a": "1", "b": "2", "c": "3", "d": "4"}}),
        Side(run={"params": {"a": "1", "b": "5", "e": "6", "d": "4"}}),
    )
    assert [(each.key, each.change) for each in found.params] == [
        ("b", Change.CHANGED), ("c", Change.REMOVED), ("e", Change.ADDED),
    ]  # fmt: skip
    assert found.params_same == 2
    changed = found.params[0]
    assert (changed.old.value, changed.new.value) == ("2", "5")
    assert changed.old.source.path == "mlruns/1/r1/params/b"
    assert found.params[1].new is None


def test_a_param_that_became_empty_is_changed_not_removed():
    (change,) = diff(Side(run={"params": {"a": "1"}}), Side(run={"params": {"a": ""}})).params
    assert (change.change, change.new.value) == (Change.CHANGED, "")


def test_tags_and_the_description_are_compared():
    found = diff(
        Side(version={"tags": (tag("owner", "ada"), tag("old", "x")), "description": ""}),
        Side(version={"tags": (tag("owner", "bo"),), "description": "Retrained."}),
    )
    assert [(each.key, each.change) for each in found.tags] == [
        ("old", Change.REMOVED),
        ("owner", Change.CHANGED),
    ]
    assert (found.description.change, found.description.new) == (Change.ADDED, "Retrained.")
    assert found.description.new_source.pointer == "/description"


def measured(old, new, **goal_fields):
    goals = (goal("auc", **goal_fields),) if goal_fields else ()
    (change,) = diff(
        Side(run={"metrics": {"auc": old}}), Side(run={"metrics": {"auc": new}}), goals=goals
    ).metrics
    return change


@pytest.mark.parametrize(
    ("old", "new", "fields", "verdict"),
    [
        (0.90, 0.91, {"higher_is_better": True}, Verdict.BETTER),
        (0.90, 0.89, {"higher_is_better": True}, Verdict.WORSE),
        (0.90, 0.89, {"higher_is_better": False}, Verdict.BETTER),
        (0.90, 0.91, {"higher_is_better": False}, Verdict.WORSE),
        (0.90, 0.90, {"higher_is_better": True}, Verdict.SAME),
        (0.90, 0.91, {"higher_is_better": None}, Verdict.UNKNOWN),
        (0.90, 0.91, {}, Verdict.UNKNOWN),
        (0.830, 0.835, {"noise": 0.005}, Verdict.WITHIN_NOISE),
        (0.830, 0.8351, {"noise": 0.005}, Verdict.BETTER),
        (0.835, 0.830, {"noise": 0.005, "higher_is_better": None}, Verdict.WITHIN_NOISE),
        (0.9, math.nan, {"higher_is_better": True}, Verdict.UNKNOWN),
        (math.nan, math.nan, {"higher_is_better": True}, Verdict.SAME),
        (0.9, math.inf, {"higher_is_better": True}, Verdict.UNKNOWN),
    ],
)
def test_a_metric_is_judged_by_its_direction_and_its_noise(old, new, fields, verdict):
    assert measured(old, new, **fields).verdict is verdict


def test_a_difference_is_exact_in_decimal():
    assert measured(0.830, 0.835).delta == 0.005
    assert measured(0.3, 0.1).delta == -0.2


@pytest.mark.parametrize(
    ("value", "higher", "met"),
    [
        (0.9, True, True),
        (0.89, True, False),
        (0.9, False, True),
        (0.91, False, False),
        (math.nan, True, False),
        (0.9, None, None),
    ],
)
def test_a_threshold_is_met_on_the_better_side_of_it(value, higher, met):
    assert measured(0.5, value, threshold=0.9, higher_is_better=higher).met is met


def test_without_a_threshold_nothing_is_met_or_missed():
    assert measured(0.5, 0.9, higher_is_better=True).met is None


def test_the_experiments_primary_metric_gives_its_direction_when_the_owners_do_not():
    tags = (
        tag("mlflow.experiment.primaryMetric.name", "auc"),
        tag("mlflow.experiment.primaryMetric.greaterIsBetter", "False"),
    )
    (change,) = diff(
        Side(run={"metrics": {"auc": 0.5}}),
        Side(run={"metrics": {"auc": 0.4}}),
        experiments=(experiment(tags=tags),),
    ).metrics
    assert change.verdict is Verdict.BETTER
    assert change.direction.source == tags[1].source


def test_metrics_with_a_goal_come_first_in_the_order_stated_then_the_rest_by_name():
    values = {"a": 1.0, "b": 1.0, "z": 1.0, "auc": 1.0}
    found = diff(Side(run={"metrics": values}), Side(run={"metrics": values}), goals=(goal("z"), goal("auc")))
    assert [each.key for each in found.metrics] == ["z", "auc", "a", "b"]


def test_metrics_on_datasets_are_compared_dataset_by_dataset():
    def on(*values):
        return tuple(
            metric("auc", value, dataset_name=name, dataset_digest="d")
            for name, value in zip(("test", "train"), values, strict=True)
        )

    found = diff(Side(run={"metrics": on(0.8, 0.9)}), Side(run={"metrics": on(0.7, 0.95)}))
    assert [each.delta for each in found.metrics] == [-0.1, 0.05]
    assert [each.same_data for each in found.metrics] == [True, True]


def test_a_metric_measured_on_other_data_is_compared_and_says_so():
    def on(name, value):
        return {"metrics": (metric("auc", value, dataset_name=name, dataset_digest=name),)}

    (change,) = diff(Side(run=on("q1", 0.8)), Side(run=on("q2", 0.9))).metrics
    assert (change.delta, change.same_data) == (0.1, False)


def test_one_measurement_is_compared_with_that_of_the_other_versions_own_run_not_with_a_later_evaluation():
    later = metric("auc", 0.9, dataset_name="q2", dataset_digest="2")
    own = metric("auc", 0.8, dataset_name="q2", dataset_digest="2")
    plain = metric("auc", 0.7)
    old = Origin(version=version(1), run=run("r1"), metrics=(plain,))
    new = Origin(
        version=version(2),
        run=run("r2"),
        metrics=(replaced(later, run_id="other"), replaced(own, run_id="r2")),
    )
    changes = metric_changes(catalog(), old, new, compared=True)
    assert [(each.old_value, each.new_value) for each in changes] == [(0.7, 0.8), (None, 0.9)]
    backwards = metric_changes(catalog(), new, old, compared=True)
    assert [(each.old_value, each.new_value) for each in backwards] == [(0.8, 0.7), (0.9, None)]


def data_of(old, new):
    return diff(Side(run={"inputs": old}), Side(run={"inputs": new})).data


def test_data_is_compared_by_context():
    replaced, same = sorted(
        data_of(
            (used("q1", "d1"), used("holdout", "h", "evaluation")),
            (used("q2", "d2"), used("holdout", "h", "evaluation")),
        ),
        key=lambda each: each.change.value,
    )
    assert (replaced.context, replaced.change, replaced.rows_delta) == ("training", Change.REPLACED, 60)
    assert (replaced.old.used.name, replaced.new.dataset.digest) == ("q1", "d2")
    assert (same.context, same.change, same.rows_delta) == ("evaluation", Change.SAME, None)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ([("q", "1")], [("q", "2")], [Change.CHANGED]),
        ([("q", "1")], [("q", "")], [Change.UNKNOWN]),
        ([("q", "")], [("q", "")], [Change.UNKNOWN]),
        ([("q", "1")], [("q", "1"), ("r", "1")], [Change.SAME, Change.ADDED]),
        ([("q", "1"), ("r", "1")], [("q", "1")], [Change.SAME, Change.REMOVED]),
        ([("q", "1"), ("r", "1")], [("q", "1"), ("s", "1")], [Change.SAME, Change.REPLACED]),
        (
            [("q", "1"), ("r", "1")],
            [("s", "1"), ("t", "1")],
            [Change.ADDED, Change.ADDED, Change.REMOVED, Change.REMOVED],
        ),
        ([("q", "1"), ("q", "2")], [("q", "2"), ("q", "3")], [Change.SAME, Change.CHANGED]),
    ],
)
def test_datasets_are_matched_by_digest_then_by_name_then_by_being_the_last_one(old, new, changes):
    assert [
        each.change for each in data_of(tuple(used(*o) for o in old), tuple(used(*n) for n in new))
    ] == changes


def test_a_run_that_recorded_no_data_did_not_use_less_of_it():
    found = diff(Side(run={"inputs": (used("q1", "d1"),)}), Side(run={"inputs": ()}))
    assert [each.change for each in found.data] == [Change.UNKNOWN]
    assert Part.DATA in found.uncompared


def fields(*given):
    return tuple(SignatureField(*each) for each in given)


def signed(old, new):
    def made(sides):
        return Signature(
            **{side: fields(*given) for side, given in sides.items()}, source=source("m", "/signature")
        )

    return diff(Side(package={"signature": made(old)}), Side(package={"signature": made(new)})).signature


def test_columns_of_the_signature_are_compared_by_name():
    found = signed(
        {"inputs": [("age", "long", True), ("amount", "double", True), ("gone", "string", True)]},
        {"inputs": [("amount", "float", True), ("age", "long", True), ("new", "long", False)]},
    )
    assert [(each.name, each.change, each.side) for each in found.changes] == [
        ("amount", Change.CHANGED, SignatureSide.INPUT),
        ("new", Change.ADDED, SignatureSide.INPUT),
        ("gone", Change.REMOVED, SignatureSide.INPUT),
    ]
    assert found.same == 1


def test_unnamed_tensors_are_compared_by_position():
    found = signed(
        {"outputs": [("", "tensor(int64)"), ("", "a")]}, {"outputs": [("", "tensor(int32)"), ("", "a")]}
    )
    assert [(each.name, each.old.type, each.new.type) for each in found.changes] == [
        ("#1", "tensor(int64)", "tensor(int32)")
    ]


def test_what_an_older_format_did_not_record_is_no_difference():
    assert signed({"inputs": [("age", "long", None)]}, {"inputs": [("age", "long", True)]}).changes == ()


def test_a_default_of_an_inference_parameter_that_differs_is_a_change():
    found = signed({"params": [("t", "double", None, "0.5")]}, {"params": [("t", "double", None, "0.7")]})
    assert [(each.side, each.change) for each in found.changes] == [(SignatureSide.PARAM, Change.CHANGED)]


def test_dependencies_tell_how_far_apart_they_are():
    lines = (
        "lightgbm==4.5.0",
        "numpy==2.3.4",
        "pandas>=2",
        "scikit-learn==1.8.1",
        "shap==0.48.0",
        "six==1.0",
    )
    other = ("lightgbm==5.0.0", "numpy==2.4.6", "pandas>=3", "scikit-learn==1.8.1", "six==1.0.0", "xgboost")
    found = diff(
        Side(package={"requirements": tuple(map(requirement, lines))}),
        Side(package={"requirements": tuple(map(requirement, other))}),
    )
    assert [(each.name, each.change, each.size) for each in found.dependencies] == [
        ("lightgbm", Change.CHANGED, BumpSize.MAJOR),
        ("numpy", Change.CHANGED, BumpSize.MINOR),
        ("pandas>=2", Change.REMOVED, None),
        ("pandas>=3", Change.ADDED, None),
        ("shap", Change.REMOVED, None),
        ("xgboost", Change.ADDED, None),
    ]
    assert found.dependencies_same == 2


def test_flavors_name_the_fields_that_differ_but_not_where_files_lie():
    def flavor(**given):
        return {"flavors": (Flavor("sklearn", tuple(given.items()), source("m")),)}

    found = diff(
        Side(package=flavor(sklearn_version="1.8.1", pickled_model="a.pkl")),
        Side(package=flavor(sklearn_version="1.9.0", pickled_model="b.pkl")),
    )
    assert [(each.name, each.fields) for each in found.flavors] == [("sklearn", ("sklearn_version",))]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (code("a" * 40), code("a" * 40), Change.SAME),
        (code("a" * 40), code("b" * 40), Change.CHANGED),
        (code("a" * 40), code("a" * 40, dirty=True), Change.UNKNOWN),
        (code("a" * 40), code(""), Change.UNKNOWN),
        (None, code("a" * 40), Change.UNKNOWN),
    ],
)
def test_code_is_compared_by_its_commit(old, new, change):
    found = diff(Side(run={"code": old}), Side(run={"code": new}))
    assert found.code.change is change
    assert (Part.CODE in found.uncompared) is (change is Change.UNKNOWN)


@pytest.mark.parametrize(
    ("old", "new", "payload", "changed"),
    [
        ({"model.pkl": "1"}, {"model.pkl": "1"}, Change.SAME, []),
        ({"model.pkl": "1"}, {"model.pkl": "2"}, Change.CHANGED, ["model.pkl"]),
        ({"model.pkl": "1", "MLmodel": "1"}, {"model.pkl": "1", "MLmodel": "2"}, Change.SAME, ["MLmodel"]),
        ({"model.pkl": "1"}, {"model.pkl": ""}, Change.UNKNOWN, ["model.pkl"]),
        ({"model.pkl": "1"}, {"model.skops": "1"}, Change.CHANGED, ["model.pkl", "model.skops"]),
        ({"MLmodel": "1"}, {"MLmodel": "1"}, Change.UNKNOWN, []),
        ({"model.pkl": "1"}, {}, Change.UNKNOWN, []),
        (
            {"model.pkl": "1", "requirements.txt": "1"},
            {"model.pkl": "1", "requirements.txt": "2"},
            Change.SAME,
            ["requirements.txt"],
        ),
    ],
)
def test_the_model_itself_is_told_apart_from_how_it_was_packed(old, new, payload, changed):
    found = diff(
        Side(files={f"model/{path}": sha for path, sha in old.items()}),
        Side(files={f"model/{path}": sha for path, sha in new.items()}),
    )
    assert found.files.payload is payload
    assert [each.path for each in found.files.changes] == changed


def test_files_of_models_packed_in_different_folders_are_the_same_files():
    found = diff(
        Side(files={"model/model.pkl": "1"}, package={"path": "model"}),
        Side(files={"model.pkl": "1"}, package={"path": ""}),
    )
    assert found.files.payload is Change.SAME


def test_python_is_compared():
    found = diff(Side(package={"python_version": "3.10.4"}), Side(package={"python_version": "3.11.7"}))
    assert (found.python.change, found.python.old, found.python.new) == (Change.CHANGED, "3.10.4", "3.11.7")


def test_an_image_or_a_system_that_neither_side_records_is_not_said_to_be_uncompared():
    assert not {Part.IMAGE, Part.SYSTEM} & set(diff(Side(), Side(has_package=False)).uncompared)


def test_what_one_side_does_not_record_is_uncompared_and_no_difference_is_told():
    tags = (tag("os", "Linux 6"), tag("image", f"repo@sha256:{'a' * 64}"))
    bare = Side(has_run=False, has_package=False, files={})
    found = diff(bare, Side(run={"params": {"a": "1"}, "tags": tags}))
    assert found.uncompared == tuple(Part)
    assert (found.params, found.dependencies, found.flavors, found.signature.changes) == ((), (), (), ())
    assert [(each.key, each.change, each.verdict) for each in found.metrics] == [
        ("auc", Change.UNKNOWN, Verdict.UNKNOWN)
    ]


def test_two_versions_of_different_models_can_be_compared():
    records = catalog(
        runs=(run("r1", params={"a": "1"}), run("r2", params={"a": "2"})),
        models=(
            model("dev", versions=(version(1, model="dev"),)),
            model("prod", versions=(version(2, model="prod"),)),
        ),
    )
    found = compare_versions(records, records.models[0].versions[0], records.models[1].versions[0])
    assert [each.key for each in found.params] == ["a"]


texts = st.text(max_size=8)
numbers = st.floats(allow_nan=True, allow_infinity=True)


@st.composite
def sides(draw):
    """One side with anything in it."""
    names = st.lists(st.text("abc.", max_size=3), max_size=5)
    return Side(
        has_run=draw(st.booleans()),
        has_package=draw(st.booleans()),
        run={
            "params": tuple(param(key, draw(texts)) for key in draw(names)),
            "metrics": tuple(
                metric(key, draw(numbers), dataset_name=draw(st.sampled_from(["", "d"])))
                for key in draw(names)
            ),
            "inputs": tuple(used(key, draw(st.sampled_from(["", "1", "2"]))) for key in draw(names)),
        },
        package={
            "signature": Signature(
                inputs=tuple(
                    SignatureField(key, draw(texts), draw(st.sampled_from([None, True, False])))
                    for key in draw(names)
                ),
                source=source("m"),
            ),
            "requirements": tuple(requirement(f"{key}=={draw(texts)}") for key in draw(names)),
        },
        version={"description": draw(texts), "tags": tuple(tag(key, draw(texts)) for key in draw(names))},
        files={key: draw(st.sampled_from(["", "1", "2"])) for key in draw(names)},
    )


@given(sides())
def test_a_version_differs_in_nothing_from_itself(side):
    records = sides_catalog(side, side)
    itself = records.models[0].versions[0]
    found = compare_versions(records, itself, itself)
    assert (found.params, found.dependencies, found.flavors, found.tags, found.signature.changes) == (
        (),
        (),
        (),
        (),
        (),
    )
    assert {each.change for each in found.data} <= {Change.SAME, Change.UNKNOWN}
    assert {each.change for each in found.metrics} <= {Change.SAME, Change.UNKNOWN}
    assert {each.change for each in found.files.changes} <= {Change.UNKNOWN}
    assert found.description.change is Change.SAME
    assert found.bump.size in {BumpSize.NONE, BumpSize.UNKNOWN}


@given(sides(), sides())
def test_the_way_back_is_the_mirror_of_the_way_there(old, new):
    mirror = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
    records = sides_catalog(old, new)
    one, other = records.models[0].versions
    there, back = compare_versions(records, one, other), compare_versions(records, other, one)
    for part in ("params", "tags", "dependencies", "flavors"):
        assert sorted(
            (each.change, repr(each.old), repr(each.new)) for each in getattr(there, part)
        ) == sorted(
            (mirror.get(each.change, each.change), repr(each.new), repr(each.old))
            for each in getattr(back, part)
        )
    assert sorted(str(each.delta) for each in there.metrics) == sorted(
        str(-each.delta + 0.0 if each.delta is not None else None) for each in back.metrics
    )
    assert there.files.payload is back.files.payload
    assert there.uncompared == back.uncompared
    assert describe(there)[0].text.endswith(".")
