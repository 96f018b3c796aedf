"""What a pack is about: one model, or the whole portfolio."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from generator.catalog import REGISTER_FIELDS, Entry, RegisteredModel
from generator.exports.selection import Selection, select
from generator.history.trace import Told
from generator.pages.portfolio import Portfolio


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The part of a portfolio that a pack is about."""

    portfolio: Portfolio
    model: str = ""
    """Empty for all of it."""

    def covers(self, model: str) -> bool:
        """Whether a model lies in it."""
        return not self.model or model == self.model

    @cached_property
    def models(self) -> tuple[RegisteredModel, ...]:
        """The registered models in it."""
        return tuple(model for model in self.portfolio.catalog.models if self.covers(model.name))

    @cached_property
    def selection(self) -> Selection:
        """The findings on them, and those that a gate of the policy stops at."""
        assessment = self.portfolio.assessment
        left_out = tuple(each for each in assessment.left_out if self.covers(each.subject.model))
        return select(
            replace(assessment, left_out=left_out),
            (self.model,) if self.model else (),
            problems=self.portfolio.catalog.problems,
        )

    @cached_property
    def entries(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of every register, by its name; those that concern no single model concern each."""
        catalog = self.portfolio.catalog
        return {
            name: tuple(
                entry for entry in getattr(catalog, field) if not entry.model or self.covers(entry.model)
            )
            for name, field in REGISTER_FIELDS.items()
        }

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What the ledger and the records tell of the past of the models, up to the instant of the pack."""
        return tuple(self._told())

    def _told(self) -> Iterator[Told]:
        history = self.portfolio.history
        for each in history.told:
            event = each.event
            if event.key.model and not self.covers(event.key.model):
                continue
            time = event.at or event.until
            if time is None and history.past:
                continue
            if time is None or time <= history.until:
                yield each
