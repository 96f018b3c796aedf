"""The lineage of everything in the catalogue."""

import pytest

from generator.analyses.lineage import EdgeKind, Gap, NodeKind, trace_lineage
from generator.analyses.standing.roles import Role
from generator.catalog import LifecycleStage, VersionRef
from tests.factories import (
    catalog,
    dataset,
    experiment,
    goal,
    logged_model,
    model,
    narrative,
    package,
    run,
    tag,
    used,
    version,
)


def steps(lineage):
    """Every edge in words."""
    return {
        (lineage.by_id[edge.start].label, edge.kind.value, lineage.by_id[edge.end].label)
        for edge in lineage.edges
    }


def only(lineage, kind):
    return [node for node in lineage.nodes if node.kind is kind]


def edge_source(lineage, kind):
    (found,) = [edge for edge in lineage.edges if edge.kind is kind]
    return str(found.sources[0])


def test_mlflow_2_leads_from_data_to_run_to_version_to_alias():
    lineage = trace_lineage(
        catalog(
            datasets=(dataset(),),
            runs=(run("r1", inputs=(used(),)),),
            models=(model(aliases={"champion": "1"}),),
        )
    )
    assert steps(lineage) == {
        ("transactions", "used", "calm-elk-r1"),
        ("calm-elk-r1", "registered as", "churn v1"),
        ("churn v1", "points at", "@champion"),
    }
    assert edge_source(lineage, EdgeKind.USED) == "mlruns/1/r1/inputs/18b8e1d0/meta.yaml"
    assert edge_source(lineage, EdgeKind.REGISTERED) == "mlruns/models/churn/version-1/meta.yaml#/run_id"
    assert edge_source(lineage, EdgeKind.POINTS_AT) == "mlruns/models/churn/meta.yaml#/aliases/champion"
    assert lineage.gaps == ()


def test_mlflow_3_leads_through_the_logged_model():
    lineage = trace_lineage(
        catalog(
            runs=(run("r1", inputs=(used(),), model_outputs=("m-1",)),),
            datasets=(dataset(),),
            logged_models=(logged_model("m-1"),),
            models=(model(versions=(version(1, model_id="m-1", source_uri="models:/m-1"),)),),
        )
    )
    assert steps(lineage) == {
        ("transactions", "used", "calm-elk-r1"),
        ("calm-elk-r1", "generated", "churn_gbm"),
        ("churn_gbm", "registered as", "churn v1"),
    }
    assert edge_source(lineage, EdgeKind.REGISTERED) == "mlruns/models/churn/version-1/meta.yaml#/source"


def test_a_logged_model_says_itself_which_run_made_it():
    lineage = trace_lineage(catalog(runs=(run("r1"),), logged_models=(logged_model("m-1"),)))
    assert edge_source(lineage, EdgeKind.GENERATED) == "mlruns/1/models/m-1/meta.yaml#/source_run_id"


def test_a_run_that_used_a_logged_model_comes_after_it():
    lineage = trace_lineage(
        catalog(runs=(run("r1"), run("e1", model_inputs=("m-1",))), logged_models=(logged_model("m-1"),))
    )
    assert ("churn_gbm", "used", "calm-elk-e1") in steps(lineage)


def test_nested_runs_come_of_their_parent():
    child = run("c1", parent_run_id="p1", tags=(tag("mlflow.parentRunId", "p1", folder="mlruns/1/c1/tags"),))
    lineage = trace_lineage(catalog(runs=(run("p1"), child)))
    assert steps(lineage) == {("calm-elk-p1", "started", "calm-elk-c1")}
    assert edge_source(lineage, EdgeKind.STARTED) == "mlruns/1/c1/tags/mlflow.parentRunId"


def test_versions_follow_each_other_by_number_and_deleted_ones_are_passed_over():
    numbered = tuple(version(number, deleted=number == 9) for number in (2, 9, 10))
    lineage = trace_lineage(catalog(models=(model(versions=numbered),)))
    previous = {step for step in steps(lineage) if step[1] == "previous version"}
    assert previous == {("churn v2", "previous version", "churn v10")}
    assert [node.version for node in only(lineage, NodeKind.VERSION)] == ["2", "10"]


def test_a_copy_comes_of_the_version_it_was_copied_from_and_not_twice_of_its_run():
    origin = version(3, model="dev", run_id="r3")
    copy = version(
        1, model="prod", run_id="r3", copied_from=VersionRef("dev", "3"), source_uri="models:/dev/3"
    )
    lineage = trace_lineage(
        catalog(
            runs=(run("r3", inputs=(used(),)),),
            datasets=(dataset(),),
            models=(model("dev", versions=(origin,)), model("prod", versions=(copy,))),
        )
    )
    assert ("dev v3", "copied from", "prod v1") in steps(lineage)
    assert ("calm-elk-r3", "registered as", "prod v1") not in steps(lineage)
    assert edge_source(lineage, EdgeKind.COPIED) == "mlruns/models/prod/version-1/meta.yaml#/source"


@pytest.mark.parametrize(
    ("records", "gap", "label"),
    [
        ({"models": (model(versions=(version(1, run_id="gone"),)),)}, Gap.RUN_GONE, "gone"),
        ({"models": (model(versions=(version(1, run_id="", model_id="m-9"),)),)}, Gap.LOGGED_MODEL_GONE, "m-9"),
        ({"models": (model(versions=(version(1, run_id="", source_uri="s3://b/m"),)),)}, Gap.EXTERNAL, "s3://b/m"),
        ({"models": (model(versions=(version(1, run_id=""),)),)}, Gap.NO_ORIGIN, "origin not recorded"),
        (
            {"models": (model(versions=(version(1, run_id="", copied_from=VersionRef("dev", "7")),)),)},
            Gap.VERSION_GONE,
            "dev v7",
        ),
        ({"runs": (run("r1"),), "models": (model(),)}, Gap.NO_DATASET, "data not recorded"),
        ({"runs": (run("r1", inputs=(used(),)),)}, Gap.DATASET_GONE, "transactions"),
        ({"datasets": (dataset(digest=""),)}, Gap.NO_DIGEST, "transactions"),
        ({"runs": (run("r1", parent_run_id="gone"),)}, Gap.RUN_GONE, "gone"),
    ],
)  # fmt: skip
def test_a_hole_in_the_record_is_a_node_of_its_own(records, gap, label):
    (node,) = trace_lineage(catalog(**records)).gaps
    assert (node.gap, node.label) == (gap, label)


def test_an_alias_of_a_deleted_version_points_at_a_node_that_says_so():
    registered = model(versions=(version(1), version(2, deleted=True)), aliases={"champion": "2"})
    lineage = trace_lineage(catalog(models=(registered,)))
    (node,) = [each for each in lineage.gaps if each.kind is NodeKind.VERSION]
    assert (node.label, node.gap, node.deleted) == ("churn v2", Gap.VERSION_DELETED, True)
    assert ("churn v2", "points at", "@champion") in steps(lineage)
    assert lineage.version_node(registered.versions[1]) is node


def test_unrecorded_data_is_not_shared_between_runs_and_names_where_it_should_stand():
    lineage = trace_lineage(
        catalog(runs=(run("r1"), run("r2"), run("r3")), models=(model(versions=(version(1), version(2))),))
    )
    gaps = only(lineage, NodeKind.DATASET)
    assert [str(gap.source) for gap in gaps] == [
        "mlruns/1/r1/meta.yaml#/inputs",
        "mlruns/1/r2/meta.yaml#/inputs",
    ]


def test_a_version_tells_its_key_metric_stage_and_role():
    lineage = trace_lineage(
        catalog(
            experiments=(experiment(),),
            runs=(run("r1", metrics={"auc": 0.8941}),),
            models=(model(versions=(version(1, stage="Production"),)),),
            narratives=(narrative(goals=(goal("auc", title="AUC"),)),),
        )
    )
    (node,) = only(lineage, NodeKind.VERSION)
    assert (node.detail, node.stage, node.role) == ("AUC 0.8941", "Production", Role.PRODUCTION)
    assert node.key == ("mlruns", "churn", "1")


def test_records_tell_what_is_worth_a_second_line():
    lineage = trace_lineage(
        catalog(
            datasets=(dataset(row_count=4118203),),
            runs=(run("r1", lifecycle_stage=LifecycleStage.DELETED),),
            logged_models=(logged_model("m-1", package=package()),),
        )
    )
    data, trained, logged = lineage.nodes
    assert data.detail == "4\u2009118\u2009203 rows · 18b8e1d0"
    assert (trained.detail, trained.deleted) == ("2026-10-21 · 88 min", True)
    assert logged.detail == "sklearn 1.8.1 · 2026-10-21"


def test_one_name_in_two_registries_is_two_models():
    here = model(versions=(version(1),))
    there = model(store="other", versions=(version(1, store="other"),))
    lineage = trace_lineage(catalog(models=(here, there)))
    assert len(only(lineage, NodeKind.VERSION)) == 2
    assert lineage.version_node(here.versions[0]) is not lineage.version_node(there.versions[0])


def test_a_run_that_calls_itself_its_parent_has_no_edge_to_itself():
    assert trace_lineage(catalog(runs=(run("r1", parent_run_id="r1"),))).edges == ()


def test_names_that_hold_anything_make_ids_of_plain_letters():
    names = ("a", "a\x00", "\ud800", "<script>", "")
    lineage = trace_lineage(catalog(datasets=tuple(dataset(name, "d") for name in names)))
    assert len(lineage.by_id) == len(names)
    assert all(node.id.replace("-", "").isalnum() and node.id.isascii() for node in lineage.nodes)
