"""What happens in a registry, in the words of the ledger: one place takes another value, and somebody is witness to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.messages import say, word
from generator.provenance import Source


class Subject(StrEnum):
    """What has a value that changes."""

    MODEL = word("model")
    """``registered`` while the registry lists it."""
    VERSION = word("version")
    """``listed``, or ``deleted`` where the registry hides it and keeps the record."""
    DESCRIPTION = word("description")
    """SHA-256 of the text."""
    TAGS = word("tags")
    """SHA-256 over all tags."""
    STAGE = word("stage")
    """The stage of one version."""
    ALIAS = word("alias")
    """The version that a name points at; the stages of GTO are such names."""
    APPROVAL = word("approval")
    """SHA-256 over what the entry of the register says; so for waivers and incidents."""
    WAIVER = word("waiver")
    INCIDENT = word("incident")


REGISTERED = "registered"
LISTED = "listed"
DELETED = "deleted"


class Witness(StrEnum):
    """Who says that something happened, and so how exact its time is."""

    TRACKER = word("tracker")
    """The tracker's own record of the step, with its time and, as far as it has one, its actor."""
    GIT = word("git")
    """An entry of a register, and the git commit that brought it in."""
    REGISTER = word("register")
    """An entry of a register that is in no commit: a person's word alone."""
    LOOK = word("look")
    """Nobody wrote it down: one look at the registry found it otherwise than the look before."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One place that holds a value."""

    subject: Subject
    model: str
    """Empty for a waiver or an incident that concerns no single model."""
    version: str = ""
    name: str = ""
    """Of the alias, or the id of the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A place took a value."""

    key: Key
    value: str
    """Empty when it was taken away."""
    was: str | None = None
    """The value before; None when the witness does not know it."""
    at: datetime | None = None
    """When, exactly; None when nobody knows."""
    after: datetime | None = None
    """Where the time is not exact: it happened after this; None for no limit."""
    until: datetime | None = None
    """Where the time is not exact: it had happened by then; None when only the present record shows it."""
    by: str = ""
    """As the witness has it, self-declared."""
    witness: Witness
    reference: str = ""
    """Id of the entry, or of the commit, that says so."""
    seen: bool = True
    """Whether the look that recorded it found the place as the event left it. Other events are told, not seen."""
    source: Source
    """The place that said so when it was recorded."""

    @property
    def identity(self) -> tuple[Key, str, datetime | None, Witness, str]:
        """What is the same whenever the same step is told again by the same witness."""
        told = Witness.REGISTER if self.witness is Witness.GIT else self.witness
        return (self.key, self.value, self.at, told, self.reference.partition("@")[0])

    @property
    def verb(self) -> str:
        """``registered``, ``set``, ``moved``, ``removed`` and so on."""
        first, again, last = _VERBS[self.key.subject]
        if not self.value or self.value == DELETED:
            return last
        return again if self.was else first


_VERBS = {
    Subject.MODEL: ("registered", "registered", "removed"),
    Subject.VERSION: ("registered", "restored", "deleted"),
    Subject.DESCRIPTION: ("described", say("described anew"), say("description removed")),
    Subject.TAGS: ("tagged", "retagged", say("tags removed")),
    Subject.STAGE: (say("stage set"), say("stage moved"), say("stage removed")),
    Subject.ALIAS: (say("alias set"), say("alias moved"), say("alias removed")),
    Subject.APPROVAL: (say("approval written"), say("approval rewritten"), say("approval removed")),
    Subject.WAIVER: (say("waiver written"), say("waiver rewritten"), say("waiver removed")),
    Subject.INCIDENT: (say("incident written"), say("incident rewritten"), say("incident removed")),
}
"""The words for a first value, another value and none."""
