"""A mapping that people filled in by hand: every field asked for is one they may write, any other is a slip.

The trackers' files may hold whatever their next release adds; ours have the keys that are documented, and a mistyped
``expries_on`` must not pass for a waiver without an end.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from generator.provenance import Source
from generator.provenance.document import Document, FieldError
from generator.provenance.instants import instant_from_text
from generator.readers.governance.faults import close_match
from generator.readers.text import visible_name

Choice = TypeVar("Choice", bound=StrEnum)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:[Zz]|[-+][0-9]{2}:[0-9]{2})?)?"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Form:
    """One mapping, and which of its fields were asked for.

    A field of the wrong kind is a fault of the document, as with :class:`Document`, and counts as absent. A field
    that is required and absent raises :class:`FieldError`.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._asked: set[str] = set()

    @property
    def source(self) -> Source:
        """The place of the mapping."""
        return self._document.here

    @property
    def document(self) -> Document:
        """The mapping as it was read."""
        return self._document

    def __contains__(self, key: str) -> bool:
        return key in self._document

    def __iter__(self) -> Iterator[str]:
        return iter(self._document)

    def at(self, key: str) -> Source:
        """The place of a field, whether or not it is there."""
        return self._document.at(key)

    def require(self, key: str) -> str:
        """A text without which the mapping says nothing.

        Raises:
            FieldError: when it is missing or no text.
        """
        known = len(self._document.faults)
        text = self.text(key)
        if len(self._document.faults) > known:
            raise self._document.faults.pop()
        if not text:
            raise self.fault(key, f"{key} is missing", slug="field-missing")
        return text

    def text(self, key: str) -> str:
        """A text; empty when absent."""
        self._asked.add(key)
        return visible_name(self._document.text(key).strip())

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        self._asked.add(key)
        return tuple(visible_name(text.strip()) for text in self._document.texts(key))

    def number(self, key: str) -> float | None:
        """A finite number."""
        self._asked.add(key)
        return self._document.number(key)

    def amount(self, key: str) -> float | None:
        """A finite number that is not below 0."""
        found = self.number(key)
        if found is not None and found < 0:
            self._invalid(key, "is less than 0")
            return None
        return found

    def count(self, key: str) -> int | None:
        """A whole number above 0."""
        self._asked.add(key)
        found = self._document.integer(key)
        if found is not None and found < 1:
            self._invalid(key, "is less than 1")
            return None
        return found

    def whole(self, key: str) -> int | None:
        """A whole number."""
        self._asked.add(key)
        return self._document.integer(key)

    def flag(self, key: str) -> bool | None:
        """``true`` or ``false``."""
        self._asked.add(key)
        return self._document.flag(key)

    def day(self, key: str) -> date | None:
        """A day, ``YYYY-MM-DD``."""
        text = self.text(key)
        found = instant_from_text(text) if _DAY.fullmatch(text) else None
        if text and found is None:
            self._invalid(key, f"is {text!a}, not a day", "write it as 2026-11-20")
        return found.date() if found else None

    def instant(self, key: str) -> datetime | None:
        """A day, or a time as in RFC 3339; without a zone it is read as UTC."""
        text = self.text(key)
        found = instant_from_text(text.upper()) if _INSTANT.fullmatch(text) else None
        if text and found is None:
            self._invalid(key, f"is {text!a}, not a point in time", "write it as 2026-11-20T09:30:00Z")
        return found

    def sha256(self, key: str) -> str:
        """A SHA-256 in hexadecimal; capitals are made small."""
        text = self.text(key).lower()
        if text and not _SHA256.fullmatch(text):
            self._invalid(key, "is no SHA-256 in 64 hexadecimal digits", "write what sha256sum prints")
            return ""
        return text

    def choice(self, key: str, of: type[Choice]) -> Choice | None:
        """One of several words."""
        text = self.text(key)
        if not text:
            return None
        if text not in {word.value for word in of}:
            self._unknown_word(key, text, tuple(word.value for word in of))
            return None
        return of(text)

    def require_choice(self, key: str, of: type[Choice]) -> Choice:
        """One of several words, without which the mapping says nothing.

        Raises:
            FieldError: when it is missing or another word.
        """
        self.require(key)
        found = self.choice(key, of)
        if found is None:
            raise self._document.faults.pop()
        return found

    def word(self, key: str, words: tuple[str, ...]) -> str:
        """One of several words; empty when absent."""
        text = self.text(key)
        if text and text not in words:
            self._unknown_word(key, text, words)
            return ""
        return text

    def mapping(self, key: str) -> "Form":
        """The mapping in a field; empty when absent."""
        self._asked.add(key)
        return Form(self._document.mapping(key))

    def mappings(self, key: str) -> "tuple[Form, ...]":
        """The mappings in a list; empty when absent."""
        self._asked.add(key)
        return tuple(map(Form, self._document.mappings(key)))

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields that something asked for so far, by name."""
        return tuple(sorted(self._asked))

    @property
    def unasked(self) -> tuple[str, ...]:
        """The fields that nothing asked for so far, in the order written."""
        return tuple(key for key in self._document if key not in self._asked)

    def allow(self, key: str) -> None:
        """Let a field stand that is looked at elsewhere."""
        self._asked.add(key)

    def fault(self, key: str, message: str, *, slug: str = "field-invalid", hint: str = "") -> FieldError:
        """A fault of a field, to be raised; of one that is not there, on the line of the mapping."""
        fault = self._document.fault(key, message, slug=slug, hint=hint)
        line = self._document.line if key not in self._document.values else None
        if line is None:
            return fault
        source = self._document.source.line(line)
        return FieldError(message, slug=slug, source=source, pointer=fault.pointer, hint=hint)

    def refuse(self, key: str, message: str, *, slug: str = "field-invalid", hint: str = "") -> None:
        """Note a fault of a field."""
        self._document.faults.append(self.fault(key, message, slug=slug, hint=hint))

    def finish(self) -> None:
        """Note every field that nothing asked for."""
        known = sorted(self._asked)
        for key in self._document:
            if key not in self._asked:
                meant = close_match(key, known)
                hint = f"did you mean {meant}?" if meant else f"known are {', '.join(known)}"
                self.refuse(key, f"{key!a} is no field here", slug="field-unknown", hint=hint)

    def take_faults(self) -> list[FieldError]:
        """The faults noted so far, which are then forgotten."""
        faults = list(self._document.faults)
        self._document.faults.clear()
        return faults

    def _unknown_word(self, key: str, text: str, words: tuple[str, ...]) -> None:
        meant = close_match(text, words)
        hint = f"did you mean {meant}?" if meant else f"write one of {', '.join(words)}"
        self._invalid(key, f"is {text!a}, not one of the known words", hint)

    def _invalid(self, key: str, message: str, hint: str = "") -> None:
        self.refuse(key, f"{key} {message}", hint=hint)
