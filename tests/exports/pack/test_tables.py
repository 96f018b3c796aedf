"""Tables: every value as text, and no formula."""

import csv
from datetime import UTC, date, datetime

import pytest

from generator.exports.pack.tables import table
from generator.governance.finding import Status


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(data.decode().splitlines(keepends=True)))


def test_values_are_written_as_people_and_programs_read_them():
    row = (
        None,
        True,
        date(2026, 1, 5),
        datetime(2026, 1, 5, 8, tzinfo=UTC),
        ("a", 2),
        Status.NOT_APPLICABLE,
        'a,"b"',
    )
    assert rows(table(("x",), [row]))[1] == [
        "", "yes", "2026-01-05", "2026-01-05T08:00:00+00:00", "a; 2", "not-applicable", 'a,"b"',
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|cmd", "＝1"])
def test_no_cell_is_a_formula(text):
    (cell,) = rows(table(("x",), [(text,)]))[1]
    assert cell.startswith(("'", "\\", "␉", "␍")) or not cell.startswith(text[0]), cell


def test_a_cell_stays_in_its_row():
    assert len(rows(table(("x", "y"), [("a\r\nb,c", "d\u2028e")]))) == 2
