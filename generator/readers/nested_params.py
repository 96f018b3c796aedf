"""A tree of settings as the flat params of a run: ``{"net": {"depth": 3}}`` is the param ``net.depth``."""

from collections.abc import Iterator, Mapping

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


def params_of(reading: Reading, settings: Mapping[str, object], source: Source) -> tuple[Param, ...]:
    """The params that settings make, by key.

    Args:
        reading: where it is reported that there are too many.
        settings: scalars, lists and mappings; a list, an empty mapping or a Python object is one param.
        source: of the mapping; each param stands at its own place below.
    """
    found: dict[str, Param] = {}
    left_out = 0
    for key, value, place in _leaves(settings, "", source):
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


def _leaves(
    settings: Mapping[str, object], prefix: str, source: Source
) -> Iterator[tuple[str, object, Source]]:
    for name, value in settings.items():
        key, place = f"{prefix}{name}", source.at(name)
        if isinstance(value, Mapping) and value and not is_object(value):
            yield from _leaves(value, f"{key}.", place)
        else:
            yield key, value, place
