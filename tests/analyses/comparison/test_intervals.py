"""Intervals of differences, held against published numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyses.comparison.intervals import Interval, of_difference, paired_t, t_quantile, wilson


@pytest.mark.parametrize(
    ("freedom", "at_95", "at_99"),
    [(1, 12.706, 63.657), (2, 4.303, 9.925), (3, 3.182, 5.841), (9, 2.262, 3.250), (30, 2.042, 2.750), (120, 1.980, 2.617)],
)  # fmt: skip
def test_the_t_quantile_is_that_of_the_printed_tables(freedom, at_95, at_99):
    """Abramowitz and Stegun 1964, table 26.10."""
    assert round(t_quantile(0.95, freedom), 3) == at_95
    assert round(t_quantile(0.99, freedom), 3) == at_99


@pytest.mark.parametrize(
    ("new", "old", "lower", "upper"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)],
)  # fmt: skip
def test_newcombes_interval_is_that_of_his_examples(new, old, lower, upper):
    """Newcombe 1998b, table II, method 10."""
    shares = [count / rows for count, rows in (new, old)]
    found = of_difference(shares[0], wilson(shares[0], new[1]), shares[1], wilson(shares[1], old[1]))
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


def test_wilsons_interval_is_that_of_newcombes_example():
    """Newcombe 1998a, table I: 81 of 263, method 3."""
    found = wilson(81 / 263, 263)
    assert (round(found.lower, 4), round(found.upper, 4)) == (0.2553, 0.3662)


def test_the_paired_interval_is_the_mean_and_t_standard_errors_around_it():
    found = paired_t((0.01, 0.02, 0.03, 0.04, 0.05))
    reach = 2.776445 * math.sqrt(0.00025) / math.sqrt(5)
    assert found.lower == pytest.approx(0.03 - reach, abs=1e-8)
    assert found.upper == pytest.approx(0.03 + reach, abs=1e-8)
    assert found.level == 0.95


def test_folds_that_share_training_rows_widen_the_interval_by_nadeau_and_bengio():
    differences = (0.01, 0.02, 0.03, 0.04, 0.05)
    plain, corrected = paired_t(differences), paired_t(differences, shared_training=True)
    ratio = (corrected.upper - corrected.lower) / (plain.upper - plain.lower)
    assert ratio == pytest.approx(math.sqrt((1 / 5 + 1 / 4) / (1 / 5)))


@given(st.floats(0, 1), st.integers(1, 10_000), st.floats(0, 1), st.integers(1, 10_000))
def test_an_interval_of_shares_holds_their_difference_and_turns_with_it(new, rows, old, others):
    around = wilson(new, rows), wilson(old, others)
    found = of_difference(new, around[0], old, around[1])
    turned = of_difference(old, around[1], new, around[0])
    assert found.lower <= new - old + 1e-12
    assert found.upper >= new - old - 1e-12
    assert (turned.lower, turned.upper) == pytest.approx((-found.upper, -found.lower), abs=1e-12)


def test_an_interval_holds_its_bounds():
    assert Interval(0.0, 1.0, 0.95).holds(0.0)
    assert not Interval(0.1, 1.0, 0.95).holds(0.0)
