"""Lists of names as sentences hold them, in every language."""

import pytest

from generator.analyses.wording import listed
from tests.german import GERMAN


@pytest.mark.parametrize(
    ("names", "english", "german"),
    [
        ((), "", ""),
        (("a",), "a", "a"),
        (("a", "b"), "a and b", "a und b"),
        (("a", "b", "c"), "a, b and c", "a, b und c"),
        (("a", "b", "c", "d", "e"), "a, b, c and 2 more", "a, b, c und 2 weitere"),
    ],
)
def test_a_list_is_said_in_the_language_of_the_site(names, english, german):
    assert listed(names) == english
    assert GERMAN.text(listed(names)) == german
