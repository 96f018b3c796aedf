"""Numbers and lists of names as people write them, in the sentences of analyses and pages alike."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches

from generator.messages import put_together, say, say_many

_LARGEST_FLOAT = 10**308
_THIN_SPACE = "\u2009"
_MINUS = "\u2212"
_NAMES_TOLD = 3
_CLOSE_ENOUGH = 0.6
"""Share of letters that a name has in common with what it may have been meant to be."""


def number(value: float, digits: int = 5) -> str:
    """A number for people: a real minus sign, thin spaces between thousands, five significant digits."""
    if isinstance(value, int) and abs(value) > _LARGEST_FLOAT:
        return f"{Decimal(value):.{digits - 1}g}".replace("-", _MINUS)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    if value == int(value) and abs(value) < 1e15:  # noqa: PLR2004
        text = f"{int(value):,}"
    elif 1e-4 <= abs(value) < 1e15:  # noqa: PLR2004
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        text = f"{value:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:.{digits - 1}g}"
    return text.replace(",", _THIN_SPACE).replace("-", _MINUS)


def signed(value: float, digits: int = 4) -> str:
    """A difference: always with its sign."""
    text = number(value, digits)
    return text if value < 0 or math.isnan(value) or value == 0 else f"+{text}"


def counted(value: int, noun: str, plural: str = "") -> str:
    """``1 run``, ``2 runs``, ``1 184 runs``."""
    return say_many(value, f"{{n}} {noun}", f"{{n}} {plural or noun + 's'}")


def listed(names: Sequence[str], limit: int = _NAMES_TOLD) -> str:
    """``a``, ``a and b``, ``a, b and c``, ``a, b, c and 4 more``."""
    told = list(names[:limit])
    if len(names) > limit:
        return say("{names} and {more} more", names=put_together(told, ", "), more=number(len(names) - limit))
    if len(told) > 1:
        return say("{names} and {last}", names=put_together(told[:-1], ", "), last=told[-1])
    return told[0] if told else ""


def day(instant: datetime | None) -> str:
    """``2026-06-02``; empty for None."""
    return instant.date().isoformat() if instant else ""


def minute(instant: datetime | None) -> str:
    """``2026-03-02 06:00``, in UTC; empty for None."""
    return instant.strftime("%Y-%m-%d %H:%M") if instant else ""


def version_label(version: str) -> str:
    """``v7`` for ``7``; a version that says so itself, such as ``v1.2.0``, stays as it is."""
    return version if version[:1] in {"v", "V"} and version[1:2].isdigit() else f"v{version}"


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """The nearest known name, compared without case; the general advice when none is near."""
    by_fold = {each.casefold(): each for each in sorted(known, reverse=True)}
    found = get_close_matches(name.casefold(), by_fold, n=1, cutoff=_CLOSE_ENOUGH)
    return f"did you mean {by_fold[found[0]]!a}?" if found else otherwise


def bare_version(version: str) -> str:
    """A version without the word or letter before its number, for comparison: ``7`` for ``Version 7`` and ``v7``."""
    text = version.strip().casefold().removeprefix("version").strip()
    return text[1:] if text[:1] == "v" and text[1:2].isdigit() else text
