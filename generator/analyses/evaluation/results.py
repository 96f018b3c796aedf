"""Every measured value of one version, whoever wrote it down: evaluations as such, and metrics told apart by their names.

A tracker's metric has a name and a value, nothing else. What the name says beyond that is read by rules that a reader can
check, all within what one run measured on the same data:

- ``recall.age_18_25`` or ``recall/age_18_25`` is ``recall`` on the slice ``age_18_25``, because ``recall`` is there too;
- ``recall_ci_low`` and ``recall_ci_high`` bound ``recall``, and ``recall_ci_level`` is the confidence of that;
- ``rows`` (or ``example_count``, as MLflow's evaluators call it) is the number of rows that the others were measured on,
  and ``rows.age_18_25`` that of the slice.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from generator.analyses.origin import Ingredients, origin_of, written_results
from generator.catalog import Catalog, EvaluationResult, Metric, ModelVersion
from generator.provenance import Source
from generator.provenance.instants import instant_from_milliseconds

ROW_COUNTS = ("rows", "example_count")
"""Names of the metric that counts rows, by precedence."""
LOW, HIGH, LEVEL = "_ci_low", "_ci_high", "_ci_level"
_MARKS = "./"
_Measurement: TypeAlias = tuple[str, str, str]
"""Dataset, its digest and the run that measured."""


def evaluations_of(catalog: Catalog, version: ModelVersion) -> tuple[EvaluationResult, ...]:
    """Every result for a version, by metric and dataset, the whole before its slices.

    Results that were written down for the version or for the run behind it, and what the metrics of its origin say. A
    metric that says what a written result says (metric, value and slice, and the dataset unless it names none) is not told
    again; its place stands :attr:`~EvaluationResult.beside` the result's. Where two values differ, both are told.
    """
    origin = origin_of(catalog, version)
    run_id = origin.run.run_id if origin.run else version.run_id
    written = written_results(catalog, version, run_id)
    return tuple(
        replace(result, model=version.name, version=version.version) for result in results_of(origin, written)
    )


def results_of(made: Ingredients, written: Iterable[EvaluationResult]) -> tuple[EvaluationResult, ...]:
    """Results as they were written down, and what the metrics say beyond them; see :func:`evaluations_of`."""
    results = list(written)
    known = {result.source for result in results}
    for told in _measured(made, [metric for metric in made.metrics if metric.source not in known]):
        same = next((place for place, each in enumerate(results) if _says_the_same(each, told)), None)
        if same is None:
            results.append(told)
        else:
            beside = dict.fromkeys((*results[same].beside, *told.sources))
            results[same] = replace(results[same], beside=tuple(beside))
    return tuple(sorted(results, key=_order))


@dataclass(frozen=True, slots=True)
class _Told:
    """What one run measured on the same data, by the name of the metric."""

    metrics: Mapping[str, Metric]

    def value(self, *names: str) -> tuple[float | None, tuple[Source, ...]]:
        """The last value of the first of some metrics that is there and finite, with its place."""
        for name in names:
            metric = self.metrics.get(name)
            if metric is not None and math.isfinite(metric.last.value):
                return metric.last.value, (metric.source,)
        return None, ()

    def parts(self, key: str) -> tuple[str, str]:
        """The metric that a name means, and the slice; an empty slice for the whole."""
        ends = (end for end, character in enumerate(key[:-1]) if character in _MARKS)
        whole = next((key[:end] for end in ends if key[:end] in self.metrics), "")
        return (whole, key[len(whole) + 1 :]) if whole else (key, "")

    def is_beside(self, key: str) -> bool:
        """Whether a metric says something about another one, and is no result of its own."""
        bounded = next((key.removesuffix(end) for end in (LOW, HIGH, LEVEL) if key.endswith(end)), "")
        return bounded in self.metrics or self.parts(key)[0] in ROW_COUNTS


def _measured(origin: Ingredients, metrics: Iterable[Metric]) -> Iterator[EvaluationResult]:
    groups: dict[_Measurement, dict[str, Metric]] = {}
    for metric in metrics:
        group = groups.setdefault((metric.dataset_name, metric.dataset_digest, metric.run_id), {})
        group.setdefault(metric.key, metric)
    for group in groups.values():
        told = _Told(group)
        for key, metric in group.items():
            if not told.is_beside(key):
                yield _result(origin, told, metric)


def _result(origin: Ingredients, told: _Told, metric: Metric) -> EvaluationResult:
    key = metric.key
    name, part = told.parts(key)
    rows, rows_at = told.value(*(f"{count}{key[len(name) :]}" for count in ROW_COUNTS))
    counted = rows is not None and rows >= 0 and rows == int(rows)
    lower, lower_at = told.value(key + LOW)
    upper, upper_at = told.value(key + HIGH)
    level, level_at = told.value(key + LEVEL)
    value = metric.last.value
    return EvaluationResult(
        run_id=metric.run_id or (origin.run.run_id if origin.run else ""),
        metric=name,
        value=value if math.isfinite(value) else None,
        dataset=metric.dataset_name,
        dataset_digest=metric.dataset_digest,
        slice=part,
        n=int(rows) if counted and rows is not None else None,
        lower=lower,
        upper=upper,
        level=level,
        at=instant_from_milliseconds(metric.last.timestamp) if metric.last.timestamp else None,
        source=metric.source,
        beside=(*(rows_at if counted else ()), *lower_at, *upper_at, *level_at),
    )


def _says_the_same(written: EvaluationResult, told: EvaluationResult) -> bool:
    return (
        (written.metric, written.slice, written.value) == (told.metric, told.slice, told.value)
        and told.dataset in {"", written.dataset}
        and told.dataset_digest in {"", written.dataset_digest}
    )


def _order(result: EvaluationResult) -> tuple[object, ...]:
    return (
        result.metric,
        result.dataset,
        result.dataset_digest,
        result.slice,
        result.at.timestamp() if result.at else 0.0,
        result.run_id,
        result.source,
    )
