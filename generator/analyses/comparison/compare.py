"""How well two versions do against one another: every metric, the slices, and the sentence to remember."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.analyses.comparison.difference import Judgement, Margin, MetricDifference, differ
from generator.analyses.evaluation.expectations import Expectation, expectations_of
from generator.analyses.evaluation.key_metric import Direction, recorded_direction
from generator.analyses.evaluation.quality import Measured, Quality, measured_alike
from generator.analyses.origin import origin_of
from generator.catalog import EvaluationResult, ModelVersion, Policy
from generator.provenance import Source


@dataclass(frozen=True, kw_only=True)
class QualityComparison:
    """What was measured of two versions, held against one another."""

    baseline: ModelVersion
    candidate: ModelVersion
    metrics: tuple[MetricDifference, ...]
    """On the whole: those that somebody asks for in that order, the others by name."""
    slices: tuple[MetricDifference, ...]
    """On slices that both measured, by metric and slice."""

    @property
    def tally(self) -> Mapping[Judgement, int]:
        """How many metrics have each judgement."""
        counted = Counter(each.judgement for each in self.metrics)
        return {judgement: counted[judgement] for judgement in Judgement}

    @cached_property
    def guardrails(self) -> tuple[MetricDifference, ...]:
        """The metrics whose regression holds up a promotion."""
        return tuple(each for each in self.metrics if each.guarded)

    @property
    def broken(self) -> tuple[MetricDifference, ...]:
        """The guardrails that are worse: beyond their margin, or, where none is set, at all."""
        return tuple(each for each in self.guardrails if each.margin is Margin.BROKEN or _worse(each))

    @property
    def open(self) -> tuple[MetricDifference, ...]:
        """The guardrails of which nothing shows that they are no worse."""
        return tuple(each for each in self.guardrails if each not in self.broken and not _holds(each))


def compare_quality(policy: Policy, base: Quality, own: Quality) -> QualityComparison:
    """Hold two versions of one model against one another, metric by metric, on the same data.

    Args:
        policy: says which metrics are guarded, and how much worse each may be.
        base: what is measured of the version compared with.
        own: what is measured of the version that is to take its place.
    """
    model = own.version.name
    narrative = own.catalog.narratives_by_model.get(model)
    asked = {each.metric: each for each in expectations_of(policy, narrative, model)}
    metrics, slices = metric_differences(own, base, asked, lambda metric: _direction(own, base, metric))
    return QualityComparison(baseline=base.version, candidate=own.version, metrics=metrics, slices=slices)


def metric_differences(
    own: Measured,
    base: Measured,
    asked: Mapping[str, Expectation],
    recorded: Callable[[str], Direction | None],
) -> tuple[tuple[MetricDifference, ...], tuple[MetricDifference, ...]]:
    """The differences on the whole, those that somebody asks for first, and those on slices that both measured.

    Args:
        own: what is measured of the newer one.
        base: what is measured of the older one.
        asked: what is asked of each metric, by its name.
        recorded: tells which way a metric gets better where nobody who asks something of it says so.
    """
    known = {result.metric for measured in (own, base) for result in measured.results if not result.slice}
    metrics = [*(metric for metric in asked if metric in known), *sorted(known - asked.keys())]
    told = {metric: _told(own, metric, asked.get(metric), recorded) for metric in metrics}
    return (
        tuple(_whole(own, base, metric, asked.get(metric), told[metric]) for metric in metrics),
        tuple(found for metric in metrics for found in _slices(own, base, metric, asked, recorded)),
    )


def _told(
    own: Measured,
    metric: str,
    asked: Expectation | None,
    recorded: Callable[[str], Direction | None],
) -> Direction | None:
    """Which way is better: as whoever asks something of the metric says, else as it is recorded."""
    if asked and asked.rule.higher_is_better is not None:
        policy = own.catalog.policy or Policy()
        place = asked.place("higher_is_better") or policy.place("metrics")
        return Direction(asked.rule.higher_is_better, place)
    return recorded(metric)


def _whole(
    own: Measured, base: Measured, metric: str, asked: Expectation | None, direction: Direction | None
) -> MetricDifference:
    pair, alike = _pair(own, base, metric)
    return differ(metric, pair, asked, direction, alike=alike)


def _slices(
    own: Measured,
    base: Measured,
    metric: str,
    asked: Mapping[str, Expectation],
    recorded: Callable[[str], Direction | None],
) -> Iterator[MetricDifference]:
    """The slices that both measured; what is asked of a slice by its own name goes first."""
    for part in sorted(own.slices(metric).keys() & base.slices(metric).keys()):
        name = f"{metric}.{part}"
        said = asked.get(name) or asked.get(metric)
        pair, alike = _pair(own, base, name)
        direction = _told(own, metric, said, recorded)
        yield differ(metric, pair, said, direction, alike=alike, part=part)


def _pair(
    own: Measured, base: Measured, metric: str
) -> tuple[tuple[EvaluationResult | None, EvaluationResult | None], bool | None]:
    """The older and the newer result, and whether both were measured on the same data; None when that is not recorded.

    Of several data that both were measured on, one on which both were repeated or bounded goes first.
    """
    alike = list(measured_alike(own, base, metric))
    if alike:
        new, old = max(alike, key=lambda pair: all(map(_is_spread, pair)))
        return (old, new), True
    before, after = base.whole(metric), own.whole(metric)
    recorded = bool(before and after and base.data(before)[1] and own.data(after)[1])
    return (before, after), False if recorded else None


def _is_spread(result: EvaluationResult) -> bool:
    return len(result.samples) > 1 or (result.lower is not None and result.upper is not None)


def _direction(own: Quality, base: Quality, metric: str) -> Direction | None:
    origins = (origin_of(quality.catalog, quality.version) for quality in (own, base))
    return next((found for each in origins if (found := recorded_direction(own.catalog, each, metric))), None)


def _worse(found: MetricDifference) -> bool:
    return found.margin is None and found.judgement is Judgement.WORSE


def _holds(found: MetricDifference) -> bool:
    if found.margin is not None:
        return found.margin is Margin.KEPT
    return found.judgement in {Judgement.BETTER, Judgement.ALIKE}


def places_of(found: MetricDifference) -> tuple[Source, ...]:
    """Every place that vouches for a difference: both results, and who says which way is better."""
    results = (each for each in (found.old, found.new) if each is not None)
    direction = (found.direction.source,) if found.direction else ()
    return tuple(dict.fromkeys((*(source for each in results for source in each.sources), *direction)))
