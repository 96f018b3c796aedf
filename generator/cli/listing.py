"""What a catalogue holds, as a program or a person reads it."""

import math
from collections.abc import Iterator, Mapping, Sequence

from generator.catalog import Catalog, LatestMetric, Metric, Problem, Run
from generator.pages.text import visible

_MOST_ROWS = 50
"""Rows of a table before the rest is counted."""
_COUNTED_OF_LATEST = ("experiments", "runs", "deleted_runs", "params", "dataset_inputs")
"""What there is of everything where only latest values were read."""


def as_data(catalog: Catalog) -> dict[str, object]:
    """The catalogue as JSON can say it; ASCII only, so that no terminal can be made to misbehave."""
    return {
        "stores": list(catalog.stores),
        "counts": dict(catalog.counts),
        "models": [
            {
                "store": model.store,
                "name": model.name,
                "versions": [version.version for version in model.listed_versions],
                "aliases": {alias.name: alias.version for alias in model.aliases},
            }
            for model in catalog.models
        ],
        "experiments": _experiments_as_data(catalog),
        "runs": [
            {
                **_run_as_data(run),
                "metrics": [_metric_as_data(metric) for metric in run.metrics],
                "places": _places(run),
            }
            for run in catalog.runs
        ],
        "problems": [_problem_as_data(found) for found in catalog.problems],
    }


def latest_as_data(catalog: Catalog) -> dict[str, object]:
    """The experiments and runs of a catalogue with the latest values of their metrics; ASCII only, as above."""
    return {
        "stores": list(catalog.stores),
        "experiments": _experiments_as_data(catalog),
        "runs": [
            {
                **_run_as_data(run),
                "tags": {tag.key: tag.value for tag in run.tags},
                "metrics": [_latest_as_data(metric) for metric in run.latest_metrics],
                "inputs": [
                    {"name": used.name, "digest": used.digest, "context": used.context} for used in run.inputs
                ],
                "places": _places(run),
            }
            for run in catalog.runs
        ],
        "problems": [_problem_as_data(found) for found in catalog.problems],
    }


def _experiments_as_data(catalog: Catalog) -> list[dict[str, object]]:
    runs = catalog.runs_by_experiment
    return [
        {
            "store": found.store,
            "id": found.experiment_id,
            "name": found.name,
            "lifecycle_stage": found.lifecycle_stage.value,
            "runs": len(runs.get((found.store, found.experiment_id), ())),
        }
        for found in catalog.experiments
    ]


def _run_as_data(run: Run) -> dict[str, object]:
    """What is said of a run however much was read of it."""
    return {
        "store": run.store,
        "id": run.run_id,
        "experiment": run.experiment_id,
        "name": run.name,
        "status": run.status.value,
        "lifecycle_stage": run.lifecycle_stage.value,
        "start_time": run.start_time.isoformat() if run.start_time else None,
        "end_time": run.end_time.isoformat() if run.end_time else None,
        "params": {param.key: param.value for param in run.params},
    }


def _places(run: Run) -> list[str]:
    return [str(place) for place in (run.source, *run.also)]


def _latest_as_data(metric: Metric | LatestMetric) -> dict[str, object]:
    """The latest point; JSON has no number for NaN and infinity, which are told as text."""
    value = metric.last.value
    return {
        "key": metric.key,
        "dataset": metric.dataset_name,
        "value": value if math.isfinite(value) else str(value),
        "step": metric.last.step,
    }


def _metric_as_data(metric: Metric) -> dict[str, object]:
    return {**_latest_as_data(metric), "points": metric.count}


def _problem_as_data(found: Problem) -> dict[str, str]:
    return {
        "slug": found.slug,
        "severity": found.severity.value,
        "path": found.source.path,
        "pointer": found.source.pointer,
        "message": found.message,
        "cost": found.cost,
        "remedy": found.remedy,
    }


def as_table(catalog: Catalog) -> Iterator[str]:
    """The catalogue in lines for a person; whatever a store says is made visible first."""
    rows = {"models": list(_models(catalog)), "problems": list(map(problem_line, catalog.problems))}
    yield from _table(catalog, catalog.counts, rows)


def latest_as_table(catalog: Catalog) -> Iterator[str]:
    """The experiments and runs of a catalogue in lines for a person."""
    counts = {name: catalog.counts[name] for name in _COUNTED_OF_LATEST}
    counts["latest_metrics"] = sum(len(run.latest_metrics) for run in catalog.runs)
    counts["problems"] = len(catalog.problems)
    yield from _table(catalog, counts, {"problems": list(map(problem_line, catalog.problems))})


def _table(catalog: Catalog, counts: Mapping[str, int], listed: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f"stores: {', '.join(map(visible, catalog.stores))}"
    yield ""
    width = max(map(len, counts))
    for name, count in counts.items():
        yield f"{name.replace('_', ' '):<{width}} {count:>12}"
    for title, rows in listed.items():
        if rows:
            yield from ("", title, *(f"  {row}" for row in rows[:_MOST_ROWS]))
        if len(rows) > _MOST_ROWS:
            yield f"  and {len(rows) - _MOST_ROWS} more: --format json has them all"


def _models(catalog: Catalog) -> Iterator[str]:
    width = max((len(visible(model.name)) for model in catalog.models), default=0)
    for model in catalog.models:
        versions = len(model.listed_versions)
        aliases = ", ".join(f"{visible(alias.name)} → {visible(alias.version)}" for alias in model.aliases)
        yield f"{visible(model.name):<{width}}  {versions:>4} versions  {aliases}".rstrip()


def problem_line(found: Problem) -> str:
    """A problem as a person reads it: how grave, where, what, and what to do."""
    return f"{found.severity:<7}  {visible(str(found))}"
