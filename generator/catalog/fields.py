"""The fields of records: most are dataclasses, and those that stores have hundreds of thousands of are structs."""

import dataclasses
from functools import cache
from typing import Any

import msgspec


def field_names(kind: type) -> tuple[str, ...]:
    """The names of the fields of a kind of record, in order; none for a type that is no record."""
    return _field_names(kind)


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    if issubclass(kind, msgspec.Struct):
        return tuple(kind.__struct_fields__)
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def replaced(record: Any, **changes: Any) -> Any:
    """The same record with other values in some of its fields."""
    if isinstance(record, msgspec.Struct):
        return msgspec.structs.replace(record, **changes)
    return dataclasses.replace(record, **changes)
