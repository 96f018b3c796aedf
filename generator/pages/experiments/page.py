"""One experiment: what it is, how its settings led to its results, and all its runs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.analyses.runs.target import best_run
from generator.catalog import Experiment, LifecycleStage, Run, RunStatus, Tag
from generator.figures.spec import FigureSpec
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.experiments.runs_table import RunsTable, parts_of, tabulate
from generator.pages.experiments.sweep import Sweep, draw_sweep
from generator.pages.portfolio import Portfolio, experiment_path, experiment_title
from generator.pages.runs.links import experiment_comparisons
from generator.pages.stored import store_fact
from generator.pages.text import day, instant, number
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Fact, derived, recorded

NOTE_TAG = "mlflow.note.content"
"""Tag that holds an experiment's description, in Markdown."""
_KEYWORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentView:
    """The page of one experiment."""

    experiment: Experiment
    facts: tuple[tuple[str, Fact], ...]
    statuses: tuple[tuple[RunStatus, int], ...]
    """How the runs that the tracker lists ended; only the statuses there are."""
    deleted: int
    """Runs deleted in the tracker, whose files are still there."""
    note: Tag | None
    """The description; None when nobody wrote one."""
    sweep: Sweep | None
    table: RunsTable
    best: str
    """Id of the run with the best value of the metric that the runs are compared by; empty where nobody can say."""
    comparisons: tuple[tuple[Link, str], ...]
    """The pages on which two of its runs are held against one another, each with its reason."""
    tags: tuple[Tag, ...]
    """Without those that the tracker keeps for itself."""
    data: str
    """Path of all its runs as JSON."""
    parts: tuple[tuple[Link, bool], ...]
    """The pages that its runs stand on, each with whether it is this one; empty where one page holds them all."""


def experiment_views(portfolio: Portfolio) -> Iterator[Page]:
    """The page of every experiment, and one for each further part of its runs."""
    catalog = portfolio.catalog
    for experiment in catalog.experiments:
        runs = catalog.runs_by_experiment.get((experiment.store, experiment.experiment_id), ())
        target = portfolio.targets[experiment.store, experiment.experiment_id]
        tables = parts_of(tabulate(portfolio, runs, target))
        view = _view(portfolio, experiment, runs, tables)
        first = _page(view)
        yield first
        for part in range(2, len(tables) + 1):
            yield _following(first, view, tables, part)


def count_statuses(runs: Sequence[Run]) -> tuple[tuple[RunStatus, int], ...]:
    """How the runs that the tracker lists ended, in the order of the statuses; only those there are."""
    tally = Counter(run.status for run in runs if run.lifecycle_stage is LifecycleStage.ACTIVE)
    return tuple((status, tally[status]) for status in RunStatus if tally[status])


def last_activity(experiment: Experiment, runs: Sequence[Run]) -> Fact:
    """The day on which a run of the experiment last started or ended, else on which its record last changed."""
    times = [
        (moment, run.at(key))
        for run in runs
        for moment, key in ((run.start_time, "start_time"), (run.end_time, "end_time"))
        if moment is not None
    ]
    if times:
        moment, source = max(times, key=lambda each: (each[0], each[1]))
        return derived(day(moment), source)
    changed = experiment.last_update_time or experiment.creation_time
    return recorded(day(changed), experiment.source)


def _view(
    portfolio: Portfolio, experiment: Experiment, runs: Sequence[Run], tables: Sequence[RunsTable]
) -> ExperimentView:
    path = experiment_path(experiment)
    target = portfolio.targets[experiment.store, experiment.experiment_id]
    sweep = draw_sweep(portfolio, path, runs, target)
    best = best_run(runs, target)
    note = next((tag for tag in experiment.tags if tag.key == NOTE_TAG and tag.value), None)
    tags = tuple(tag for tag in experiment.tags if not tag.system)
    statuses = count_statuses(runs)
    active = sum(times for _, times in statuses)
    return ExperimentView(
        experiment=experiment,
        facts=_facts(portfolio, experiment, runs),
        statuses=statuses,
        deleted=len(runs) - active,
        note=note,
        sweep=sweep,
        table=tables[0],
        best=best.run_id if best else "",
        comparisons=experiment_comparisons(portfolio, runs),
        tags=tags,
        data=paths.experiment_data(experiment.store, experiment.experiment_id, experiment.name),
        parts=_links(experiment, tables, 1),
    )


def _page(view: ExperimentView) -> Page:
    experiment = view.experiment
    return Page(
        path=experiment_path(experiment),
        kind=PageKind.EXPERIMENT,
        title=experiment_title(experiment),
        summary=_summary(view.statuses, sum(times for _, times in view.statuses)),
        view=view,
        sections=_sections(view),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME), Link(say("Experiments"), paths.EXPERIMENTS)),
        figures=_figures(view.sweep),
        keywords=_keywords(view),
        wide=True,
    )


def _following(first: Page, whole: ExperimentView, tables: Sequence[RunsTable], part: int) -> Page:
    """A further part of the runs, and nothing that the first page has said."""
    table, experiment = tables[part - 1], whole.experiment
    view = replace(
        whole,
        facts=(),
        note=None,
        sweep=None,
        table=replace(table, constants=()),
        comparisons=(),
        tags=(),
        parts=_links(experiment, tables, part),
    )
    return replace(
        first,
        path=experiment_path(experiment, part),
        title=say("{experiment}, runs {span}", experiment=experiment_title(experiment), span=_span(table)),
        view=view,
        sections=_sections(view),
        breadcrumbs=(*first.breadcrumbs, Link(experiment_title(experiment), first.path)),
        figures=(),
        keywords=_keywords(view),
    )


def _links(experiment: Experiment, tables: Sequence[RunsTable], shown: int) -> tuple[tuple[Link, bool], ...]:
    if len(tables) == 1:
        return ()
    return tuple(
        (Link(_span(table), experiment_path(experiment, part)), part == shown)
        for part, table in enumerate(tables, 1)
    )


def _span(table: RunsTable) -> str:
    """Such as ``251–500``."""
    return f"{number(table.first)}–{number(table.first + len(table.rows) - 1)}"


def _figures(sweep: Sweep | None) -> tuple[FigureSpec, ...]:
    if sweep is None:
        return ()
    return (*((sweep.parallel,) if sweep.parallel else ()), *(spec for spec, _ in sweep.scatters))


def _summary(statuses: Sequence[tuple[RunStatus, int]], active: int) -> str:
    ended = put_together(
        (
            put_together((str(times), " ", say(status.value)))
            for status, times in statuses
            if status is not RunStatus.FINISHED
        ),
        ", ",
    )
    return say(
        "Experiment with {active}{value}.",
        active=say_many(active, "{n} run", "{n} runs"),
        value=put_together((", ", ended)) if ended else "",
    )


def _facts(portfolio: Portfolio, experiment: Experiment, runs: Sequence[Run]) -> tuple[tuple[str, Fact], ...]:
    source = experiment.source
    made = [(version, run) for run in runs for version in portfolio.versions_by_run.get(run.run_id, ())]
    names = sorted({version.name for version, _ in made})
    return (
        (say("Last activity"), last_activity(experiment, runs)),
        (say("Created"), recorded(instant(experiment.creation_time), experiment.at("creation_time"))),
        (say("Experiment id"), recorded(experiment.experiment_id, source)),
        (say("Store"), store_fact(experiment)),
        (
            say("Registered from its runs"),
            derived(
                say_many(len(made), "{n} version", "{n} versions"),
                *dict.fromkeys(version.source for version, _ in made[:20]),
                detail=say(
                    "of {names}{rest}",
                    names=", ".join(names[:3]),
                    rest=say(" and others") if len(names) > 3 else "",  # noqa: PLR2004
                ),
            )
            if made
            else derived(say("nothing"), source),
        ),
    )


def _sections(view: ExperimentView) -> tuple[Section, ...]:
    candidates = (
        (view.note is not None, Section("description", say("Description"))),
        (view.sweep is not None, Section("sweep", say("Settings and results"))),
        (True, Section("runs", say("Runs"))),
        (bool(view.comparisons), Section("comparisons", say("Run against run"))),
        (bool(view.table.constants), Section("constants", say("The same in every run"))),
        (bool(view.tags), Section("tags", say("Tags"))),
    )
    return tuple(section for present, section in candidates if present)


def _keywords(view: ExperimentView) -> tuple[str, ...]:
    names = [
        view.experiment.name,
        *(param.key for param in view.table.varying),
        *view.table.metrics,
        *(param.key for param in view.table.constants),
        *(tag.value for tag in view.tags),
        *(row.run.name for row in view.table.rows),
    ]
    return tuple(dict.fromkeys(name for name in names if name))[:_KEYWORDS]
