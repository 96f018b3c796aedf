"""Plain text on a page hides nothing and reads well."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pages import text


def test_a_direction_override_is_spelled_out():
    assert text.visible("inv\u202eoice") == "inv⟨U+202E⟩oice"


def test_a_lone_surrogate_and_a_zero_width_space_are_spelled_out():
    assert text.visible("a\ud800b\u200bc") == "a⟨U+D800⟩b⟨U+200B⟩c"


def test_a_picture_of_several_parts_stays_whole_and_its_joiner_is_spelled_out_anywhere_else():
    assert text.visible("👩\u200d🔬 ❤\ufe0f") == "👩\u200d🔬 ❤\ufe0f"
    assert text.visible("pay\u200dpal a\ufe0f") == "pay⟨U+200D⟩pal a⟨U+FE0F⟩"
    assert text.visible("❤\ufe0f\ufe0f") == "❤\ufe0f⟨U+FE0F⟩"


def test_a_field_stays_on_one_line():
    assert text.visible("one\r\ntwo\tthree") == "one↵two three"


def test_a_long_field_is_cut_and_says_how_long_it_was():
    assert text.visible("x" * 501) == "x" * 500 + "… (501 characters)"


@given(st.text())
def test_no_text_brings_a_control_character_onto_the_page(value):
    assert all(
        character.isprintable() or character == " " or not character.isascii()
        for character in text.visible(value)
    )
    text.visible(value).encode("utf-8")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (0.931415926, "0.93142"),
        (-0.0125, "−0.0125"),
        (1184.0, "1\u2009184"),
        (4118203.5, "4\u2009118\u2009204"),
        (3.2e-7, "3.2e−07"),
        (1e20, "1e+20"),
        (math.nan, "NaN"),
        (-math.inf, "−∞"),
        (7, "7"),
    ],
)
def test_a_number_reads_as_people_write_it(value, words):
    assert text.number(value) == words


@given(st.floats(-1e300, 1e300))
def test_a_number_keeps_its_sign_and_its_size(value):
    read_back = float(text.number(value).replace("\u2009", "").replace("\u2212", "-"))
    assert read_back == pytest.approx(value, rel=1e-3, abs=1e-4 if value == 0 else 0)


def test_a_difference_always_has_its_sign():
    assert text.signed(0.01) == "+0.01"
    assert text.signed(-0.01) == "−0.01"
    assert text.signed(0.0) == "0"


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2_673_000, "2.67 MB"), (5e12, "5 TB")]
)
def test_a_size_is_told_in_the_unit_that_reads_best(size, words):
    assert text.size(size) == words


def test_a_duration_is_told_only_when_both_ends_are_known_and_in_order():
    start = datetime(2026, 11, 20, 7, 40, tzinfo=UTC)
    assert text.duration(start, start + timedelta(seconds=41.5)) == "41.5 s"
    assert text.duration(start, start + timedelta(minutes=88)) == "1 h 28 min"
    assert text.duration(start, start + timedelta(minutes=3, seconds=5)) == "3 min 5 s"
    assert text.duration(start, None) == ""
    assert text.duration(start, start - timedelta(seconds=1)) == ""
