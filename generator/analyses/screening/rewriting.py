"""Rewrite the texts in frozen records, however deep, and leave as it is what holds none that changes."""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import cache
from typing import Any

from generator.catalog import field_names, replaced
from generator.messages import Phrase


class _Shape(Enum):
    TEXT = auto()
    PHRASE = auto()
    TUPLE = auto()
    MAPPING = auto()
    RECORD = auto()
    LEAF = auto()


class Rewriting:
    """A walk through records that puts other texts in the place of texts."""

    def __init__(self, text: Callable[[str], str], spared: frozenset[type] = frozenset()) -> None:
        """Prepare the walk.

        Args:
            text: from a text to the text that takes its place.
            spared: kinds of records that are left alone.
        """
        self._text = text
        self._spared = spared

    def of(self, value: Any) -> Any:
        """The value with every text in it rewritten; the same object where nothing changed."""
        kind: type = type(value)
        match _shape(kind):
            case _Shape.TEXT:
                return self._text(value)
            case _Shape.PHRASE:
                return self._phrase(value)
            case _Shape.LEAF:
                return value
            case _Shape.TUPLE:
                return self._tuple(value)
            case _Shape.MAPPING:
                pairs = {self.of(key): self.of(part) for key, part in value.items()}
                return value if list(pairs.items()) == list(value.items()) else pairs
            case _:
                return self.record(value)

    def record(self, value: Any) -> Any:
        """The same for a frozen dataclass or struct."""
        kind: type = type(value)
        if kind in self._spared:
            return value
        changed = {}
        for name in field_names(kind):
            old = getattr(value, name)
            new = self.of(old)
            if new is not old:
                changed[name] = new
        return replaced(value, **changed) if changed else value

    def _phrase(self, phrase: Phrase) -> str:
        """A phrase with its arguments rewritten, as another language shows them in other surroundings.

        Where that is not the rewritten English, the words around the arguments had a part in it: then that is all.
        """
        told = self._text(str(phrase))
        arguments = {name: self.of(argument) for name, argument in phrase.arguments.items()}
        if all(new is phrase.arguments[name] for name, new in arguments.items()) and told == phrase:
            return phrase
        made = Phrase.of(phrase.message, phrase.plural, phrase.number, phrase.context, arguments)
        return made if made == told else told

    def _tuple(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        parts = [self.of(part) for part in value]
        same = all(new is old for new, old in zip(parts, value, strict=True))
        return value if same else tuple(parts)


@cache
def _shape(kind: type) -> _Shape:
    """What to do with values of a type; columns of numbers, dates and members of enumerations are left alone."""
    if issubclass(kind, Enum):
        return _Shape.LEAF
    if issubclass(kind, Phrase):
        return _Shape.PHRASE
    if issubclass(kind, str):
        return _Shape.TEXT
    if issubclass(kind, tuple):
        return _Shape.TUPLE
    if issubclass(kind, Mapping):
        return _Shape.MAPPING
    return _Shape.RECORD if field_names(kind) else _Shape.LEAF
