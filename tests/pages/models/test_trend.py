"""Metrics across versions: gaps stay gaps, bounds are told, numbers keep the decimals that matter."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pages.models.measures import Measure, measures_of
from generator.pages.models.trend import decimals_for, trends
from tests import factories as make


def course(values, **measure):
    """The figure of one metric over versions with these values; None for a version that has no such metric."""
    runs = tuple(
        make.run(f"r{number}", metrics={} if value is None else {"auc": value})
        for number, value in enumerate(values, start=1)
    )
    versions = tuple(make.version(number) for number in range(1, len(values) + 1))
    place = make.portfolio(models=(make.model(aliases={"champion": "2"}, versions=versions),), runs=runs)
    return trends(place, place.catalog.models[0], (Measure(key="auc", title="AUC", **measure),))


def test_a_version_without_the_metric_is_a_gap_in_the_line_and_in_the_table():
    drawn = course([0.8, None, 0.9])
    assert [point.value for point in drawn.figures[0].points] == [0.8, None, 0.9]
    assert [row.values[0] is None for row in drawn.rows] == [False, True, False]
    assert "1 version recorded no such number." in drawn.figures[0].description


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_number_is_a_gap_in_the_line_and_itself_in_the_table(value):
    drawn = course([0.8, value, 0.9])
    assert [point.value for point in drawn.figures[0].points] == [0.8, None, 0.9]
    assert drawn.rows[1].values[0].last.value is value


def test_the_version_in_production_is_ringed():
    points = course([0.8, 0.85, 0.9]).figures[0].points
    assert [(point.marked, point.mark) for point in points] == [(False, ""), (True, "prod"), (False, "")]


def test_a_course_of_one_value_is_not_drawn():
    assert course([0.8]) is None
    assert course([None, 0.8, math.nan]) is None


def test_the_finding_is_told_in_words():
    description = course([0.8, 0.95, 0.92], threshold=0.9, higher_is_better=True).figures[0].description
    assert description == (
        "From 0.8 in v1 to 0.92 in v3. The bound ≥ 0.9 is missed by v1. v2 is in production."
    )


def test_a_long_list_of_failures_is_counted():
    description = course([0.1] * 12, threshold=0.9, higher_is_better=True).figures[0].description
    assert "is missed by v1, v2, v3, v4, v5, v6 and 6 more." in description


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([0.887, 0.941, 0.9], 3),
        ([0.52, 0.69], 2),
        ([31.0, 45.0], 0),
        ([1.0, 1.0], 1),
        ([0.0, 0.0], 0),
        ([1e-9, 2e-9], 6),
        ([1e12, 3e12], 0),
    ],
)
def test_decimals_tell_the_values_apart(values, decimals):
    assert decimals_for(values) == decimals


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_any_values_get_a_number_of_decimals_that_can_be_drawn(values):
    assert 0 <= decimals_for(values) <= 6


@pytest.mark.parametrize(
    ("higher", "value", "met"),
    [(True, 0.9, True), (True, 0.89, False), (False, 0.9, True), (False, 0.91, False), (None, 0.9, None)],
)
def test_a_bound_is_kept_at_the_bound_and_not_judged_without_a_side(higher, value, met):
    assert Measure(key="a", title="a", threshold=0.9, higher_is_better=higher).met(value) is met


def test_the_owners_say_which_metrics_stand_for_a_model_once_each():
    goals = (
        make.goal("recall", title="Recall", unit="%"),
        make.goal("auc"),
        make.goal("recall", title="other"),
    )
    place = make.portfolio(models=(make.model(),), narratives=(make.narrative(goals=goals),))
    measures = measures_of(place, place.catalog.models[0])
    assert [measure.heading for measure in measures] == ["Recall, %", "auc"]


def test_without_their_word_the_key_metric_goes_before_those_that_most_versions_have():
    runs = (
        make.run("r1", metrics={"zeta": 1.0, "rare": 1.0, "b": 1.0}),
        make.run("r2", metrics={"zeta": 1.0, "a": 1.0, "b": 1.0}),
    )
    place = make.portfolio(models=(make.model(versions=(make.version(1), make.version(2))),), runs=runs)
    measures = measures_of(place, place.catalog.models[0])
    assert [measure.key for measure in measures] == ["a", "b", "zeta", "rare"]
