"""What is wrong with an input, as a value that the pages show."""

from dataclasses import dataclass
from enum import StrEnum

from generator.messages import word
from generator.provenance import Source


class Severity(StrEnum):
    """How much a problem takes away from what the pages can say."""

    ERROR = word("error")
    """A record is lost or cannot be trusted."""
    WARNING = word("warning")
    """A part of a record is lost, or two places disagree."""
    NOTE = word("note")
    """Odd, but nothing is lost."""

    @property
    def rank(self) -> int:
        """0 for the gravest, so that sorting puts it first."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in one place. It never stops the rest from being read."""

    slug: str
    """Stable identifier of the kind of fault, such as ``metric-line-cut``."""
    severity: Severity
    source: Source
    message: str
    """What is wrong, lower case, without a full stop."""
    cost: str
    """What the pages lose by it, such as ``the run is not shown``."""
    remedy: str = ""
    """What a person can do; empty when nothing is known."""

    def __str__(self) -> str:
        advice = f"; {self.remedy}" if self.remedy else ""
        return f"{self.source}: {self.message}{advice}"
