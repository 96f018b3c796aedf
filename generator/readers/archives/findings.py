"""What is wrong with an archive and costs only a part of it."""

from collections import Counter

from generator.catalog import Problem, Severity
from generator.provenance import Source
from generator.readers.text import visible_name

_MOST = 100
"""Problems of one kind that are told one by one; a hostile archive can have millions."""


class Findings:
    """The problems of one archive, bounded in number."""

    def __init__(self, label: str, sha256: str) -> None:
        self.label = label
        self._sha256 = sha256
        self._found: list[Problem] = []
        self._counts: Counter[str] = Counter()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything reported so far, and how much more there was of each kind."""
        more = (
            Problem(
                slug=slug,
                severity=Severity.ERROR,
                source=Source(self.label, self._sha256),
                message=f"has {count - _MOST} more members with which the same is wrong",
                cost="as with the others",
            )
            for slug, count in sorted(self._counts.items())
            if count > _MOST
        )
        return (*self._found, *more)

    def member(
        self, name: str, slug: str, message: str, cost: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Report what is wrong with one member."""
        self._counts[slug] += 1
        if self._counts[slug] <= _MOST:
            source = Source(f"{self.label}!/{visible_name(name)}")
            self._found.append(
                Problem(slug=slug, severity=severity, source=source, message=message, cost=cost)
            )

    def whole(
        self, slug: str, message: str, cost: str, remedy: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        """Report what is wrong with the archive."""
        source = Source(self.label, self._sha256)
        self._found.append(
            Problem(slug=slug, severity=severity, source=source, message=message, cost=cost, remedy=remedy)
        )
