"""One pass over the catalogue: what is sensitive is noted with its place, and every secret is masked.

Whatever is made of the catalogue afterwards, pages, data, exports and findings, is made of masked text: no part of the
program has to remember to mask. Personal data is noted here, and redacted by the edition for an audience.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from generator.analyses.screening.noting import RANDOM, noted
from generator.analyses.screening.rewriting import Rewriting
from generator.catalog import Artifact, Catalog, FileRead, Metric, Param, Sensitive, Tag, replaced
from generator.messages import say
from generator.provenance import Source
from generator.screening.screen import masked, matches
from generator.screening.shapes import SUSPICIOUS_NAME, Sensitivity, looks_random

RECORDS = (
    "experiments", "runs", "logged_models", "datasets", "models", "prompts", "evaluations", "deployments", "signals",
    "measurements", "alerts", "retrainings", "narratives", "data_statements", "people", "approvals", "waivers",
    "transitions", "incidents", "validations", "review_findings", "change_assessments", "attestations", "frameworks",
    "problems",
)  # fmt: skip
"""Everything in a catalogue that holds text of stores and people."""
_SINGLE = ("policy", "advisories")
SPARED: frozenset[type] = frozenset({Metric})
"""Numbers; their names are those of files, which are looked at."""
RANDOM_MASK = f"[{Sensitivity.SECRET.value}: {RANDOM}]"


def screened(catalog: Catalog, allowed: frozenset[str] = frozenset()) -> Catalog:
    """The catalogue with every secret masked, and with the places of what is sensitive.

    Args:
        catalog: as it was read.
        allowed: texts that the policy lets pass.
    """
    passing = allowed | declared_addresses(catalog)
    masking = _Masking(passing)
    changed: dict[str, Any] = {}
    found: list[Sensitive] = list(catalog.sensitive)
    for name in (*RECORDS, *_SINGLE):
        value = getattr(catalog, name)
        made = masking.of(value)
        if made is not value:
            changed[name] = made
        if masking.met:
            found += noted(value, passing)
            masking.met = False
    # Where only latest values were read, the files are not listed; those of the runs are shown all the same.
    records = (*catalog.experiments, *catalog.runs)
    places = {file.path for file in catalog.files}.union(record.source.path for record in records)
    names = _masked_names(sorted(places))
    if names:
        found += _in_names(catalog.files, names)
        renaming = _renaming(names)
        found = list(renaming.of(tuple(found)))
        everything = (*RECORDS, "files", "registers", *_SINGLE)
        changed = {name: renaming.of(changed.get(name, getattr(catalog, name))) for name in everything}
    return replace(catalog, **changed, sensitive=tuple(dict.fromkeys(found)))


def has_secret(text: str) -> bool:
    """Whether a text that is to be published holds what looks like a secret."""
    return bool(matches(text, Sensitivity.SECRET))


class _Masking(Rewriting):
    """Masks secrets, and remembers whether it met anything sensitive at all."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(self._look, frozenset({Source, *SPARED}))
        self._allowed = allowed
        self.met = False

    def record(self, value: Any) -> Any:
        """A param or tag whose name speaks of a secret loses a value that looks like one of no known shape."""
        if isinstance(value, Artifact) and value.sensitive:
            self.met = True
        made = super().record(value)
        if isinstance(made, Param | Tag) and SUSPICIOUS_NAME.search(made.key) and looks_random(made.value):
            self.met = True
            return replaced(made, value=RANDOM_MASK)
        return made

    def _look(self, text: str) -> str:
        parts = matches(text, allowed=self._allowed)
        if not parts:
            return text
        self.met = True
        return masked(text, [part for part in parts if part.shape.sensitivity is Sensitivity.SECRET])


def declared_contacts(catalog: Catalog) -> frozenset[str]:
    """The contacts of the cards, which are there to be found; in lower case."""
    contacts = (narrative.fields.get("contact") for narrative in catalog.narratives)
    return frozenset(
        contact.value.strip().casefold()
        for contact in contacts
        if contact is not None and isinstance(contact.value, str)
    )


def declared_addresses(catalog: Catalog) -> frozenset[str]:
    """The contacts, and the addresses of people.yaml; in lower case."""
    return declared_contacts(catalog) | {
        mail.casefold() for person in catalog.people for mail in person.emails
    }


def _masked_names(paths: Iterable[str]) -> dict[str, str]:
    """Paths that hold a secret, with the path that is shown instead."""
    return {path: masked(path, found) for path in paths if (found := matches(path, Sensitivity.SECRET))}


def _in_names(files: Iterable[FileRead], names: dict[str, str]) -> list[Sensitive]:
    return [
        Sensitive(
            shape=part.shape.id,
            sensitivity=part.shape.sensitivity,
            field=say("name of a file"),
            source=Source(names[file.path], file.sha256),
        )
        for file in files
        if file.path in names
        for part in matches(file.path, Sensitivity.SECRET)
    ]


def _renaming(names: dict[str, str]) -> Rewriting:
    """Puts the masked paths into sources and files alike, so that they still agree."""

    def rename(text: str) -> str:
        return names.get(text) or masked(text, matches(text, Sensitivity.SECRET))

    return Rewriting(rename)
