"""A difference of one metric as a row of a table."""

from dataclasses import dataclass

from generator.analyses.comparison import Judgement, Margin, MetricDifference, places_of
from generator.messages import say
from generator.pages.pills import Pill
from generator.pages.text import number, signed
from generator.provenance import Source

JUDGEMENT_TONES = {
    Judgement.BETTER: "pass",
    Judgement.WORSE: "fail",
    Judgement.ALIKE: "info",
    Judgement.REFUSED: "na",
}
_MARGIN_TONES = {Margin.KEPT: "pass", Margin.OPEN: "warn", Margin.BROKEN: "fail"}
PER_CENT = 100
_DIGITS = 4
"""Significant digits of a relative difference and of bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One metric of both versions, in words."""

    found: MetricDifference
    difference: str
    """Such as ``+0.0303``; empty where both were not measured on the same data."""
    relative: str
    """The same in per cent of the older value; empty where that says nothing."""
    interval: str
    """Such as ``+0.003 to +0.055``; empty for none."""
    level: str
    verdict: Pill
    margin: Pill | None
    """None where no margin is agreed."""
    allowed: str
    sources: tuple[Source, ...]


def difference_row(found: MetricDifference) -> DifferenceRow:
    """The row of one difference."""
    interval, old = found.interval, found.old.value if found.old else None
    relative = ""
    if found.difference is not None and old:
        relative = f"{signed(PER_CENT * found.difference / abs(old), 2)}\u00a0%"
    return DifferenceRow(
        found=found,
        difference=signed(found.difference, _DIGITS) if found.difference is not None else "",
        relative=relative,
        interval=say(
            "{lower} to {upper}", lower=signed(interval.lower, _DIGITS), upper=signed(interval.upper, _DIGITS)
        )
        if interval
        else "",
        level=f"{number(PER_CENT * interval.level)}\u00a0%" if interval else "",
        verdict=Pill(JUDGEMENT_TONES[found.judgement], say(found.judgement.value)),
        margin=Pill(_MARGIN_TONES[found.margin], say(found.margin.value)) if found.margin else None,
        allowed=number(found.allowed) if found.allowed is not None else "",
        sources=places_of(found),
    )
