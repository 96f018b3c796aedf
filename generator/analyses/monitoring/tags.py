"""Measurements that a tracker holds: metrics of runs that say they watch a model in use."""

from collections.abc import Iterator
from datetime import UTC, datetime

from generator.catalog import Catalog, Measurement, Metric, MetricPoint, Run, SignalKind

MODEL, VERSION, KIND, FEATURE = (
    "monitoring.model", "monitoring.version", "monitoring.kind", "monitoring.feature",
)  # fmt: skip
"""Tags of a run, or params where its tracker has no tags with values: the model watched, and what else is known."""


def tagged_measurements(catalog: Catalog, model: str) -> tuple[Measurement, ...]:
    """Every point of every metric of the runs whose tag ``monitoring.model`` names a model.

    The metric's key is the signal, its timestamp the end of the window. Without a tag ``monitoring.kind``, or one that
    names no kind, the runs measure performance: that is what metrics of a tracker are as a rule. A point without a date
    cannot be placed in time and is left out. Of a metric with more than 500 points, those count that the catalogue kept.
    """
    return tuple(
        measured
        for run in catalog.runs_by_watched_model.get(model, ())
        for metric in run.metrics
        for measured in _points(model, run, metric)
    )


def _points(model: str, run: Run, metric: Metric) -> Iterator[Measurement]:
    said = run.labelled(KIND).replace("_", "-").casefold()
    kind = SignalKind(said) if said in set(SignalKind) else SignalKind.PERFORMANCE
    for point in metric.series:
        at = _instant(point)
        if at is not None:
            yield Measurement(
                model=model,
                version=run.labelled(VERSION),
                signal=metric.key,
                kind=kind,
                metric=metric.key,
                feature=run.labelled(FEATURE),
                value=point.value,
                at=at,
                source=metric.source,
            )


def _instant(point: MetricPoint) -> datetime | None:
    """The instant of a point; trackers write 0 where they know none."""
    if point.timestamp <= 0:
        return None
    try:
        return datetime.fromtimestamp(point.timestamp / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None
