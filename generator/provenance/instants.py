"""Points in time as stores write them, made into aware UTC datetimes."""

from datetime import UTC, date, datetime

_LAST_MILLISECOND = 253402300799999
"""9999-12-31T23:59:59.999Z, the last instant that :class:`datetime.datetime` holds."""


def instant_from_milliseconds(value: object) -> datetime | None:
    """A Unix time in milliseconds, as MLflow writes it.

    Returns:
        The instant, or None when the value is no whole number, negative, or beyond the year 9999.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LAST_MILLISECOND:
        return None
    seconds, milliseconds = divmod(value, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=milliseconds * 1000)


def instant_from_text(text: str) -> datetime | None:
    """An ISO 8601 date or time; without a zone it is read as UTC.

    Returns:
        The instant, or None when the text is no such date.
    """
    try:
        return _in_utc(datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def instant_from_yaml(value: object) -> datetime | None:
    """Whatever a YAML loader makes of a date: a date, a datetime, or text."""
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return instant_from_text(value) if isinstance(value, str) else None


def _in_utc(value: datetime) -> datetime | None:
    """The same instant in UTC; None when a zone pushes it out of the years 1 to 9999."""
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return None
