"""Who measured what of a version: the run behind it, or a later evaluation."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from generator.analyses.changes import MetricChange, VersionDiff
from generator.analyses.origin import Origin
from generator.pages.portfolio import Portfolio, run_title
from generator.pages.view import Link


def measurements(
    portfolio: Portfolio, diff: VersionDiff
) -> tuple[tuple[MetricChange, ...], tuple[MetricChange, ...]]:
    """What can be held against the version before, and what other runs measured of the new version alone.

    What another run measured of the version before alone is told on the page of that version.
    """
    compared = [version for version in (diff.old, diff.new) if version is not None]
    runs = {"", *(run.run_id for version in compared if (run := portfolio.origin(version).run))}
    own = [change for change in diff.metrics if _is_own(change, runs)]
    again = [change for change in diff.metrics if change.new is not None and not _is_own(change, runs)]
    return tuple(own), tuple(again)


def measuring_runs(portfolio: Portfolio, origin: Origin) -> Mapping[str, Link]:
    """The runs other than the one behind a version that measured something of it, as far as they have a page, by id."""
    own = origin.run.run_id if origin.run else ""
    found: dict[str, Link] = {}
    for run_id in dict.fromkeys(metric.run_id for metric in origin.metrics if metric.run_id != own):
        run = portfolio.catalog.runs_by_id.get(run_id)
        href = portfolio.run_href(run) if run else ""
        if run and href:
            found[run_id] = Link(run_title(run), href)
    return found


def _is_own(change: MetricChange, runs: AbstractSet[str]) -> bool:
    """Whether both versions have it, or the run behind the one that has it measured it."""
    found = [metric for metric in (change.old, change.new) if metric is not None]
    return len(found) > 1 or all(metric.run_id in runs for metric in found)
