"""Everything in a record, however deep."""

from collections.abc import Iterator, Mapping

from generator.catalog import field_names


def walk(value: object) -> Iterator[object]:
    """A value, and everything in it however deep."""
    yield value
    for name in field_names(type(value)):
        yield from walk(getattr(value, name))
    if isinstance(value, Mapping):
        yield from walk(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from walk(each)
