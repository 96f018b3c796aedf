"""Numbers on their way to px and to words."""

import math
import warnings
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.figures.scale import Scale, brief, number, signed

anything = st.floats(allow_nan=True, allow_infinity=True)


@given(st.lists(anything, max_size=10), st.booleans())
@example(values=[9.8e-309], log=True)
@example(values=[1e308, -1e308, 5e-324], log=False)
@settings(deadline=None)
def test_a_scale_places_whatever_it_holds_between_its_ends(values: list[float], log: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scale = Scale.over(values, 180, 30, log=log)
        ticks = scale.ticks(4)
    for value in values:
        if math.isfinite(value) and (value > 0 or not log):
            assert 30 <= scale(value) <= 180
    assert all(30 <= scale(tick) <= 180 for tick, _ in ticks)
    assert 1 <= len(ticks) <= 9
    assert len({words for _, words in ticks}) == len(ticks)


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=10))
@settings(deadline=None)
def test_greater_values_stand_farther_along(values: list[float]) -> None:
    scale = Scale.over(values, 0, 1000)
    places = scale.places(sorted(values))
    assert all(a <= b for a, b in pairwise(places))
    assert places == pytest.approx([scale(value) for value in sorted(values)], abs=1e-6)


def test_equal_values_stand_in_the_middle() -> None:
    assert Scale.over([0.91, 0.91], 0, 100)(0.91) == pytest.approx(50)
    assert Scale.over([0.0], 0, 100)(0.0) == pytest.approx(50)
    assert Scale.over([0.01], 0, 100, log=True)(0.01) == pytest.approx(50)


def test_a_logarithmic_scale_gives_each_decade_the_same_length() -> None:
    scale = Scale.over([0.001, 1], 0, 300, log=True)
    assert [round(scale(value)) for value in (0.001, 0.01, 0.1, 1)] == [0, 100, 200, 300]
    assert [words for _, words in scale.ticks(4)] == ["0.001", "0.01", "0.1", "1"]


def test_a_short_logarithmic_scale_has_ticks_between_the_decades() -> None:
    def words(*ends: float) -> list[str]:
        return [text for _, text in Scale.over(ends, 0, 1, log=True).ticks(4)]

    assert words(0.02, 0.3) == ["0.03", "0.1", "0.3"]
    assert words(0.02, 0.12) == ["0.02", "0.05", "0.1"]
    assert words(0.02, 0.03) == ["0.0200", "0.0225", "0.0250", "0.0275", "0.0300"]


def test_ticks_are_round_and_share_their_decimals() -> None:
    assert [words for _, words in Scale.over([0.872, 0.951], 0, 1).ticks(4)] == [
        "0.88",
        "0.90",
        "0.92",
        "0.94",
    ]
    assert [words for _, words in Scale.over([0.8, 0.99], 0, 1).ticks(4)] == ["0.80", "0.85", "0.90", "0.95"]
    assert [words for _, words in Scale.over([-20000, 20000], 0, 1).ticks(4)] == [
        "−20\u2009000",
        "−10\u2009000",
        "0",
        "10\u2009000",
        "20\u2009000",
    ]
    assert [words for _, words in Scale.over([0, 3e9], 0, 1).ticks(3)] == ["0", "1e9", "2e9", "3e9"]


def test_there_are_four_or_five_ticks_where_round_numbers_allow_it() -> None:
    assert [words for _, words in Scale.over([31, 47], 0, 1, margin=0.14).ticks(4)] == [
        "30",
        "35",
        "40",
        "45",
    ]
    assert [words for _, words in Scale.over([3, 3], 0, 1).ticks(4)] == ["2.8", "3.0", "3.2"]


def test_ticks_of_whole_numbers_are_whole() -> None:
    assert [words for _, words in Scale.over([1, 3], 0, 1).ticks(5, whole=True)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (0.9, 3, "0.900"),
        (-0.0004, 2, "−4e−4"),
        (-0.0, 2, "0.00"),
        (1184, 0, "1\u2009184"),
        (12345678.9, 1, "1.23e7"),
        (-2.5, 1, "−2.5"),
        (math.nan, 2, "NaN"),
        (-math.inf, 2, "−∞"),
    ],
)
def test_a_number_has_a_real_minus_thin_spaces_and_never_a_false_zero(
    value: float, decimals: int, words: str
) -> None:
    assert number(value, decimals) == words


def test_a_difference_has_its_sign() -> None:
    assert (signed(0.02, 2), signed(-0.02, 2), signed(6, 0)) == ("+0.02", "−0.02", "+6")


def test_a_brief_number_has_four_digits() -> None:
    assert [brief(value) for value in (0.940512, 1118, 0.45, 3, 2.5e9, 0, 1e-7)] == [
        "0.9405",
        "1\u2009118",
        "0.45",
        "3",
        "2.5e9",
        "0",
        "1e−7",
    ]
