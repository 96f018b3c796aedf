"""Prose keeps its sense and loses its teeth."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyses.wording import number
from generator.pages.prose import LONGEST, render_prose, safe_link

ACTIVE = re.compile(
    r"<(?!/?(?:p|br|hr|strong|em|s|code|pre|blockquote|ul|ol|li|a|h[3-6]|table|thead|tbody|tr|th|td)\b)"
)


def test_prose_keeps_emphasis_lists_tables_and_code():
    html = render_prose("**Not** for\n\n- instalments\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`x < 1`")
    assert "<strong>Not</strong>" in html
    assert "<li>instalments</li>" in html
    assert "<td>2</td>" in html
    assert "<code>x &lt; 1</code>" in html


def test_headings_stay_below_those_of_the_page():
    assert render_prose("# One\n\n#### Four") == "<h3>One</h3>\n<h6>Four</h6>\n"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/beacon.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](https://user:pass@evil.example)",
        "[x](//evil.example)",
        "<svg onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<div id=__config>{}</div>",
        "[x]: javascript:alert(1)\n\n[x]",
        '<http://a.example/" onmouseover=alert(1) x=">',
    ],
)
def test_nothing_that_runs_loads_or_forges_survives(attack):
    html = render_prose(attack)
    assert not ACTIVE.search(html)
    assert not re.search(
        r"<[^>]*(?:javascript:|data:|src=|onerror|onload|onmouseover|id=|class=|style=)", html
    )


def test_an_entity_cannot_bring_a_direction_override_back():
    assert "\u202e" not in render_prose("a&#x202E;b")
    assert "⟨U+202E⟩" in render_prose("a&#x202E;b")


def test_a_web_link_is_kept_and_leaks_nothing():
    assert render_prose("[x](https://a.example/b)") == (
        '<p><a href="https://a.example/b" rel="nofollow noopener noreferrer">x</a></p>\n'
    )


def test_endless_prose_is_cut_and_says_so():
    assert f"{number(LONGEST + 5)} characters in all" in render_prose("x" * (LONGEST + 5))


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()!`#*_-|\\/:;=aj \n\x00\u202e"), max_size=200))
def test_no_arrangement_of_marks_makes_a_tag_of_its_own(markdown):
    assert not ACTIVE.search(render_prose(markdown))


@pytest.mark.parametrize("url", ["https://a.example", "http://a.example/x?y", "mailto:risk@bank.example"])
def test_web_and_mail_links_may_be_followed(url):
    assert safe_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//a.example",
        "https://u@a.example",
        "https:\\\\a",
        "/x",
        "http://[::1",
    ],
)
def test_other_links_may_not(url):
    assert not safe_link(url)
