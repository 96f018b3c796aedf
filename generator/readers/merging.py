"""One record of several that record the same thing: which of them counts, what it takes from the others, where they differ.

The one that counts is, in this order, the one that its tracker still lists, the newer one (a run by its end, a logged
model by being ready, all else by its last change), the one that holds more, and the one of the store that was named
first. What it lacks is taken from the others, each with its own place. Where they say different things it is
believed, and the difference is told.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from generator.catalog import (
    Dataset,
    Experiment,
    LifecycleStage,
    LoggedModel,
    LoggedModelStatus,
    Metric,
    ModelVersion,
    Prompt,
    Record,
    RegisteredModel,
    Run,
    RunStatus,
)

Mergeable: TypeAlias = Dataset | Experiment | Run | LoggedModel | RegisteredModel | ModelVersion | Prompt

_Merged = TypeVar("_Merged", bound=Mergeable)

_UNKNOWN = frozenset({"", RunStatus.UNKNOWN, LoggedModelStatus.UNSPECIFIED})
_READY = frozenset({LoggedModelStatus.READY, LoggedModelStatus.FAILED})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class _Listed:
    """A field that holds many things, each under a key."""

    noun: str
    key: Callable[[Any], tuple[Any, ...]]
    says: Callable[[Any], str] = lambda _: ""
    """What two of one key must agree in; empty for not known."""


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one kind of record."""

    compared: tuple[str, ...]
    """One value each."""
    filled: tuple[str, ...]
    """One value each, in which copies differ by being copies: taken when missing, not compared."""
    listed: Mapping[str, _Listed]
    united: tuple[str, ...] = ()
    """Ids, of which all are taken."""


def _last_value(metric: Metric) -> str:
    points = metric.count - metric.repeated_count
    return f"{metric.last.value!r}" if points == 1 else f"{metric.last.value!r} after {points} points"


_TEXTS = {
    noun: _Listed(noun, lambda each: (each.key,), lambda each: ascii(each.value)) for noun in ("param", "tag")
}
_METRICS = _Listed(
    "metric", lambda each: (each.key, each.dataset_name, each.dataset_digest, each.run_id), _last_value
)
_LATEST = _Listed(
    "metric",
    lambda each: (each.key, each.dataset_name, each.dataset_digest),
    lambda each: f"{each.last.value!r}",
)
_FILES = _Listed("file", lambda each: (each.path,), lambda each: each.source.sha256[:12])
_ALIASES = _Listed("alias", lambda each: (each.name,), lambda each: each.version)
_FIELDS: Mapping[type[Record], _Fields] = {
    Dataset: _Fields(("source_type", "columns", "row_count"), ("uri", "profile"), {}),
    Experiment: _Fields(
        ("name", "lifecycle_stage", "creation_time"),
        ("artifact_location", "last_update_time"),
        {"tags": _TEXTS["tag"]},
    ),
    Run: _Fields(
        (
            "name", "status", "lifecycle_stage", "start_time", "end_time", "user", "parent_run_id", "description",
        ),
        ("artifact_uri", "code"),
        {
            "params": _TEXTS["param"],
            "metrics": _METRICS,
            "latest": _LATEST,
            "tags": _TEXTS["tag"],
            "inputs": _Listed("input", lambda each: (*each.key, each.context)),
            "outputs": _Listed("output", lambda each: each.key),
            "artifacts": _FILES,
            "packages": _Listed("package", lambda each: (each.path,)),
        },
        ("model_inputs", "model_outputs"),
    ),
    LoggedModel: _Fields(
        ("name", "model_type", "status", "lifecycle_stage", "creation_time", "source_run_id"),
        ("artifact_uri", "status_message", "package"),
        {
            "params": _TEXTS["param"],
            "metrics": _METRICS,
            "tags": _TEXTS["tag"],
            "artifacts": _FILES,
        },
    ),
    RegisteredModel: _Fields(
        ("description", "creation_time"), ("last_updated_time",), {"tags": _TEXTS["tag"], "aliases": _ALIASES}
    ),
    ModelVersion: _Fields(
        ("description", "stage", "status", "user", "run_id", "deleted"),
        ("last_updated_time", "status_message", "model_id", "source_uri", "copied_from", "package"),
        {"tags": _TEXTS["tag"], "artifacts": _FILES},
    ),
    Prompt: _Fields(
        ("description",),
        (),
        {
            "tags": _TEXTS["tag"],
            "aliases": _ALIASES,
            "versions": _Listed("version", lambda each: (each.version,), lambda each: ascii(each.template)),
        },
    ),
}  # fmt: skip


def precedence(record: Mergeable) -> tuple[Any, ...]:
    """Sorts the record that counts to the front, as far as the records themselves decide it."""
    deleted = getattr(record, "lifecycle_stage", None) is LifecycleStage.DELETED
    holds = sum(_weight(getattr(record, name)) for name in _FIELDS[type(record)].listed)
    return (deleted, -_age(record), -holds)


def merge(kept: _Merged, other: _Merged) -> tuple[_Merged, tuple[str, ...]]:
    """The record that counts with what it lacks from another, and what the two differ in, in words.

    Args:
        kept: the record that counts.
        other: that records the same.

    Returns:
        The record, with the places of the other in :attr:`Record.also`; and the differences, such as ``status is
        'running' here, 'finished' there``, where *here* is the other record.
    """
    fields = _FIELDS[type(kept)]
    also = tuple(sorted({*kept.also, *other.also, other.source} - {kept.source}))
    taken: dict[str, Any] = {"also": also}
    differences = [*_compare_values(kept, other, fields)]
    places = list(kept.places)
    for name in (*fields.compared, *fields.filled):
        if _is_missing(getattr(kept, name)) and not _is_missing(getattr(other, name)):
            taken[name] = getattr(other, name)
            places = [(name, other.at(name)), *(place for place in places if place[0] != name)]
    for name, listed in fields.listed.items():
        taken[name], differing = _unite(getattr(kept, name), getattr(other, name), listed)
        differences.extend(differing)
    for name in fields.united:
        taken[name] = tuple(sorted({*getattr(kept, name), *getattr(other, name)}))
    if isinstance(kept, RegisteredModel) and isinstance(other, RegisteredModel):
        taken["versions"], differing = _merge_versions(kept, other)
        taken["events"] = kept.events or other.events
        differences.extend(differing)
    return replace(kept, places=tuple(places), **taken), tuple(differences)


def _merge_versions(
    kept: RegisteredModel, other: RegisteredModel
) -> tuple[tuple[ModelVersion, ...], list[str]]:
    found = {version.version: version for version in kept.versions}
    differences: list[str] = []
    for version in other.versions:
        known = found.get(version.version)
        if known is None:
            found[version.version] = replace(version, store=kept.store)
            continue
        found[version.version], differing = merge(known, version)
        differences.extend(f"version {version.version}: {each}" for each in differing)
    return tuple(sorted(found.values(), key=lambda version: (version.sequence, version.version))), differences


def _age(record: Mergeable) -> float:
    """Greater for the newer of two records of one thing."""
    match record:
        case Dataset():
            return 0.0
        case LoggedModel():
            return float(record.status in _READY)
        case Run():
            moments = [record.end_time]
        case Experiment():
            moments = [record.last_update_time]
        case ModelVersion():
            moments = [record.last_updated_time]
        case RegisteredModel():
            moments = [record.last_updated_time, *(version.last_updated_time for version in record.versions)]
        case Prompt():
            moments = [version.creation_time for version in record.versions]
    return max(((moment - _LONG_AGO).total_seconds() for moment in moments if moment), default=0.0)


def _weight(values: tuple[Any, ...]) -> int:
    return sum(each.count if isinstance(each, Metric) else 1 for each in values)


def _is_missing(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and value in _UNKNOWN)


def _compare_values(kept: Record, other: Record, fields: _Fields) -> Iterator[str]:
    for name in fields.compared:
        there, here = getattr(kept, name), getattr(other, name)
        if there != here and not _is_missing(there) and not _is_missing(here):
            yield f"{name} is {_shown(here)} here, {_shown(there)} there"


def _unite(
    kept: tuple[Any, ...], others: tuple[Any, ...], listed: _Listed
) -> tuple[tuple[Any, ...], list[str]]:
    """What either holds, and what both hold and differ in."""
    found = {listed.key(each): each for each in kept}
    differences, before = [], len(found)
    for each in others:
        known = found.setdefault(listed.key(each), each)
        there, here = listed.says(known), listed.says(each)
        if there != here and there and here:
            name = ascii(listed.key(each)[0])
            differences.append(f"{listed.noun} {name} is {_cut(here)} here, {_cut(there)} there")
    if len(found) == before:
        return kept, differences
    return tuple(found[key] for key in sorted(found)), differences


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return _cut(ascii(", ".join(str(getattr(each, "name", each)) for each in value)))
    return _cut(ascii(value.value if isinstance(value, Enum) else value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
