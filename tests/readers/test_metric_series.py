"""The history of a metric in bounded memory: whatever its order, the same metric comes out, with its extremes."""

import math
import random
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import Metric, MetricPoint, Series
from generator.provenance import Source
from generator.readers import metric_series
from generator.readers.metric_series import LONGEST_SERIES, Columns, MetricHistory, metric_of

FILE = Source("mlruns/0/ab/metrics/loss", "ab" * 32)

POINTS = st.lists(
    st.tuples(
        st.integers(-5, 2000) | st.integers(-(2**70), 2**70),
        st.floats(allow_nan=True, allow_infinity=True),
        st.integers(0, 2**45),
    ),
    min_size=1,
    max_size=60,
)
"""Step, value, timestamp."""


def metric(points) -> Metric:
    history = MetricHistory()
    for step, value, timestamp in points:
        history.add((step,), (value,), (timestamp,))
    return history.metric("loss", FILE)


def same(one: MetricPoint | None, other: MetricPoint | None) -> bool:
    """Equality in which NaN equals itself."""
    return repr(one) == repr(other)


@given(POINTS, st.randoms())
def test_the_order_of_points_does_not_matter(points, chance):
    shuffled = list(points)
    chance.shuffle(shuffled)
    assert repr(metric(points)) == repr(metric(shuffled))


@given(POINTS)
def test_a_short_history_is_kept_whole_and_in_order(points):
    made = metric(points)
    distinct = {repr(point): point for point in points}
    assert made.count == len(points)
    assert made.repeated_count == len(points) - len(distinct)
    assert [point.step for point in made.series] == sorted(point.step for point in made.series)
    finite = [value for _, value, _ in points if math.isfinite(value)]
    assert (made.minimum.value if made.minimum else None) == (min(finite) if finite else None)
    assert (made.maximum.value if made.maximum else None) == (max(finite) if finite else None)
    assert made.nan_count == sum(math.isnan(value) for _, value, _ in points)
    assert made.infinity_count == sum(math.isinf(value) for _, value, _ in points)


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=60), st.booleans())
def test_a_history_at_hand_makes_the_same_metric_as_one_that_comes_in_pieces(values, ascending):
    steps = list(range(len(values))) if ascending else [number // 2 for number in range(len(values))]
    stamps = [1000 + number for number in range(len(values))]
    at_hand = metric_of("loss", Columns(array("q", steps), array("d", values), array("q", stamps)), FILE)
    assert repr(at_hand) == repr(metric(zip(steps, values, stamps, strict=True)))


def test_the_latest_is_the_greatest_by_step_time_and_value_not_the_last():
    made = metric([(1, 5.0, 20), (9, 1.0, 10), (9, 3.0, 12), (9, 2.0, 12), (0, 7.0, 99)])
    assert made.last == MetricPoint(9, 3.0, 12)
    assert made.first == MetricPoint(0, 7.0, 99)


def test_a_number_goes_before_nan_at_the_same_step_and_time():
    assert metric([(1, math.nan, 5), (1, -math.inf, 5)]).last == MetricPoint(1, -math.inf, 5)


def test_of_equal_extremes_the_earliest_counts():
    made = metric([(3, 1.0, 3), (2, 1.0, 2), (1, 0.0, 1), (0, 0.0, 0)])
    assert (made.minimum, made.maximum) == (MetricPoint(0, 0.0, 0), MetricPoint(2, 1.0, 2))


def test_minus_zero_is_another_point_than_zero_in_any_order():
    points = [(0, -0.0, 5), (0, 0.0, 5)]
    assert repr(metric(points)) == repr(metric(points[::-1]))
    assert metric(points).repeated_count == 0
    assert str(metric(points).last.value) == "0.0"


def test_a_repeated_point_is_counted_and_drawn_once():
    made = metric([(0, 1.0, 5), (1, 2.0, 6), (0, 1.0, 5), (0, 1.0, 5)])
    assert (made.count, made.repeated_count) == (4, 2)
    assert made.series == (MetricPoint(0, 1.0, 5), MetricPoint(1, 2.0, 6))


def test_no_finite_value_has_no_extremes():
    made = metric([(0, math.nan, 0), (1, math.inf, 1), (2, -math.inf, 2)])
    assert (made.minimum, made.maximum, made.nan_count, made.infinity_count) == (None, None, 1, 2)
    assert len(made.series) == 3


def long_points(count: int, seed: int) -> list[tuple[int, float, int]]:
    chance = random.Random(seed)  # noqa: S311 no secret
    return [(step, chance.gauss(0, 1), 1_000_000 + step * 7) for step in range(count)]


@pytest.mark.parametrize("count", [LONGEST_SERIES, LONGEST_SERIES + 1, 4000, 30_000])
def test_a_long_history_keeps_its_ends_and_extremes_in_few_points(count):
    points = long_points(count, count)
    chance = random.Random(1)  # noqa: S311 no secret
    made = metric(points)
    chance.shuffle(points)
    shuffled = metric(points)
    ordered = sorted(points)
    values = [value for _, value, _ in points]
    assert made.count == count
    assert len(made.series) <= LONGEST_SERIES
    assert len(made.series) >= LONGEST_SERIES // 4
    assert (made.first.step, made.last.step) == (ordered[0][0], ordered[-1][0])
    assert (made.minimum.value, made.maximum.value) == (min(values), max(values))
    assert repr(made) == repr(shuffled)


def test_the_extremes_of_every_stretch_survive():
    points = [(step, 0.0, step) for step in range(16_000)]
    spikes = {1000: 9.0, 1001: -9.0, 8000: 5.0, 15_999: -7.0}
    points = [(step, spikes.get(step, value), stamp) for step, value, stamp in points]
    kept = {point.step: point.value for point in metric(points).series}
    assert {step: kept.get(step) for step in spikes} == spikes


def test_points_of_one_step_are_spread_by_time():
    made = metric([(0, math.sin(number / 50), number) for number in range(5000)])
    stamps = [point.timestamp for point in made.series]
    assert LONGEST_SERIES // 4 <= len(stamps) <= LONGEST_SERIES
    assert stamps == sorted(stamps)
    assert (stamps[0], stamps[-1]) == (0, 4999)


def test_two_steps_of_many_points_keep_the_ends_of_both():
    points = [(number % 2, float(number), number) for number in range(2000)]
    made = metric(points)
    assert made.series == (
        MetricPoint(0, 0.0, 0), MetricPoint(0, 1998.0, 1998), MetricPoint(1, 1.0, 1), MetricPoint(1, 1999.0, 1999),
    )  # fmt: skip


@settings(max_examples=20)
@given(st.integers(1, 2**60))
def test_steps_may_lie_as_far_apart_as_they_like(gap):
    made = metric([(number * gap - 2**60, float(number % 7), number) for number in range(700)])
    assert len(made.series) <= LONGEST_SERIES
    assert (made.minimum.value, made.maximum.value) == (0.0, 6.0)


def test_steps_beyond_64_bits_are_kept_exactly():
    made = metric([(2**63 + 1, 0.5, 2**70)])
    assert made.series[0] == MetricPoint(2**63 + 1, 0.5, 2**70) == made.last


def test_beyond_the_bound_a_repeated_point_counts_as_new_and_that_is_said(monkeypatch):
    monkeypatch.setattr(metric_series, "REPEATS_KNOWN", 600)
    history = MetricHistory()
    history.add(range(599), [0.5] * 599, range(599))
    assert not history.repeats_bounded
    history.add([1000, 1001, 1001, 5], [0.5] * 4, [1000, 1001, 1001, 5])
    assert history.repeats_bounded
    made = history.metric("loss", FILE)
    assert (made.count, made.repeated_count) == (603, 1)


def test_a_series_is_a_sequence_of_points():
    points = tuple(MetricPoint(step, step / 2, step * 10) for step in range(4))
    series = Series.of(points)
    assert series == points
    assert points == series
    assert series == Series.of(points)
    assert hash(series) == hash(points)
    assert (len(series), series[1], series[-1]) == (4, points[1], points[3])
    assert series[1:3] == points[1:3]
    assert isinstance(series[1:3], Series)
    assert list(reversed(series)) == list(reversed(points))
    assert points[2] in series
    assert series != points[:3]
    assert series != Series.of(points[:3])
    with pytest.raises(IndexError):
        series[4]
    with pytest.raises(ValueError, match="differ in length"):
        Series([1], [], [1])
