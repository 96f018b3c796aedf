"""Measured quality: one value of one metric, for a whole dataset or a slice of it."""

from dataclasses import dataclass
from datetime import datetime

from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResult:
    """One value of one metric on one dataset (Mitchell et al. 2019, section 4.7; Model Card Toolkit ``PerformanceMetric``)."""

    model: str = ""
    """Name of the registered model; empty when only the run is known."""
    version: str = ""
    run_id: str = ""
    metric: str
    value: float | None
    """None when it was written down and is no finite number."""
    dataset: str = ""
    dataset_digest: str = ""
    slice: str = ""
    """Such as ``age=18-25``; empty for the whole dataset."""
    n: int | None = None
    """Rows the value was measured on."""
    lower: float | None = None
    upper: float | None = None
    """The bounds of the confidence interval."""
    level: float | None = None
    """Confidence, such as 0.95."""
    method: str = ""
    """How the interval was made, such as ``bootstrap``; and what else the team says."""
    samples: tuple[float, ...] = ()
    """The values of folds, seeds or repeats, in their order; paired between versions where the names agree."""
    at: datetime | None = None
    source: Source
    beside: tuple[Source, ...] = ()
    """Where the rows and the bounds stand when they stand apart from the value, and where the same value is said again."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every place that vouches for the result; that of the value first."""
        return (self.source, *self.beside)
