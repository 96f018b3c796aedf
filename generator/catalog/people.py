"""Who the names in stores and registers belong to (``people.yaml``)."""

from dataclasses import dataclass
from datetime import date

from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person, or an account that several use."""

    id: str
    """The account that the tracker records as a rule."""
    name: str = ""
    role: str = ""
    emails: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other accounts and spellings of the same person."""
    teams: tuple[str, ...] = ()
    left_on: "date | None" = None
    shared: bool = False
    """A service account or one that several people use: it can prove nobody's independence."""
    source: Source

    @property
    def identities(self) -> frozenset[str]:
        """Every spelling this person answers to, folded for comparison."""
        return frozenset(
            each.casefold() for each in (self.id, self.name, *self.emails, *self.aliases) if each
        )

    def left(self, on: "date") -> bool:
        """Whether the person has left by a day."""
        return self.left_on is not None and self.left_on <= on
