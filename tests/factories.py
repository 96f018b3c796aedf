"""Records with everything filled in that a test does not care about.

A source's digest is made from its path, so that two facts of one file agree and a test can name what it expects.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from generator.catalog import (
    CARD_FIELDS_BY_KEY,
    Alias,
    Artifact,
    Catalog,
    CodeVersion,
    Column,
    Dataset,
    DatasetInput,
    EvaluationResult,
    Experiment,
    FileRead,
    Flavor,
    LoggedModel,
    LoggedModelStatus,
    Metric,
    MetricGoal,
    MetricPoint,
    ModelNarrative,
    ModelPackage,
    ModelVersion,
    Param,
    Prose,
    RegisteredModel,
    Requirement,
    Run,
    RunStatus,
    Signature,
    SignatureField,
    Statement,
    Tag,
    field_names,
)
from generator.governance.assess import assess
from generator.governance.discovery import FoundControl
from generator.pages.portfolio import Portfolio
from generator.pages.view import Snapshot
from generator.provenance import Source

STORE = "mlruns"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""The instant of every snapshot in the tests."""


def at(days_ago: float) -> datetime:
    """An instant so many days before the snapshot."""
    return NOON - timedelta(days=days_ago)


def source(path: str = f"{STORE}/0/meta.yaml", pointer: str = "") -> Source:
    return Source(path, hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest(), pointer)


def metric(key: str = "auc", *values: float, run_id: str = "r1", **given: Any) -> Metric:
    """A metric with one point for each value."""
    points = tuple(MetricPoint(step, each, 1_760_000_000_000 + step) for step, each in enumerate(values))
    finite = [point for point in points if math.isfinite(point.value)]
    made = {
        "key": key,
        "count": len(points),
        "first": points[0],
        "last": points[-1],
        "minimum": min(finite, key=lambda point: point.value, default=None),
        "maximum": max(finite, key=lambda point: point.value, default=None),
        "nan_count": sum(math.isnan(each) for each in values),
        "infinity_count": sum(math.isinf(each) for each in values),
        "repeated_count": 0,
        "series": points,
        "source": source(f"{STORE}/1/{run_id}/metrics/{key}"),
    }
    return Metric(**made | given)


def placed(place: Source, **keys: str) -> tuple[tuple[str, Source], ...]:
    """Where fields stand that MLflow's files call otherwise."""
    return tuple((name, place.at(key)) for name, key in keys.items())


def param(key: str, value: str, *, run_id: str = "r1") -> Param:
    return Param(key, value, source(f"{STORE}/1/{run_id}/params/{key}"))


def tag(key: str, value: str, *, folder: str = f"{STORE}/1/r1/tags") -> Tag:
    return Tag(key, value, source(f"{folder}/{key}"))


def experiment(experiment_id: str = "1", **given: Any) -> Experiment:
    made = {
        "experiment_id": experiment_id,
        "name": "churn-training",
        "creation_time": at(200),
        "store": STORE,
        "source": source(f"{STORE}/{experiment_id}/meta.yaml"),
    }
    return Experiment(**made | given)


def run(run_id: str = "r1", **given: Any) -> Run:
    """A finished run of 88 minutes; params and metrics may be mappings from key to value."""
    start = given.get("start_time", at(30))
    made = {
        "run_id": run_id,
        "experiment_id": "1",
        "name": f"calm-elk-{run_id}",
        "status": RunStatus.FINISHED,
        "start_time": start,
        "end_time": start and start + timedelta(minutes=88),
        "user": "ada",
        "store": STORE,
        "source": source(f"{STORE}/1/{run_id}/meta.yaml"),
    }
    if isinstance(params := given.get("params"), Mapping):
        given["params"] = tuple(param(key, value, run_id=run_id) for key, value in params.items())
    if isinstance(metrics := given.get("metrics"), Mapping):
        given["metrics"] = tuple(metric(key, value, run_id=run_id) for key, value in metrics.items())
    return Run(**made | given)


def code(commit: str = "a41d9c2f" * 5, **given: Any) -> CodeVersion:
    place = source(f"{STORE}/1/r1/tags/mlflow.source.git.commit")
    return CodeVersion(
        **{"entry_point": "train.py", "kind": "LOCAL", "commit": commit, "source": place} | given
    )


def dataset(name: str = "transactions", digest: str = "18b8e1d0", **given: Any) -> Dataset:
    place = source(f"{STORE}/1/datasets/{digest}/meta.yaml")
    made = {
        "name": name,
        "digest": digest,
        "source_type": "local",
        "uri": f"data/{name}.parquet",
        "columns": (Column("age", "long"), Column("amount", "double")),
        "row_count": 4118,
        "store": STORE,
        "source": place,
        "places": placed(place, uri="source", columns="schema", row_count="profile"),
    }
    return Dataset(**made | given)


def used(name: str = "transactions", digest: str = "18b8e1d0", context: str = "training") -> DatasetInput:
    return DatasetInput(
        name=name, digest=digest, context=context, source=source(f"{STORE}/1/r1/inputs/{digest}/meta.yaml")
    )


def artifact(path: str = "model/model.pkl", size: int = 118_000, *, root: str = f"{STORE}/1/r1") -> Artifact:
    return Artifact(path, size, source(f"{root}/artifacts/{path}"))


def signature(inputs: Iterable[tuple[str, str]] = (("age", "long"), ("amount", "double"))) -> Signature:
    return Signature(
        inputs=tuple(SignatureField(name, type_, required=True) for name, type_ in inputs),
        outputs=(SignatureField("score", "double"),),
        source=source(f"{STORE}/1/r1/artifacts/model/MLmodel", "/signature"),
    )


def requirement(line: str, number: int = 1) -> Requirement:
    """A line such as ``numpy==2.4.6`` or ``numpy``."""
    name, pin, number_pinned = line.partition("==")
    place = source(f"{STORE}/1/r1/artifacts/model/requirements.txt")
    return Requirement(name, pin + number_pinned, line, place.line(number))


def package(**given: Any) -> ModelPackage:
    """A scikit-learn model as MLflow 3.18 packs it."""
    mlmodel = source(f"{STORE}/1/r1/artifacts/model/MLmodel")
    made = {
        "path": "model",
        "flavors": (
            Flavor("python_function", (("loader_module", "mlflow.sklearn"),), mlmodel.at("flavors")),
            Flavor("sklearn", (("sklearn_version", "1.8.1"),), mlmodel.at("flavors", "sklearn")),
        ),
        "signature": signature(),
        "size_bytes": 118_400,
        "run_id": "r1",
        "mlflow_version": "3.18.0",
        "python_version": "3.11.7",
        "requirements": (requirement("mlflow==3.18.0"), requirement("scikit-learn==1.8.1", 2)),
        "source": mlmodel,
    }
    return ModelPackage(**made | given)


def logged_model(model_id: str = "m-1", **given: Any) -> LoggedModel:
    made = {
        "model_id": model_id,
        "name": "churn_gbm",
        "experiment_id": "1",
        "source_run_id": "r1",
        "status": LoggedModelStatus.READY,
        "creation_time": at(30),
        "store": STORE,
        "source": source(f"{STORE}/1/models/{model_id}/meta.yaml"),
    }
    return LoggedModel(**made | given)


def version(number: int = 1, *, model: str = "churn", **given: Any) -> ModelVersion:
    """Version ``number`` of a model, of run ``r<number>``, registered ``100 - 10 x number`` days before the snapshot."""
    place = source(f"{STORE}/models/{model}/version-{number}/meta.yaml")
    made = {
        "name": model,
        "version": str(number),
        "sequence": number,
        "creation_time": at(max(0, 100 - 10 * number)),
        "status": "READY",
        "user": "ada",
        "run_id": f"r{number}",
        "store": STORE,
        "source": place,
        "places": placed(
            place,
            creation_time="creation_timestamp",
            last_updated_time="last_updated_timestamp",
            stage="current_stage",
            user="user_id",
            source_uri="source",
        ),
    }
    return ModelVersion(**made | given)


def model(name: str = "churn", **given: Any) -> RegisteredModel:
    """A registered model; ``aliases`` may be a mapping from name to version."""
    place = source(f"{STORE}/models/{name}/meta.yaml")
    if isinstance(aliases := given.get("aliases"), Mapping):
        given["aliases"] = tuple(
            Alias(alias, number, place.at("aliases", alias)) for alias, number in aliases.items()
        )
    made = {
        "name": name,
        "creation_time": at(100),
        "versions": (version(1, model=name),),
        "store": STORE,
        "source": place,
        "places": placed(
            place, creation_time="creation_timestamp", last_updated_time="last_updated_timestamp"
        ),
    }
    return RegisteredModel(**made | given)


def goal(name: str = "auc", **given: Any) -> MetricGoal:
    place = source("governance/models/churn.md", f"/metrics/{name}")
    return MetricGoal(**{"metric": name, "higher_is_better": True, "source": place} | given)


def evaluation(metric_name: str = "recall", value: float | None = 0.6, **given: Any) -> EvaluationResult:
    """A result for version 1 of the model ``churn``."""
    made = {
        "model": "churn",
        "version": "1",
        "metric": metric_name,
        "value": value,
        "source": source("folio/evaluations/churn.yaml", f"/results/{metric_name}"),
    }
    return EvaluationResult(**made | given)


def narrative(model_name: str = "churn", **given: Any) -> ModelNarrative:
    """What people wrote; ``fields`` and ``prose`` may be mappings from key to text."""
    place = source(f"governance/models/{model_name}.md")
    if isinstance(fields := given.get("fields"), Mapping):
        given["fields"] = {
            key: value if isinstance(value, Statement) else Statement(value, place.at(key))
            for key, value in fields.items()
        }
    if isinstance(prose := given.get("prose"), Mapping):
        given["prose"] = tuple(
            Prose(
                key if key in CARD_FIELDS_BY_KEY else "",
                CARD_FIELDS_BY_KEY[key].title if key in CARD_FIELDS_BY_KEY else key,
                text,
                place.line(line),
            )
            for line, (key, text) in enumerate(prose.items(), start=20)
        )
    return ModelNarrative(**{"model": model_name, "source": place} | given)


def catalog(**given: Any) -> Catalog:
    """A catalogue; unless files are given, every file that a record names as its source counts as read."""
    files = {
        FileRead(place.path, place.sha256, 400) for place in _places(tuple(given.values())) if place.sha256
    }
    return Catalog(**{"stores": (STORE,), "files": tuple(sorted(files))} | given)


def _places(value: Any) -> Iterator[Source]:
    """Every source in a record, however deep."""
    if isinstance(value, Source):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _places(each)
    elif isinstance(value, Mapping):
        yield from _places(tuple(value.values()))
    else:
        yield from _places(tuple(getattr(value, name) for name in field_names(type(value))))


def snapshot(**given: Any) -> Snapshot:
    made = {
        "site_name": "Model registry",
        "as_of": NOON,
        "stores": (STORE,),
        "digest": hashlib.sha256(b"snapshot").hexdigest(),
        "tool_version": "0.0.0",
    }
    return Snapshot(**made | given)


def portfolio(**records: Any) -> Portfolio:
    """A portfolio over the records given, see :func:`catalog`, assessed by no control."""
    return portfolio_of(catalog(**records))


def portfolio_of(made: Catalog, controls: Sequence[FoundControl] | None = (), **given: Any) -> Portfolio:
    """A portfolio over a catalogue.

    Args:
        made: the catalogue.
        controls: what it is assessed with; None for every control that is installed.
        given: of the snapshot.
    """
    stamp = snapshot(**given)
    return Portfolio(catalog=made, snapshot=stamp, assessment=assess(made, as_of=stamp.as_of, found=controls))
