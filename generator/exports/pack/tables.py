"""Tables of a pack as CSV (RFC 4180, UTF-8), in which no spreadsheet finds a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from generator.pages.audit.population import cell
from generator.provenance import Source

PLACE = ("path", "pointer", "sha256")
"""The columns of a place."""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table; every cell is text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(written(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8", "backslashreplace")


def place(source: Source) -> tuple[str, str, str]:
    """The cells of a place."""
    return (source.path, source.pointer, source.sha256)


def written(value: Any) -> str:
    """A value as text: instants in ISO 8601, nothing for None, parts with a semicolon between them."""
    match value:
        case None:
            return ""
        case Enum():
            return str(value.value)
        case bool():
            return "yes" if value else "no"
        case datetime() | date():
            return value.isoformat()
        case tuple() | list():
            return "; ".join(written(part) for part in value)
        case _:
            return str(value)
