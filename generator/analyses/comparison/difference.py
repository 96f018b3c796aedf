"""One metric of two versions: how far they are apart, how surely, and what that comes to."""

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from generator.analyses.comparison.intervals import Interval, of_difference, paired_t, wilson
from generator.analyses.evaluation.expectations import Expectation
from generator.analyses.evaluation.key_metric import Direction
from generator.analyses.wording import number
from generator.catalog import EvaluationResult
from generator.messages import say, say_many, word

_FEWEST_PAIRS = 3
"""Repeats below which a spread says next to nothing."""
_BY_CHANCE = 1000
"""A number counts as a share of rows when at most one in so many would come out as one by chance."""
_ROUNDING = 1e-12
"""How far a share may be off by the rounding of its last digits."""
_FOLDS = ("fold", "cross-valid", "cross valid")
_NO_SPREAD = say("single numbers, without intervals or repeats that can be held against one another")
_SHARES = frozenset({"accuracy", "accuracy_score", "error_rate", "hit_rate", "approval_rate", "exact_match"})
"""Metrics that are, by their definition, a share of all rows measured."""


class Method(StrEnum):
    """How an interval came to be, as the page names it."""

    PAIRED_T = word("paired t interval over the repeats")
    FOLDS_T = word(
        "paired t interval over the folds, corrected for shared training rows (Nadeau and Bengio 2003)"
    )
    RECORDED = word(
        "difference of the two recorded intervals (Zou and Donner 2008), as of samples of their own"
    )
    COUNTS = word(
        "Newcombe's hybrid score interval of two shares of rows (1998, method 10), as of samples of their own"
    )


class Judgement(StrEnum):
    """What a difference comes to."""

    BETTER = word("better")
    WORSE = word("worse")
    ALIKE = word("not distinguishable")
    REFUSED = word("no verdict")


class Margin(StrEnum):
    """How a difference stands to the non-inferiority margin."""

    KEPT = word("kept")
    """The whole interval is within it."""
    OPEN = word("not shown")
    """The interval reaches beyond it, or there is none."""
    BROKEN = word("exceeded")
    """The whole interval is beyond it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDifference:
    """One metric of both versions, on the whole or on a slice."""

    metric: str
    slice: str = ""
    expectation: Expectation | None
    """What is asked of the metric; None where nobody asks anything."""
    direction: Direction | None
    old: EvaluationResult | None
    new: EvaluationResult | None
    difference: float | None = None
    """New less old, exact in decimal; None when both were not measured on the same data."""
    interval: Interval | None = None
    """Of the difference."""
    method: Method | None = None
    basis: str = ""
    """What the interval rests on, such as ``10 repeats``; empty without one."""
    judgement: Judgement
    why: str
    """Half a sentence on the judgement."""
    margin: Margin | None = None
    """None where no margin is set."""

    @property
    def title(self) -> str:
        """A name for people."""
        return (self.expectation.title if self.expectation else "") or self.metric

    @property
    def guarded(self) -> bool:
        """Whether a regression of it holds up a promotion."""
        return bool(self.expectation and self.expectation.rule.guarded) and not self.slice

    @property
    def allowed(self) -> float | None:
        """How much worse the newer may be: the non-inferiority margin, in the metric's own unit."""
        return self.expectation.rule.non_inferiority if self.expectation and not self.slice else None

    def relative_gain(self, value: float) -> float | None:
        """A difference as a share of the older value, turned so that more is better; None where that says nothing."""
        base = self.old.value if self.old else None
        if not base or self.direction is None:
            return None
        return (value if self.direction.higher_is_better else -value) / abs(base)


def differ(
    metric: str,
    pair: tuple[EvaluationResult | None, EvaluationResult | None],
    expectation: Expectation | None,
    direction: Direction | None,
    *,
    alike: bool | None,
    part: str = "",
) -> MetricDifference:
    """Compare one metric of two versions.

    Args:
        metric: its name.
        pair: the results of the older and the newer version; None for one that has none.
        expectation: what is asked of the metric.
        direction: which way is better; None when nobody said.
        alike: whether both were measured on data of the same digest; None when that is not recorded.
        part: the slice; empty for the whole.
    """
    old, new = pair
    allowed = expectation.rule.non_inferiority if expectation and not part else None
    refused = MetricDifference(
        metric=metric,
        slice=part,
        expectation=expectation,
        direction=direction,
        old=old,
        new=new,
        judgement=Judgement.REFUSED,
        why=_refusal(old, new, alike=alike),
        margin=None if allowed is None else Margin.OPEN,
    )
    if refused.why or old is None or new is None or old.value is None or new.value is None:
        return refused
    difference = float(Decimal(repr(new.value)) - Decimal(repr(old.value)))
    interval, method, basis = _interval(metric, old, new)
    if interval and not interval.holds(difference):
        unheld = say("the values are not those of the repeats: the interval does not hold their difference")
        return replace(refused, difference=difference, why=unheld)
    noise = expectation.rule.noise if expectation else None
    judgement, why = _judged(difference, interval, direction, noise)
    return replace(
        refused,
        difference=difference,
        interval=interval,
        method=method,
        basis=basis,
        judgement=judgement,
        why=why,
        margin=None if allowed is None else _margin(interval, direction, allowed),
    )


def _refusal(old: EvaluationResult | None, new: EvaluationResult | None, *, alike: bool | None) -> str:
    if old is None or new is None:
        return say("only one of the two recorded it")
    if old.value is None or new.value is None:
        return say("one of the two values is no number")
    if alike is None:
        return say("it is not recorded that both were measured on the same data")
    return "" if alike else say("the two were measured on different data")


def _interval(
    metric: str, old: EvaluationResult, new: EvaluationResult
) -> tuple[Interval | None, Method | None, str]:
    """The interval of the difference by the first method that the records allow, and what it rests on."""
    if len(old.samples) == len(new.samples) >= _FEWEST_PAIRS:
        differences = [after - before for before, after in zip(old.samples, new.samples, strict=True)]
        if any(word in f"{old.method} {new.method}".casefold() for word in _FOLDS):
            interval = paired_t(differences, shared_training=True)
            return interval, Method.FOLDS_T, say_many(len(differences), "{n} fold", "{n} folds")
        return paired_t(differences), Method.PAIRED_T, say_many(len(differences), "{n} repeat", "{n} repeats")
    around = (_recorded(new), Method.RECORDED), (_recorded(old), Method.RECORDED)
    if any(found is None for found, _ in around):
        around = (_counted(metric, new), Method.COUNTS), (_counted(metric, old), Method.COUNTS)
    (of_new, method), (of_old, _) = around
    if of_new and of_old and of_new.level == of_old.level and new.value is not None and old.value is not None:
        return of_difference(new.value, of_new, old.value, of_old), method, _rows(old, new)
    return None, None, ""


def _recorded(result: EvaluationResult) -> Interval | None:
    if result.lower is None or result.upper is None or result.value is None or result.level is None:
        return None
    found = Interval(result.lower, result.upper, result.level)
    return found if found.holds(result.value) else None


def _rows(old: EvaluationResult, new: EvaluationResult) -> str:
    if not old.n or not new.n:
        return ""
    return (
        say_many(new.n, "{n} row", "{n} rows")
        if old.n == new.n
        else say("{number} and {number2} rows", number=number(old.n), number2=number(new.n))
    )


def _counted(metric: str, result: EvaluationResult) -> Interval | None:
    """Wilson's interval of a value that is a share of all rows measured; None for any other.

    It is one by the metric's definition, or since it makes a whole number of the rows: few numbers do so by chance when
    they are recorded to many digits. Recall, the share of some of the rows only, does not.
    """
    value, rows = result.value, result.n
    if value is None or not rows or not 0 <= value <= 1:
        return None
    step = Fraction(repr(value)).denominator
    by_chance = step // math.gcd(rows, step)
    whole = abs(value * rows - round(value * rows)) <= rows * _ROUNDING
    if metric.casefold() in _SHARES or (whole and by_chance >= _BY_CHANCE):
        return wilson(value, rows)
    return None


def _judged(
    difference: float, interval: Interval | None, direction: Direction | None, noise: float | None
) -> tuple[Judgement, str]:
    if direction is None:
        return Judgement.REFUSED, say("nobody said which way is better")
    if noise is not None and Decimal(repr(abs(difference))) <= Decimal(repr(noise)):
        return Judgement.ALIKE, say(
            "the difference is within the noise of {noise} that the owners state", noise=number(noise)
        )
    if interval is None:
        return Judgement.REFUSED, _NO_SPREAD
    if interval.holds(0):
        return Judgement.ALIKE, say("the interval holds zero")
    gained = (difference > 0) == direction.higher_is_better
    return (Judgement.BETTER if gained else Judgement.WORSE), say("the interval does not hold zero")


def _margin(interval: Interval | None, direction: Direction | None, allowed: float) -> Margin:
    if interval is None or direction is None:
        return Margin.OPEN
    if direction.higher_is_better:
        worst, best = interval.lower, interval.upper
    else:
        worst, best = -interval.upper, -interval.lower
    if worst >= -allowed:
        return Margin.KEPT
    return Margin.BROKEN if best < -allowed else Margin.OPEN
