"""Runs below their parents, whatever the records say of parents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyses.runs.families import Orphanhood, families
from generator.analyses.runs.target import Target
from tests import factories as make

UP = Target(key="auc", higher_is_better=True, reason="", sources=(make.source("x"),))


def laid(*runs, shown=None, target=UP, others=()):
    catalog = make.catalog(runs=(*runs, *others))
    return list(families(catalog, runs, runs if shown is None else shown, target))


def outline(members):
    return [(each.run.run_id, each.depth) for each in members]


def test_children_of_children_stand_below_their_own_parent():
    members = laid(
        make.run("a"), make.run("b"), make.run("a1", parent_run_id="a"), make.run("a11", parent_run_id="a1"),
        make.run("a2", parent_run_id="a"),
    )  # fmt: skip
    assert outline(members) == [("a", 0), ("a1", 1), ("a11", 2), ("a2", 1), ("b", 0)]
    assert [(len(each.children), each.shown) for each in members] == [(2, 2), (1, 1), (0, 0), (0, 0), (0, 0)]
    assert {each.orphanhood for each in members} == {None}


def test_the_best_child_is_told_with_its_value_and_deleted_or_endless_ones_are_none():
    members = laid(
        make.run("a", metrics={"auc": 0.99}),
        make.run("low", parent_run_id="a", metrics={"auc": 0.6}),
        make.run("high", parent_run_id="a", metrics={"auc": 0.8}),
        make.run("nan", parent_run_id="a", metrics={"auc": float("inf")}),
    )
    child, value = members[0].best_child
    assert (child.run_id, value) == ("high", 0.8)


@pytest.mark.parametrize("target", [None, Target(key="auc", higher_is_better=None, reason="", sources=())])
def test_where_nobody_said_which_way_is_better_no_child_is_best(target):
    runs = (make.run("a"), make.run("b", parent_run_id="a", metrics={"auc": 0.6}))
    assert laid(*runs, target=target)[0].best_child is None


def test_a_parent_elsewhere_or_lost_or_left_out_is_told_apart():
    runs = (
        make.run("lost", parent_run_id="nowhere"),
        make.run("strayed", parent_run_id="far"),
        make.run("cut", parent_run_id="hidden"),
        make.run("hidden"),
    )
    members = laid(*runs, shown=runs[:3], others=(make.run("far", experiment_id="2"),))
    assert [(each.run.run_id, each.depth, each.orphanhood) for each in members] == [
        ("lost", 0, Orphanhood.LOST), ("strayed", 0, Orphanhood.ELSEWHERE), ("cut", 0, Orphanhood.LEFT_OUT),
    ]  # fmt: skip


def test_children_that_are_not_shown_are_counted():
    runs = (make.run("a"), make.run("b", parent_run_id="a"), make.run("c", parent_run_id="a"))
    (parent, _) = laid(*runs, shown=runs[:2])
    assert (len(parent.children), parent.shown) == (2, 1)


def test_a_ring_of_parents_is_opened_once_and_said():
    members = laid(make.run("a", parent_run_id="b"), make.run("b", parent_run_id="a"))
    assert [(each.run.run_id, each.depth, each.orphanhood, each.shown) for each in members] == [
        ("a", 0, Orphanhood.RING, 1), ("b", 1, None, 0),
    ]  # fmt: skip
    (alone,) = laid(make.run("a", parent_run_id="a"))
    assert (alone.orphanhood, alone.children) == (Orphanhood.RING, ())


@given(st.lists(st.sampled_from(["", "0", "1", "2", "3", "4", "9"]), min_size=1, max_size=8))
def test_every_run_comes_once_and_below_a_run_of_one_level_less(parents):
    members = laid(*(make.run(str(number), parent_run_id=parent) for number, parent in enumerate(parents)))
    assert sorted(each.run.run_id for each in members) == sorted(map(str, range(len(parents))))
    above: list[str] = []
    for each in members:
        assert each.depth <= len(above)
        above[each.depth :] = [each.run.run_id]
        if each.depth:
            assert each.run.parent_run_id == above[each.depth - 1]
        assert (each.orphanhood is not None) == (bool(each.run.parent_run_id) and not each.depth)
