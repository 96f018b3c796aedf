"""The way down to pages about runs, and from run to run."""

from collections.abc import Iterable

from generator.analyses.runs.pairs import RunPair
from generator.catalog import Experiment, Run
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.portfolio import Portfolio, experiment_path, experiment_title, run_title
from generator.pages.view import Link

LINKS = 12
"""Comparisons that the page of a run, or of an experiment, leads to."""
_ID_SHOWN = 8
_NAME_SHOWN = 40


def experiment_of(portfolio: Portfolio, run: Run) -> Experiment | None:
    """The experiment that a run belongs to; None when no store describes it."""
    return portfolio.catalog.experiments_by_id.get((run.store, run.experiment_id))


def run_breadcrumbs(portfolio: Portfolio, run: Run) -> tuple[Link, ...]:
    """The way down to a page about a run."""
    experiment = experiment_of(portfolio, run)
    above = (Link(experiment_title(experiment), experiment_path(experiment)),) if experiment else ()
    return (Link(say("Portfolio"), paths.HOME), Link(say("Experiments"), paths.EXPERIMENTS), *above)


def run_comparison_link(pair: RunPair) -> Link:
    """The page of a pair, such as ``calm-elk against bold-fox``."""
    old, new = labels_of(pair.baseline, pair.candidate)
    return Link(say("{new} against {old}", new=new, old=old), paths.run_comparison(*pair.run_ids))


def run_comparison_links(portfolio: Portfolio, run: Run) -> tuple[tuple[Link, str], ...]:
    """The pages on which a run is held against another, each with its reason; the weightiest first."""
    pairs = portfolio.run_pairs_by_run.get(run.run_id, ())[:LINKS]
    return tuple((run_comparison_link(pair), reasons_told(pair)) for pair in pairs)


def experiment_comparisons(portfolio: Portfolio, runs: Iterable[Run]) -> tuple[tuple[Link, str], ...]:
    """The pages on which two of some runs are held against one another; the weightiest first."""
    own = {run.run_id for run in runs}
    pairs = [pair for pair in portfolio.run_pairs if own.intersection(pair.run_ids)][:LINKS]
    return tuple((run_comparison_link(pair), reasons_told(pair)) for pair in pairs)


def labels_of(old: Run, new: Run) -> tuple[str, str]:
    """The names of two runs, each with the beginning of its id where they have the same."""
    names = [run_title(run)[:_NAME_SHOWN] for run in (old, new)]
    if names[0] != names[1]:
        return names[0], names[1]
    first, second = (f"{name} {run.run_id[-_ID_SHOWN:]}" for name, run in zip(names, (old, new), strict=True))
    return first, second


def reasons_told(pair: RunPair) -> str:
    """Why two runs are compared, in one sentence's end."""
    return put_together((say(reason.value) for reason in pair.reasons), "; ")
