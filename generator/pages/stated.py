"""What people stated in front matter, as facts for a page."""

from collections.abc import Mapping
from datetime import datetime

from generator.catalog import ModelNarrative, Statement, Value
from generator.pages.prose import safe_link
from generator.pages.text import count, day
from generator.provenance import Fact, Source, missing, stated
from generator.provenance.instants import instant_from_text

_DEEPEST = 4
"""Nested lists and mappings below this are counted, not told."""


def value_text(value: Value, depth: int = 0) -> str:
    """A front-matter value on one line: lists by commas, mappings as ``key: value``, yes and no for truth values."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return str(value).strip()
        case Mapping() if depth < _DEEPEST:
            inside = ((key, value_text(each, depth + 1)) for key, each in value.items())
            return ", ".join(f"{key}: {text}" for key, text in inside if text)
        case tuple() if depth < _DEEPEST:
            return ("; " if any(isinstance(each, Mapping) for each in value) else ", ").join(
                text for each in value if (text := value_text(each, depth + 1))
            )
        case _:
            return count(len(value), "entry", "entries")


def statement_fact(statement: Statement | None, place: Source | None = None, detail: str = "") -> Fact:
    """A statement as a fact; missing when nobody made it or it holds nothing.

    Args:
        statement: what a person wrote.
        place: where it should stand, for a missing one.
        detail: a second, quieter line.
    """
    text = value_text(statement.value) if statement else ""
    if statement and text:
        return stated(text, statement.source, detail=detail)
    where = statement.source if statement else place
    return missing(*((where,) if where else ()))


def stated_text(narrative: ModelNarrative | None, key: str) -> str:
    """What the front matter says of a card field, on one line; empty when it says nothing."""
    statement = narrative.fields.get(key) if narrative else None
    return value_text(statement.value) if statement else ""


def outside_link(text: str) -> str:
    """Where a text leads on the web or by mail; empty when it is not a link as a whole."""
    if " " in text or not text.isprintable():
        return ""
    if safe_link(text):
        return text
    name, at, host = text.partition("@")
    address = f"mailto:{text}"
    plain = bool(name and at and "." in host and "@" not in host) and not set(text) & set("?&%<>\"'`:/,;()")
    return address if plain and safe_link(address) else ""


def due(statement: Statement | None, as_of: datetime) -> str:
    """How a due date stands to the snapshot, such as ``15 days overdue`` or ``due in 3 days``; empty for no date."""
    instant = instant_from_text(value_text(statement.value)) if statement else None
    if instant is None:
        return ""
    days = (instant.date() - as_of.date()).days
    if days < 0:
        return f"{count(-days, 'day')} overdue on {day(as_of)}"
    return "due today" if days == 0 else f"due in {count(days, 'day')}"
