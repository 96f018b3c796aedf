"""What people wrote about a model, field by field, as controls ask for it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from generator.analyses.cards.completeness import Answer, Completeness
from generator.catalog import ModelNarrative, Statement, Value
from generator.provenance import Source

_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})


class Written(ABC):
    """A subject that people write a card about."""

    @property
    @abstractmethod
    def narrative(self) -> ModelNarrative | None:
        """What they wrote; None when there is no file."""

    @property
    @abstractmethod
    def completeness(self) -> Completeness:
        """Its card, field by field."""

    def answer(self, key: str) -> Answer:
        """What is known about a field of its card, with the place where it stands or should."""
        return self.completeness.by_key[key]

    def statement(self, key: str) -> Statement | None:
        """A field of the front matter as it was written, whether the card knows it or not."""
        return self.narrative.fields.get(key) if self.narrative else None

    def mapping(self, key: str) -> Mapping[str, Value]:
        """A field of the front matter that is a mapping; empty when it is absent or none."""
        statement = self.statement(key)
        value = statement.value if statement else None
        return value if isinstance(value, Mapping) else {}

    def flag(self, key: str) -> bool | None:
        """A field of the front matter that says yes or no; None when it says neither."""
        statement = self.statement(key)
        value = statement.value if statement else None
        if isinstance(value, bool):
            return value
        word = value.strip().casefold() if isinstance(value, str) else ""
        return True if word in _TRUE else False if word in _FALSE else None

    def place(self, key: str) -> Source:
        """Where a field of the front matter stands, or should stand."""
        statement = self.statement(key)
        if statement is not None:
            return statement.source
        known = self.completeness.by_key.get(key)
        if known is not None and known.fact.sources:
            return known.fact.sources[0]
        return self.file.at(key)

    @property
    def file(self) -> Source:
        """The file about the model, there or not."""
        return self.completeness.file
