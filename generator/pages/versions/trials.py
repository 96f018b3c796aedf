"""Where versions ran and were tried, as rows of a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.analyses.names.versions import named_version
from generator.analyses.wording import version_label
from generator.catalog import Catalog, Deployment, DeploymentKind, ModelVersion
from generator.messages import say
from generator.pages import paths
from generator.pages.pills import Pill
from generator.pages.portfolio import Portfolio
from generator.pages.text import number
from generator.pages.view import Link

_PER_CENT = 100
KIND_WORDS = {
    DeploymentKind.FULL: say("all traffic"),
    DeploymentKind.CANARY: say("canary"),
    DeploymentKind.AB_TEST: say("A/B test"),
    DeploymentKind.SHADOW: say("shadow"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """One stay of one version in one environment."""

    record: Deployment
    kind: Pill
    version: Link
    against: Link | None
    """Without a target where it names no version of the registry; None for none."""
    share: str
    """Of the traffic, in per cent; empty when not recorded."""


def trial_rows(portfolio: Portfolio, records: Iterable[Deployment]) -> tuple[TrialRow, ...]:
    """A row for each record, in the order given."""
    return tuple(
        TrialRow(
            record=each,
            kind=Pill("na" if each.kind is DeploymentKind.FULL else "info", KIND_WORDS[each.kind]),
            version=_link(portfolio, each.model, each.version),
            against=_link(portfolio, each.model, each.against) if each.against else None,
            share=f"{number(_PER_CENT * each.share)}\u00a0%" if each.share is not None else "",
        )
        for each in records
    )


def deployments_of(catalog: Catalog, version: ModelVersion) -> Iterator[Deployment]:
    """Where a version ran, and the trials of others beside it, in the order recorded."""
    model = catalog.models_by_name[version.name]
    for each in catalog.deployments:
        named = (each.version, each.against) if each.kind is not DeploymentKind.FULL else (each.version,)
        if each.model == model.name and any(named_version(model, name) == version for name in named if name):
            yield each


def _link(portfolio: Portfolio, model: str, name: str) -> Link:
    known = portfolio.catalog.models_by_name.get(model)
    version = named_version(known, name) if known else None
    if version is None:
        return Link(version_label(name), "")
    return Link(version_label(version.version), paths.version(model, version.version))
