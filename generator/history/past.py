"""The registry as it stood at an instant: what came later is left out, what nothing proves is unknown."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from generator.catalog import (
    Alias,
    Catalog,
    ModelVersion,
    Problem,
    RegisteredModel,
    Run,
    RunStatus,
    Severity,
)
from generator.history.events import DELETED, Key, Subject
from generator.history.trace import History
from generator.messages import say
from generator.provenance import Source

UNKNOWN_STAGE = "unknown"
"""Stands for a stage that nothing proves; no environment has that name, so nothing follows from it."""

_T = TypeVar("_T")


def as_it_stood(catalog: Catalog, history: History, at: datetime) -> Catalog:
    """The catalogue without what is dated later, with the stages and aliases that the history proves.

    What has no date (descriptions, tags, cards, the policy) stays as it is read; a problem says so.
    """
    models = tuple(_model(model, history, at) for model in _made_by(catalog.models, "creation_time", at))
    return replace(
        catalog,
        experiments=_made_by(catalog.experiments, "creation_time", at),
        runs=tuple(_run(run, at) for run in _made_by(catalog.runs, "start_time", at)),
        logged_models=_made_by(catalog.logged_models, "creation_time", at),
        models=models,
        prompts=tuple(
            replace(prompt, versions=_made_by(prompt.versions, "creation_time", at), aliases=())
            for prompt in catalog.prompts
        ),
        evaluations=_made_by(catalog.evaluations, "at", at),
        deployments=tuple(
            replace(each, until=None) if each.until and each.until > at else each
            for each in _made_by(catalog.deployments, "since", at)
        ),
        measurements=_made_by(catalog.measurements, "at", at),
        alerts=_made_by(catalog.alerts, "raised_at", at),
        retrainings=_made_by(catalog.retrainings, "at", at),
        transitions=_made_by(catalog.transitions, "at", at),
        validations=_made_by(catalog.validations, "at", at),
        waivers=_made_by(catalog.waivers, "at", at),
        approvals=_made_by(catalog.approvals, "at", at),
        attestations=_made_by(catalog.attestations, "at", at),
        change_assessments=_made_by(catalog.change_assessments, "at", at),
        incidents=_made_by(catalog.incidents, "at", at),
        review_findings=_made_by(catalog.review_findings, "at", at),
        problems=(*catalog.problems, *_problems(catalog, models, history, at)),
    )  # fmt: skip


def _made_by(records: Iterable[_T], field: str, at: datetime) -> tuple[_T, ...]:
    """The records not dated later than the instant; those without a date may have been there, and stay."""
    return tuple(record for record in records if (made := getattr(record, field)) is None or made <= at)


def _run(run: Run, at: datetime) -> Run:
    """A run as it was: one that ended later had not ended, and what it logged later was not there."""
    milliseconds = at.timestamp() * 1000
    metrics = tuple(metric for metric in run.metrics if metric.last.timestamp <= milliseconds)
    if run.end_time is not None and run.end_time > at:
        return replace(run, end_time=None, status=RunStatus.RUNNING, metrics=metrics)
    return run if len(metrics) == len(run.metrics) else replace(run, metrics=metrics)


def _model(model: RegisteredModel, history: History, at: datetime) -> RegisteredModel:
    versions = tuple(
        _version(version, history, at) for version in model.versions if _was_there(version, history, at)
    )
    return replace(
        model,
        versions=versions,
        aliases=tuple(_aliases(model, history, at)),
        events=tuple(event for event in model.events if event.at is None or event.at <= at),
        last_updated_time=_by(model.last_updated_time, at),
    )


def _was_there(version: ModelVersion, history: History, at: datetime) -> bool:
    """Whether a version was registered; one that nothing dates may have been, and stays."""
    if version.creation_time is not None:
        return version.creation_time <= at
    return history.value(Key(Subject.VERSION, version.name, version.version), at) != ""


def _version(version: ModelVersion, history: History, at: datetime) -> ModelVersion:
    existence = history.value(Key(Subject.VERSION, version.name, version.version), at)
    key = Key(Subject.STAGE, version.name, version.version)
    stage = history.value(key, at) if key in history.slots else ""
    return replace(
        version,
        deleted=version.deleted if existence is None else existence == DELETED,
        stage=UNKNOWN_STAGE if stage is None else stage,
        last_updated_time=_by(version.last_updated_time, at),
        places=(*_place(history, key, at), *version.places),
    )


def _place(history: History, key: Key, at: datetime) -> Iterator[tuple[str, Source]]:
    """Where the stage of that day is told."""
    found = history.slots.get(key)
    begun = found.at(at).begun if found else None
    if begun is not None:
        yield "stage", begun.source


def _aliases(model: RegisteredModel, history: History, at: datetime) -> Iterator[Alias]:
    for found in history.slots_by_model.get(model.name, ()):
        if found.key.subject is Subject.ALIAS:
            stretch = found.at(at)
            if stretch.value and stretch.begun is not None:
                yield Alias(found.key.name, stretch.value, stretch.begun.source)


def _by(instant: datetime | None, at: datetime) -> datetime | None:
    return instant if instant is not None and instant <= at else None


def _problems(
    catalog: Catalog, models: Iterable[RegisteredModel], history: History, at: datetime
) -> Iterator[Problem]:
    day = f"{at:%Y-%m-%d %H:%M} UTC"
    if catalog.models:
        yield Problem(
            slug="past-undated",
            severity=Severity.NOTE,
            source=catalog.models[0].source,
            message=say(
                "the site shows {day}, and descriptions, tags, cards and the policy have no date", day=day
            ),
            cost=say("they are shown as they are read now"),
            remedy=say("the ledger says when they changed"),
        )
    for model in models:
        for found in history.slots_by_model.get(model.name, ()):
            if found.key.subject in {Subject.ALIAS, Subject.STAGE} and not found.at(at).known:
                named = (
                    f"@{found.key.name}"
                    if found.key.name
                    else say("the stage of version {version}", version=f"{found.key.version!a}")
                )
                yield Problem(
                    slug="past-unknown",
                    severity=Severity.WARNING,
                    source=found.points[-1].source,
                    message=say(
                        "nothing proves what {model} held as {named} on {day}",
                        model=f"{model.name!a}",
                        named=named,
                        day=day,
                    ),
                    cost=say("it is shown as unknown"),
                    remedy=say("record the registry more often: modelfolio record"),
                )
