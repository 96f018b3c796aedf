"""The runs of an experiment as a table: which rows, in which order, and which columns are worth having."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.analyses.runs.families import Member, Orphanhood, families
from generator.analyses.runs.target import Target, rank_metrics
from generator.catalog import Metric, Param, Run
from generator.messages import say, say_many
from generator.pages.portfolio import Portfolio, run_title, version_link
from generator.pages.text import number
from generator.pages.view import Link
from generator.provenance import Source

ROWS = 250
"""Runs on one page; with more, a page is slow to open on a phone."""
COLUMNS = 6
"""Columns for params, and as many again for metrics."""
CITED_CELLS = 600
"""Up to this many cells, each row cites the file of every value in it; beyond, the run's page does, or the row its record."""
CONSTANTS = 100
"""Params listed as the same in every run."""


_ORPHANS = {
    Orphanhood.LOST: say("its parent is in no store"),
    Orphanhood.ELSEWHERE: say("its parent is in another experiment"),
    Orphanhood.LEFT_OUT: say("its parent is not shown here"),
    Orphanhood.RING: say("it and its parents name one another"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run of the table."""

    run: Run
    href: str
    """The run's own page; empty when it has none."""
    depth: int
    """0 for a run whose parent is not in the table, 1 for its children, and so on."""
    family: str
    """How many child runs it has, and how many of them the table holds, in words; empty for none."""
    folds: bool
    """Whether runs stand below it in the table."""
    best_child: Link | None
    """The child that did best, with its value; leads to its page or nowhere."""
    orphan: str
    """Why it does not stand below the parent that it names; empty for a run that names none, or stands below it."""
    parent: Link | None
    """The parent that stands elsewhere."""
    params: tuple[Param | None, ...]
    """One for each of :attr:`RunsTable.params`; None where the run has none."""
    metrics: tuple[Metric | None, ...]
    """One for each of :attr:`RunsTable.metrics`; None where the run has none."""
    versions: tuple[Link, ...]
    """What was registered from it."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VaryingParam:
    """A param that is not the same in every run."""

    key: str
    present: int
    """Runs that have it."""
    distinct: int
    """Different values among them."""
    numeric: bool
    """Whether every value is a finite number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsTable:
    """The table."""

    rows: tuple[RunRow, ...]
    """Parents before their children, else newest first."""
    first: int
    """Which of all runs the first row has, from 1."""
    total: int
    """Runs of the experiment, those on other pages too."""
    params: tuple[VaryingParam, ...]
    """The columns; at most :data:`COLUMNS`."""
    varying: tuple[VaryingParam, ...]
    """Every param that differs, the most telling first."""
    constants: tuple[Param, ...]
    """Params that have one value in every run, by key, each as one run has it; at most :data:`CONSTANTS`."""
    constant_count: int
    metrics: tuple[str, ...]
    metric_count: int
    """Metrics that any run has."""
    cites_values: bool
    """Whether the rows cite the files of their values; else a run's page does, and a run without one its record alone."""
    has_versions: bool
    nested: bool
    """Whether any run stands below another one."""


def tabulate(portfolio: Portfolio, runs: Sequence[Run], target: Target | None = None) -> RunsTable:
    """Lay out the runs of one experiment.

    Args:
        portfolio: what stands behind the links.
        runs: all of them.
        target: what the runs are compared by: the metric that comes first, and by which a child is the best.
    """
    varying, constants = sort_params(runs)
    metrics = rank_metrics(runs, target.key if target else "")
    shown = newest_first(runs)
    cites_values = len(shown) * (min(len(varying), COLUMNS) + min(len(metrics), COLUMNS) + 1) <= CITED_CELLS
    columns = (varying[:COLUMNS], metrics[:COLUMNS])
    rows = tuple(
        _row(portfolio, member, columns, cites_values=cites_values)
        for member in families(portfolio.catalog, runs, shown, target)
    )
    return RunsTable(
        rows=rows,
        first=1,
        total=len(runs),
        params=varying[:COLUMNS],
        varying=varying,
        constants=constants[:CONSTANTS],
        constant_count=len(constants),
        metrics=metrics[:COLUMNS],
        metric_count=len(metrics),
        cites_values=cites_values,
        has_versions=any(row.versions for row in rows),
        nested=any(row.folds for row in rows),
    )


def parts_of(table: RunsTable) -> tuple[RunsTable, ...]:
    """The table cut where a page ends; one part at least."""
    starts = range(0, max(len(table.rows), 1), ROWS)
    return tuple(replace(table, rows=table.rows[start : start + ROWS], first=start + 1) for start in starts)


def newest_first(runs: Iterable[Run]) -> list[Run]:
    """By start, those without one last; ids break ties."""
    return sorted(
        runs, key=lambda run: (-run.start_time.timestamp() if run.start_time else float("inf"), run.run_id)
    )


def sort_params(runs: Sequence[Run]) -> tuple[tuple[VaryingParam, ...], tuple[Param, ...]]:
    """The params that differ, the most telling first, and those that are the same in every run that has params.

    Most telling are those that most runs have; among these the ones with most values. Text that is different in every
    run names the run and says nothing of it, so it comes last.
    """
    seen: dict[str, Counter[str]] = {}
    example: dict[str, Param] = {}
    parametrised = 0
    for run in runs:
        parametrised += bool(run.params)
        for param in run.params:
            seen.setdefault(param.key, Counter())[param.value] += 1
            example.setdefault(param.key, param)
    varying = [
        VaryingParam(
            key=key,
            present=values.total(),
            distinct=len(values),
            numeric=all(as_number(value) is not None for value in values),
        )
        for key, values in seen.items()
        if len(values) > 1 or values.total() < parametrised
    ]
    varying.sort(
        key=lambda param: (
            _names_the_run(param),
            param.distinct == 1,
            -param.present,
            -param.distinct,
            param.key,
        )
    )
    differing = {param.key for param in varying}
    return tuple(varying), tuple(example[key] for key in sorted(example) if key not in differing)


def as_number(value: str) -> float | None:
    """A param's text as a finite number, or None when it is none."""
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _names_the_run(param: VaryingParam) -> bool:
    return not param.numeric and param.distinct == param.present and param.present > 2  # noqa: PLR2004


def _row(
    portfolio: Portfolio,
    member: Member,
    columns: tuple[tuple[VaryingParam, ...], tuple[str, ...]],
    *,
    cites_values: bool,
) -> RunRow:
    run = member.run
    by_key: Mapping[str, Param] = {param.key: param for param in run.params}
    params = tuple(by_key.get(column.key) for column in columns[0])
    metrics = tuple(run.metric(key) for key in columns[1])
    values = [found.source for found in (*params, *metrics) if found is not None]
    has_page = run.run_id in portfolio.run_ids_with_page
    return RunRow(
        run=run,
        href=portfolio.run_href(run) if has_page else "",
        depth=member.depth,
        family=_family(member),
        folds=member.shown > 0,
        best_child=_best_child(portfolio, member),
        orphan=_ORPHANS[member.orphanhood] if member.orphanhood else "",
        parent=_parent(portfolio, run) if member.orphanhood else None,
        params=params,
        metrics=metrics,
        versions=tuple(version_link(version) for version in portfolio.versions_by_run.get(run.run_id, ())),
        sources=(run.source, *values) if cites_values else () if has_page else (run.source,),
    )


def _family(member: Member) -> str:
    """Such as ``24 child runs, of which 10 are shown``."""
    total = len(member.children)
    if not total:
        return ""
    told = say_many(total, "{n} child run", "{n} child runs")
    return (
        told if member.shown == total else say("{told}, {shown} shown", told=told, shown=number(member.shown))
    )


def _best_child(portfolio: Portfolio, member: Member) -> Link | None:
    if member.best_child is None:
        return None
    child, value = member.best_child
    has_page = child.run_id in portfolio.run_ids_with_page
    return Link(f"{run_title(child)} {number(value)}", portfolio.run_href(child) if has_page else "")


def _parent(portfolio: Portfolio, run: Run) -> Link:
    """The parent that a run names, by its name and experiment where a store knows it."""
    parent = portfolio.catalog.runs_by_id.get(run.parent_run_id)
    if parent is None:
        return Link(run.parent_run_id, "")
    return Link(run_title(parent), portfolio.run_href(parent))
