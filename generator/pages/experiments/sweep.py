"""The figures of a sweep: how the settings of many runs lead to one metric."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.analyses.runs.target import Target, best_run
from generator.catalog import Run, RunStatus
from generator.figures.spec import ParallelAxis, ParallelLine, ParallelSpec, ScatterPoint, ScatterSpec
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.experiments.runs_table import VaryingParam, as_number, sort_params
from generator.pages.experiments.sweep_marks import marked_runs
from generator.pages.experiments.sweep_runs import SweepRun, measured_runs, sweep_run, thinned
from generator.pages.experiments.sweep_words import best_marked, best_told, finding
from generator.pages.portfolio import Portfolio

FEWEST = 5
"""Runs below which a table says more than a figure."""
AXES = 6
"""Params of the parallel coordinates; the metric is one more axis."""
CATEGORIES = 12
"""Words that one axis holds."""
SCATTERS = 3
_SPREAD_OF_LOG = 100
"""From this ratio of greatest to smallest on, an axis of positive numbers is logarithmic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """The figures and what they leave out."""

    target: Target
    params: tuple[VaryingParam, ...]
    """The axes, in order."""
    runs: tuple[SweepRun, ...]
    """The runs drawn, the best first; by falling value when nobody said which way is better."""
    parallel: ParallelSpec | None
    """None where only one param differs: the scatter says it all."""
    scatters: tuple[tuple[ScatterSpec, int], ...]
    """Each with the index of its param in :attr:`params`."""
    registered: int
    """Runs among them that versions came of; the figures mark :data:`~generator.pages.experiments.sweep_marks.MARKED` at most."""
    finding: str
    """What the figures show, in one sentence."""
    left_out: tuple[str, ...]
    """What is not drawn and why, in half sentences."""


def draw_sweep(portfolio: Portfolio, page: str, runs: Sequence[Run], target: Target | None) -> Sweep | None:
    """The figures of an experiment, or None when too little varies to be worth one.

    Args:
        portfolio: what tells which runs came to something.
        page: path of the page the figures stand on.
        runs: all runs of the experiment.
        target: the metric that the runs are compared by.
    """
    if target is None:
        return None
    measured, left_out = measured_runs(runs, target)
    differing = [param for param in sort_params([run for run, _ in measured])[0] if param.distinct > 1]
    params = _axes(differing, len(measured))
    keys = {param.key for param in params}
    having = [each for each in measured if any(param.key in keys for param in each[0].params)]
    if len(having) < FEWEST or not params:
        return None
    if len(having) < len(measured):
        left_out.append(
            say(
                "{measured} without any of these parameters",
                measured=say_many(len(measured) - len(having), "{n} run", "{n} runs"),
            )
        )
    marks, registered = marked_runs(portfolio, (run for run, _ in having))
    best = best_run([run for run, _ in having], target)
    drawn = tuple(
        sweep_run(portfolio, run, params, value, marks, best=run is best)
        for run, value in thinned(having, marks)
    )
    if len(drawn) < len(having):
        left_out.append(
            say(
                "{having} between those drawn, which are taken evenly by {key}",
                having=say_many(len(having) - len(drawn), "{n} run", "{n} runs"),
                key=target.key,
            )
        )
    if len(params) < len(differing):
        left_out.append(
            say_many(len(differing) - len(params), "{n} further parameter", "{n} further parameters")
        )
    return _figures(page, params, drawn, target, registered, tuple(left_out))


def _axes(differing: Sequence[VaryingParam], runs: int) -> tuple[VaryingParam, ...]:
    """The params worth an axis: numbers or few words, and in at least half of the runs."""
    return tuple(
        param
        for param in differing
        if (param.numeric or param.distinct <= CATEGORIES) and 2 * param.present >= runs
    )[:AXES]


def _figures(
    page: str,
    params: tuple[VaryingParam, ...],
    drawn: tuple[SweepRun, ...],
    target: Target,
    registered: int,
    left_out: tuple[str, ...],
) -> Sweep | None:
    """Parallel coordinates from two params on, and a scatter for each of the first that are numbers."""
    scatters = tuple(
        (_scatter(page, param, index, drawn, target), index)
        for index, param in enumerate(params)
        if param.numeric and param.distinct > 2  # noqa: PLR2004
    )[:SCATTERS]
    parallel = _parallel(page, params, drawn, target) if len(params) > 1 else None
    if parallel is None and not scatters:
        return None
    return Sweep(
        target=target,
        params=params,
        runs=drawn,
        parallel=parallel,
        scatters=scatters,
        registered=registered,
        finding=finding(params, drawn, target),
        left_out=left_out,
    )


def _parallel(
    page: str, params: Sequence[VaryingParam], runs: Sequence[SweepRun], target: Target
) -> ParallelSpec:
    axes = [_axis(param, [run.params[index] for run in runs]) for index, param in enumerate(params)]
    last = len(runs) - 1
    return ParallelSpec(
        title=say(
            "Settings of {runs} and the {key} they led to{runs2}",
            runs=say_many(len(runs), "{n} run", "{n} runs"),
            key=target.key,
            runs2=best_marked(runs),
        ),
        description=finding(params, runs, target),
        axes=(*axes, ParallelAxis(label=target.key, higher_is_better=target.higher_is_better)),
        lines=tuple(
            ParallelLine(
                label=run.label,
                values=(
                    *(_place(axis, text) for axis, text in zip(axes, run.params, strict=True)),
                    run.value,
                ),
                rank=0.0 if target.higher_is_better is None else 1 - index / last,
                marked=run.marked,
                href=paths.relative(page, run.href) if run.href else "",
            )
            for index, run in enumerate(runs)
        ),
    )


def _axis(param: VaryingParam, values: Sequence[str | None]) -> ParallelAxis:
    present = {value for value in values if value is not None}
    if not param.numeric:
        return ParallelAxis(label=param.key, categories=tuple(sorted(present)))
    return ParallelAxis(label=param.key, log=_spans_decades(_numbers(values)))


def _place(axis: ParallelAxis, text: str | None) -> float | None:
    if text is None:
        return None
    return float(axis.categories.index(text)) if axis.categories else as_number(text)


def _scatter(
    page: str, param: VaryingParam, index: int, runs: Sequence[SweepRun], target: Target
) -> ScatterSpec:
    log = _spans_decades(_numbers(run.params[index] for run in runs))
    return ScatterSpec(
        title=say("{key} against {key2}{runs}", key=target.key, key2=param.key, runs=best_marked(runs)),
        description=say(
            "{key} of each run by its {key2}.{param}",
            key=target.key,
            key2=param.key,
            param=best_told(param, index, runs),
        ),
        heading=target.key,
        x_label=param.key,
        y_label=target.key,
        points=tuple(
            ScatterPoint(
                label=run.label,
                x=x,
                y=run.value,
                href=paths.relative(page, run.href) if run.href else "",
                marked=run.marked,
                quiet=run.run.status is not RunStatus.FINISHED,
            )
            for run in runs
            if (x := as_number(run.params[index] or "")) is not None
        ),
        log_x=log,
    )


def _numbers(values: Iterable[str | None]) -> list[float]:
    return [found for value in values if value is not None and (found := as_number(value)) is not None]


def _spans_decades(values: Sequence[float]) -> bool:
    return bool(values) and min(values) > 0 and max(values) / min(values) >= _SPREAD_OF_LOG
