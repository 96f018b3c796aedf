"""Words that stand where an answer is still to come."""

import pytest

from generator.analyses.cards.placeholders import is_placeholder, placeholder_in, uncommented


@pytest.mark.parametrize("text", ["TBD", "t.b.d.", "To do", "to be defined…"])
def test_a_word_for_later_is_a_placeholder(text):
    assert is_placeholder(text)
    assert placeholder_in(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fails on TODO fill in groups.", "TODO"),
        ("Lorem ipsum dolor sit amet", "Lorem ipsum"),
        ("The owner is to be determined by the board.", "to be determined"),
        ("Used by [insert team] only", "[insert team]"),
        ("It keeps a todo list for the desk.", ""),
        ("Tbilisi and toddlers", ""),
        ("", ""),
    ],
)
def test_placeholders_are_found_within_a_text(text, found):
    assert placeholder_in(text) == found


def test_comments_are_left_out_closed_or_not():
    assert uncommented("a <!-- b --> c <!-- d") == "a  c"
