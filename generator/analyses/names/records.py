"""What evaluations, deployments and monitoring speak of and no store knows: models, versions, runs."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, TypeAlias

from generator.analyses.wording import suggestion
from generator.catalog import (
    Alert,
    Catalog,
    Deployment,
    EvaluationResult,
    Measurement,
    Problem,
    Retraining,
    Severity,
    Signal,
)
from generator.messages import say, say_many

_Record: TypeAlias = EvaluationResult | Deployment | Signal | Measurement | Alert | Retraining


def unknown_subjects(catalog: Catalog) -> tuple[Problem, ...]:
    """A problem for each model, version or run that records of one file speak of and no store knows, by file.

    A table may have thousands of lines about one model; they are one problem, at the first of them.
    """
    first: dict[tuple[str, str, str, str], list[_Record]] = {}
    records = chain[_Record](
        catalog.evaluations,
        catalog.deployments,
        catalog.signals,
        catalog.measurements,
        catalog.alerts,
        catalog.retrainings,
    )
    for record in records:
        key = (record.source.path, record.model, *_narrower(record))
        first.setdefault(key, []).append(record)
    return tuple(problem for found in first.values() for problem in _unknown(catalog, found))


def _narrower(record: _Record) -> tuple[str, str]:
    """The version, and the run of a result that names nothing else."""
    version = "" if isinstance(record, Signal) else record.version
    return version, record.run_id if isinstance(record, EvaluationResult) and not version else ""


def _unknown(catalog: Catalog, records: list[_Record]) -> Iterator[Problem]:
    record = records[0]
    version, run_id = _narrower(record)
    model = catalog.models_by_name.get(record.model)
    if record.model and model is None:
        remedy = suggestion(record.model, catalog.models_by_name, say("name the model as the registry does"))
        yield Problem(
            slug="record-model-unknown",
            **_told(records, say("the model {model}", model=f"{record.model!a}")),
            remedy=remedy,
        )
    elif model is not None and version and model.version(version) is None:
        known = [each.version for each in model.versions]
        remedy = suggestion(version, known, say("name the version as the registry does"))
        subject = say("version {version} of {model}", version=f"{version!a}", model=f"{record.model!a}")
        yield Problem(slug="record-version-unknown", **_told(records, subject), remedy=remedy)
    elif run_id and run_id not in catalog.runs_by_id:
        remedy = suggestion(run_id, catalog.runs_by_id, say("name the run as its store does"))
        yield Problem(
            slug="record-run-unknown",
            **_told(records, say("the run {run_id}", run_id=f"{run_id!a}")),
            remedy=remedy,
        )


def _told(records: list[_Record], subject: str) -> dict[str, Any]:
    """What the three kinds of problem have in common."""
    more = len(records) - 1
    also = (
        say_many(more, ", and so is {n} more record of the file", ", and so are {n} more records of the file")
        if more
        else ""
    )
    return {
        "severity": Severity.WARNING,
        "source": records[0].source,
        "message": say("is about {subject}, which no store knows{also}", subject=subject, also=also),
        "cost": say("it is shown on no page of a model"),
    }
