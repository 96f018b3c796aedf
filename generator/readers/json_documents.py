"""JSON read as it is written: numbers stay text, so that none is rounded, too long, or not a number at all."""

import json
import re

from generator.provenance.document import Document
from generator.readers.text import visible_name

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
        return _writable(value) if _ESCAPED_SURROGATE.search(text) else value
    except (ValueError, RecursionError) as error:
        reason = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "it is nested too deep"
        raise parent.fault(key, f"{key} is no JSON: {reason}", slug="json-invalid") from error


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
