"""Days along an axis: round dates with their words, as many as there is room for."""

from collections.abc import Iterator
from datetime import date

from generator.figures.words import ENGLISH_WORDS, FigureWords
from generator.messages.phrase import filled

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_EVERY_DAYS = (1, 2, 7, 14)
_EVERY_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 2400)


def calendar_ticks(
    low: float, high: float, count: int, words: FigureWords = ENGLISH_WORDS
) -> list[tuple[float, str]]:
    """Days between two, given as :meth:`date.toordinal`, with their words: at most as many as asked for, at least one.

    Within two months they are days, such as ``3 Nov``; else first days of months, such as ``Nov``, the year beside the
    first of them and beside each January.
    """
    low, high = (min(max(end, _FIRST), _LAST) for end in (low, high))
    for every in _EVERY_DAYS:
        if high - low > every * (count + 1):
            continue
        days = [day for day in range(_up(low), int(high) + 1) if (day - 1) % every == 0]
        if len(days) <= count:
            return _told_days(days or [int(high)], words)
    for every in _EVERY_MONTHS:
        months = list(_months(low, high, every))
        if len(months) <= count:
            return _told_months(months, words) if months else _told_days([int(high)], words)
    return _told_days([int(high)], words)


def _up(value: float) -> int:
    return int(value) if value == int(value) else int(value) + 1


def _months(low: float, high: float, every: int) -> Iterator[date]:
    """The first day of each month whose number since year 0 is a multiple."""
    first = date.fromordinal(int(low))
    number = first.year * 12 + first.month - 1
    number += -number % every
    while number // 12 <= date.max.year:
        found = date(number // 12, number % 12 + 1, 1)
        if found.toordinal() > high:
            return
        if found.toordinal() >= low:
            yield found
        number += every


def _told_days(days: list[int], words: FigureWords) -> list[tuple[float, str]]:
    dates = [date.fromordinal(day) for day in days]
    return [
        (
            float(found.toordinal()),
            filled(words.day_of_month, {"day": found.day, "month": _month(found, words)})
            + (f" {found.year}" if not position else ""),
        )
        for position, found in enumerate(dates)
    ]


def _told_months(months: list[date], words: FigureWords) -> list[tuple[float, str]]:
    return [
        (
            float(found.toordinal()),
            f"{_month(found, words)} {found.year}"
            if not position or found.month == 1
            else _month(found, words),
        )
        for position, found in enumerate(months)
    ]


def _month(found: date, words: FigureWords) -> str:
    return words.months[found.month - 1]
