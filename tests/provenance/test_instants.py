"""Dates that people and trackers write, the odd ones too."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from generator.provenance.instants import instant_from_milliseconds, instant_from_text, instant_from_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        (" 2026-11-20T07:40 ", datetime(2026, 11, 20, 7, 40, tzinfo=UTC)),
        ("2026-11-20T07:40:00+05:45", datetime(2026, 11, 20, 1, 55, tzinfo=UTC)),
        ("soon", None),
        ("2026-13-01", None),
        ("0001-01-01T00:00:00+10:00", None),
        ("9999-12-31T23:59:00-10:00", None),
    ],
)
def test_text_is_read_as_iso_8601_in_utc(text, expected):
    assert instant_from_text(text) == expected


def test_a_zone_that_leaves_the_calendar_is_no_date_in_yaml_either():
    beyond = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=10)))
    assert instant_from_yaml(beyond) is None
    assert instant_from_yaml(date(2026, 1, 2)) == datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (1_767_600_000_123, datetime(2026, 1, 5, 8, 0, 0, 123_000, tzinfo=UTC)),
        (253402300799999, datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)),
        (253402300800000, None),
        (-1, None),
        (True, None),
        (1.5, None),
        ("1767600000123", None),
    ],
)
def test_milliseconds_beyond_the_calendar_are_no_date(milliseconds, expected):
    assert instant_from_milliseconds(milliseconds) == expected
