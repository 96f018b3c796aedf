"""One look at the registry: what it holds now, and what happened since the ledger's last line."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from generator.catalog import Catalog, ModelVersion, RegisteredModel, Tag
from generator.history.dated import dated_events, entries_by_subject, entry_digest, entry_key, stage_of
from generator.history.events import DELETED, LISTED, REGISTERED, Event, Key, Subject, Witness
from generator.history.ledger import Ledger
from generator.provenance import Source

State = Mapping[Key, tuple[str, Source]]
"""Every place that has a value, with the record that says so."""


def state_of(catalog: Catalog) -> State:
    """What the registry and the registers hold at the moment they are read."""
    found: dict[Key, tuple[str, Source]] = {}
    for model in catalog.models:
        found.update(_of_model(model))
    for subject, entries in entries_by_subject(catalog):
        found |= {entry_key(subject, entry): (entry_digest(entry), entry.source) for entry in entries}
    return found


def observe(catalog: Catalog, ledger: Ledger, at: datetime | None = None) -> tuple[Event, ...]:
    """What happened since the last line of a ledger: told steps first, by time, then what one look alone shows.

    A step that a tracker or a register dates stands for the change that it explains. What nobody explains is told as seen
    between the last look and this one. Nothing is told twice: after the events are recorded, the same look finds none.

    Args:
        catalog: the registry as it is read now.
        ledger: what is recorded.
        at: when it is read; None when it is not to be recorded, and then no end of the window is claimed. Steps dated
            later than that are left for a later look.
    """
    recorded = {event.identity for _, event in ledger.events}
    told = [event for event in dated_events(catalog) if event.identity not in recorded]
    if at is not None:
        told = [event for event in told if event.at is None or event.at <= at]
    state, now = dict(ledger.state), state_of(catalog)
    last = {event.key: position for position, event in enumerate(told)}
    found = []
    for position, event in enumerate(told):
        value = now[event.key][0] if event.key in now else ""
        explains = last[event.key] == position and value == event.value and value != state.get(event.key, "")
        if explains:
            state[event.key] = value
        found.append(replace(event, seen=explains))
    found += _unexplained(catalog, state, now, ledger.last_look, at)
    return tuple(found)


def _unexplained(
    catalog: Catalog, state: Mapping[Key, str], now: State, after: datetime | None, until: datetime | None
) -> Iterator[Event]:
    for key in sorted({*state, *now}):
        value, source = now.get(key, ("", Source("")))
        was = state.get(key, "")
        if value == was:
            continue
        version = _version(catalog, key)
        since = [instant for instant in (after, version.creation_time if version else None) if instant]
        yield Event(
            key=key,
            value=value,
            was=was if after is not None else None,
            after=max(since, default=None),
            until=_not_after(key, version, max(since, default=None), until),
            witness=Witness.LOOK,
            source=source if key in now else _home(catalog, key),
        )


def _not_after(
    key: Key, version: ModelVersion | None, after: datetime | None, until: datetime | None
) -> datetime | None:
    """When a change had happened at the latest: by the look, or by the last update of the record that shows it."""
    if version is None or key.subject not in {Subject.STAGE, Subject.DESCRIPTION}:
        return until
    updated = version.last_updated_time
    if updated is None or (after is not None and updated < after) or (until is not None and updated > until):
        return until
    return updated


def _version(catalog: Catalog, key: Key) -> ModelVersion | None:
    model = catalog.models_by_name.get(key.model)
    return model.version(key.version) if model is not None and key.version else None


def _home(catalog: Catalog, key: Key) -> Source:
    """The record where a value that is gone would stand."""
    record = _version(catalog, key) or catalog.models_by_name.get(key.model)
    return record.source if record is not None else Source("")


def _of_model(model: RegisteredModel) -> Iterator[tuple[Key, tuple[str, Source]]]:
    yield Key(Subject.MODEL, model.name), (REGISTERED, model.source)
    yield from _written_on(model.name, "", model)
    for alias in model.aliases:
        yield Key(Subject.ALIAS, model.name, "", alias.name), (alias.version, alias.source)
    for version in model.versions:
        key = Key(Subject.VERSION, model.name, version.version)
        yield key, (DELETED if version.deleted else LISTED, version.source)
        yield from _written_on(model.name, version.version, version)
        stage = stage_of(version.stage)
        if stage and not version.deleted:
            yield Key(Subject.STAGE, model.name, version.version), (stage, version.at("stage"))


def _written_on(
    model: str, version: str, record: RegisteredModel | ModelVersion
) -> Iterator[tuple[Key, tuple[str, Source]]]:
    if record.description:
        digest = hashlib.sha256(record.description.encode("utf-8", "surrogatepass")).hexdigest()
        yield Key(Subject.DESCRIPTION, model, version), (digest, record.at("description"))
    if record.tags:
        yield Key(Subject.TAGS, model, version), (_tags_digest(record.tags), record.at("tags"))


def _tags_digest(tags: Iterable[Tag]) -> str:
    pairs = sorted((tag.key, tag.value) for tag in tags)
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()
