"""How the bank's pipelines record a run, a logged model and a version."""

import hashlib
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import mlflow
import numpy as np
from mlflow import MlflowClient
from mlflow.entities import Metric

from make_store.data import AGE_BANDS, Extract
from make_store.machine import CLOCK, acting

warnings.filterwarnings(
    "ignore", message=".*integer column.*"
)  # none of the generated integers is ever missing

REQUIREMENTS = ("mlflow==3.17.2", "numpy==2.4.6", "pandas==3.1.1", "scikit-learn==1.9.1")
_READERS = {"skops": "skops==0.16.0", "cloudpickle": "cloudpickle==3.1.2"}
"""What a model file of either format is read with."""
BOOSTING_TYPES = ["sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"]
"""What skops does not trust by itself in gradient boosting; MLflow wants it named."""


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with one training script, and the experiment that it records under."""

    experiment: str
    script: str

    @property
    def repository(self) -> str:
        """Where the code lives."""
        return f"https://git.meridian-bank.example/ml/{self.script.partition('/')[0]}.git"

    def create(self, user: str, at: str, **tags: str) -> str:
        """Make the experiment and return its id."""
        with acting(user, self.script, at=at):
            return mlflow.create_experiment(self.experiment, tags=tags)

    @contextmanager
    def run(
        self,
        name: str,
        *,
        user: str,
        at: str,
        minutes: float,
        note: str = "",
        commit: bool = True,
        nested: bool = False,
        **tags: str,
    ) -> "Iterator[mlflow.ActiveRun]":
        """One run under this experiment. ``tags`` are given with ``__`` for the dots of their names."""
        named = {key.replace("__", "."): value for key, value in tags.items()}
        if commit:
            digest = hashlib.sha1(f"{self.script} {name}".encode(), usedforsecurity=False).hexdigest()
            named |= {"mlflow.source.git.commit": digest, "mlflow.source.git.repoURL": self.repository}
        if note:
            named["mlflow.note.content"] = note
        with acting(user, self.script, at=at):
            experiment = mlflow.get_experiment_by_name(self.experiment)
            with mlflow.start_run(
                experiment_id=experiment.experiment_id, run_name=name, nested=nested, tags=named
            ) as active:
                yield active
                CLOCK.advance(minutes * 60)


def judged_by(metric: str, *, higher_is_better: bool) -> dict[str, str]:
    """The experiment tags with which MLflow marks the metric that its runs are judged by."""
    return {
        "mlflow.experiment.primaryMetric.name": metric,
        "mlflow.experiment.primaryMetric.greaterIsBetter": str(higher_is_better),
    }


def log_data(training: list[Extract], evaluation: Extract | None = None) -> None:
    """Log what a run read, with the SHA-256 of each extract as a tag of its use."""
    for extract in training:
        mlflow.log_input(extract.dataset, context="training", tags={"sha256": extract.sha256})
    if evaluation is not None:
        mlflow.log_input(evaluation.dataset, context="evaluation", tags={"sha256": evaluation.sha256})


def log_unlinked(run_id: str, metrics: Mapping[str, float]) -> None:
    """Log metrics for the run alone; ``mlflow.log_metrics`` would write them to its logged models as well."""
    now = round(CLOCK.seconds() * 1000)
    MlflowClient().log_batch(run_id, [Metric(key, float(value), now, 0) for key, value in metrics.items()])


def log_losses(losses: Mapping[str, list[float]], *, seconds: float) -> None:
    """Log training curves, one point a round, so many seconds apart."""
    for step, values in enumerate(zip(*losses.values(), strict=True), start=1):
        CLOCK.advance(seconds)
        mlflow.log_metrics(
            {name: float(value) for name, value in zip(losses, values, strict=True)}, step=step
        )


def log_model(model: Any, name: str, *, extras: tuple[str, ...], **options: Any) -> str:
    """Log a fitted scikit-learn model with pinned requirements and return its model id.

    Args:
        model: A fitted pipeline.
        name: Of the logged model.
        extras: Requirement lines beyond the common ones, such as the bank's own feature package.
        options: Handed to ``mlflow.sklearn.log_model``: signature, serialization_format and so on.
    """
    reader = _READERS[options.setdefault("serialization_format", "skops")]
    lines = [*REQUIREMENTS, *extras, reader]
    info = mlflow.sklearn.log_model(model, name=name, pip_requirements=lines, **options)
    return info.model_id


def register(
    name: str, model_id: str, *, user: str, at: str, note: str = "", run_id: str | None = None, **tags: str
) -> int:
    """Register a logged model as the next version of ``name``; ``tags`` as for :meth:`Project.run`."""
    with acting(user, "registry/register.py", at=at):
        version = MlflowClient().create_model_version(
            name,
            source=f"models:/{model_id}",
            run_id=run_id,
            model_id=model_id,
            description=note,
            tags={key.replace("__", "."): value for key, value in tags.items()},
            await_creation_for=0,
        )
    return int(version.version)


def describe(name: str, version: int, text: str, *, at: str) -> None:
    """Write a new description over that of a version."""
    CLOCK.set(at)
    MlflowClient().update_model_version(name, str(version), text)


def promote(name: str, version: int, stage: str, *, at: str, archive: bool = False) -> None:
    """Move a version to a stage, and the version that held it to Archived when asked to."""
    CLOCK.set(at)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # MLflow deprecates stages; banks still have them
        MlflowClient().transition_model_version_stage(
            name, str(version), stage, archive_existing_versions=archive
        )


def point(name: str, alias: str, version: int, *, at: str) -> None:
    """Point an alias at a version."""
    CLOCK.set(at)
    MlflowClient().set_registered_model_alias(name, alias, str(version))


def by_age_band(metric: str, measure: Any, extract: Extract) -> dict[str, float]:
    """``<metric>.<age band>`` for every age band; ``measure`` is given a mask over the rows of the extract."""
    return {
        f"{metric}.{band}": float(measure((extract.age_band == band).to_numpy(dtype=bool)))
        for band in AGE_BANDS
    }


def bootstrap_interval(
    measure: Any, truth: np.ndarray, score: np.ndarray, resamples: int = 200
) -> tuple[float, float]:
    """The middle 95 % of a measure over resampled rows, seeded."""
    rng = np.random.default_rng(7)
    values = []
    for _ in range(resamples):
        rows = rng.integers(0, len(truth), len(truth))
        values.append(measure(truth[rows], score[rows]))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def log_curve(file_name: str, x: np.ndarray, y: np.ndarray, *, labels: tuple[str, str]) -> None:
    """Log a small line plot as a PNG under ``plots/``."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3.6, 2.8), dpi=80, layout="constrained")
    axes = figure.add_subplot()
    axes.plot(x, y, color="#35498b", linewidth=1.6)
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    axes.spines[["top", "right"]].set_visible(False)
    with TemporaryDirectory() as folder:
        path = Path(folder) / file_name
        figure.savefig(path, metadata={"Software": None})
        mlflow.log_artifact(str(path), "plots")
