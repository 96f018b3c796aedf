"""Every run of an experiment as JSON, for what a page leaves out."""

import json
import math
from collections.abc import Iterable, Iterator
from datetime import datetime

from generator.catalog import Experiment, Metric, MetricPoint, Run
from generator.pages import paths
from generator.pages.portfolio import Portfolio, version_link
from generator.pages.view import SiteFile

SCHEMA_VERSION = 1


def experiment_files(portfolio: Portfolio) -> Iterator[SiteFile]:
    """One file for every experiment, with every run, param and metric.

    A place is written as ``path#pointer`` or ``path:line``; the digest of each file stands in the list of evidence.
    """
    catalog = portfolio.catalog
    for experiment in catalog.experiments:
        runs = catalog.runs_by_experiment.get((experiment.store, experiment.experiment_id), ())
        path = paths.experiment_data(experiment.store, experiment.experiment_id, experiment.name)
        yield SiteFile(path, b"".join(_document(portfolio, experiment, runs)))


def _document(portfolio: Portfolio, experiment: Experiment, runs: Iterable[Run]) -> Iterator[bytes]:
    """The document with one run a line, so that tools which read lines can read it too."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "experiment": {
            "id": experiment.experiment_id,
            "name": experiment.name,
            "store": experiment.store,
            "lifecycle_stage": experiment.lifecycle_stage.value,
            "source": str(experiment.source),
        },
        "digests": paths.EVIDENCE_DIGESTS,
    }
    yield json.dumps(head).encode()[:-1] + b', "runs": ['
    for index, run in enumerate(runs):
        yield (b",\n" if index else b"\n") + json.dumps(_run(portfolio, run), separators=(",", ":")).encode()
    yield b"\n]}\n"


def _run(portfolio: Portfolio, run: Run) -> dict[str, object]:
    versions = portfolio.versions_by_run.get(run.run_id, ())
    return {
        "id": run.run_id,
        "name": run.name,
        "status": run.status.value,
        "lifecycle_stage": run.lifecycle_stage.value,
        "start_time": _instant(run.start_time),
        "end_time": _instant(run.end_time),
        "user": run.user,
        "parent_run_id": run.parent_run_id,
        "versions": [version_link(version).text for version in versions],
        "source": str(run.source),
        "params": {param.key: {"value": param.value, "source": str(param.source)} for param in run.params},
        "metrics": [_metric(metric) for metric in run.metrics],
        "datasets": [
            {"name": used.name, "digest": used.digest, "context": used.context, "source": str(used.source)}
            for used in run.inputs
        ],
    }


def _metric(metric: Metric) -> dict[str, object]:
    return {
        "key": metric.key,
        "dataset": metric.dataset_name,
        "last": _point(metric.last),
        "minimum": _point(metric.minimum),
        "maximum": _point(metric.maximum),
        "points": metric.count,
        "source": str(metric.source),
    }


def _point(point: MetricPoint | None) -> dict[str, object] | None:
    return {"step": point.step, "value": _finite(point.value)} if point else None


def _finite(value: float) -> float | str:
    """JSON knows no NaN and no infinity, so these are text: ``nan``, ``inf``, ``-inf``."""
    return value if math.isfinite(value) else str(value)


def _instant(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
