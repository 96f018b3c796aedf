"""A store of one run, written as MLflow's file store has it (mlflow/store/tracking/file_store.py)."""

from pathlib import Path

RUN_ID = "1f0c7a52c9d04f0e8c3a7d6b5e4f3a21"
RUN = f"mlruns/1/{RUN_ID}"

_EXPERIMENT = """\
artifact_location: mlruns/1
creation_time: 1767600000000
experiment_id: '1'
last_update_time: 1767600000000
lifecycle_stage: active
name: churn
"""
_RUN = f"""\
artifact_uri: {RUN}/artifacts
end_time: 1767600060000
entry_point_name: ''
experiment_id: '1'
lifecycle_stage: active
run_id: {RUN_ID}
run_name: calm-elk
run_uuid: {RUN_ID}
source_name: ''
source_type: 4
source_version: ''
start_time: 1767600000000
status: 3
tags: []
user_id: ada
"""


def write_store(folder: Path) -> None:
    """Write the store into ``mlruns`` below a folder."""
    put(folder / "mlruns/1/meta.yaml", _EXPERIMENT)
    put(folder / RUN / "meta.yaml", _RUN)
    put(folder / RUN / "metrics/auc", "1767600030000 0.91 0\n")
    put(folder / RUN / "params/lr", "0.1")


def register(folder: Path) -> None:
    """Register the run's model as the first version of ``churn``."""
    times = "creation_timestamp: 1767600070000\nlast_updated_timestamp: 1767600070000\n"
    put(folder / "mlruns/models/churn/meta.yaml", f"{times}name: churn\n")
    put(
        folder / "mlruns/models/churn/version-1/meta.yaml",
        f"{times}current_stage: None\nname: churn\nrun_id: {RUN_ID}\nsource: {RUN}/artifacts/model\n"
        "status: READY\nversion: 1\n",
    )


def put(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
