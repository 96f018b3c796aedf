"""From numbers to px, the ticks along the way, and numbers as people read them."""

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

_MINUS = "\u2212"
_THIN_SPACE = "\u2009"
_STEPS = [1, 2, 2.5, 5, 10]
_PLAIN = 1e7
"""From here on numbers are written with an exponent."""
_SMALL = 1e-4
"""Ticks closer than this are written with an exponent."""
_HUGE = 1e300
"""Beyond it the distance of two numbers may not be a number; ticks are then found among smaller ones."""
_SHRINK = 1e-20
_TINY = 1e-250
"""Below it numbers are taken for zero when a range is laid out."""
_FARTHEST = 250
"""Powers of ten beyond which a short logarithmic range has one tick."""
_ALIKE = 1e-9
"""A range this small beside its numbers is no range: its ticks could not be told apart."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A range of numbers laid along a stretch of px."""

    low: float
    """Least number; on a logarithmic scale its power of ten."""
    high: float
    start: float
    """px of the low end."""
    end: float
    """px of the high end."""
    log: bool = False

    @classmethod
    def over(
        cls,
        values: Iterable[float],
        start: float,
        end: float,
        *,
        log: bool = False,
        margin: float = 0.0,
    ) -> Self:
        """A scale that holds all values, with a part of their range as a margin on both sides.

        Equal values stand in the middle; without values the scale runs from 0 to 1. Infinite and NaN values are not
        held; on a logarithmic scale neither are zero and less.
        """
        kept = [value for value in values if math.isfinite(value) and (value > 0 or not log)]
        if log:
            kept = [math.log10(value) for value in kept]
        low, high = _widened(*_ends(kept), margin, least=0.5 if log else 0.0)
        return cls(low, high, start, end, log)

    def __call__(self, value: float) -> float:
        """Where a number stands, in px; numbers beyond the range stand at its ends."""
        if self.log:
            value = math.log10(value) if value > 0 else self.low
        share = (value / 4 - self.low / 4) / (self.high / 4 - self.low / 4)
        return self.start + (self.end - self.start) * min(1.0, max(0.0, share))

    def places(self, values: Sequence[float]) -> list[float]:
        """Where numbers within the range stand, in px."""
        if self.log or max(abs(self.low), abs(self.high)) > _HUGE:
            return [self(value) for value in values]
        low, start = self.low, self.start
        slope = (self.end - start) / (self.high - low)
        return [start + (value - low) * slope for value in values]

    def ticks(self, count: int, *, whole: bool = False) -> list[tuple[float, str]]:
        """Round numbers within the range with their words, about as many as asked for; whole ones when asked for."""
        if self.log:
            return list(_log_ticks(self.low, self.high, count))
        return list(_linear_ticks(self.low, self.high, count, whole))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return (min(values), max(values)) if values else (0.0, 1.0)


def _widened(low: float, high: float, margin: float, least: float = 0.0) -> tuple[float, float]:
    largest = max(abs(low), abs(high))
    if high - low <= max(largest * _ALIKE, _TINY):
        reach = least or (largest * 0.1 if largest > _TINY else 1.0)
    else:
        reach = high * margin - low * margin
    return max(low - reach, -sys.float_info.max), min(high + reach, sys.float_info.max)


@lru_cache(maxsize=4096)
def _linear_ticks(low: float, high: float, count: int, whole: bool = False) -> tuple[tuple[float, str], ...]:
    from matplotlib.ticker import MaxNLocator

    if max(abs(low), abs(high)) > _HUGE:
        ticks = [tick / _SHRINK for tick, _ in _linear_ticks(low * _SHRINK, high * _SHRINK, count)]
        return tuple(zip(ticks, _tick_words(ticks), strict=True))
    slack = (high - low) * 1e-6
    candidates = [
        [
            float(tick)
            for tick in MaxNLocator(intervals, steps=_STEPS, integer=whole).tick_values(low, high)
            if low - slack <= tick <= high + slack
        ]
        for intervals in (count, count + 1, count + 2)
    ]
    inside = min(candidates, key=lambda ticks: abs(len(ticks) - count - 0.5))
    return tuple(zip(inside, _tick_words(inside), strict=True))


@lru_cache(maxsize=4096)
def _log_ticks(low: float, high: float, count: int) -> tuple[tuple[float, str], ...]:
    """Powers of ten, or 1-3 or 1-2-5 between them, or round numbers where the range is shorter than that."""
    powers = range(max(math.floor(low), -307), min(math.ceil(high), 307) + 1)
    for parts in ((1,), (1, 3), (1, 2, 5)):
        every = [part * 10.0**power for power in powers for part in parts]
        inside = [tick for tick in every if low - _ALIKE <= math.log10(tick) <= high + _ALIKE]
        if len(inside) >= 3:  # noqa: PLR2004 - two ticks do not show that the scale is logarithmic
            inside = inside[:: math.ceil(len(inside) / (count + 1))]
            return tuple((tick, _round_words(tick)) for tick in inside)
    if low > -_FARTHEST and high < _FARTHEST:
        return _linear_ticks(10**low, 10**high, count)
    middle = 10 ** min((low + high) / 2, 308.0)
    return ((middle, _round_words(middle)),)


def _tick_words(ticks: Sequence[float]) -> list[str]:
    """All ticks with as many decimals as the distance between them needs."""
    if len(ticks) < 2:  # noqa: PLR2004
        return [_round_words(tick) for tick in ticks]
    step = ticks[1] / 4 - ticks[0] / 4
    largest = max(abs(ticks[0]), abs(ticks[-1]))
    if not _SMALL * 10 <= largest < _PLAIN:
        digits = max(0, math.ceil(math.log10(largest / 4 / step)) + 1)
        return [_exponential(tick, digits) for tick in ticks]
    decimals = next((n for n in range(13) if _is_whole(step * 4 * 10**n)), 13)
    return [number(tick, decimals) for tick in ticks]


def _is_whole(value: float) -> bool:
    return round(value) >= 1 and abs(value - round(value)) < 1e-3  # noqa: PLR2004


def _round_words(value: float) -> str:
    """A number of few digits: ``0.003``, ``20``, ``1e−5``."""
    if value and not _SMALL <= abs(value) < _PLAIN:
        return _exponential(value, 6)
    return number(value, next((n for n in range(9) if abs(round(value, n) - value) <= abs(value) * 1e-6), 9))


def number(value: float, decimals: int) -> str:
    """A number with fixed decimals, a real minus sign and thin spaces between thousands.

    What would be shown as zero without being it, and what is very large, is written with an exponent.
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else f"{_MINUS}∞"
    if abs(value) >= _PLAIN or (value and not round(value, decimals)):
        return _exponential(value, 2)
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace(",", _THIN_SPACE).replace("-", _MINUS)


def brief(value: float) -> str:
    """A number in four significant digits: ``0.9405``, ``1 118``, ``2.5e9``."""
    if value and math.isfinite(value) and not _SMALL <= abs(value) < _PLAIN:
        return _exponential(value, 3)
    if not math.isfinite(value) or not value:
        return number(value, 0)
    text = number(value, max(0, 3 - math.floor(math.log10(abs(value)))))
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: float, decimals: int) -> str:
    """A difference, always with its sign."""
    text = number(value, decimals)
    return text if text.startswith(_MINUS) else f"+{text}"


def _exponential(value: float, decimals: int) -> str:
    if not value:
        return "0"
    digits, _, exponent = f"{value:.{decimals}e}".partition("e")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{digits}e{int(exponent)}".replace("-", _MINUS)
