"""The data behind a version, by what it was used for."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.analyses.data_used import DataRole, role_of
from generator.analyses.origin import Origin
from generator.catalog import CardHeading, Dataset, DatasetInput
from generator.pages.portfolio import Portfolio
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DataUse:
    """One dataset as a version used it."""

    name: str
    digest: str
    """The tracker's label; empty when not recorded."""
    context: str
    """What it was used for, as recorded; empty when not recorded."""
    href: str
    dataset: Dataset | None
    """None when no store describes it."""
    sources: tuple[Source, ...]


def data_uses(portfolio: Portfolio, origin: Origin) -> tuple[DataUse, ...]:
    """Every dataset that the run behind a version used, and those that its metrics were measured on, each use once."""
    uses = [_use(portfolio, used) for used in origin.inputs]
    known = {(use.name, use.digest) for use in uses}
    for metric in origin.metrics:
        key = (metric.dataset_name, metric.dataset_digest)
        if metric.dataset_name and key not in known:
            known.add(key)
            dataset = portfolio.catalog.datasets_by_key.get(key)
            uses.append(
                DataUse(
                    name=key[0],
                    digest=key[1],
                    context="evaluation",
                    href=portfolio.dataset_href(key),
                    dataset=dataset,
                    sources=(metric.source,),
                )
            )
    return tuple(uses)


def uses_below(heading: CardHeading, uses: Iterable[DataUse]) -> tuple[DataUse, ...]:
    """The data that belongs below a heading of the card; a context that says neither stands with the training data."""
    wanted = heading is CardHeading.EVALUATION
    return tuple(use for use in uses if (role_of(use.context) is DataRole.EVALUATION) is wanted)


def _use(portfolio: Portfolio, used: DatasetInput) -> DataUse:
    dataset = portfolio.catalog.datasets_by_key.get(used.key)
    return DataUse(
        name=used.name,
        digest=used.digest,
        context=used.context,
        href=portfolio.dataset_href(used.key),
        dataset=dataset,
        sources=(used.source, dataset.source)
        if dataset and dataset.source != used.source
        else (used.source,),
    )
