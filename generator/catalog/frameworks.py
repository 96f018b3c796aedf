"""Laws, standards and guidance, clause by clause, with the day from which each applies."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.messages import word
from generator.provenance import Source


class FrameworkKind(StrEnum):
    """How binding a framework is."""

    LAW = word("law")
    STANDARD = word("standard")
    GUIDANCE = word("guidance")
    POLICY = word("policy")
    """An organisation's own."""


@dataclass(frozen=True, slots=True)
class Application:
    """From when a clause applies to some."""

    to: str
    """Such as ``Annex III systems``."""
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause, article or control of a framework."""

    id: str
    """With the framework's, such as ``AIA:IV.1a``."""
    ref: str
    """As people cite it."""
    summary: str
    """In our own words."""
    evidence: str = ""
    """What would be evidence for it."""
    automation: str = ""
    """``automatic``, ``partial`` or ``attested``; empty when not said."""
    applications: tuple[Application, ...] = ()
    """Empty for what applies whenever somebody chooses to follow it."""
    note: str = ""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseGroup:
    """A chapter of a framework."""

    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """One law, standard or piece of guidance."""

    id: str
    """Begins the id of its clauses."""
    title: str
    reference: str = ""
    """The exact document and its date."""
    kind: FrameworkKind
    url: str = ""
    read_on: date | None = None
    """The day on which its text, or what is known of it, was read."""
    note: str = ""
    groups: tuple[ClauseGroup, ...]
    source: Source

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, in the order of the document."""
        return tuple(clause for group in self.groups for clause in group.clauses)
