"""The forest plot of a comparison, and its narrow twin."""

import math
from dataclasses import replace

from generator.analyses.comparison import Judgement, MetricDifference, QualityComparison
from generator.analyses.wording import version_label
from generator.figures.spec import ForestRow, ForestSpec, Tone
from generator.messages import put_together, say, say_many
from generator.pages.comparison.rows import PER_CENT
from generator.pages.text import number, visible

ROWS = 16
"""Metrics that a figure holds; the table has all."""
_LONGEST = 40
_NARROW = 372
_TONES = {Judgement.BETTER: Tone.PASS, Judgement.WORSE: Tone.FAIL, Judgement.ALIKE: Tone.C1}


def forest(compared: QualityComparison) -> tuple[ForestSpec, ForestSpec] | None:
    """The figure at full width and for narrow places; None where no metric has a relative difference."""
    rows = tuple(row for found in compared.metrics if (row := _row(found)) is not None)[:ROWS]
    if not rows:
        return None
    old, new = (version_label(each.version) for each in (compared.baseline, compared.candidate))
    wide = ForestSpec(
        title=say(
            "{new} against {old}, metric by metric", new=visible(new, _LONGEST), old=visible(old, _LONGEST)
        ),
        description=_told(compared, rows),
        first=visible(old, _LONGEST),
        second=visible(new, _LONGEST),
        rows=rows,
    )
    return wide, replace(wide, width=_NARROW)


def _row(found: MetricDifference) -> ForestRow | None:
    gain = _percent(found, found.difference)
    if gain is None or found.old is None or found.new is None:
        return None
    ends = (
        [_percent(found, bound) for bound in (found.interval.lower, found.interval.upper)]
        if found.interval
        else []
    )
    bounds = sorted(end for end in ends if end is not None)
    base = abs(found.old.value or 0.0)
    return ForestRow(
        label=visible(found.title, _LONGEST),
        value=gain,
        lower=bounds[0] if bounds else None,
        upper=bounds[-1] if bounds else None,
        margin=-PER_CENT * found.allowed / base if found.allowed is not None and base else None,
        first=number(found.old.value, 4) if found.old.value is not None else "",
        second=number(found.new.value, 4) if found.new.value is not None else "",
        word=say(found.judgement.value),
        tone=_TONES.get(found.judgement, Tone.NEUTRAL),
    )


def _percent(found: MetricDifference, value: float | None) -> float | None:
    share = found.relative_gain(value) if value is not None else None
    return PER_CENT * share if share is not None and math.isfinite(share) else None


def _told(compared: QualityComparison, rows: tuple[ForestRow, ...]) -> str:
    """The finding in words."""
    tally = compared.tally
    said = put_together(
        [put_together((number(tally[each]), " ", say(each.value))) for each in Judgement if tally[each]], ", "
    )
    left = len(compared.metrics) - len(rows)
    more = (
        say(
            " {left} without a relative difference left out.",
            left=say_many(left, "{n} metric", "{n} metrics"),
        )
        if left
        else ""
    )
    return say(
        "Of {metrics}: {said}.{more}",
        metrics=say_many(len(compared.metrics), "{n} metric", "{n} metrics"),
        said=said,
        more=more,
    )
