"""What is measured of a version, as controls judge it: the newest result of each metric, on data it was not trained on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from generator.analyses.evaluation.results import evaluations_of, results_of
from generator.analyses.origin import ingredients_of
from generator.catalog import Catalog, DatasetInput, EvaluationResult, ModelVersion, Run

_TRAINING = frozenset({"train", "training"})
_EVALUATION = frozenset({"eval", "evaluation", "test", "testing", "validation", "holdout"})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_MARKS = "./"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The results of one version, or of one run."""

    catalog: Catalog
    results: tuple[EvaluationResult, ...]
    """Those on data that it is recorded to have been trained on left out."""

    def whole(self, metric: str) -> EvaluationResult | None:
        """The newest result of a metric; ``recall.age_18_25`` names the slice of a metric."""
        return newest(self._of(metric))

    def newest_first(self, metric: str) -> tuple[EvaluationResult, ...]:
        """Every result of a metric, the newest first."""
        return tuple(sorted(self._of(metric), key=_when, reverse=True))

    def on(self, metric: str, digest: str) -> EvaluationResult | None:
        """The newest result of a metric on a dataset, by the dataset's digest."""
        return newest(result for result in self._of(metric) if self.data(result)[1] == digest)

    def slices(self, metric: str) -> Mapping[str, EvaluationResult]:
        """The newest result of a metric on each slice, by the slice's name."""
        groups: dict[str, list[EvaluationResult]] = {}
        for result in self.results:
            if result.metric == metric and result.slice:
                groups.setdefault(result.slice, []).append(result)
        return {name: found for name, group in groups.items() if (found := newest(group))}

    def comparable_slices(self, metric: str) -> Mapping[str, EvaluationResult]:
        """The results on the slices of one metric that the newest measurement of several slices made, by name.

        Slices are only held against one another when the same run measured them on the same data.
        """
        groups: dict[tuple[str, str, str], dict[str, EvaluationResult]] = {}
        for result in self.results:
            if result.metric == metric and result.slice and result.value is not None:
                key = (result.dataset, result.dataset_digest, result.run_id)
                groups.setdefault(key, {})[result.slice] = result
        several = [group for group in groups.values() if len(group) > 1]
        return max(several, key=lambda group: max(map(_when, group.values())), default={})

    def data(self, result: EvaluationResult) -> tuple[str, str]:
        """The name and digest of what a result was measured on, each empty when it is not known.

        A result that names no data was measured on the evaluation data of its run where the run used exactly one.
        """
        if result.dataset_digest or result.dataset:
            return result.dataset, result.dataset_digest
        used = self.data_of_run(result)
        return (used.name, used.digest) if used else ("", "")

    def data_of_run(self, result: EvaluationResult) -> DatasetInput | None:
        """The one dataset that the run of a result used for evaluation; None when there is none or several."""
        run = self.run(result)
        used = {
            each.key: each for each in (run.inputs if run else ()) if each.context.casefold() in _EVALUATION
        }
        return next(iter(used.values())) if len(used) == 1 else None

    def run(self, result: EvaluationResult) -> Run | None:
        """The run that measured a result."""
        return self.catalog.runs_by_id.get(result.run_id)

    def measured_at(self, result: EvaluationResult) -> datetime | None:
        """When a result was measured: as it says, else the end of its run."""
        run = self.run(result)
        return result.at or (run.end_time if run else None)

    @cached_property
    def newest(self) -> EvaluationResult | None:
        """The newest result of any metric; None when none has a date."""
        dated = [result for result in self.results if self.measured_at(result)]
        return max(dated, key=lambda result: self.measured_at(result) or _LONG_AGO, default=None)

    def _of(self, metric: str) -> Iterable[EvaluationResult]:
        return (
            result
            for result in self.results
            if (result.metric == metric and not result.slice)
            or (result.slice and metric in {f"{result.metric}{mark}{result.slice}" for mark in _MARKS})
        )


@dataclass(frozen=True, kw_only=True)
class Quality(Measured):
    """The results of one version."""

    version: ModelVersion


def quality_of(catalog: Catalog, version: ModelVersion) -> Quality:
    """What is measured of a version."""
    results = evaluations_of(catalog, version)
    kept = _unseen(results, catalog.runs_by_id.get(version.run_id))
    return Quality(catalog=catalog, version=version, results=kept)


def measured_by(catalog: Catalog, run: Run) -> Measured:
    """What a run measured, and what was measured of it."""
    made = ingredients_of(catalog, run)
    written = catalog.evaluations_by_run.get(run.run_id, ())
    return Measured(catalog=catalog, results=_unseen(results_of(made, written), run))


def _unseen(results: tuple[EvaluationResult, ...], run: Run | None) -> tuple[EvaluationResult, ...]:
    """The results without those on data that the run is recorded to have been trained on."""
    uses = run.inputs if run else ()
    trained = {used.key for used in uses if used.context.casefold() in _TRAINING}
    trained -= {used.key for used in uses if used.context.casefold() in _EVALUATION}
    return tuple(result for result in results if (result.dataset, result.dataset_digest) not in trained)


def measured_alike(
    own: Measured, base: Measured, metric: str
) -> Iterator[tuple[EvaluationResult, EvaluationResult]]:
    """The results of a metric that two versions have on data of the same digest, the data of the newest first."""
    digests = dict.fromkeys(own.data(result)[1] for result in own.newest_first(metric))
    for digest in digests:
        new, old = (quality.on(metric, digest) for quality in (own, base)) if digest else (None, None)
        if new and old and new.value is not None and old.value is not None:
            yield new, old


def newest(results: Iterable[EvaluationResult]) -> EvaluationResult | None:
    """The newest result; of several of one time, or without one, the first."""
    return max(results, key=_when, default=None)


def _when(result: EvaluationResult) -> datetime:
    return result.at or _LONG_AGO
