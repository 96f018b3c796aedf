"""Which pairs of runs are worth a page of their own; at most two an experiment, two a version, and what the policy asks.

Thousands of runs make millions of pairs, so a pair needs a reason: see :class:`RunReason`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

from generator.analyses.names.runs import named_run, named_runs
from generator.analyses.origin import Origin
from generator.analyses.runs.target import Target, best_first, best_run
from generator.analyses.standing.roles import in_production
from generator.catalog import Catalog, ModelVersion, Policy, Problem, Run, RunComparison, Severity
from generator.messages import word
from generator.provenance import Source

Targets: TypeAlias = Mapping[tuple[str, str], Target | None]
"""The metric that the runs of an experiment are compared by, by (store, experiment id)."""


class RunReason(StrEnum):
    """Why two runs are compared."""

    ASKED = word("asked for by the policy")
    SERVING = word("the run behind the version in production, and the best of its experiment")
    BEST = word("the runner-up and the best run of the experiment")
    REGISTERED = word("the runs behind a version and the one before it")
    PARENT = word("a run that a version came of, and its parent")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPair:
    """Two runs."""

    baseline: Run
    candidate: Run
    reasons: tuple[RunReason, ...]
    """The weightiest first."""
    sources: tuple[Source, ...] = ()
    """What makes them a pair: a line of the policy, versions, the values that make one the best."""

    @property
    def run_ids(self) -> tuple[str, str]:
        """Of the baseline and of the candidate."""
        return self.baseline.run_id, self.candidate.run_id


_Found: TypeAlias = tuple[Run, Run, RunReason, tuple[Source, ...]]


def pairs_of_runs(
    catalog: Catalog, policy: Policy, targets: Targets, origin: Callable[[ModelVersion], Origin]
) -> tuple[RunPair, ...]:
    """Every pair of runs that is compared, each once: by the weightiest reason, then the newest candidate first.

    Args:
        catalog: the runs.
        policy: says which pairs are asked for.
        targets: what the runs of each experiment are compared by.
        origin: tells what stands behind a listed version.
    """
    found: dict[tuple[str, str], list[_Found]] = {}
    for each in _reasons(catalog, policy, targets, origin):
        baseline, candidate = each[:2]
        if baseline.run_id != candidate.run_id:
            found.setdefault((baseline.run_id, candidate.run_id), []).append(each)
    order = list(RunReason)
    pairs = [
        RunPair(
            baseline=group[0][0],
            candidate=group[0][1],
            reasons=tuple(sorted({reason for _, _, reason, _ in group}, key=order.index)),
            sources=tuple(dict.fromkeys(source for *_, sources in group for source in sources)),
        )
        for group in found.values()
    ]
    return tuple(
        sorted(pairs, key=lambda pair: (order.index(pair.reasons[0]), -_began(pair.candidate), pair.run_ids))
    )


def run_comparison_problems(catalog: Catalog) -> tuple[Problem, ...]:
    """A problem for each pair of the policy that names no run, or several."""
    policy = catalog.policy
    return tuple(
        _unknown(asked, place, name, len(found))
        for asked in (policy.run_comparisons if policy else ())
        for place, name in (("baseline", asked.baseline), ("candidate", asked.candidate))
        if len(found := named_runs(catalog, name)) != 1
    )


def _unknown(asked: RunComparison, place: str, name: str, found: int) -> Problem:
    says = f"which {found} runs answer to" if found else "which no store knows as the id or name of a run"
    return Problem(
        slug="comparison-unknown",
        severity=Severity.WARNING,
        source=(asked.source or Source("policy.yaml")).at(place),
        message=f"asks to compare the run {name!a}, {says}",
        cost="the two are not compared",
        remedy="name the run by its id",
    )


def _began(run: Run) -> float:
    return run.start_time.timestamp() if run.start_time else float("-inf")


def _reasons(
    catalog: Catalog, policy: Policy, targets: Targets, origin: Callable[[ModelVersion], Origin]
) -> Iterator[_Found]:
    for asked in policy.run_comparisons:
        baseline, candidate = named_run(catalog, asked.baseline), named_run(catalog, asked.candidate)
        if baseline and candidate:
            yield baseline, candidate, RunReason.ASKED, (asked.source,) if asked.source else ()
    yield from _best(catalog, targets)
    for model in catalog.models:
        behind = [(version, run) for version in model.listed_versions if (run := origin(version).run)]
        for (older, before), (newer, run) in pairwise(behind):
            yield before, run, RunReason.REGISTERED, (older.source, newer.source)
        for version, run in behind:
            parent = catalog.runs_by_id.get(run.parent_run_id)
            if parent is not None and parent.params and parent.metrics:
                yield parent, run, RunReason.PARENT, (version.source,)
        holder = in_production(model)
        run_in_use = origin(holder.version).run if holder else None
        if holder and run_in_use:
            yield from _against_best(catalog, targets, run_in_use, holder.source)


def _best(catalog: Catalog, targets: Targets) -> Iterator[_Found]:
    for key, runs in catalog.runs_by_experiment.items():
        target = targets.get(key)
        if target is None or target.higher_is_better is None:
            continue
        measured = best_first(runs, target)
        if len(measured) > 1:
            first, second = measured[0][0], measured[1][0]
            yield second, first, RunReason.BEST, _values(target, second, first)


def _against_best(catalog: Catalog, targets: Targets, run: Run, role: Source) -> Iterator[_Found]:
    key = run.store, run.experiment_id
    target = targets.get(key)
    best = best_run(catalog.runs_by_experiment.get(key, ()), target)
    if best is not None and target is not None and run.metric(target.key):
        yield run, best, RunReason.SERVING, (role, *_values(target, run, best))


def _values(target: Target, *runs: Run) -> tuple[Source, ...]:
    return tuple(metric.source for run in runs if (metric := run.metric(target.key)))
