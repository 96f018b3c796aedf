"""Parts of the lineage that can be drawn."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.analyses.lineage import (
    MOST_EDGES,
    MOST_NODES,
    Gap,
    NodeKind,
    neighbourhood,
    of_model,
    trace_lineage,
)
from generator.catalog import VersionRef
from tests.factories import catalog, dataset, logged_model, model, run, used, version


def labels(cut, kind=None):
    return [node.label for node in cut.nodes if kind in {None, node.kind}]


def node(cut, label):
    (found,) = [each for each in cut.nodes if each.label == label]
    return found


def chain(count):
    """A model whose every version has a run of its own; all runs used one dataset."""
    runs = tuple(run(f"r{n}", inputs=(used(),)) for n in range(1, count + 1))
    return runs, model(versions=tuple(version(n) for n in range(1, count + 1)))


def cut_of(registered, **records):
    return of_model(
        trace_lineage(catalog(models=(registered,), datasets=(dataset(),), **records)), registered
    )


def test_a_neighbourhood_reaches_from_the_data_to_the_alias_with_two_versions_either_side():
    runs, registered = chain(9)
    registered = model(versions=registered.versions, aliases={"champion": "4", "latest": "9"})
    lineage = trace_lineage(catalog(runs=runs, models=(registered,), datasets=(dataset(),)))
    cut = neighbourhood(lineage, registered.versions[4])
    assert labels(cut, NodeKind.VERSION) == [f"churn v{n}" for n in (3, 4, 5, 6, 7)]
    assert labels(cut, NodeKind.RUN) == ["calm-elk-r5"]
    assert labels(cut, NodeKind.DATASET) == ["transactions"]
    assert labels(cut, NodeKind.ALIAS) == ["@champion"]
    assert cut.focus == node(cut, "churn v5").id


def test_hidden_neighbours_are_counted():
    runs, registered = chain(9)
    lineage = trace_lineage(catalog(runs=runs, models=(registered,), datasets=(dataset(),)))
    cut = neighbourhood(lineage, registered.versions[4])
    hidden = {each.label: cut.hidden[each.id] for each in cut.nodes if each.id in cut.hidden}
    assert hidden == {"transactions": 8, "churn v3": 2, "churn v4": 1, "churn v6": 1, "churn v7": 2}


def test_steps_up_and_down_are_kept_to():
    origin = version(1, model="dev", model_id="m-1")
    copy = version(1, model="stage", run_id="", copied_from=VersionRef("dev", "1"))
    again = version(1, model="prod", run_id="", copied_from=VersionRef("stage", "1"))
    lineage = trace_lineage(
        catalog(
            runs=(run("r1", inputs=(used(),)),),
            datasets=(dataset(),),
            logged_models=(logged_model("m-1"),),
            models=tuple(model(each.name, versions=(each,)) for each in (origin, copy, again)),
        )
    )
    assert labels(neighbourhood(lineage, origin, up=2, down=1)) == [
        "calm-elk-r1",
        "churn_gbm",
        "dev v1",
        "stage v1",
    ]
    assert "prod v1" in labels(neighbourhood(lineage, origin))
    assert "transactions" in labels(neighbourhood(lineage, origin))


def test_a_deleted_version_has_an_empty_neighbourhood():
    gone = version(2, deleted=True)
    lineage = trace_lineage(catalog(models=(model(versions=(version(1), gone)),)))
    assert neighbourhood(lineage, gone).nodes == ()


def test_a_run_of_a_hundred_datasets_is_drawn_with_one_pile_of_them():
    uses = tuple(used(f"part-{n:03}", f"d{n}") for n in range(100))
    parts = tuple(dataset(each.name, each.digest) for each in uses)
    lineage = trace_lineage(catalog(runs=(run("r1", inputs=uses),), datasets=parts, models=(model(),)))
    cut = neighbourhood(lineage, version(1))
    assert labels(cut) == ["100 datasets", "calm-elk-r1", "churn v1"]
    assert len(node(cut, "100 datasets").members) == 100
    assert len(cut.edges[0].sources) == 100
    assert cut.objects == 102


def test_versions_older_than_the_newest_four_are_folded_with_what_only_they_needed():
    runs, registered = chain(9)
    cut = cut_of(registered, runs=runs)
    assert labels(cut, NodeKind.VERSION) == ["v1 – v5", "churn v6", "churn v7", "churn v8", "churn v9"]
    assert labels(cut, NodeKind.RUN) == ["5 runs", *(f"calm-elk-r{n}" for n in (6, 7, 8, 9))]
    assert node(cut, "v1 – v5").detail == "5 older versions"
    assert node(cut, "5 runs").detail == "of older versions"
    assert labels(cut, NodeKind.DATASET) == ["transactions"]


def test_what_a_kept_version_needs_as_well_is_not_folded():
    shared = tuple(used(f"shared-{n}", f"d{n}") for n in range(4))
    private = tuple(used(f"private-{n}", f"p{n}") for n in range(4))
    runs = tuple(run(f"r{n}", inputs=(*shared, *(private if n == 1 else ()))) for n in range(1, 10))
    registered = model(versions=tuple(version(n) for n in range(1, 10)))
    cut = cut_of(registered, runs=runs)
    assert labels(cut, NodeKind.DATASET) == [f"shared-{n}" for n in range(4)] + ["4 datasets"]
    assert node(cut, "4 datasets").gap is Gap.DATASET_GONE


@pytest.mark.parametrize("given", [{"stage": "Staging"}, {"stage": "Production"}, {"stage": "shadow"}])
def test_an_old_version_in_a_stage_is_never_folded(given):
    runs, _ = chain(12)
    versions = [version(n, **(given if n == 4 else {})) for n in range(1, 13)]
    cut = cut_of(model(versions=tuple(versions)), runs=runs)
    assert labels(cut, NodeKind.VERSION) == [
        "v1 – v3",
        "churn v4",
        "v5 – v8",
        *(f"churn v{n}" for n in (9, 10, 11, 12)),
    ]
    assert "calm-elk-r4" in labels(cut)


def test_an_old_version_with_an_alias_is_never_folded_but_an_archived_one_is():
    runs, _ = chain(12)
    versions = tuple(version(n, stage="Archived") for n in range(1, 13))
    cut = cut_of(model(versions=versions, aliases={"rollback": "4"}), runs=runs)
    assert "churn v4" in labels(cut)
    assert "v5 – v8" in labels(cut)


def test_runs_of_a_sweep_that_were_not_registered_become_one_pile():
    sweep = tuple(run(f"s{n}", parent_run_id="p", inputs=(used(),)) for n in range(1, 8))
    best = run("r1", parent_run_id="p", inputs=(used(),))
    cut = cut_of(model(), runs=(run("p"), best, *sweep))
    assert labels(cut, NodeKind.RUN) == ["calm-elk-p", "calm-elk-r1", "7 runs"]
    assert node(cut, "7 runs").detail == "not registered"


def test_runs_that_used_the_logged_model_are_drawn_and_folded_when_they_are_many():
    evaluations = tuple(run(f"e{n}", model_inputs=("m-1",)) for n in range(5))
    registered = model(versions=(version(1, model_id="m-1"),))
    cut = cut_of(
        registered, runs=(run("r1", inputs=(used(),)), *evaluations), logged_models=(logged_model("m-1"),)
    )
    assert node(cut, "5 runs").detail == "used the logged model"


def test_two_of_a_kind_stay_as_they_are_while_there_is_room():
    cut = cut_of(
        model(),
        runs=(run("p"), run("r1", parent_run_id="p"), *(run(f"s{n}", parent_run_id="p") for n in (1, 2))),
    )
    assert labels(cut, NodeKind.RUN) == ["calm-elk-p", "calm-elk-r1", "calm-elk-s1", "calm-elk-s2"]


def test_a_stage_full_of_versions_is_folded_all_the_same_when_it_is_too_much():
    runs, _ = chain(248)
    versions = tuple(version(n, stage="Staging") for n in range(1, 249))
    cut = cut_of(model(versions=versions), runs=runs)
    assert labels(cut, NodeKind.VERSION) == ["v1 – v246", "churn v247", "churn v248"]
    assert cut.objects == 248 * 2 + 1


def test_a_model_without_versions_has_nothing_to_draw():
    assert cut_of(model(versions=())).nodes == ()


def portfolio_of(seed):
    """A catalogue with every kind of step, circle and gap; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it

    def some(of, most):
        return [chance.choice(of) for _ in range(chance.randrange(most + 1))]

    count = chance.randrange(1, 90)
    ids = [f"r{n}" for n in range(chance.randrange(60))]
    run_ids = [*ids, "", "gone"]
    model_ids = ["", "", "m-0", "m-1", "m-2", "m-gone"]
    data = [(f"d{n}", chance.choice(["x", ""])) for n in range(chance.randrange(40))]
    runs = tuple(
        run(
            each,
            parent_run_id=chance.choice(run_ids),
            inputs=tuple(used(*key) for key in some([*data, ("lost", "y")], 6)),
            model_inputs=tuple(filter(None, some(model_ids, 1))),
            model_outputs=tuple(filter(None, some(model_ids, 1))),
        )
        for each in ids
    )
    logged = tuple(logged_model(f"m-{n}", source_run_id=chance.choice(run_ids)) for n in range(3))
    references = [None, None, VersionRef("a", "1"), VersionRef("b", "2"), VersionRef("b", "999")]
    stages = ["", "None", "Production", "Staging", "Archived"]
    models = tuple(
        model(
            name,
            versions=tuple(
                version(
                    n,
                    model=name,
                    run_id=chance.choice(run_ids),
                    model_id=chance.choice(model_ids),
                    copied_from=chance.choice(references),
                    stage=chance.choice(stages),
                    deleted=chance.random() < 0.1,
                )
                for n in range(1, count + 1)
            ),
            aliases={f"alias-{n}": str(chance.randrange(1, count + 2)) for n in range(chance.randrange(70))},
        )
        for name in ("a", "b")
    )
    datasets = tuple(dataset(name, digest) for name, digest in data)
    return catalog(runs=runs, logged_models=logged, models=models, datasets=datasets)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32))
def test_folding_loses_no_edge_between_what_is_kept_and_keeps_to_the_cap(seed):
    records = portfolio_of(seed)
    lineage = trace_lineage(records)
    cuts = [of_model(lineage, registered) for registered in records.models]
    cuts += [
        neighbourhood(lineage, each) for registered in records.models for each in registered.versions[:3]
    ]
    for cut in cuts:
        assert len(cut.nodes) <= MOST_NODES
        assert len(cut.edges) <= MOST_EDGES
        standing = {member: each.id for each in cut.nodes for member in each.members or (each.id,)}
        wanted = {
            (standing[edge.start], standing[edge.end], edge.kind)
            for edge in lineage.edges
            if edge.start in standing and edge.end in standing and standing[edge.start] != standing[edge.end]
        }
        assert {(edge.start, edge.end, edge.kind) for edge in cut.edges} == wanted
        assert len(cut.edges) == len(wanted)
        outside = {
            each.id: len(
                {other for member in each.members or (each.id,) for other in lineage.neighbours(member)}
                - standing.keys()
            )
            for each in cut.nodes
        }
        assert cut.hidden == {key: count for key, count in outside.items() if count}


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32))
def test_the_version_in_the_middle_and_those_with_a_role_are_never_folded(seed):
    records = portfolio_of(seed)
    lineage = trace_lineage(records)
    for registered in records.models:
        shown = {each.id for each in of_model(lineage, registered).nodes}
        nodes = [lineage.version_node(each) for each in registered.listed_versions]
        assert {each.id for each in nodes if each.role} <= shown
        for each in registered.listed_versions[:3]:
            cut = neighbourhood(lineage, each)
            assert cut.focus in {found.id for found in cut.nodes}


def test_two_thousand_neighbourhoods_take_seconds():
    sweep = tuple(run(f"s{n}", parent_run_id="p", inputs=(used(),)) for n in range(3000))
    runs = (run("p"), *sweep, *(run(f"r{n}", inputs=(used(),), parent_run_id="p") for n in range(1, 2001)))
    registered = model(versions=tuple(version(n) for n in range(1, 2001)))
    lineage = trace_lineage(catalog(runs=runs, models=(registered,), datasets=(dataset(),)))
    begin = time.process_time()
    for each in registered.versions:
        neighbourhood(lineage, each)
    assert time.process_time() - begin < 10
