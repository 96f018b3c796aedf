"""What differs in how well two versions do."""

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from generator.analyses.changes.pairing import paired, presence
from generator.analyses.changes.values import Change, MetricChange, Verdict
from generator.analyses.evaluation.key_metric import Direction, goals_by_metric, recorded_direction
from generator.analyses.origin import Origin
from generator.catalog import Catalog, Metric, MetricGoal


def metric_changes(
    catalog: Catalog, old: Origin | None, new: Origin, *, compared: bool
) -> tuple[MetricChange, ...]:
    """The metrics of both versions: those with a goal first in the order stated, then by name.

    Args:
        catalog: where goals and directions stand.
        old: what stands behind the older version; None when there is none.
        new: what stands behind the newer version.
        compared: whether both sides have records to compare; without, every change is unknown.
    """
    goals = goals_by_metric(catalog, new.version.name)
    order = {key: index for index, key in enumerate(goals)}
    changes = [
        _metric_change(catalog, (old, new), pair, goals, compared=compared) for pair in _pairs(old, new)
    ]
    return tuple(sorted(changes, key=lambda change: (order.get(change.key, len(order)), *_place(change))))


def _place(change: MetricChange) -> tuple[str, str]:
    metric = change.new or change.old
    return change.key, metric.dataset_name if metric else ""


def _pairs(old: Origin | None, new: Origin) -> Iterator[tuple[str, Metric | None, Metric | None]]:
    """Metrics of one name belong together on the same dataset.

    Where only one of a name is left on a side, it belongs to what is left on the other: rather to what the run behind the
    version measured than to a later evaluation.
    """
    before, after = _by_key(old.metrics if old else ()), _by_key(new.metrics)
    for key in sorted(before.keys() | after.keys()):
        gone: list[Metric] = []
        come: list[Metric] = []
        for _, one, other in paired(
            before.get(key, []), after.get(key, []), lambda metric: metric.dataset_name
        ):
            if one and other:
                yield key, one, other
            elif one:
                gone.append(one)
            elif other:
                come.append(other)
        if old and gone and come and 1 in {len(gone), len(come)}:
            yield key, gone.pop(_own(gone, old)), come.pop(_own(come, new))
        yield from ((key, one, None) for one in gone)
        yield from ((key, None, other) for other in come)


def _own(metrics: list[Metric], origin: Origin) -> int:
    """The place of the metric that the run behind a version measured; the first when none is known to be."""
    run_id = origin.run.run_id if origin.run else ""
    return next((place for place, metric in enumerate(metrics) if run_id and metric.run_id == run_id), 0)


def _by_key(metrics: Iterable[Metric]) -> dict[str, list[Metric]]:
    groups: dict[str, list[Metric]] = {}
    for metric in metrics:
        groups.setdefault(metric.key, []).append(metric)
    return groups


def _metric_change(
    catalog: Catalog,
    origins: tuple[Origin | None, Origin],
    pair: tuple[str, Metric | None, Metric | None],
    goals: Mapping[str, MetricGoal],
    *,
    compared: bool,
) -> MetricChange:
    key, old, new = pair
    goal = goals.get(key)
    direction = _direction(catalog, origins, key, goal)
    delta = _delta(old, new)
    equal = bool(old and new and _same_value(old.last.value, new.last.value))
    change = presence(old, new, equal=equal) if compared else Change.UNKNOWN
    return MetricChange(
        key=key,
        change=change,
        old=old,
        new=new,
        delta=float(delta) if delta is not None else None,
        verdict=Verdict.SAME if change is Change.SAME else _verdict(delta, goal, direction),
        direction=direction,
        goal=goal,
        met=_met(new, goal, direction),
    )


def _direction(
    catalog: Catalog, origins: tuple[Origin | None, Origin], key: str, goal: MetricGoal | None
) -> Direction | None:
    if goal and goal.higher_is_better is not None:
        return Direction(goal.higher_is_better, goal.source)
    old, new = origins
    return recorded_direction(catalog, new, key) or (recorded_direction(catalog, old, key) if old else None)


def _same_value(old: float, new: float) -> bool:
    return old == new or (math.isnan(old) and math.isnan(new))


def _delta(old: Metric | None, new: Metric | None) -> Decimal | None:
    """The difference of what was written, so that 0.835 less 0.830 is 0.005 and no more."""
    if old is None or new is None or not math.isfinite(old.last.value) or not math.isfinite(new.last.value):
        return None
    return Decimal(repr(new.last.value)) - Decimal(repr(old.last.value))


def _verdict(delta: Decimal | None, goal: MetricGoal | None, direction: Direction | None) -> Verdict:
    if delta is None:
        return Verdict.UNKNOWN
    if goal and goal.noise is not None and abs(delta) <= Decimal(repr(goal.noise)):
        return Verdict.WITHIN_NOISE
    if direction is None:
        return Verdict.UNKNOWN
    return Verdict.BETTER if (delta > 0) == direction.higher_is_better else Verdict.WORSE


def _met(new: Metric | None, goal: MetricGoal | None, direction: Direction | None) -> bool | None:
    if new is None or goal is None or goal.threshold is None or direction is None:
        return None
    value = new.last.value
    return value >= goal.threshold if direction.higher_is_better else value <= goal.threshold
