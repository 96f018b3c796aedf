"""What trackers and registers themselves say happened, with its date: the past that a ledger is seeded with."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime

from generator.analyses.standing.stage_history import HowKnown, stage_history
from generator.catalog import (
    Catalog,
    Entry,
    ModelVersion,
    RegisteredModel,
    RegistryAction,
    RegistryEvent,
)
from generator.history.events import DELETED, LISTED, REGISTERED, Event, Key, Subject, Witness
from generator.provenance import Source

NO_STAGE = "none"
DELETED_STAGE = "deleted_internal"
"""What MLflow makes of the stage of a deleted version."""
_LAST = datetime.max.replace(tzinfo=UTC)
_UNSAID = frozenset({"source", "commit"})
"""Fields of an entry that are not what it says."""


def dated_events(catalog: Catalog) -> tuple[Event, ...]:
    """Every step that somebody recorded, by time; those without a date come last."""
    found: list[Event] = []
    for model in catalog.models:
        found += _registrations(model)
        found += _named(model) if model.events else ()
        found += _transitions(catalog, model)
    for subject, entries in entries_by_subject(catalog):
        found += (_entry(subject, entry) for entry in entries)
    return tuple(sorted(found, key=lambda event: (event.at or _LAST, event.key, event.reference)))


def entries_by_subject(catalog: Catalog) -> tuple[tuple[Subject, tuple[Entry, ...]], ...]:
    """The registers whose entries the ledger keeps."""
    return (
        (Subject.APPROVAL, catalog.approvals),
        (Subject.WAIVER, catalog.waivers),
        (Subject.INCIDENT, catalog.incidents),
    )


def entry_key(subject: Subject, entry: Entry) -> Key:
    """The place of an entry."""
    return Key(subject, getattr(entry, "model", ""), getattr(entry, "version", ""), entry.id)


def entry_digest(entry: Entry) -> str:
    """SHA-256 over what an entry says, wherever it stands and whoever committed it."""
    said = {
        each.name: _plain(getattr(entry, each.name)) for each in fields(entry) if each.name not in _UNSAID
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def stage_of(text: str) -> str:
    """A stage as a value: empty for none."""
    return "" if text.casefold() == NO_STAGE else text


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Source):
        return value.sha256
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _registrations(model: RegisteredModel) -> Iterator[Event]:
    if model.creation_time:
        yield Event(
            key=Key(Subject.MODEL, model.name),
            value=REGISTERED,
            was="",
            at=model.creation_time,
            witness=Witness.TRACKER,
            source=model.at("creation_time"),
        )
    for version in model.versions:
        if version.creation_time:
            yield Event(
                key=Key(Subject.VERSION, model.name, version.version),
                value=LISTED,
                was="",
                at=version.creation_time,
                by=version.user,
                witness=Witness.TRACKER,
                source=version.at("creation_time"),
            )
        if version.deleted and version.last_updated_time and not model.events:
            yield _deletion(version)


def _deletion(version: ModelVersion) -> Event:
    """MLflow changes nothing more in a version that it deleted: its last update is the deletion."""
    return Event(
        key=Key(Subject.VERSION, version.name, version.version),
        value=DELETED,
        was=LISTED,
        at=version.last_updated_time,
        witness=Witness.TRACKER,
        source=version.at("last_updated_time"),
    )


def _named(model: RegisteredModel) -> Iterator[Event]:
    """Which version each name pointed at after every step of a registry that keeps them all.

    A stage belongs to the version that it was assigned to last, of those registered then (GTO, ``gto show``): taking it
    from one version, or the version away, gives it back to the one before.
    """
    assigned: dict[str, dict[str, int]] = {}
    gone: set[str] = set()
    held: dict[str, str] = {}
    for order, event in enumerate(model.events):
        match event.action:
            case RegistryAction.ASSIGNED:
                assigned.setdefault(event.stage, {})[event.version] = order
            case RegistryAction.UNASSIGNED:
                assigned.get(event.stage, {}).pop(event.version, None)
            case RegistryAction.REGISTERED:
                gone.discard(event.version)
            case RegistryAction.DEREGISTERED:
                gone.add(event.version)
                yield _step(event, Key(Subject.VERSION, model.name, event.version), DELETED, LISTED)
            case _:
                continue
        for stage, versions in assigned.items():
            standing = [version for version in versions if version not in gone]
            holder = max(standing, key=versions.__getitem__, default="")
            before = held.get(stage, "")
            if holder != before:
                held[stage] = holder
                yield _step(event, Key(Subject.ALIAS, model.name, "", stage), holder, before)


def _step(event: RegistryEvent, key: Key, value: str, was: str) -> Event:
    return Event(
        key=key,
        value=value,
        was=was,
        at=event.at,
        by=event.by,
        witness=Witness.TRACKER,
        reference=event.source.pointer,
        source=event.source,
    )


def _transitions(catalog: Catalog, model: RegisteredModel) -> Iterator[Event]:
    """What people wrote about stages and aliases, see :mod:`generator.analyses.standing.stage_history`."""
    written = {entry.source: entry for entry in catalog.transitions}
    for change in stage_history(catalog, model):
        entry = written.get(change.source)
        if change.known is not HowKnown.REGISTER or entry is None:
            continue
        if change.alias:
            key = Key(Subject.ALIAS, model.name, "", change.alias)
            value, was = ("" if change.removed else change.version), None
        elif change.stage.casefold() == DELETED_STAGE:
            key, value, was = Key(Subject.VERSION, model.name, change.version), DELETED, LISTED
        else:
            key = Key(Subject.STAGE, model.name, change.version)
            value, was = stage_of(change.stage), (stage_of(change.from_stage) if change.from_stage else None)
        yield _written(entry, key, value, was)


def _written(entry: Entry, key: Key, value: str, was: str | None) -> Event:
    commit = entry.commit
    return Event(
        key=key,
        value=value,
        was=was,
        at=entry.at,
        until=commit.at if commit and not entry.at else None,
        by=entry.by or (commit.author if commit else ""),
        witness=Witness.GIT if commit else Witness.REGISTER,
        reference=f"{entry.id}@{commit.commit}" if commit else entry.id,
        source=entry.source,
    )


def _entry(subject: Subject, entry: Entry) -> Event:
    return _written(entry, entry_key(subject, entry), entry_digest(entry), None)
