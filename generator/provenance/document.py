"""One parsed file, whose fields are asked for by name and kind.

What a parser made of a file is a tree of mappings, lists and scalars. A :class:`Document` hands fields out of it: an
absent field is the default, a field of the wrong kind is a fault that names the file, the field and, where the format
has lines, the line. Optional fields collect their faults, so that one bad field costs that field only; a field that
the record cannot do without is asked for by :meth:`Document.require`, which raises.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Self, TypeAlias

from generator.errors import DocumentError
from generator.provenance.instants import instant_from_milliseconds, instant_from_yaml
from generator.provenance.source import Source

Place: TypeAlias = tuple[str | int, ...]
"""The keys and list positions that lead from the top of a file to a field."""
LineFinder: TypeAlias = Callable[[Place], int | None]
"""Finds the line, counted from 1, on which a field stands; None when it stands nowhere."""

_WHOLE_NUMBER = re.compile(r"[-+]?[0-9]{1,40}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_QUOTED_LENGTH = 60


class FieldError(DocumentError):
    """A fault of a field, or of the file as a whole, that knows its place.

    Attributes:
        source: the file with the line where there is one, else with the pointer.
        pointer: JSON Pointer of the field; empty for the whole file.
    """

    def __init__(self, message: str, *, slug: str, source: Source, pointer: str = "", hint: str = "") -> None:
        super().__init__(message, slug=slug, location=str(source), hint=hint)
        self.source = source
        self.pointer = pointer

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[str], dict[str, Any]]:
        rebuild = partial(
            type(self), slug=self.slug, source=self.source, pointer=self.pointer, hint=self.hint
        )
        return rebuild, (self.message,), self.__dict__


class Document:
    """A parsed file, or a mapping within one."""

    __slots__ = ("_find_line", "_place", "_values", "faults", "source")

    def __init__(
        self,
        values: Mapping[str, object],
        source: Source,
        *,
        find_line: LineFinder | None = None,
        place: Place = (),
        faults: list[FieldError] | None = None,
    ) -> None:
        self._values = values
        self._find_line = find_line
        self._place = place
        self.source = source
        """The whole file."""
        self.faults: list[FieldError] = [] if faults is None else faults
        """What was wrong with the fields asked for so far, here and in every document below."""

    def __contains__(self, key: str) -> bool:
        return self._values.get(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def values(self) -> Mapping[str, object]:
        """The mapping as the parser made it."""
        return self._values

    @property
    def here(self) -> Source:
        """The place of this mapping itself."""
        return self.source.at(*self._place)

    @property
    def path(self) -> Place:
        """The keys and positions that lead from the top of the file to this mapping."""
        return self._place

    @property
    def line(self) -> int | None:
        """The line on which this mapping begins, counted from 1; None where the format has none."""
        return self._find_line(self._place) if self._find_line else None

    def at(self, key: str) -> Source:
        """The place of a field, whether or not it is there."""
        return self.source.at(*self._place, key)

    def places(self, names: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, Source], ...]:
        """Where fields stand that are called otherwise here.

        Args:
            names: for each, what it may be called; the first that is there counts, else the first of all.
        """
        found = []
        for name, keys in names.items():
            key = next((key for key in keys if key in self._values), keys[0])
            if key != name:
                found.append((name, self.at(key)))
        return tuple(found)

    def require(self, key: str) -> str:
        """The text of a field that must be there and not be empty.

        Raises:
            FieldError: when it is missing, null, empty, or no text.
        """
        found = len(self.faults)
        text = self.text(key)
        if len(self.faults) > found:
            raise self.faults.pop()
        if not text:
            raise self.fault(key, f"{self._named(key)} is missing", slug="field-missing")
        return text

    def text(self, key: str, default: str = "") -> str:
        """A scalar as text, as it is written where the parser kept it so; the default when absent or null."""
        value = self._values.get(key)
        if isinstance(value, str):
            return value
        if value is None:
            return default
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        self._refuse(key, "text")
        return default

    def integer(self, key: str) -> int | None:
        """A whole number of any size; None when absent, null, or no such number."""
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
            return int(value)
        self._refuse(key, "a whole number")
        return None

    def number(self, key: str) -> float | None:
        """A finite decimal number; None when absent, null, or no such number."""
        value = self._values.get(key)
        if value is None:
            return None
        number = _float(value)
        if number is None:
            self._refuse(key, "a number")
        return number

    def flag(self, key: str) -> bool | None:
        """``true`` or ``false``; None when absent, null, or neither."""
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str) and value in _TRUE | _FALSE:
            return value in _TRUE
        self._refuse(key, "true or false")
        return None

    def instant(self, key: str) -> datetime | None:
        """A Unix time in milliseconds or an ISO 8601 date; None when absent, null, or no such date."""
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
            value = int(value)
        found = instant_from_milliseconds(value) or instant_from_yaml(value)
        if found is None:
            self._refuse(key, "a point in time")
        return found

    def mapping(self, key: str) -> "Document":
        """The mapping in a field; an empty document when absent, null, or no mapping."""
        value = self._values.get(key)
        if isinstance(value, Mapping):
            return self._below(value, key)
        if value is not None:
            self._refuse(key, "a mapping")
        return self._below({}, key)

    def mappings(self, key: str) -> "tuple[Document, ...]":
        """The mappings in a list; whatever else stands in the list is a fault."""
        found = []
        for position, value in enumerate(self._list(key)):
            if isinstance(value, Mapping):
                found.append(self._below(value, key, position))
            else:
                self._refuse(key, "a list of mappings", position)
        return tuple(found)

    def texts(self, key: str) -> tuple[str, ...]:
        """The scalars in a list as text; whatever else stands in the list is a fault."""
        found = []
        for position, value in enumerate(self._list(key)):
            if isinstance(value, str | int | float):
                found.append(str(value))
            else:
                self._refuse(key, "a list of texts", position)
        return tuple(found)

    def fault(
        self, key: str, message: str, *, slug: str, hint: str = "", position: int | None = None
    ) -> FieldError:
        """A fault of a field, or of one item of its list, at its line when the format has lines and it is there."""
        place: Place = (*self._place, key) if position is None else (*self._place, key, position)
        pointer = Source("").at(*place).pointer
        line = self._find_line(place) if self._find_line else None
        source = self.source.line(line) if line else self.source.at(*place)
        return FieldError(message, slug=slug, source=source, pointer=pointer, hint=hint)

    def _list(self, key: str) -> list[object]:
        value = self._values.get(key)
        if isinstance(value, list):
            return value
        if value is not None:
            self._refuse(key, "a list")
        return []

    def _below(self, values: Mapping[str, object], *steps: str | int) -> "Document":
        return Document(
            values,
            self.source,
            find_line=self._find_line,
            place=(*self._place, *steps),
            faults=self.faults,
        )

    def _refuse(self, key: str, wanted: str, position: int | None = None) -> None:
        value = self._values.get(key)
        if position is not None and isinstance(value, list):
            value = value[position]
        named = self._named(key) if position is None else f"{self._named(key)}/{position}"
        message = f"{named} is {_described(value)}, not {wanted}"
        self.faults.append(self.fault(key, message, slug="field-invalid", position=position))

    def _named(self, key: str) -> str:
        return "/".join(str(step) for step in (*self._place, key))


def _float(value: object) -> float | None:
    """A finite number, or None. Python's own ``float`` would take ``1_000``, other scripts' digits, and overflow."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _described(value: object) -> str:
    """What a message calls a value."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = ascii(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _QUOTED_LENGTH else f"{text[:_QUOTED_LENGTH]}…"
