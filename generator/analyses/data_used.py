"""The data behind a version: what it was trained on, what it was measured on, and what people say about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.analyses.origin import Origin
from generator.catalog import Catalog, Dataset, DataStatement, Generation, Tag
from generator.messages import word
from generator.provenance import Source

_EVALUATION = ("eval", "test", "valid", "holdout", "benchmark")
"""What the context of data that a model was not made from holds."""
_TRAINING = ("train", "fit")
_SHA256 = re.compile(r"(?:sha256[:-])?([0-9a-f]{64})", re.IGNORECASE)
_NAMED = re.compile(r"(?:^|[._-])sha-?256$", re.IGNORECASE)
"""Keys of tags that hold the SHA-256 of the data itself; others may hold that of its schema, say."""


class DataRole(StrEnum):
    """What a version used data for."""

    TRAINING = word("training")
    EVALUATION = word("evaluation")
    UNKNOWN = word("not recorded")


@dataclass(frozen=True, slots=True, kw_only=True)
class DataUsed:
    """One state of a dataset as one version used it."""

    name: str
    digest: str
    """The tracker's label; empty when not recorded."""
    role: DataRole
    source: Source
    """The record of the use."""
    noted: Tag | None = None
    """The tag of the use that holds a SHA-256; None for none."""
    dataset: Dataset | None = None
    """None when no store describes it."""
    statement: DataStatement | None = None
    """What people wrote about the dataset; None when nobody did."""

    @property
    def generation(self) -> Generation | None:
        """What people say about this very state."""
        return self.statement.generation(self.digest) if self.statement and self.digest else None

    @property
    def sha256(self) -> str:
        """A digest that proves which bytes were meant: people's, else the tracker's or one noted; empty for none."""
        stated = self.generation.sha256 if self.generation else ""
        noted = self.noted.value if self.noted else ""
        found = _SHA256.fullmatch(stated) or _SHA256.fullmatch(self.digest) or _SHA256.fullmatch(noted)
        return found.group(1).casefold() if found else ""

    @property
    def label(self) -> str:
        """``loans (98ecb735)``."""
        return f"{self.name} ({self.digest})" if self.digest else self.name

    @property
    def sources(self) -> tuple[Source, ...]:
        """The record of the use and the digest noted there, that of the data, and what people say of this state."""
        places = (
            self.source,
            self.noted.source if self.noted else None,
            self.dataset.source if self.dataset else None,
            self.generation.source if self.generation else None,
        )
        return tuple(dict.fromkeys(place for place in places if place is not None))


def _noted(tags: Iterable[Tag]) -> Tag | None:
    """The first tag that is named after SHA-256 and holds one, such as ``sha256`` or ``file.sha256``."""
    named = (tag for tag in tags if _NAMED.search(tag.key))
    return next((tag for tag in named if _SHA256.fullmatch(tag.value)), None)


def role_of(context: str) -> DataRole:
    """What a recorded context such as ``training`` or ``eval-holdout`` says that data was used for."""
    words = context.casefold()
    if any(word in words for word in _EVALUATION):
        return DataRole.EVALUATION
    return DataRole.TRAINING if any(word in words for word in _TRAINING) else DataRole.UNKNOWN


def data_used(catalog: Catalog, origin: Origin) -> tuple[DataUsed, ...]:
    """Every state of a dataset that the run behind a version used, then those that its metrics were measured on.

    A run that measured the version counts with the data that it evaluated on.
    """
    found: dict[tuple[DataRole, str, str], DataUsed] = {}

    def add(name: str, digest: str, role: DataRole, source: Source, tags: Iterable[Tag] = ()) -> None:
        found.setdefault(
            (role, name, digest),
            DataUsed(
                name=name,
                digest=digest,
                role=role,
                source=source,
                noted=_noted(tags),
                dataset=catalog.datasets_by_key.get((name, digest)),
                statement=catalog.data_statements_by_name.get(name),
            ),
        )

    for used in origin.inputs:
        add(used.name, used.digest, role_of(used.context), used.source, used.tags)
    own = origin.run.run_id if origin.run else ""
    for metric in origin.metrics:
        key = (metric.dataset_name, metric.dataset_digest)
        trained = (DataRole.TRAINING, *key) in found
        if metric.dataset_name and not trained:
            add(*key, DataRole.EVALUATION, metric.source)
    for run_id in dict.fromkeys(metric.run_id for metric in origin.metrics):
        run = catalog.runs_by_id.get(run_id) if run_id != own else None
        for used in run.inputs if run else ():
            if role_of(used.context) is DataRole.EVALUATION:
                add(used.name, used.digest, DataRole.EVALUATION, used.source, used.tags)
    return tuple(found.values())
