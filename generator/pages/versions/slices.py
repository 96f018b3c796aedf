"""Evaluation results as pages show them: a metric on the whole and on its slices, and whatever says more than a value."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from generator.catalog import EvaluationResult

_Measurement: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceTable:
    """A metric on a dataset and on slices of it, as one run or one evaluation measured it."""

    metric: str
    dataset: str
    run_id: str
    whole: EvaluationResult | None
    """None when only slices were measured."""
    slices: tuple[EvaluationResult, ...]
    """By name."""

    @property
    def results(self) -> tuple[EvaluationResult, ...]:
        """The whole, when there is one, and the slices."""
        return (self.whole, *self.slices) if self.whole else self.slices

    @property
    def bounded(self) -> bool:
        """Whether any result has a confidence interval."""
        return any(result.lower is not None or result.upper is not None for result in self.results)

    @property
    def counted(self) -> bool:
        """Whether any result says how many rows it was measured on."""
        return any(result.n is not None for result in self.results)

    def difference(self, part: EvaluationResult) -> float | None:
        """How far a slice lies from the whole; None unless both have a value."""
        whole = self.whole.value if self.whole else None
        return None if whole is None or part.value is None else part.value - whole


def slice_tables(results: Iterable[EvaluationResult]) -> tuple[SliceTable, ...]:
    """A table for each metric that was measured on slices, by metric and dataset.

    Slices are held against the whole of the same measurement: the same metric on the same data by the same run.
    """
    groups: dict[_Measurement, list[EvaluationResult]] = {}
    for result in results:
        key = (result.metric, result.dataset, result.dataset_digest, result.run_id)
        groups.setdefault(key, []).append(result)
    return tuple(
        SliceTable(
            metric=metric,
            dataset=dataset,
            run_id=run_id,
            whole=next((result for result in group if not result.slice), None),
            slices=tuple(sorted((each for each in group if each.slice), key=lambda each: each.slice)),
        )
        for (metric, dataset, _, run_id), group in sorted(groups.items())
        if any(result.slice for result in group)
    )


def telling(results: Iterable[EvaluationResult]) -> tuple[EvaluationResult, ...]:
    """The results that say more than a metric and its value: a slice, rows, an interval, how it was done, or repeats."""
    return tuple(
        result
        for result in results
        if result.slice
        or result.n is not None
        or result.lower is not None
        or result.upper is not None
        or result.method
        or result.samples
        or result.value is None
    )
