"""What is read of a store is what MLflow's own client lists of it.

MLflow is not installed where the tests run: ``list_with_mlflow.py`` has asked it, and what it said lies in ``listed/``.
"""

import json
from pathlib import Path

import pytest

from generator.catalog import Catalog, LifecycleStage, Metric, Run
from generator.readers.mlflow.database.reader import MlflowDatabaseReader
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.readers.mlflow.listing import digests, latest, text

LISTED = Path(__file__).parent / "listed"
SHARED = json.loads((LISTED / "shared.json").read_text())["stores"]


def read(place: Path) -> Catalog:
    reader = MlflowFilesReader() if place.is_dir() else MlflowDatabaseReader()
    return read_catalog([Store(place, "s")], [reader])


def milliseconds(instant) -> int | None:
    return None if instant is None else round(instant.timestamp() * 1000)


def texts(found) -> dict[str, str]:
    return {each.key: each.value for each in found}


def metrics_of(run: Run) -> dict:
    """Of each key the latest point, whatever data it was measured on, and how many there are.

    MLflow's file store forgets the step of what was measured on a dataset (``_get_metric_from_line`` of its file
    store): such a metric is listed at step 0, while its file and we have the step.
    """
    in_files = run.source.path.endswith("meta.yaml")
    by_key: dict[str, list[Metric]] = {}
    for metric in run.metrics:
        by_key.setdefault(metric.key, []).append(metric)
    found = {}
    for key, group in by_key.items():
        points = [
            (
                0 if in_files and metric.dataset_name else metric.last.step,
                metric.last.timestamp,
                metric.last.value,
            )
            for metric in group
        ]
        step, _, value = max(points)
        found[key] = [*latest(step, value), sum(metric.count for metric in group)]
    return found


def listed(catalog: Catalog) -> dict:
    """The catalogue in the form of the listing; without what lies in another root below, which MLflow does not see."""
    return {
        "experiments": {
            each.experiment_id: {
                "name": each.name, "lifecycle_stage": each.lifecycle_stage.value, "tags": texts(each.tags),
            }
            for each in catalog.experiments
            if each.store == "s"
        },
        "runs": {
            run.run_id: {
                "experiment_id": run.experiment_id,
                "name": run.name,
                "status": run.status.value,
                "lifecycle_stage": run.lifecycle_stage.value,
                "start_time": milliseconds(run.start_time),
                "end_time": milliseconds(run.end_time),
                "params": {key: text(value) for key, value in texts(run.params).items()},
                "tags": {key: text(value) for key, value in texts(run.tags).items()},
                "metrics": metrics_of(run),
                "inputs": sorted([used.name, used.digest] for used in run.inputs),
            }
            for run in catalog.runs
            if run.store == "s"
        },
        "logged_models": {
            model.model_id: {
                "experiment_id": model.experiment_id,
                "name": model.name,
                "status": model.status.value,
                "source_run_id": model.source_run_id,
                "params": texts(model.params),
                "tags": texts(model.tags),
            }
            for model in catalog.logged_models
            if model.lifecycle_stage is LifecycleStage.ACTIVE and model.store == "s"
        },
        "models": {
            model.name: {
                "description": model.description,
                "creation_time": milliseconds(model.creation_time),
                "tags": texts(model.tags),
                "aliases": {alias.name: alias.version for alias in model.aliases},
                "versions": {
                    version.version: {
                        "creation_time": milliseconds(version.creation_time),
                        "description": version.description,
                        "stage": version.stage,
                        "status": version.status,
                        "run_id": version.run_id,
                        "source": version.source_uri,
                        "tags": texts(version.tags),
                    }
                    for version in model.listed_versions
                },
            }
            for model in catalog.models
            if model.store == "s"
        },
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["experiments", "runs", "logged_models", "models"])
def test_the_example_is_read_as_mlflow_lists_it(example, kind):
    expected = json.loads((LISTED / "example.json").read_text())[kind]
    found = json.loads(json.dumps(listed(read(example / "mlruns"))[kind]))
    assert found.keys() == expected.keys()
    for identifier, record in expected.items():
        assert found[identifier] == record


@pytest.mark.parametrize("name", SHARED)
def test_a_real_store_is_read_as_mlflow_lists_it(shared_stores, name):
    assert digests(listed(read(shared_stores / name))) == SHARED[name]
