"""Text made visible, measured and shortened."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.figures.lettering import (
    FONTS,
    abridge,
    escaped,
    name,
    shorten,
    shorten_apart,
    spoken,
    visible,
    width,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain_text $x$", "plain_text $x$"),
        ("a\x07b", "a⟨U+0007⟩b"),
        ("\u202egnp", "⟨U+202E⟩gnp"),
        ("\ud800", "⟨U+D800⟩"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("one\r\ntwo\rthree\tfour", "one↵two↵three four"),
        ("\ufffe", "⟨U+FFFE⟩"),
        ("漢字 Å", "漢字 Å"),
    ],
)
def test_hidden_characters_are_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None), max_size=50))
def test_visible_text_is_legal_in_xml_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not any(ord(character) < 32 for character in shown)
    assert visible(shown) == shown


def test_a_name_without_letters_is_said_to_be_blank() -> None:
    assert name("") == name(" \t") == "(blank)"
    assert name("\u200b") == "⟨U+200B⟩"


def test_a_long_text_is_spoken_with_its_length() -> None:
    assert spoken("x" * 1000) == "x" * 1000
    assert spoken("x" * 1001) == "x" * 1000 + "… (1001 characters)"


def test_markup_is_escaped_for_content_and_attributes() -> None:
    assert escaped("<a href=\"x\">'&'") == "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x27;"


def test_widths_are_those_of_inter() -> None:
    assert width("iiii", 10) < width("mmmm", 10)
    assert width("text", 12, 700) > width("text", 12, 600) > width("text", 12, 400)
    assert width("text", 24) == pytest.approx(2 * width("text", 12))
    metrics = TTFont(FONTS / "inter-600.ttf")
    advance, _ = metrics["hmtx"][metrics.getBestCmap()[ord("g")]]
    assert width("g", 2048, 600) == pytest.approx(advance, abs=0.1)


def test_wide_characters_take_an_em_and_others_are_measured_in_the_fallback() -> None:
    assert width("漢字", 10) == 20
    assert 4 < width("≥", 10) < 12
    assert width("e\u0301", 10) == pytest.approx(width("e", 10), abs=1)


def test_a_shortened_identifier_keeps_both_ends() -> None:
    assert shorten("feature_store.events_2026q2", 122, 12, 600) == "feature_sto…026q2"
    assert shorten("short", 122, 12) == "short"
    assert shorten("anything at all", 3, 12) == "…"


def test_a_number_in_a_shortened_phrase_is_whole_or_left_out() -> None:
    phrase = "Average precision 0.57205"
    assert abridge(phrase, 200, 10.5) == phrase
    assert abridge(phrase, 122, 10.5) == "Average prec…0.57205"
    assert abridge("eb056206 · 30\u2009000 rows judged", 122, 10.5) == "eb056206…judged"
    assert abridge("eb056206 · 8 · 30\u2009000\u2009000\u2009000", 100, 10.5) == "eb056206…"
    assert abridge("sha256:eb0562061187", 60, 10.5) == "sha25…187"


@given(st.text(max_size=80).map(visible), st.floats(12, 300))
@settings(deadline=None)
def test_a_shortened_text_fits(text: str, room: float) -> None:
    assert width(shorten(text, room, 12), 12) <= max(room, width("…", 12)) + 1e-6


def test_names_that_would_be_cut_to_the_same_letters_are_cut_so_that_they_differ() -> None:
    names = [
        "card_payments_2026q1_holdout",
        "card_payments_2026q2_holdout",
        "card_payments_2026q2_holdout",
        "churn",
    ]
    assert len({shorten(text, 122, 12, 600) for text in names[:3]}) == 1
    cut = shorten_apart(names, 122, 12, 600)
    assert cut == ["ca…2026q1_holdout", "ca…2026q2_holdout", "ca…2026q2_holdout", "churn"]
    assert all(width(text, 12, 600) <= 122 for text in cut)


@given(st.lists(st.text(max_size=60), max_size=6), st.floats(30, 200))
def test_names_cut_apart_never_take_more_room_than_there_is(names: list[str], room: float) -> None:
    assert all(
        width(cut, 12, 600) <= room + 1e-6 or width(text, 12, 600) <= room
        for text, cut in zip(names, shorten_apart(names, room, 12, 600), strict=True)
    )
