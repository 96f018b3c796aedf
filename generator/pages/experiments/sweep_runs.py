"""The runs that the figures of a sweep show: which of them, and what each says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.analyses.runs.target import Target, best_first
from generator.catalog import LifecycleStage, Run, RunStatus
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.experiments.runs_table import VaryingParam
from generator.pages.portfolio import Portfolio, run_title
from generator.pages.text import number

DRAWN = 150
"""Lines or points of one figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRun:
    """One run of the figures, as the table behind them shows it."""

    run: Run
    label: str
    """Of its mark where it is marked, else its name."""
    name: str
    """Of the versions that came of it where they are marked, else its own."""
    href: str
    """Its own page; empty when it has none."""
    marked: bool
    """Whether the figures point it out."""
    registered: bool
    """Whether a label names the versions that came of it."""
    best: bool
    """Whether it is the one with the best value; never where nobody said which way is better."""
    value: float
    """Of the target metric."""
    params: tuple[str | None, ...]
    """One for each of :attr:`Sweep.params`; None where the run has none."""


def measured_runs(runs: Sequence[Run], target: Target) -> tuple[list[tuple[Run, float]], list[str]]:
    """The runs that have a finite value, the best first, and how many have none for which reason."""
    found = list(best_first(runs, target))
    measured = {run.run_id for run, _ in found}
    reasons: Counter[str] = Counter()
    for run in runs:
        metric = run.metric(target.key)
        if run.run_id in measured:
            continue
        if run.lifecycle_stage is LifecycleStage.DELETED:
            reasons[say("deleted in the tracker")] += 1
        elif metric is not None:
            reasons[say("ended with {key} at {value}", key=target.key, value=number(metric.last.value))] += 1
        elif run.status is RunStatus.FINISHED:
            reasons[say("finished without recording {key}", key=target.key)] += 1
        else:
            reasons[say("{status}, without {key}", status=run.status, key=target.key)] += 1
    return found, [
        say("{times} {reason}", times=say_many(times, "{n} run", "{n} runs"), reason=reason)
        for reason, times in sorted(reasons.items())
    ]


def thinned(measured: Sequence[tuple[Run, float]], marks: Mapping[str, str]) -> list[tuple[Run, float]]:
    """About :data:`DRAWN` of them at most, evenly over the order given, with both ends and every marked one."""
    last = len(measured) - 1
    kept = (
        {round(step * last / (DRAWN - 1)) for step in range(DRAWN)} if last >= DRAWN else set(range(last + 1))
    )
    return [each for index, each in enumerate(measured) if index in kept or each[0].run_id in marks]


def sweep_run(
    portfolio: Portfolio,
    run: Run,
    params: Sequence[VaryingParam],
    value: float,
    marks: Mapping[str, str],
    *,
    best: bool,
) -> SweepRun:
    """One run with its settings, in the order of the params."""
    by_key = {param.key: param.value for param in run.params}
    mark = marks.get(run.run_id, "")
    return SweepRun(
        run=run,
        label=put_together((word for word in (mark, say("best") if best else "") if word), ", ")
        or run_title(run),
        name=mark or run_title(run),
        href=paths.run(run.run_id) if run.run_id in portfolio.run_ids_with_page else "",
        marked=best or bool(mark),
        registered=bool(mark),
        best=best,
        value=value,
        params=tuple(by_key.get(param.key) for param in params),
    )
