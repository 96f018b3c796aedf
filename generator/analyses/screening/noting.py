"""Where in a record the sensitive texts stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.catalog import (
    Alias,
    Artifact,
    Commit,
    Metric,
    ModelVersion,
    Param,
    Prose,
    RegisteredModel,
    Run,
    Sensitive,
    Series,
    Statement,
    Tag,
    field_names,
)
from generator.messages import say
from generator.provenance import Source
from generator.screening.screen import masked, matches
from generator.screening.shapes import SENSITIVITIES, SUSPICIOUS_NAME, Sensitivity, looks_random

RANDOM = "random-value"
"""Id of what has no known shape."""
_EXACT = (Alias, Param, Prose, Statement, Tag)
"""Records that are one fact: their source is its whole place."""


@dataclass(frozen=True, slots=True)
class _Where:
    """The nearest record around a text."""

    source: Source
    field: str = ""
    model: str = ""
    version: str = ""
    run_id: str = ""


def noted(value: object, allowed: frozenset[str]) -> Iterator[Sensitive]:
    """Every sensitive text in some records, with the place it stands in.

    Args:
        value: records, as they were read.
        allowed: texts that may be shown, in lower case.
    """
    yield from _in(value, _Where(Source("")), allowed)


def _in(value: object, where: _Where, allowed: frozenset[str]) -> Iterator[Sensitive]:
    match value:
        case str():
            for part in matches(value, allowed=allowed):
                yield _sensitive(part.shape.id, part.shape.sensitivity, where)
        case Source() | Metric() | Series() | Commit():  # git's own record of who wrote what
            return
        case tuple():
            for each in value:
                yield from _in(each, where, allowed)
        case Mapping():
            for key, each in value.items():
                yield from _in(key, where, allowed)
                yield from _in(each, where, allowed)
        case _ if field_names(type(value)):
            yield from _in_record(value, _around(value, where), allowed)
        case _:
            return


def _in_record(record: object, where: _Where, allowed: frozenset[str]) -> Iterator[Sensitive]:
    if isinstance(record, Param | Tag) and _suspicious(record):
        yield replace(_sensitive(RANDOM, Sensitivity.SECRET, where), confident=False)
    if isinstance(record, Artifact):
        for shape in record.sensitive:
            held = replace(where, field=say("text of {path}", path=masked(record.path, matches(record.path))))
            yield _sensitive(shape, SENSITIVITIES[shape], held)
    for name in field_names(type(record)):
        inner = where
        if not isinstance(record, _EXACT):
            inner = replace(where, source=where.source.at(name), field=f"{type(record).__name__} {name}")
        yield from _in(getattr(record, name), inner, allowed)


def _suspicious(record: Param | Tag) -> bool:
    """Whether it is named like a secret, and holds what looks like one of no known shape."""
    named = SUSPICIOUS_NAME.search(record.key) is not None
    return named and looks_random(record.value) and not matches(record.value, Sensitivity.SECRET)


def _around(record: object, where: _Where) -> _Where:
    """The same place, as far as the record says more of it."""
    source = getattr(record, "source", None)
    if isinstance(source, Source):
        where = replace(where, source=source)
    match record:
        case Param() | Tag():
            key = masked(record.key, matches(record.key))
            return replace(where, field=f"{type(record).__name__.lower()} {key}")
        case Run():
            return replace(where, run_id=record.run_id)
        case ModelVersion():
            return replace(where, model=record.name, version=record.version)
        case RegisteredModel():
            return replace(where, model=record.name)
        case _:
            model = getattr(record, "model", "")
            return replace(where, model=model) if isinstance(model, str) and model else where


def _sensitive(shape: str, sensitivity: Sensitivity, where: _Where) -> Sensitive:
    return Sensitive(
        shape=shape,
        sensitivity=sensitivity,
        field=where.field,
        source=where.source,
        model=where.model,
        version=where.version,
        run_id=where.run_id,
    )
