"""Links that may be followed, dates against the snapshot, first lines."""

import pytest

from generator.pages.stated import days_until, due, first_line, outside_link
from tests import factories as make


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://bank.example/x?a=1", "https://bank.example/x?a=1"),
        ("ada@bank.example", "mailto:ada@bank.example"),
        ("mailto:ada@bank.example", "mailto:ada@bank.example"),
        ("see https://bank.example", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)//@x.y", ""),
        ("data:text/html,x@y.z", ""),
        ("//evil.example", ""),
        ("https://user@evil.example", ""),
        ("a@b@c.d", ""),
        ("ada@localhost", ""),
        ("ada@bank.example?bcc=all@bank.example", ""),
        ("ada@bank.example%0Abcc:x", ""),
        ("\u202eada@bank.example", ""),
        ("", ""),
    ],
)
def test_only_a_whole_web_or_mail_address_becomes_a_link(text, link):
    assert outside_link(text) == link


@pytest.mark.parametrize(
    ("text", "days"),
    [("2026-11-19", -1), ("2026-11-20", 0), ("2026-11-21T23:00:00+00:00", 1), ("soon", None), ("", None)],
)
def test_days_are_counted_from_the_day_of_the_snapshot(text, days):
    assert days_until(text, make.NOON) == days


def test_due_dates_are_told_in_words():
    assert [due(days) for days in (-2, -1, 0, 1)] == [
        "2 days overdue",
        "1 day overdue",
        "due today",
        "due in 1 day",
    ]


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("Plain.", "Plain."),
        ("\n\n# A *head* with `code`\nmore", "A head with code"),
        ("a < b & c", "a < b & c"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("", ""),
    ],
)
def test_the_first_line_is_plain_text(markdown, line):
    assert first_line(markdown) == line
