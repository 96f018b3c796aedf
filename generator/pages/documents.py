"""Records as JSON values, and the files that they cite."""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime

from generator.catalog import Value
from generator.provenance import Fact, Source


class Cited:
    """Writes places as ``path#pointer`` or ``path:line`` and remembers the digest of each file."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}

    @property
    def files(self) -> Mapping[str, str]:
        """Hex SHA-256 by path of every file cited so far; empty for one that could not be read."""
        return self._files

    def place(self, source: Source) -> str:
        """One place."""
        self._files[source.path] = source.sha256 or self._files.get(source.path, "")
        return str(source)

    def places(self, sources: Iterable[Source]) -> list[str]:
        """Several places, in their order."""
        return [self.place(source) for source in sources]

    def fact(self, fact: Fact) -> dict[str, object]:
        """A fact with its standing; without a value, the places say where it should stand."""
        return {
            "standing": fact.standing.value,
            "value": fact.value if fact.present else None,
            "detail": fact.detail,
            "sources": self.places(fact.sources),
        }


def value_document(value: Value) -> object:
    """A front-matter value."""
    if isinstance(value, Mapping):
        return {key: value_document(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [value_document(each) for each in value]
    return finite(value) if isinstance(value, float) else value


def finite(value: float | None) -> float | str | None:
    """JSON knows no NaN and no infinity, so these are text: ``nan``, ``inf``, ``-inf``."""
    return value if value is None or math.isfinite(value) else str(value)


def timestamp(value: datetime | None) -> str | None:
    """An instant in ISO 8601."""
    return value.isoformat() if value else None


def written(document: Mapping[str, object]) -> bytes:
    """The document as ASCII JSON, keys sorted."""
    return json.dumps(document, indent=1, sort_keys=True, allow_nan=False).encode("ascii") + b"\n"
