"""Confidence intervals of differences, worked out from what is recorded and from nothing drawn at random."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, fmean, stdev

LEVEL = 0.95
"""Confidence of an interval that is worked out here."""
_STEPS = 200
"""Halvings that find a quantile; a float has no more digits than that."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Two bounds and how often such bounds hold the true value."""

    lower: float
    upper: float
    level: float

    def holds(self, value: float) -> bool:
        """Whether a value lies between the bounds, or on one."""
        return self.lower <= value <= self.upper


def paired_t(
    differences: Sequence[float], *, shared_training: bool = False, level: float = LEVEL
) -> Interval:
    """The interval of a mean of paired differences, by Student's t.

    Args:
        differences: new less old, pair by pair; two at least.
        shared_training: whether the pairs are folds of one cross-validation, whose models share most of their training
            rows. Their variance is then corrected by 1/(k - 1), the ratio of test to training rows (Nadeau and Bengio
            2003, "Inference for the generalization error", section 4).
        level: confidence.
    """
    count = len(differences)
    share = 1 / count + (1 / (count - 1) if shared_training else 0.0)
    reach = t_quantile(level, count - 1) * stdev(differences) * math.sqrt(share)
    middle = fmean(differences)
    return Interval(middle - reach, middle + reach, level)


def wilson(share: float, rows: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval of a share of rows (Wilson 1927; Newcombe 1998a, method 3)."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = z * z / rows
    middle = (share + spread / 2) / (1 + spread)
    reach = z / (1 + spread) * math.sqrt(share * (1 - share) / rows + spread / (4 * rows))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach), level)


def of_difference(new: float, around_new: Interval, old: float, around_old: Interval) -> Interval:
    """The interval of new less old from the interval of each, as if both were measured on samples of their own.

    It recovers the variance at each bound (MOVER, Zou and Donner 2008); with Wilson's intervals it is Newcombe's hybrid
    score interval (1998b, method 10).
    """
    below = math.hypot(new - around_new.lower, around_old.upper - old)
    above = math.hypot(around_new.upper - new, old - around_old.lower)
    return Interval(new - old - below, new - old + above, min(around_new.level, around_old.level))


@lru_cache(maxsize=1024)
def t_quantile(level: float, freedom: int) -> float:
    """The t that Student's distribution keeps within, on both sides, with a probability."""
    low, high = 0.0, 1.0
    while _within(high, freedom) < level:
        low, high = high, high * 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < level else (low, middle)
    return high


def _within(t: float, freedom: int) -> float:
    """The probability of a value between -t and t: finite sums (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4)."""
    angle = math.atan2(t, math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term, total = (cosine, 0.0) if odd else (1.0, 0.0)
    for step in range(2 if odd else 1, freedom, 2):
        total += term
        term *= cosine * cosine * step / (step + 1)
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
