"""A tree of settings as the flat params of a run: ``{"net": {"depth": 3}}`` is the param ``net.depth``."""

from collections.abc import Iterable, Iterator, Mapping

from generator.catalog import Param, Severity
from generator.provenance import Source
from generator.readers.json_documents import plain_text
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

MOST_PARAMS = 5_000
"""Params of one run; settings that hold more are data."""
_OBJECT_MARKS = (
    "py/object",
    "py/type",
    "py/tuple",
    "py/set",
    "py/id",
    "py/reduce",
    "py/b64",
    "py/repr",
    "py/function",
)
"""Keys by which jsonpickle marks a Python object (``jsonpickle/tags.py``); such a mapping is one value, shown as it is."""


def params_of(
    reading: Reading, settings: Iterable[tuple[str, object, Source]], source: Source
) -> tuple[Param, ...]:
    """The params that settings make, by key.

    Args:
        reading: where it is reported that there are too many.
        settings: name, value and place of each. A value is a scalar, a list or a mapping; a list, an empty mapping or a
            Python object is one param.
        source: of all of them, for what is reported.
    """
    found: dict[str, Param] = {}
    left_out = 0
    for key, value, place in _leaves(settings, ""):
        if len(found) >= MOST_PARAMS:
            left_out += 1
            continue
        shown = visible_name(key)
        found.setdefault(shown, Param(shown, without_personal_data(visible_name(plain_text(value))), place))
    if left_out:
        reading.report(
            "params-bounded", Severity.WARNING, source, f"holds {left_out} settings more than the {MOST_PARAMS} shown",
            "these are not shown among the params of the run",
        )  # fmt: skip
    return tuple(found[key] for key in sorted(found))


def is_object(value: object) -> bool:
    """Whether a value is a Python object that jsonpickle wrote; it is never made into one again."""
    return isinstance(value, Mapping) and any(mark in value for mark in _OBJECT_MARKS)


def settings_in(values: Mapping[str, object], source: Source) -> Iterator[tuple[str, object, Source]]:
    """Name, value and place of everything in a mapping that stands at a source."""
    for name, value in values.items():
        yield name, value, source.at(name)


def _leaves(
    settings: Iterable[tuple[str, object, Source]], prefix: str
) -> Iterator[tuple[str, object, Source]]:
    for name, value, place in settings:
        if isinstance(value, Mapping) and value and not is_object(value):
            yield from _leaves(settings_in(value, place), f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value, place
