"""Numbers and lists of names as the sentences of the analyses write them."""

import math
from collections.abc import Sequence
from datetime import datetime

_THIN_SPACE = "\u2009"
_MINUS = "\u2212"
_NAMES_TOLD = 3
_SIGNIFICANT = 5
_WHOLE_UP_TO = 1e15


def number(value: float) -> str:
    """Five significant digits, a real minus sign, thin spaces between thousands."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    if value == int(value) and abs(value) < _WHOLE_UP_TO:
        text = f"{int(value):,}"
    elif abs(value) >= _WHOLE_UP_TO or abs(value) < 1e-4:  # noqa: PLR2004
        text = f"{value:.{_SIGNIFICANT - 1}g}"
    else:
        decimals = max(0, _SIGNIFICANT - 1 - math.floor(math.log10(abs(value))))
        text = f"{value:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", _THIN_SPACE).replace("-", _MINUS)


def signed(value: float) -> str:
    """A difference, always with its sign."""
    return f"+{number(value)}" if value > 0 else number(value)


def counted(count: int, noun: str) -> str:
    """``1 run``, ``5 runs``."""
    return f"{number(count)} {noun if count == 1 else noun + 's'}"


def listed(names: Sequence[str], limit: int = _NAMES_TOLD) -> str:
    """``a``, ``a and b``, ``a, b and c``, ``a, b, c and 4 more``."""
    told = list(names[:limit])
    if len(names) > limit:
        return f"{', '.join(told)} and {number(len(names) - limit)} more"
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def day(instant: datetime | None) -> str:
    """``2026-06-02``; empty for None."""
    return instant.date().isoformat() if instant else ""


def version_label(version: str) -> str:
    """``v7`` for ``7``; a version that says so itself, such as ``v1.2.0``, stays as it is."""
    return version if version[:1] in {"v", "V"} and version[1:2].isdigit() else f"v{version}"
