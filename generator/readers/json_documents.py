"""JSON read as it is written: numbers stay text, so that none is rounded, too long, or not a number at all."""

import json
import re
from collections.abc import Mapping

from generator.provenance.document import Document
from generator.readers.text import visible_name

DEEPEST = 50
"""Levels of nesting."""
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(parent: Document, key: str) -> object:
    """What the JSON text in a field of another document holds: text, booleans, lists, mappings; None for no text.

    Raises:
        FieldError: at the field, when the text is no JSON or is nested too deep.
    """
    text = parent.text(key)
    if not text:
        return None
    try:
        value: object = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        reason = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "it is nested too deep"
        raise parent.fault(key, f"{key} is no JSON: {reason}", slug="json-invalid") from error
    if text.count("[") + text.count("{") > DEEPEST and _deeper(value, DEEPEST):
        raise parent.fault(key, f"{key} is nested more than {DEEPEST} levels deep", slug="json-invalid")
    return _writable(value) if _ESCAPED_SURROGATE.search(text) else value


def plain_text(value: object) -> str:
    """A value of any shape on one line, for people."""
    match value:
        case str():
            return value
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Mapping():
            return "{" + ", ".join(f"{name}: {plain_text(each)}" for name, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(plain_text, value)) + "]"
        case _:
            return str(value)


def _deeper(value: object, levels: int) -> bool:
    """Whether anything in a value lies below so many levels."""
    if not isinstance(value, list | Mapping):
        return False
    below = value.values() if isinstance(value, Mapping) else value
    return levels == 0 or any(_deeper(each, levels - 1) for each in below)


def _writable(value: object) -> object:
    """The same with every half of a surrogate pair shown as its escape: alone, it cannot be written to any file."""
    match value:
        case str():
            return visible_name(value)
        case list():
            return [_writable(each) for each in value]
        case dict():
            return {visible_name(name): _writable(each) for name, each in value.items()}
        case _:
            return value
