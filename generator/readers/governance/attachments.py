"""Documents that people name with their digest: each is read, so that the digest is the document's own.

They lie in the governance folder. An address, such as ``https://…``, is of another system: nothing is fetched, and what
stands there is known by the digest stated alone.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.catalog import ModelNarrative, Severity, Value
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.reading import Reading

ATTACHING = ("annex_iv", "licence_text")
"""Fields of the front matter below which documents are named, as a mapping with ``file`` and ``sha256``."""
_DEEPEST = 4
"""Mappings within mappings that are looked into."""


def read_attachment(reading: Reading, file: str, stated: str, place: Source, noun: str) -> Source | None:
    """The document at a path below the governance folder; None when it is not to be had, which is a problem.

    Args:
        reading: of the governance folder.
        file: the path, as written.
        stated: the SHA-256 that it should have, in lower case; empty when none is stated.
        place: the mapping that names it, as ``file`` or under the noun.
        noun: what it is called: ``report`` or ``document``.
    """
    named = place.at("report" if noun == "report" else "file")
    try:
        found = reading.store.digest(file)
    except StoreError as error:
        message = f"the {noun} {file!a} {error.message}"
        reading.report(
            error.slug, Severity.ERROR, named, message, f"the {noun} cannot be vouched for", error.hint
        )
        return None
    if stated and stated != found.sha256:
        reading.report(
            "attachment-digest-differs", Severity.ERROR, place.at("sha256"),
            f"{found.path} has the SHA-256 {found.sha256}, not the one that is stated here",
            f"the {noun} is not the one that was meant",
            "restore it, or register the new one by a new entry with corrects" if noun == "report"
            else "restore it, or state the SHA-256 of the new one and have it signed again",
        )  # fmt: skip
    return Source(found.path, found.sha256)


def read_attachments(reading: Reading, narratives: Iterable[ModelNarrative]) -> None:
    """Read every document that the files about models name, so that it is among the files read."""
    for narrative in narratives:
        for key in ATTACHING:
            statement = narrative.fields.get(key)
            if statement is None:
                continue
            for file, stated, place in _named(statement.value, statement.source):
                read_attachment(reading, file, stated, place, "document")


def _named(value: Value, place: Source, depth: int = 0) -> Iterator[tuple[str, str, Source]]:
    """Every document named in a value: its path, its digest and the mapping."""
    if not isinstance(value, Mapping) or depth == _DEEPEST:
        return
    file, stated = value.get("file"), value.get("sha256")
    if isinstance(file, str) and file.strip() and "://" not in file:
        yield file.strip(), stated.strip().casefold() if isinstance(stated, str) else "", place
    for key, below in value.items():
        yield from _named(below, place.at(key), depth + 1)
