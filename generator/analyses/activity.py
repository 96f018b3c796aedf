"""What happened in the registry lately, as far as the registry recorded when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.catalog import Catalog, RegisteredModel
from generator.messages import word
from generator.provenance import Source


class ActivityKind(StrEnum):
    """What happened."""

    MODEL_CREATED = word("model created")
    MODEL_UPDATED = word("model updated")
    VERSION_REGISTERED = word("version registered")
    VERSION_UPDATED = word("version updated")
    """Its description, stage or status changed; the registry does not record which."""
    VERSION_DELETED = word("version deleted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One thing that happened, at the instant that the registry recorded."""

    kind: ActivityKind
    instant: datetime
    model: str
    version: str = ""
    """Empty when it happened to the model as a whole."""
    sequence: int = 0
    """Position of the version among the model's; 0 for the model as a whole."""
    user: str = ""
    """Who registered the version, self-declared; empty when not recorded, and for everything else that happened."""
    store: str
    source: Source
    """The field that holds the instant."""


def recent_activity(catalog: Catalog, limit: int | None = None) -> tuple[Activity, ...]:
    """What happened to models and versions, newest first.

    Registries keep only the last update of a record, so this is no history: of several updates the last is told. An
    update at the instant of something else that happened to the same model is not told apart from it, since MLflow
    touches the model whenever it registers a version.

    Args:
        catalog: where the models stand.
        limit: how many to tell at most; None for all.
    """
    found = [activity for model in catalog.models for activity in _of_model(model)]
    found.sort(key=_order)
    return tuple(found[:limit])


def last_activity(model: RegisteredModel) -> Activity | None:
    """The last thing that happened to a model or one of its versions; None when no instant is recorded."""
    return min(_of_model(model), key=_order, default=None)


def _order(activity: Activity) -> tuple[float, str, str, int, str]:
    """Newest first; at the same instant by model, then the newest version first."""
    return (
        -activity.instant.timestamp(),
        activity.model,
        activity.store,
        -activity.sequence,
        activity.kind.value,
    )


def _of_model(model: RegisteredModel) -> Iterator[Activity]:
    told: set[datetime] = set()
    for activity in _of_versions(model):
        told.add(activity.instant)
        yield activity
    if model.creation_time:
        told.add(model.creation_time)
        yield Activity(
            kind=ActivityKind.MODEL_CREATED,
            instant=model.creation_time,
            model=model.name,
            store=model.store,
            source=model.at("creation_time"),
        )
    if model.last_updated_time and model.last_updated_time not in told:
        yield Activity(
            kind=ActivityKind.MODEL_UPDATED,
            instant=model.last_updated_time,
            model=model.name,
            store=model.store,
            source=model.at("last_updated_time"),
        )


def _of_versions(model: RegisteredModel) -> Iterator[Activity]:
    for version in model.versions:
        if version.creation_time:
            yield Activity(
                kind=ActivityKind.VERSION_REGISTERED,
                instant=version.creation_time,
                model=model.name,
                version=version.version,
                sequence=version.sequence,
                user=version.user,
                store=version.store,
                source=version.at("creation_time"),
            )
        updated = version.last_updated_time
        if updated and (version.deleted or updated != version.creation_time):
            yield Activity(
                kind=ActivityKind.VERSION_DELETED if version.deleted else ActivityKind.VERSION_UPDATED,
                instant=updated,
                model=model.name,
                version=version.version,
                sequence=version.sequence,
                store=version.store,
                source=version.at("last_updated_time"),
            )
