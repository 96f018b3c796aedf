"""Metrics across the versions of a model: a small figure for each, and the table of the data behind them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.analyses.standing.roles import in_production
from generator.analyses.wording import listed, version_label
from generator.catalog import Metric, ModelVersion, RegisteredModel
from generator.figures.spec import TrendPoint, TrendSpec
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.models.measures import Measure
from generator.pages.portfolio import Portfolio
from generator.pages.text import number, visible
from generator.pages.view import Link

VERSIONS = 40
"""Points that a small figure can show; older versions are left out of it, and said to be."""
_MOST_DECIMALS = 6
_LONGEST_HEADING = 48
_FAILURES_TOLD = 6
_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRow:
    """One version in the table behind the figures."""

    version: Link
    production: bool
    values: tuple[Metric | None, ...]
    """One for each measure; None where nothing is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """Some metrics across the versions of a model."""

    figures: tuple[TrendSpec, ...]
    measures: tuple[Measure, ...]
    """One for each figure."""
    rows: tuple[TrendRow, ...]
    """Newest first."""
    left_out: int
    """Older versions that neither figures nor rows show."""
    bounded: bool
    """Whether any measure has a threshold."""


def trends(
    portfolio: Portfolio, model: RegisteredModel, measures: Sequence[Measure], *, width: int = 372
) -> Trends | None:
    """Draw measures across the listed versions of a model.

    Returns:
        The figures, none for a measure that fewer than two versions have; None when there is none at all.
    """
    versions = model.listed_versions[-VERSIONS:]
    values = {
        measure.key: tuple(portfolio.origin(version).metric(measure.key) for version in versions)
        for measure in measures
    }
    drawn = [measure for measure in measures if sum(map(_finite, values[measure.key])) >= _TWO]
    if not drawn:
        return None
    holder = in_production(model)
    production = holder.version.version if holder else ""
    return Trends(
        figures=tuple(
            _figure(model.name, measure, versions, values[measure.key], production, width)
            for measure in drawn
        ),
        measures=tuple(drawn),
        rows=tuple(
            TrendRow(
                version=Link(version_label(version.version), paths.version(version.name, version.version)),
                production=version.version == production,
                values=tuple(values[measure.key][position] for measure in drawn),
            )
            for position, version in reversed(tuple(enumerate(versions)))
        ),
        left_out=len(model.listed_versions) - len(versions),
        bounded=any(measure.threshold is not None for measure in drawn),
    )


def decimals_for(values: Sequence[float]) -> int:
    """Decimals that tell the values apart: two digits of their spread, at least none."""
    spread = max(values) - min(values) or max(map(abs, values))
    if not spread or not math.isfinite(spread):
        return 0
    return min(max(1 - math.floor(math.log10(spread)), 0), _MOST_DECIMALS)


def _figure(
    model: str,
    measure: Measure,
    versions: Sequence[ModelVersion],
    metrics: Sequence[Metric | None],
    production: str,
    width: int,
) -> TrendSpec:
    points = tuple(
        TrendPoint(
            label=visible(version_label(version.version), 16),
            value=metric.last.value if metric is not None and _finite(metric) else None,
            marked=version.version == production,
            mark="prod" if version.version == production else "",
        )
        for version, metric in zip(versions, metrics, strict=True)
    )
    known = [point.value for point in points if point.value is not None]
    return TrendSpec(
        title=say(
            "{heading} across the versions of {model}",
            heading=visible(measure.heading, _LONGEST_HEADING),
            model=visible(model, _LONGEST_HEADING),
        ),
        description=_told(measure, points),
        heading=visible(measure.heading, _LONGEST_HEADING),
        points=points,
        higher_is_better=measure.higher_is_better,
        threshold=measure.threshold,
        noise=measure.noise,
        decimals=decimals_for([*known, *([measure.threshold] if measure.threshold is not None else [])]),
        width=width,
    )


def _told(measure: Measure, points: Sequence[TrendPoint]) -> str:
    """The finding in words."""
    known = [(point.label, point.value) for point in points if point.value is not None]
    (first, start), (last, end) = known[0], known[-1]
    said = [
        say(
            "From {start} in {first} to {end} in {last}.",
            start=number(start),
            first=first,
            end=number(end),
            last=last,
        )
    ]
    if measure.bound and measure.higher_is_better is not None:
        failing = [label for label, value in known if measure.met(value) is False]
        said.append(
            say(
                "The bound {bound} is missed by {failing}.",
                bound=measure.bound,
                failing=listed(failing, _FAILURES_TOLD),
            )
            if failing
            else say("All keep the bound {bound}.", bound=measure.bound)
        )
    said += [say("{point} is in production.", point=point.label) for point in points if point.marked]
    if len(known) < len(points):
        said.append(
            say(
                "{points} recorded no such number.",
                points=say_many(len(points) - len(known), "{n} version", "{n} versions"),
            )
        )
    return put_together(said, " ")


def _finite(metric: Metric | None) -> bool:
    return metric is not None and math.isfinite(metric.last.value)
