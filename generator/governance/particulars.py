"""The parts of what the front matter holds as a mapping, such as ``human_oversight`` or ``classification``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.analyses.cards.completeness import value_text
from generator.analyses.cards.placeholders import placeholder_in
from generator.catalog import Value
from generator.catalog.card import folded
from generator.governance.finding import Evidence, evidence
from generator.governance.subject import ModelSubject
from generator.provenance import Source
from generator.provenance.instants import instant_from_text

_NO = frozenset({"", "no", "none", "false", "off"})
_YES = frozenset({"yes", "true", "on"})


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """One mapping of a model's front matter. Parts are found whatever their case, blanks and joining marks."""

    subject: ModelSubject
    key: str

    @cached_property
    def _written(self) -> Mapping[str, tuple[str, Value]]:
        """The name as written and the value, by the folded name; the first of two spellings counts."""
        found: dict[str, tuple[str, Value]] = {}
        for name, value in self.subject.mapping(self.key).items():
            found.setdefault(folded(name), (name, value))
        return found

    @property
    def given(self) -> bool:
        """Whether anything is written at all."""
        return any(value_text(value) for _, value in self._written.values())

    def text(self, name: str) -> str:
        """A part on one line; empty when it is absent or stands for an answer to come, such as *TBD*."""
        _, value = self._written.get(folded(name), ("", None))
        text = value_text(value)
        return "" if placeholder_in(text) else text

    def claims(self, name: str) -> bool:
        """Whether a part says anything else than no."""
        return self.text(name).casefold() not in _NO

    def says_yes(self, name: str) -> bool | None:
        """Whether a part says yes or no; None when it says neither."""
        word = self.text(name).casefold()
        return True if word in _YES else False if word and word in _NO else None

    def day(self, name: str) -> date | None:
        """A part that is a date; None when it is absent or none."""
        instant = instant_from_text(self.text(name))
        return instant.date() if instant else None

    def lacking(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of some parts that are not filled in, in the order given."""
        return tuple(name for name in names if not self.text(name))

    def place(self, name: str) -> Source:
        """Where a part stands, or should stand."""
        written, _ = self._written.get(folded(name), (name, None))
        return (
            self.subject.place(self.key).at(written) if self.given else self.subject.file.at(self.key, name)
        )

    def evidence(self, *names: str) -> tuple[Evidence, ...]:
        """What stands in some parts, each in its place or the place where it should stand."""
        return tuple(evidence(self.place(name), self.text(name), f"{self.key}.{name}") for name in names)
