"""Which runs of a sweep a figure points out, and by which words."""

from collections.abc import Iterable, Mapping

from generator.analyses.standing.roles import challenger, in_production
from generator.analyses.wording import version_label
from generator.catalog import ModelVersion, Run
from generator.pages.portfolio import Portfolio, version_link

MARKED = 3
"""Runs that one figure points out; more would cover each other."""


def marked_runs(portfolio: Portfolio, runs: Iterable[Run]) -> tuple[Mapping[str, str], int]:
    """The label of each run to be pointed out, by run id, and how many runs versions came of in all.

    Versions in production come first, then those on trial, then the newest. A label names the model only where versions
    of several models came of the runs.
    """
    behind = {
        run.run_id: portfolio.versions_by_run[run.run_id]
        for run in runs
        if run.run_id in portfolio.versions_by_run
    }
    names = {version.name for versions in behind.values() for version in versions}
    ranks = {name: _ranks(portfolio, name) for name in names}

    def place(version: ModelVersion) -> tuple[int, int, str]:
        return ranks[version.name].get(version.version, 2), -version.sequence, version.name

    best = sorted(behind, key=lambda run_id: (min(map(place, behind[run_id])), run_id))
    labels = {
        run_id: ", ".join(
            version_label(version.version) if len(names) == 1 else version_link(version).text
            for version in behind[run_id]
        )
        for run_id in best[:MARKED]
    }
    return labels, len(behind)


def _ranks(portfolio: Portfolio, name: str) -> Mapping[str, int]:
    """0 for the version in production, 1 for the challenger, by version."""
    model = portfolio.catalog.models_by_name[name]
    holders = (challenger(model), in_production(model))
    return {
        holder.version.version: rank
        for rank, holder in zip((1, 0), holders, strict=True)
        if holder is not None
    }
