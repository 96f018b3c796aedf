"""What MLflow's own client lists of a store, as JSON: run where MLflow is installed, not where the tests run.

    python tests/readers/mlflow/list_with_mlflow.py STORE > tests/readers/mlflow/listed/NAME.json
    python tests/readers/mlflow/list_with_mlflow.py --digests FOLDER STORE... > tests/readers/mlflow/listed/shared.json

A store is a folder of the file store, or a database. MLflow writes into what it opens and wants its newest schema, so
it is given a copy. ``test_listing.py`` holds what is read to this; ``listing.py`` has the form.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

import mlflow
from listing import digests, latest, text
from mlflow.entities import ViewType
from mlflow.tracking import MlflowClient

PAGE = 100


def every(call, *given, **more):
    """All pages of a listing."""
    token = None
    while True:
        page = call(*given, page_token=token, **more)
        yield from page
        token = page.token
        if not token:
            return


def listed(place: Path) -> dict:
    """Everything of the store that is compared."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / place.name
        if place.is_dir():
            shutil.copytree(place, copy)
            give_empty_folders(copy)
            uri = copy.as_uri()
        else:
            shutil.copy2(place, copy)
            uri = f"sqlite:///{copy}"
            upgrade = [sys.executable, "-m", "mlflow", "db", "upgrade", uri]
            subprocess.run(upgrade, check=True, capture_output=True)
        return listed_at(MlflowClient(tracking_uri=uri, registry_uri=uri), with_default=(copy / "0").exists())


def give_empty_folders(store: Path) -> None:
    """Make the folders of runs that git left out for being empty: MLflow calls a run without them not found."""
    for meta in store.rglob("meta.yaml"):
        if "run_id" in meta.read_text() and "model_id" not in meta.read_text():
            for name in ("params", "metrics", "tags", "artifacts"):
                (meta.parent / name).mkdir(exist_ok=True)


def listed_at(client: MlflowClient, *, with_default: bool) -> dict:
    """The same from a client; a file store without the default experiment has been given one by MLflow."""
    experiments = list(every(client.search_experiments, view_type=ViewType.ALL))
    if not with_default and client.tracking_uri.startswith("file:"):
        experiments = [
            each for each in experiments if Path(each.artifact_location.removeprefix("file://")).name != "0"
        ]
    ids = [each.experiment_id for each in experiments]
    runs = [
        run
        for each in ids
        for run in every(client.search_runs, [each], run_view_type=ViewType.ALL, max_results=PAGE)
    ]
    models = list(every(client.search_registered_models, max_results=PAGE))
    return {
        "experiments": {
            each.experiment_id: {
                "name": each.name,
                "lifecycle_stage": each.lifecycle_stage,
                "tags": dict(each.tags),
            }
            for each in experiments
        },
        "runs": {run.info.run_id: run_listed(client, run) for run in runs},
        "logged_models": logged_models(client, ids),
        "models": {model.name: model_listed(client, model) for model in models},
    }


def run_listed(client: MlflowClient, run) -> dict:
    return {
        "experiment_id": run.info.experiment_id,
        "name": run.info.run_name or "",
        "status": run.info.status.lower(),
        "lifecycle_stage": run.info.lifecycle_stage,
        "start_time": run.info.start_time,
        "end_time": run.info.end_time,
        "params": {key: text(value) for key, value in run.data.params.items()},
        "tags": {key: text(value) for key, value in run.data.tags.items()},
        "metrics": {
            metric.key: [
                *latest(metric.step, metric.value),
                len(client.get_metric_history(run.info.run_id, metric.key)),
            ]
            for metric in run.data._metric_objs
        },
        "inputs": sorted([each.dataset.name, each.dataset.digest] for each in run.inputs.dataset_inputs),
    }


def logged_models(client: MlflowClient, experiment_ids: list[str]) -> dict:
    if not hasattr(client, "search_logged_models") or not experiment_ids:
        return {}
    found = every(client.search_logged_models, experiment_ids, max_results=PAGE)
    return {
        model.model_id: {
            "experiment_id": model.experiment_id,
            "name": model.name,
            "status": model.status.name.lower(),
            "source_run_id": model.source_run_id or "",
            "params": dict(model.params),
            "tags": dict(model.tags),
        }
        for model in found
    }


def model_listed(client: MlflowClient, model) -> dict:
    versions = [
        version
        for version in every(client.search_model_versions, f"name='{model.name}'")
        if version.name == model.name
    ]
    return {
        "description": model.description or "",
        "creation_time": model.creation_timestamp,
        "tags": dict(model.tags),
        "aliases": {alias: str(version) for alias, version in model.aliases.items()},
        "versions": {
            str(version.version): {
                "creation_time": version.creation_timestamp,
                "description": version.description or "",
                "stage": "" if version.current_stage == "None" else version.current_stage,
                "status": version.status,
                "run_id": version.run_id or "",
                "source": version.source,
                "tags": dict(version.tags),
            }
            for version in versions
        },
    }


if __name__ == "__main__":
    if sys.argv[1] == "--digests":
        base = Path(sys.argv[2])
        result = {"mlflow": mlflow.__version__, "stores": {}}
        for name in sys.argv[3:]:
            result["stores"][name] = digests(listed(base / name))
    else:
        result = {"mlflow": mlflow.__version__, **listed(Path(sys.argv[1]))}
    sys.stdout.write(json.dumps(result, indent=1, sort_keys=True) + "\n")
