"""Fixed text as the message that it is, with what is filled in.

Wherever a text is expected a phrase is one: its value is the English text. It compares, sorts, and is written to data
as that. Phrases put together with ``+`` or ``join`` stay phrases; what is cut from one, or made of it in any other way,
is plain text again, and stays English.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
"""Names alone: a translation cannot reach into what is filled in, and a brace in that is never looked at."""
_THIN_SPACE = "\u2009"
_MINUS = "\u2212"


class Phrase(str):
    """A message with its arguments; as a text, the English of it."""

    __slots__ = ("arguments", "context", "message", "number", "plural")

    message: str
    """The English template, which is the message's name in a catalogue."""
    plural: str
    """The English template for other numbers than one; empty where the text counts nothing."""
    number: float
    """What decides on the form."""
    context: str
    """What tells apart messages of one wording; empty for none."""
    arguments: Mapping[str, object]
    """What is filled in, by the name of its placeholder. It may be a phrase itself."""

    @classmethod
    def of(
        cls, message: str, plural: str, number: float, context: str, arguments: Mapping[str, object]
    ) -> Self:
        """The phrase; also how a pickled one comes back."""
        template = plural if plural and number != 1 else message
        phrase = super().__new__(cls, filled(template, arguments) if arguments else template)
        phrase.message = message
        phrase.plural = plural
        phrase.number = number
        phrase.context = context
        phrase.arguments = arguments
        return phrase

    @property
    def placeholders(self) -> frozenset[str]:
        """The names that a translation may leave open."""
        return placeholders(self.message) | placeholders(self.plural)

    def __add__(self, other: str) -> "Phrase":
        return put_together((self, other))

    def __radd__(self, other: str) -> "Phrase":
        return put_together((other, self))

    def removeprefix(self, prefix: str, /) -> str:
        """Itself where there is nothing to remove; of what was put together, the parts behind the prefix."""
        if not prefix or not self.startswith(prefix):
            return self
        parts, left = list(self.arguments.values()), prefix
        while parts and left and left.startswith(str(parts[0])):
            left = left[len(str(parts.pop(0))) :]
        together = self.message == "".join(f"{{{name}}}" for name in self.arguments)
        return put_together(map(_text, parts)) if together and not left else super().removeprefix(prefix)

    def __reduce__(self) -> tuple[Any, ...]:
        return Phrase.of, (self.message, self.plural, self.number, self.context, dict(self.arguments))


def say(message: str, /, **arguments: object) -> Phrase:
    """Fixed text, such as ``say("Registered by {person}", person=name)``."""
    return Phrase.of(message, "", 1, "", arguments)


def word(value: str) -> str:
    """A member of an enumeration whose value stands on pages: it is a message, and stays the plain text that it is."""
    return value


def say_of(context: str, message: str, /, **arguments: object) -> Phrase:
    """Fixed text whose English wording means more than one thing; the context says which."""
    return Phrase.of(message, "", 1, context, arguments)


def say_many(count: float, one: str, many: str, /, **arguments: object) -> Phrase:
    """Fixed text that counts; ``{n}`` is the number: ``say_many(2, "{n} run", "{n} runs")``."""
    number = f"{count:,}".replace(",", _THIN_SPACE).replace("-", _MINUS)
    return Phrase.of(one, many, count, "", {"n": number, **arguments})


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def put_together(parts: Iterable[str], between: str = "") -> Phrase:
    """Texts one after the other, of which some are phrases."""
    told: dict[str, object] = {}
    for part in parts:
        if told and between:
            told[f"part{len(told)}"] = between
        told[f"part{len(told)}"] = part
    return Phrase.of("".join(f"{{{name}}}" for name in told), "", 1, "", told)


def filled(template: str, arguments: Mapping[str, object], show: Callable[[object], str] = str) -> str:
    """A template with its placeholders filled in, each argument as ``show`` gives it.

    Raises:
        KeyError: when the template leaves open what there is no argument for.
    """
    return _PLACEHOLDER.sub(lambda found: show(arguments[found.group(1)]), template)


def placeholders(template: str) -> frozenset[str]:
    """The names of what a template leaves open."""
    return frozenset(_PLACEHOLDER.findall(template))
