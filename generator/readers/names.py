"""Registered models and prompts of one name in two registries: how they are kept apart, and how it is told."""

from collections.abc import Container
from dataclasses import replace
from typing import TypeVar

from generator.catalog import Problem, Prompt, RegisteredModel, Severity

_Named = TypeVar("_Named", RegisteredModel, Prompt)


def apart(record: RegisteredModel | Prompt, taken: Container[str]) -> str:
    """A name that no other record has, made of its own and of the place that tells it from the others."""
    places = (record.store, record.source.path)
    return next(name for place in places if (name := f"{record.name} ({place})") not in taken)


def renamed(record: _Named, name: str) -> _Named:
    """The same under another name; a model takes its versions along, and what they say of each other."""
    if isinstance(record, Prompt):
        return replace(record, name=name)
    versions = tuple(
        replace(
            version,
            name=name,
            copied_from=replace(version.copied_from, name=name)
            if version.copied_from and version.copied_from.name == record.name
            else version.copied_from,
        )
        for version in record.versions
    )
    return replace(record, name=name, versions=versions)


def name_in_two_registries(
    record: RegisteredModel | Prompt, first: RegisteredModel | Prompt, noun: str, name: str
) -> Problem:
    """That two have one name, and under which the later is shown."""
    return Problem(
        slug="name-in-two-registries",
        severity=Severity.WARNING,
        source=record.source,
        message=f"another registry has a {noun} of this name: {first.source}",
        cost=f"this one is shown as {name!a}; what people wrote under the name is taken to mean the other",
        remedy="rename one of them, or build a site for each registry",
    )
