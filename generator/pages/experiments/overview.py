"""Every experiment of every store, the latest active first."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog import Experiment, LifecycleStage, RunStatus
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.experiments.page import count_statuses, last_activity
from generator.pages.portfolio import Portfolio, experiment_path, experiment_title
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Fact, Source

STRAYS = 100
"""Places shown of runs that no experiment claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentRow:
    """One experiment of the table."""

    experiment: Experiment
    link: Link
    runs: int
    """That the tracker lists."""
    statuses: tuple[tuple[RunStatus, int], ...]
    deleted_runs: int
    versions: int
    """Listed versions that came of its runs."""
    last_activity: Fact

    @property
    def tags(self) -> str:
        """Words that the chips above the table filter by."""
        words = {
            "open": any(status in {RunStatus.RUNNING, RunStatus.SCHEDULED} for status, _ in self.statuses),
            "failed": any(status in {RunStatus.FAILED, RunStatus.KILLED} for status, _ in self.statuses),
            "registered": self.versions > 0,
            "deleted": self.experiment.lifecycle_stage is LifecycleStage.DELETED,
        }
        return " ".join(word for word, holds in words.items() if holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class StrayRuns:
    """Runs that name an experiment no store describes."""

    store: str
    experiment_id: str
    runs: int
    source: Source
    """The first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentsView:
    """The page of all experiments."""

    rows: tuple[ExperimentRow, ...]
    several_stores: bool
    runs: int
    strays: tuple[StrayRuns, ...]
    stray_runs: int


def experiments_views(portfolio: Portfolio) -> Iterator[Page]:
    """The one page of all experiments; there is none when no store has experiments or runs."""
    catalog = portfolio.catalog
    if not catalog.experiments and not catalog.runs:
        return
    rows = [_row(portfolio, experiment) for experiment in catalog.experiments]
    rows.sort(key=lambda row: (row.link.text, row.link.href))
    rows.sort(key=lambda row: row.last_activity.value, reverse=True)
    rows.sort(key=lambda row: row.experiment.lifecycle_stage is LifecycleStage.DELETED)
    strays = _strays(portfolio)
    total = len(catalog.runs)
    yield Page(
        path=paths.EXPERIMENTS,
        kind=PageKind.EXPERIMENTS,
        title=say("Experiments"),
        summary=say(
            "{rows} with {total}.",
            rows=say_many(len(rows), "{n} experiment", "{n} experiments"),
            total=say_many(total, "{n} run", "{n} runs"),
        ),
        view=ExperimentsView(
            rows=tuple(rows),
            several_stores=len({row.experiment.store for row in rows}) > 1,
            runs=total,
            strays=strays[:STRAYS],
            stray_runs=sum(stray.runs for stray in strays),
        ),
        sections=(Section("experiments", say("All experiments")),)
        + ((Section("strays", say("Runs without an experiment")),) if strays else ()),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        keywords=tuple(dict.fromkeys(row.link.text for row in rows)),
        wide=True,
    )


def _row(portfolio: Portfolio, experiment: Experiment) -> ExperimentRow:
    runs = portfolio.catalog.runs_by_experiment.get((experiment.store, experiment.experiment_id), ())
    statuses = count_statuses(runs)
    active = sum(times for _, times in statuses)
    return ExperimentRow(
        experiment=experiment,
        link=Link(experiment_title(experiment), experiment_path(experiment)),
        runs=active,
        statuses=statuses,
        deleted_runs=len(runs) - active,
        versions=len(
            {version.ref for run in runs for version in portfolio.versions_by_run.get(run.run_id, ())}
        ),
        last_activity=last_activity(experiment, runs),
    )


def _strays(portfolio: Portfolio) -> tuple[StrayRuns, ...]:
    catalog = portfolio.catalog
    return tuple(
        StrayRuns(store=store, experiment_id=experiment_id, runs=len(runs), source=runs[0].source)
        for (store, experiment_id), runs in sorted(catalog.runs_by_experiment.items())
        if (store, experiment_id) not in catalog.experiments_by_id
    )
