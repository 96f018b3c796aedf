"""Which runs belong below which: children below their parent, whatever the records say of parents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.analyses.runs.target import Target, best_first
from generator.catalog import Catalog, Run


class Orphanhood(StrEnum):
    """Why a run that names a parent does not stand below it."""

    LOST = "lost"
    """No store knows the parent."""
    ELSEWHERE = "elsewhere"
    """The parent belongs to another experiment."""
    LEFT_OUT = "left out"
    """The parent is of this experiment and not among the runs that are shown."""
    RING = "ring"
    """Runs name one another as parents, so that none of them is above the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One run in its family."""

    run: Run
    depth: int
    """0 for a run that stands below no other, 1 for its children, and so on."""
    orphanhood: Orphanhood | None
    """None for a run that names no parent, or stands below it."""
    children: tuple[Run, ...]
    """Of the whole experiment, those too that are not shown."""
    shown: int
    """How many of the children stand below it."""
    best_child: tuple[Run, float] | None
    """The child with the best value of the target; None where nobody said which way is better, or none has one."""


def families(
    catalog: Catalog, runs: Sequence[Run], shown: Sequence[Run], target: Target | None
) -> Iterator[Member]:
    """The runs that are shown, each right below its parent and before the next run of that depth. Each comes once.

    Args:
        catalog: tells what became of parents that are not shown.
        runs: all of an experiment.
        shown: those among them that are to be laid out, in the order in which siblings stand.
        target: what the runs are compared by.
    """
    children = _children(runs)
    below = _children(shown)
    known = {run.run_id for run in shown}
    done: set[str] = set()
    for start in (*(run for run in shown if run.parent_run_id not in known), *shown):
        waiting = [(start, 0)]
        while waiting:
            run, depth = waiting.pop()
            if run.run_id in done:
                continue
            done.add(run.run_id)
            own = [child for child in below.get(run.run_id, ()) if child.run_id not in done]
            yield Member(
                run=run,
                depth=depth,
                orphanhood=None if depth or not run.parent_run_id else _orphanhood(catalog, run, known),
                children=children.get(run.run_id, ()),
                shown=len(own),
                best_child=_best(children.get(run.run_id, ()), target),
            )
            waiting += [(child, depth + 1) for child in reversed(own)]


def _children(runs: Sequence[Run]) -> Mapping[str, tuple[Run, ...]]:
    """By the parent's id; a run that names itself is nobody's child."""
    groups: dict[str, list[Run]] = {}
    for run in runs:
        if run.parent_run_id and run.parent_run_id != run.run_id:
            groups.setdefault(run.parent_run_id, []).append(run)
    return {parent: tuple(found) for parent, found in groups.items()}


def _orphanhood(catalog: Catalog, run: Run, known: set[str]) -> Orphanhood:
    if run.parent_run_id in known:
        return Orphanhood.RING
    parent = catalog.runs_by_id.get(run.parent_run_id)
    if parent is None:
        return Orphanhood.LOST
    same = (parent.store, parent.experiment_id) == (run.store, run.experiment_id)
    return Orphanhood.LEFT_OUT if same else Orphanhood.ELSEWHERE


def _best(children: Sequence[Run], target: Target | None) -> tuple[Run, float] | None:
    if target is None or target.higher_is_better is None:
        return None
    return next(iter(best_first(children, target)), None)
