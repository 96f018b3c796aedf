"""JSON read as it is written: numbers stay text, so that none is rounded, too long, or not a number at all."""

import json
import math
import re
from collections.abc import Mapping

from generator.provenance import Source
from generator.provenance.document import Document, FieldError
from generator.readers.text import visible_name

DEEPEST = 50
"""Levels of nesting."""
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

_VALUE = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?|NaN|-?Infinity")


class Number(str):
    """A number as it is written, ``NaN`` and ``Infinity`` included; any other text is a plain ``str``."""

    __slots__ = ()


def json_document(text: str, source: Source) -> Document:
    """The mapping that the text of a JSON file holds; its numbers are each a :class:`Number`.

    Raises:
        FieldError: when the text is empty, is no JSON, is nested too deep, or holds something other than a mapping.
    """
    if not text.strip():
        raise FieldError("is empty", slug="json-empty", source=source)
    try:
        value = parse_json(text)
    except ValueError as error:
        place = source.line(error.lineno) if isinstance(error, json.JSONDecodeError) else source
        raise FieldError(_reason(error), slug="json-invalid", source=place) from error
    if not isinstance(value, Mapping):
        raise FieldError("holds no mapping", slug="json-not-mapping", source=source)
    return Document(value, source)


def parse_json(text: str) -> object:
    """What a JSON text holds, with every number a :class:`Number`.

    Raises:
        ValueError: when it is no JSON (then a ``JSONDecodeError``) or is nested too deep.
    """
    try:
        value: object = json.loads(text, parse_float=Number, parse_int=Number, parse_constant=Number)
    except RecursionError as error:
        raise ValueError("is no JSON: it is nested too deep") from error
    if text.count("[") + text.count("{") > DEEPEST and _deeper(value, DEEPEST):
        raise ValueError(f"is nested more than {DEEPEST} levels deep")
    return _writable(value) if _ESCAPED_SURROGATE.search(text) else value


def read_json(parent: Document, key: str) -> object:
    """What the JSON text in a field of another document holds: text, booleans, lists, mappings; None for no text.

    Raises:
        FieldError: at the field, when the text is no JSON or is nested too deep.
    """
    text = parent.text(key)
    if not text:
        return None
    try:
        return parse_json(text)
    except ValueError as error:
        raise parent.fault(key, f"{key} {_reason(error)}", slug="json-invalid") from error


def number_of(value: object) -> float | None:
    """The number that a value of JSON is; None for every other kind, and for one that no float holds."""
    if not isinstance(value, Number) or not _VALUE.fullmatch(value):
        return None
    number = float(value)
    return None if math.isinf(number) and not value.endswith("Infinity") else number


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


def _reason(error: ValueError) -> str:
    """What :func:`parse_json` found wrong, as the end of a sentence."""
    return f"is no JSON: {error.msg.lower()}" if isinstance(error, json.JSONDecodeError) else str(error)


def _deeper(value: object, levels: int) -> bool:
    """Whether anything in a value lies below so many levels."""
    if not isinstance(value, list | Mapping):
        return False
    below = value.values() if isinstance(value, Mapping) else value
    return levels == 0 or any(_deeper(each, levels - 1) for each in below)


def _writable(value: object) -> object:
    """The same with every half of a surrogate pair shown as its escape: alone, it cannot be written to any file."""
    match value:
        case Number():
            return value
        case str():
            return visible_name(value)
        case list():
            return [_writable(each) for each in value]
        case dict():
            return {visible_name(name): _writable(each) for name, each in value.items()}
        case _:
            return value
