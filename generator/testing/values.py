"""Everything in a record, however deep."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass


def walk(value: object) -> Iterator[object]:
    """A value, and everything in it however deep."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from walk(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from walk(each)
