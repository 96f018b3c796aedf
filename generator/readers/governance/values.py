"""What YAML holds, made into values that nobody can change."""

from generator.catalog import Value
from generator.readers.text import visible_name


def frozen(value: object) -> Value:
    """The value with tuples for lists, and with mappings that nobody else holds."""
    match value:
        case str():
            return visible_name(value)
        case list():
            return tuple(frozen(each) for each in value)
        case dict():
            return {visible_name(key): frozen(each) for key, each in value.items()}
        case _:
            return None
