"""Aliases of MLflow's file store: one file for each, whose content is a version's number."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from generator.catalog import Alias, Severity
from generator.provenance.document import Document
from generator.readers.mlflow.fields import field_files
from generator.readers.reading import Reading

_NUMBER = re.compile(r"[0-9]{1,18}")


def read_aliases(reading: Reading, folder: str) -> tuple[Alias, ...]:
    """The aliases in a folder, by name."""
    found: list[Alias] = []
    for path, name, held in chain.from_iterable(field_files(reading, folder, "alias")):
        read = reading.text(path, "the alias {} is not shown", name, held)
        if read is None:
            continue
        text, source = read
        number = text.strip()
        if _NUMBER.fullmatch(number):
            found.append(Alias(name, str(int(number)), source))
        else:
            says = f"holds {number[:60]!a}, not the number of a version" if number else "is empty"
            reading.report(
                "alias-invalid", Severity.WARNING, source, says, f"the alias {name!a} is not shown"
            )
    found.sort(key=lambda alias: alias.name)
    return tuple(found)


def check_aliases(reading: Reading, aliases: tuple[Alias, ...], listed: Collection[str]) -> None:
    """Report every alias of a version that is not there or is deleted."""
    for alias in aliases:
        if alias.version not in listed:
            reading.report(
                "alias-dangling", Severity.WARNING, alias.source,
                f"the alias {alias.name!a} names version {alias.version}, which is not listed",
                "the alias is shown without a version", "set the alias anew in MLflow",
            )  # fmt: skip


def note_stale_aliases(reading: Reading, aliases: tuple[Alias, ...], document: Document) -> None:
    """Note what a record says of aliases and their files do not: MLflow writes the copy and forgets it."""
    true = {alias.name: alias.version for alias in aliases}
    own_number = document.text("version")
    for name, number in _copied(document, own_number):
        if true.get(name) != number:
            fault = document.fault(
                "aliases",
                f"aliases says {name!a} is version {number}, its file does not",
                slug="alias-copy-stale",
            )
            reading.report_error(fault, fault.source, "nothing is lost, the file is followed", Severity.NOTE)


def _copied(document: Document, own_number: str) -> Iterator[tuple[str, str]]:
    """Name and version of every alias in a record: a mapping in a model's, a list of names in a version's."""
    aliases = document.values.get("aliases")
    if isinstance(aliases, Mapping):
        copy = document.mapping("aliases")
        yield from ((name, copy.text(name)) for name in sorted(copy))
    elif isinstance(aliases, list):
        yield from ((name, own_number) for name in sorted(map(str, aliases)))
