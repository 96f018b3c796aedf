"""Small MLflow file stores for tests, written as MLflow writes them and damaged as a test asks."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

START = 1_767_600_000_000
"""When everything begins, in milliseconds: 2026-01-05T08:00:00Z."""

Points = Iterable[tuple[int, float, int]]
"""Timestamp, value, step: in the order of a metric's line."""


def run_id(number: int) -> str:
    """The id of the run of that number."""
    return f"{number:032x}"


def model_id(number: int) -> str:
    """The id of the logged model of that number."""
    return f"m-{number:032x}"


class MlflowStore:
    """Writes one root of a file store. Every method gives the folder that it made."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def experiment(
        self, identifier: str = "0", name: str = "Default", *, trashed: bool = False, **meta: Any
    ) -> Path:
        """An experiment; ``meta`` goes over what its record holds, ``...`` leaves a key out."""
        folder = (self.root / ".trash" if trashed else self.root) / identifier
        record = {
            "artifact_location": f"file:///elsewhere/mlruns/{identifier}",
            "creation_time": START,
            "experiment_id": identifier,
            "last_update_time": START,
            "lifecycle_stage": "deleted" if trashed else "active",
            "name": name,
        }
        return self._record(folder, record, meta)

    def run(
        self,
        number: int = 1,
        *,
        experiment: str = "0",
        params: Mapping[str, str] | None = None,
        metrics: Mapping[str, Points | str] | None = None,
        tags: Mapping[str, str] | None = None,
        artifacts: Mapping[str, bytes | str] | None = None,
        **meta: Any,
    ) -> Path:
        """A run that finished well; a metric is points, or the text of its file."""
        folder = self.root / experiment / run_id(number)
        record = {
            "artifact_uri": f"file:///elsewhere/mlruns/{experiment}/{run_id(number)}/artifacts",
            "end_time": START + number * 1000 + 500,
            "entry_point_name": "",
            "experiment_id": experiment,
            "lifecycle_stage": "active",
            "run_id": run_id(number),
            "run_name": f"run-{number}",
            "source_name": "",
            "source_type": 4,
            "source_version": "",
            "start_time": START + number * 1000,
            "status": 3,
            "tags": [],
            "user_id": "ada",
        }
        self._record(folder, record, meta)
        self._fields(folder, params, metrics, tags)
        write_files(folder / "artifacts", artifacts or {})
        return folder

    def dataset(
        self, name: str = "wine", digest: str = "abcd1234", *, experiment: str = "0", **meta: Any
    ) -> str:
        """A dataset; gives its id."""
        identifier = hashlib.md5(f"{name}{digest}".encode(), usedforsecurity=False).hexdigest()
        record = {
            "digest": digest,
            "name": name,
            "profile": '{"num_rows": 178, "num_elements": 2314}',
            "schema": '{"mlflow_colspec": [{"type": "double", "name": "alcohol", "required": true}]}',
            "source": '{"uri": "s3://lake/wine.parquet"}',
            "source_type": "s3",
        }
        self._record(self.root / experiment / "datasets" / identifier, record, meta)
        return identifier

    def input(
        self, run: Path, source_id: str, context: str = "training", source_type: str = "DATASET", **tags: str
    ) -> Path:
        """The use of a dataset or a logged model by a run."""
        identifier = hashlib.md5(f"{source_id}{run.name}".encode(), usedforsecurity=False).hexdigest()
        record = {
            "destination_id": source_id,
            "destination_type": "RUN",
            "source_id": source_id,
            "source_type": source_type,
            "tags": ({"mlflow.data.context": context} if context else {}) | tags,
        }
        return self._record(run / "inputs" / identifier, record, {})

    def output(self, run: Path, number: int) -> Path:
        """A logged model that a run produced."""
        record = {
            "destination_id": model_id(number),
            "destination_type": "MODEL_OUTPUT",
            "source_id": model_id(number),
            "source_type": "RUN_OUTPUT",
            "step": 0,
            "tags": {},
        }
        return self._record(run / "outputs" / model_id(number), record, {})

    def logged_model(
        self,
        number: int = 1,
        *,
        experiment: str = "0",
        params: Mapping[str, str] | None = None,
        metrics: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
        artifacts: Mapping[str, bytes | str] | None = None,
        **meta: Any,
    ) -> Path:
        """A logged model; a metric is the text of its file."""
        folder = self.root / experiment / "models" / model_id(number)
        record = {
            "artifact_location": f"file:///elsewhere/mlruns/{experiment}/models/{model_id(number)}/artifacts",
            "creation_timestamp": START,
            "experiment_id": experiment,
            "last_updated_timestamp": START,
            "model_id": model_id(number),
            "model_type": None,
            "name": "model",
            "source_run_id": run_id(number),
            "status": 2,
            "status_message": None,
        }
        self._record(folder, record, meta)
        self._fields(folder, params, metrics, tags)
        write_files(folder / "artifacts", artifacts or {})
        return folder

    def model(
        self,
        name: str = "churn",
        /,
        *,
        aliases: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
        **meta: Any,
    ) -> Path:
        """A registered model without versions."""
        folder = self.root / "models" / name
        record = {
            "aliases": dict(aliases or {}),
            "creation_timestamp": START,
            "description": None,
            "last_updated_timestamp": START,
            "name": name,
        }
        self._record(folder, record, meta)
        write_files(folder / "aliases", aliases or {})
        write_files(folder / "tags", tags or {})
        return folder

    def version(
        self, number: int = 1, *, model: str = "churn", tags: Mapping[str, str] | None = None, **meta: Any
    ) -> Path:
        """A version of a registered model that run 1 made."""
        folder = self.root / "models" / model / f"version-{number}"
        source = f"file:///elsewhere/mlruns/0/{run_id(1)}/artifacts/model"
        record = {
            "creation_timestamp": START + number,
            "current_stage": "None",
            "description": None,
            "last_updated_timestamp": START + number,
            "name": model,
            "run_id": run_id(1),
            "run_link": None,
            "source": source,
            "status": "READY",
            "status_message": None,
            "storage_location": source,
            "user_id": None,
            "version": number,
        }
        self._record(folder, record, meta)
        write_files(folder / "tags", tags or {})
        return folder

    def prompt(self, name: str = "greeting", *texts: str, aliases: Mapping[str, str] | None = None) -> Path:
        """A prompt with a version for each text."""
        mark = {"mlflow.prompt.is_prompt": "true"}
        folder = self.model(name, aliases=aliases, tags=mark)
        for number, text in enumerate(texts, 1):
            self.version(
                number,
                model=name,
                tags=mark | {"mlflow.prompt.text": text},
                source="dummy-source",
                run_id=None,
            )
        return folder

    def _fields(
        self,
        folder: Path,
        params: Mapping[str, str] | None,
        metrics: Mapping[str, Points | str] | Mapping[str, str] | None,
        tags: Mapping[str, str] | None,
    ) -> None:
        write_files(folder / "params", params or {})
        write_files(folder / "tags", tags or {})
        lines = {
            key: points
            if isinstance(points, str)
            else "".join(f"{at} {value} {step}\n" for at, value, step in points)
            for key, points in (metrics or {}).items()
        }
        write_files(folder / "metrics", lines)

    def _record(self, folder: Path, record: Mapping[str, Any], meta: Mapping[str, Any]) -> Path:
        """Write ``meta.yaml``; the value ``...`` in ``meta`` leaves its key out."""
        whole = {key: value for key, value in {**record, **meta}.items() if value is not ...}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "meta.yaml").write_text(yaml.safe_dump(whole, allow_unicode=True), "utf-8", newline="")
        return folder


def write_files(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Files below a folder, by path; the folder itself even when there are none, as MLflow makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
