"""What people write about a dataset (``governance/datasets/<name>.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.catalog.narrative import Statement
from generator.provenance import Source

DATASHEET_SECTIONS = (
    "motivation",
    "composition",
    "collection",
    "preparation",
    "uses",
    "distribution",
    "maintenance",
)
"""The seven sections of a datasheet (Gebru et al., "Datasheets for Datasets", section 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One state of a dataset: the tracker's label for it, and a digest that proves something."""

    digest: str
    """The tracker's digest, as in :attr:`Dataset.digest`."""
    sha256: str = ""
    note: str = ""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DataStatement:
    """The statement on one dataset, for all its generations."""

    name: str
    """As the tracker names the dataset."""
    fields: Mapping[str, Statement] = field(default_factory=dict)
    """``owner``, ``licence``, ``legal_basis``, ``personal_data``, ``ropa_ref``, ``dpia_ref``, ``dpia_on``,
    ``reviewed_on``, ``location`` and whatever else was written."""
    datasheet: Mapping[str, Statement] = field(default_factory=dict)
    """By section, see :data:`DATASHEET_SECTIONS`."""
    generations: tuple[Generation, ...] = ()
    source: Source

    def text(self, key: str) -> str:
        """A field as text; empty when it is not there or no text."""
        statement = self.fields.get(key)
        return statement.value.strip() if statement and isinstance(statement.value, str) else ""

    def generation(self, digest: str) -> Generation | None:
        """The generation that the tracker knows under a digest."""
        return next((found for found in self.generations if found.digest == digest), None)
