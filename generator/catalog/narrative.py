"""What people write about a model, and the fields that a card has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.provenance import Source

Value: TypeAlias = "str | int | float | bool | tuple[Value, ...] | Mapping[str, Value] | None"
"""What YAML front matter can hold, frozen; dates are ISO 8601 text."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One field of the front matter, as a person wrote it."""

    value: Value
    source: Source


@dataclass(frozen=True, slots=True)
class Prose:
    """One section of the Markdown below the front matter."""

    key: str
    """The :attr:`CardField.key` it answers, or empty when the heading is no card field: kept and shown all the same."""
    title: str
    """The heading as written."""
    markdown: str
    """The text below the heading, not yet rendered and not to be trusted."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricGoal:
    """What the owners say about a metric: which way is better, and the least that will do."""

    metric: str
    higher_is_better: bool | None = None
    """None when nobody said."""
    threshold: float | None = None
    noise: float | None = None
    """Differences up to this size, in the metric's unit, are not worth a word; None when nobody said."""
    title: str = ""
    """A name for people; empty for the metric's own."""
    unit: str = ""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelNarrative:
    """``governance/models/<name>.md``, taken apart."""

    model: str
    """Name of the registered model."""
    fields: Mapping[str, Statement] = field(default_factory=dict)
    """Front matter by :attr:`CardField.key`; unknown keys are kept under their own name."""
    goals: tuple[MetricGoal, ...] = ()
    """Front matter ``metrics``; the first is the decision metric."""
    prose: tuple[Prose, ...] = ()
    """In the order written."""
    source: Source

    def section(self, key: str) -> Prose | None:
        """The prose that answers a card field."""
        return next((prose for prose in self.prose if prose.key == key), None)
