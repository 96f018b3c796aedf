"""What two runs measured, as rows of a table, and what that comes to."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.analyses.comparison import Judgement, MetricDifference
from generator.analyses.runs.compare import RunDiff
from generator.analyses.runs.target import Target
from generator.messages import put_together, say, say_many
from generator.pages.comparison.rows import DifferenceRow, difference_row
from generator.pages.comparison.verdict import ComparisonVerdict, headline
from generator.pages.text import number, signed

_DIGITS = 4
_TONES = ((Judgement.WORSE, "warn"), (Judgement.BETTER, "pass"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One metric of both runs."""

    row: DifferenceRow
    delta: str
    """New less old, such as ``+0.031``; empty where one of them has no number. It stands whatever the data was."""
    delta_value: float | None
    way: str
    """Which way that is: ``towards better``, ``higher``, ``the same``; empty without a difference."""
    is_target: bool
    """Whether it is what the runs of their experiment are compared by."""


def measure_row(found: MetricDifference, target: Target | None) -> MeasureRow:
    """The row of one metric."""
    delta = _delta(found)
    return MeasureRow(
        row=difference_row(found),
        delta="" if delta is None else signed(delta, _DIGITS),
        delta_value=delta,
        way="" if delta is None else _way(found, delta),
        is_target=target is not None and found.metric == target.key,
    )


def verdict_of_runs(diff: RunDiff, target: Target | None) -> ComparisonVerdict:
    """What the metrics of two runs come to: how many are better and worse, and that which the runs are compared by."""
    tally = diff.tally
    return ComparisonVerdict(
        tone=next((tone for judgement, tone in _TONES if tally[judgement]), "na"),
        headline=headline(diff.tally, len(diff.metrics)),
        sentences=tuple(_sentences(diff, target)),
    )


def _delta(found: MetricDifference) -> float | None:
    old, new = (each.value if each else None for each in (found.old, found.new))
    if old is None or new is None or not (math.isfinite(old) and math.isfinite(new)):
        return None
    return float(Decimal(repr(new)) - Decimal(repr(old)))


def _way(found: MetricDifference, delta: float) -> str:
    if not delta:
        return say("the same")
    if found.direction is None:
        return say("higher") if delta > 0 else say("lower")
    return say("towards better") if (delta > 0) == found.direction.higher_is_better else say("towards worse")


def _sentences(diff: RunDiff, target: Target | None) -> Iterator[str]:
    found = next((each for each in diff.metrics if target and each.metric == target.key), None)
    if found is not None and target is not None:
        yield _of_target(found, target)
    refused = sum(each.judgement is Judgement.REFUSED for each in diff.metrics)
    if refused:
        yield say(
            "{refused} without a verdict: the table says why, and tells the differences all the same.",
            refused=say_many(refused, "{n} metric", "{n} metrics"),
        )


def _of_target(found: MetricDifference, target: Target) -> str:
    row = measure_row(found, target)
    if not row.delta or found.old is None or found.new is None:
        return say(
            "{found}, by which the runs are compared, has no number in one of the two.", found=found.title
        )
    values = say(
        "{new} against {old}, {delta}",
        new=number(found.new.value or 0.0),
        old=number(found.old.value or 0.0),
        delta=row.delta,
    )
    told = say(
        "{found}, by which the runs are compared, is {values}: {way}",
        found=found.title,
        values=values,
        way=row.way,
    )
    if found.judgement is Judgement.REFUSED:
        return say("{told}. No verdict: {why}.", told=told, why=found.why)
    return put_together((told, ", ", say(found.judgement.value), "; ", found.why, "."))
