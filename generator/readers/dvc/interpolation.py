"""``${}`` in a ``dvc.yaml``: a name stands for a value of ``vars`` or of ``params.yaml``.

Resolved as DVC does (``dvc/parsing``), as far as that is plain: ``${train.sizes[0]}``. What stands for nothing known, or
for a list or mapping inside a text, stays as it is written.
"""

import re
from collections.abc import Mapping

from generator.readers.json_documents import plain_text

_NAMED = re.compile(r"(?<!\\)\$\{([^{}]*)\}")
_STEP = re.compile(r"[.\[]")
_POSITION = re.compile(r"[0-9]{1,9}")
_LONGEST = 10_000
"""Characters that a text may grow to."""


def resolve(value: object, context: Mapping[str, object]) -> object:
    """A value with every plain ``${}`` in it resolved, however deep."""
    match value:
        case str():
            return _resolve_text(value, context)
        case list():
            return [resolve(each, context) for each in value]
        case Mapping():
            return {_text(resolve(name, context)): resolve(each, context) for name, each in value.items()}
        case _:
            return value


def is_resolved(value: object) -> bool:
    """Whether no ``${}`` is left in a value."""
    match value:
        case str():
            return not _NAMED.search(value)
        case list():
            return all(map(is_resolved, value))
        case Mapping():
            return all(is_resolved(name) and is_resolved(each) for name, each in value.items())
        case _:
            return True


def look_up(name: str, context: Mapping[str, object]) -> tuple[bool, object]:
    """Whether a name such as ``a.b[0]`` stands for anything, and for what."""
    found: object = context
    for step in (part.rstrip("]").strip() for part in _STEP.split(name.strip())):
        if isinstance(found, Mapping) and step in found:
            found = found[step]
        elif isinstance(found, list) and _POSITION.fullmatch(step) and int(step) < len(found):
            found = found[int(step[:9])]
        else:
            return False, None
    return True, found


def merged(first: Mapping[str, object], second: Mapping[str, object]) -> dict[str, object]:
    """Both mappings, level by level; the second one's values go before."""
    made = dict(first)
    for name, value in second.items():
        before = made.get(name)
        made[name] = (
            merged(before, value) if isinstance(before, Mapping) and isinstance(value, Mapping) else value
        )
    return made


def _resolve_text(text: str, context: Mapping[str, object]) -> object:
    whole = _NAMED.fullmatch(text)
    if whole:
        known, value = look_up(whole[1], context)
        return value if known else text

    def stand_in(found: re.Match[str]) -> str:
        known, value = look_up(found[1], context)
        return plain_text(value) if known and not isinstance(value, list | Mapping) else found[0]

    made = _NAMED.sub(stand_in, text)
    return made if len(made) <= _LONGEST else text


def _text(value: object) -> str:
    return value if isinstance(value, str) else plain_text(value)
