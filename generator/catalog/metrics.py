"""Metrics of runs and of logged models: single points, whole histories, latest values."""

from collections.abc import Sequence

from msgspec import Struct

from generator.provenance import Source


class MetricPoint(Struct, frozen=True, gc=False):
    """One logged value."""

    step: int
    value: float
    """May be NaN or infinite."""
    timestamp: int
    """Unix time in milliseconds."""


class Metric(Struct, frozen=True, kw_only=True, gc=False):
    """The whole history of one metric, kept small however long the file was."""

    key: str
    count: int
    """Every point on disk, repeated ones too."""
    first: MetricPoint
    """The smallest by (step, timestamp)."""
    last: MetricPoint
    """The latest as MLflow has it: the greatest by (step, timestamp, value), not the last line."""
    minimum: MetricPoint | None
    """The smallest finite value, or None when no value is finite."""
    maximum: MetricPoint | None
    """The greatest finite value, or None when no value is finite."""
    nan_count: int
    infinity_count: int
    repeated_count: int
    """Points that stand on disk more than once, letter for letter (MLflow 3 writes them)."""
    series: Sequence[MetricPoint]
    """At most 500 points by ascending step that keep every stretch's extremes; all of them when they are few.
    Repeated points stand in it once."""
    dataset_name: str = ""
    """The dataset the value was measured on (MLflow 3); empty when not recorded."""
    dataset_digest: str = ""
    run_id: str = ""
    """For a logged model's metric: the run that measured it."""
    source: Source

    def best(self, *, higher_is_better: bool) -> MetricPoint | None:
        """The best finite point, given which way is better; None when no value is finite."""
        return self.maximum if higher_is_better else self.minimum


class LatestMetric(Struct, frozen=True, gc=False):
    """The latest value of a metric whose history was not read."""

    key: str
    last: MetricPoint
    """As :attr:`Metric.last`."""
    source: Source
    dataset_name: str = ""
    """As :attr:`Metric.dataset_name`."""
    dataset_digest: str = ""
