"""Slices are held against the whole of the same measurement, and shown even without one."""

from generator.pages.versions.slices import slice_tables, telling
from tests import factories as make


def test_slices_are_held_against_the_whole_of_the_same_measurement():
    results = (
        make.evaluation(value=0.6, dataset="q1", run_id="r1"),
        make.evaluation(value=0.5, dataset="q1", run_id="r1", slice="b"),
        make.evaluation(value=0.9, dataset="q1", run_id="r1", slice="a"),
        make.evaluation(value=0.7, dataset="q2", run_id="r2"),
        make.evaluation(value=0.8, dataset="q2", run_id="r2", slice="a"),
    )
    first, second = slice_tables(results)
    assert (first.dataset, first.whole) == ("q1", results[0])
    assert [part.slice for part in first.slices] == ["a", "b"]
    assert first.difference(results[1]) == 0.5 - 0.6
    assert (second.whole, second.slices) == (results[3], (results[4],))


def test_slices_without_a_whole_are_held_against_nothing():
    part = make.evaluation(value=0.5, slice="a")
    [table] = slice_tables((part,))
    assert table.whole is None
    assert table.results == (part,)
    assert table.difference(part) is None


def test_a_metric_without_slices_makes_no_table():
    assert slice_tables((make.evaluation(),)) == ()


def test_columns_are_shown_for_what_any_result_says():
    plain = make.evaluation(slice="a")
    [table] = slice_tables((plain,))
    assert (table.bounded, table.counted) == (False, False)
    [table] = slice_tables((plain, make.evaluation(lower=0.5, n=7)))
    assert (table.bounded, table.counted) == (True, True)


def test_a_bare_value_is_left_to_the_metrics():
    results = (
        make.evaluation(),
        make.evaluation(n=7),
        make.evaluation(upper=0.7),
        make.evaluation(method="bootstrap"),
        make.evaluation(samples=(0.5, 0.7)),
        make.evaluation(value=None),
    )
    assert telling(results) == results[1:]
