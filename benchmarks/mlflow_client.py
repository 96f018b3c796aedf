"""Do one thing with MLflow's own client and print how long it took, as one line of JSON.

Run by the Python of another environment, in which MLflow is installed: see ``requirements.txt``.
"""

import json
import os
import sys
import time

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"  # MLflow 3 refuses its own file store without it
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

import mlflow
from mlflow.entities import ViewType

_ALL = 50_000
"""Runs that a page holds at most."""
_DEFAULT = 1000


def listed(client: mlflow.MlflowClient, page: int) -> list:
    """Every run of every experiment with params, tags and latest metrics, page by page."""
    experiments = [found.experiment_id for found in client.search_experiments(view_type=ViewType.ALL)]
    runs, token = [], None
    while True:
        found = client.search_runs(
            experiments, run_view_type=ViewType.ALL, max_results=page, page_token=token
        )
        runs += found
        token = found.token
        if not token:
            return runs


def main(way: str, uri: str) -> None:
    """Measure one way: ``page``, ``pages`` or ``histories``."""
    client = mlflow.MlflowClient(tracking_uri=uri)
    began, started = time.perf_counter(), time.process_time()
    runs = listed(client, _DEFAULT if way in {"pages", "histories"} else _ALL)
    if way == "histories":
        for run in runs:
            for key in run.data.metrics:
                client.get_metric_history(run.info.run_id, key)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "cpu": time.process_time() - started, "found": len(runs)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
