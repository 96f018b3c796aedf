"""A metric of a model together with all that is known of how to read it."""

import math
from collections import Counter
from dataclasses import dataclass

from generator.analyses.evaluation.key_metric import KeyMetric, direction_of
from generator.catalog import MetricGoal, RegisteredModel
from generator.messages import put_together
from generator.pages.portfolio import Portfolio
from generator.pages.text import number
from generator.provenance import Source, Standing

UNSTATED = 4
"""Metrics that stand for a model when its owners name none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One metric, and what makes a value of it good."""

    key: str
    title: str
    """A name for people; the key when nobody gave one."""
    unit: str = ""
    higher_is_better: bool | None = None
    """None when nobody said."""
    threshold: float | None = None
    noise: float | None = None
    """Differences up to this size are not worth a word; None when nobody said."""
    standing: Standing = Standing.DERIVED
    """Stated by the owners, recorded by the tracker, or chosen by us."""
    sources: tuple[Source, ...] = ()
    """The places that say so."""

    @property
    def heading(self) -> str:
        """``p95 latency, ms``."""
        return put_together((self.title, ", ", self.unit)) if self.unit else self.title

    @property
    def bound(self) -> str:
        """The threshold with its side, such as ``≥ 0.9``; empty for none."""
        if self.threshold is None:
            return ""
        side = {True: "≥ ", False: "≤ ", None: ""}[self.higher_is_better]
        return side + number(self.threshold)

    @property
    def better(self) -> str:
        """Which way is better, in a word; empty when nobody said."""
        return {True: "higher", False: "lower", None: ""}[self.higher_is_better]

    def met(self, value: float) -> bool | None:
        """Whether a value keeps the threshold; None when there is none, when nobody said which side, or for NaN."""
        if self.threshold is None or self.higher_is_better is None or math.isnan(value):
            return None
        return value >= self.threshold if self.higher_is_better else value <= self.threshold


def measures_of(portfolio: Portfolio, model: RegisteredModel) -> tuple[Measure, ...]:
    """The metrics that stand for a model: those its owners name, in their order.

    When they name none: the key metric, and those others that most versions have, up to :data:`UNSTATED` in all.
    """
    narrative = portfolio.catalog.narratives_by_model.get(model.name)
    if narrative and narrative.goals:
        first = {goal.metric: goal for goal in reversed(narrative.goals)}
        return tuple(
            _stated(portfolio, model, first[key])
            for key in dict.fromkeys(goal.metric for goal in narrative.goals)
        )
    key = portfolio.key_metrics.get(model.name)
    if key is None:
        return ()
    spread = Counter(
        metric
        for version in model.listed_versions
        for metric in {each.key for each in portfolio.origin(version).metrics}
    )
    others = sorted(spread.keys() - {key.key}, key=lambda metric: (-spread[metric], metric))
    return (_key_measure(key), *(Measure(key=metric, title=metric) for metric in others[: UNSTATED - 1]))


def _stated(portfolio: Portfolio, model: RegisteredModel, goal: MetricGoal) -> Measure:
    direction = direction_of(portfolio.catalog, model, goal.metric)
    sources = (goal.source, direction.source) if direction else (goal.source,)
    return Measure(
        key=goal.metric,
        title=goal.title or goal.metric,
        unit=goal.unit,
        higher_is_better=direction.higher_is_better if direction else None,
        threshold=goal.threshold,
        noise=goal.noise,
        standing=Standing.STATED,
        sources=tuple(dict.fromkeys(sources)),
    )


def _key_measure(key: KeyMetric) -> Measure:
    direction = key.direction
    return Measure(
        key=key.key,
        title=key.title,
        unit=key.unit,
        higher_is_better=direction.higher_is_better if direction else None,
        threshold=key.threshold,
        noise=key.noise,
        standing=key.standing,
        sources=(key.source, direction.source)
        if direction and direction.source != key.source
        else (key.source,),
    )
