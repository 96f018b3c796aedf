"""The lines of a ledger, as they are written (docs/ledger.md has the format).

A line is canonical JSON: keys in order, no blanks, ASCII. Its ``sha256`` is taken over the line without that field, its
``previous`` is the ``sha256`` of the line it was written after.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from generator.history.events import Event

FORMAT = "modelfolio-ledger/1"


class LineKind(StrEnum):
    """What a line is."""

    OPENING = "opening"
    """The first line of a ledger."""
    RESTART = "restart"
    """The first line of a ledger that was begun again because the one before is lost."""
    EVENT = "event"
    OBSERVATION = "observation"
    """Somebody looked at the registry, and found it as the lines up to here say."""
    MERGE = "merge"
    """Two or more branches become one."""


ROOTS = frozenset({LineKind.OPENING, LineKind.RESTART})


def canonical(body: Mapping[str, Any]) -> str:
    """The one way in which a line can be written."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(body: Mapping[str, Any]) -> str:
    """Hex SHA-256 of a line without its digest."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def chained(bodies: Iterable[Mapping[str, Any]], head: str) -> Iterator[bytes]:
    """Lines ready to be written after the line of that digest, each bound to the one before."""
    for body in bodies:
        bound = {**body, "previous": "" if body["kind"] in ROOTS else head}
        head = digest(bound)
        yield canonical({**bound, "sha256": head}).encode() + b"\n"


def opening(at: datetime) -> dict[str, Any]:
    """The first line of a ledger."""
    return {"kind": LineKind.OPENING.value, "format": FORMAT, "at": written(at)}


def restart(at: datetime, reason: str) -> dict[str, Any]:
    """The first line of a ledger whose past is lost."""
    return {"kind": LineKind.RESTART.value, "format": FORMAT, "at": written(at), "reason": reason}


def observation(at: datetime, store_digest: str) -> dict[str, Any]:
    """That somebody looked, and at what: the digest over the paths and digests of all files read."""
    return {"kind": LineKind.OBSERVATION.value, "at": written(at), "inputs": store_digest}


def merge(at: datetime, above: bytes, heads: Iterable[str]) -> dict[str, Any]:
    """That branches become one; ``above`` is everything that stands above the line."""
    return {
        "kind": LineKind.MERGE.value,
        "at": written(at),
        "heads": list(heads),
        "above": hashlib.sha256(above).hexdigest(),
    }


def event_body(event: Event) -> dict[str, Any]:
    """An event as a line; what is empty or unknown is left out."""
    fields = {
        "kind": LineKind.EVENT.value,
        "subject": event.key.subject.value,
        "model": event.key.model,
        "version": event.key.version,
        "name": event.key.name,
        "value": event.value,
        "was": event.was,
        "event_at": written(event.at),
        "after": written(event.after),
        "until": written(event.until),
        "by": event.by,
        "witness": event.witness.value,
        "reference": event.reference,
        "told_only": "yes" if not event.seen else "",
        "path": event.source.path,
        "pointer": event.source.pointer,
        "digest": event.source.sha256,
    }
    always = {"kind", "subject", "model", "value", "witness"}
    return {
        key: value
        for key, value in fields.items()
        if key in always or value or (key == "was" and value is not None)
    }


def written(instant: datetime | None) -> str:
    """An instant as the ledger writes it: ISO 8601 in UTC, to the microsecond where there is one."""
    return instant.isoformat().replace("+00:00", "Z") if instant else ""
