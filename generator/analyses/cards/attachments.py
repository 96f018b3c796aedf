"""Documents that the front matter names with their digest: ``{file: …, sha256: …}``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.analyses.cards.completeness import value_text
from generator.catalog import Catalog, Value
from generator.messages import say
from generator.provenance import Source

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document, and whether it can be told from any other."""

    file: str
    """As written: a path below the governance folder, or an address."""
    sha256: str
    """As written, in lower case."""
    source: Source
    """The document itself where it was read, else where it is named."""
    trouble: str = ""
    """Why it cannot be relied on; empty when it can."""


def attachment(value: Value, named_in: Source, catalog: Catalog, governance: str) -> Attachment | None:
    """The document that a mapping names; None when it names none.

    A path is of the governance folder: the file has to be there, and its digest the one stated. An address is of another
    system, and known by the stated digest alone.

    Args:
        value: of the front matter.
        named_in: the place of the mapping.
        catalog: knows the files read.
        governance: label of the governance folder, below which paths are meant.
    """
    if not isinstance(value, Mapping):
        return None
    file, digest = value_text(value.get("file")), value_text(value.get("sha256")).casefold()
    if not file:
        return None
    path = f"{governance}/{file}"
    read = next((found for found in catalog.files if found.path == path), None)
    source = Source(path, read.sha256) if read else named_in
    trouble = ""
    if not _SHA256.fullmatch(digest):
        trouble = say("{file} is named without its SHA-256", file=file)
    elif not read and "://" not in file:
        trouble = say("{file} is not in the governance folder, or cannot be read", file=file)
    elif read and read.sha256 != digest:
        trouble = say(
            "{file} is another than the one named: its SHA-256 is {sha256}",
            file=file,
            sha256=read.sha256 or say("not known"),
        )
    return Attachment(file=file, sha256=digest, source=source, trouble=trouble)
