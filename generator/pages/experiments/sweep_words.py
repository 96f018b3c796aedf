"""What the figures of a sweep come to, in sentences."""

from collections.abc import Sequence

from generator.analyses.runs.target import Target
from generator.messages import say, say_many
from generator.pages.experiments.runs_table import VaryingParam
from generator.pages.experiments.sweep_runs import SweepRun
from generator.pages.portfolio import run_title
from generator.pages.text import number, visible

LONGEST_VALUE = 40
"""Characters of one setting in a sentence."""


def finding(params: Sequence[VaryingParam], runs: Sequence[SweepRun], target: Target) -> str:
    """The best and the worst value, and the settings that led to the best."""
    first, last = runs[0], runs[-1]
    settings = ", ".join(
        f"{param.key} {visible(value, LONGEST_VALUE)}"
        for param, value in zip(params, first.params, strict=True)
        if value is not None
    )
    with_settings = say(" with {settings}", settings=settings) if settings else ""
    if target.higher_is_better is None:
        return say(
            "{key} runs from {last} to {first}; nobody said which way is better. The greatest is {run}{with_settings}.",
            key=target.key,
            last=number(last.value),
            first=number(first.value),
            run=run_title(first.run),
            with_settings=with_settings,
        )
    alike = sum(run.value == first.value for run in runs) - 1
    ties = (
        say(" and {alike} more with the same value", alike=say_many(alike, "{n} run", "{n} runs"))
        if alike
        else ""
    )
    return say(
        "The best {key} is {first}, by {run}{with_settings}{ties}; the worst is {last}.",
        key=target.key,
        first=number(first.value),
        run=run_title(first.run),
        with_settings=with_settings,
        ties=ties,
        last=number(last.value),
    )


def best_marked(runs: Sequence[SweepRun]) -> str:
    """What a title says of the mark on the best run; nothing where there is none."""
    return say(", the best run marked") if runs[0].best else ""


def best_told(param: VaryingParam, index: int, runs: Sequence[SweepRun]) -> str:
    """Where in the figure the best run stands; nothing where there is none."""
    best, value = runs[0], runs[0].params[index]
    if not best.best:
        return ""
    where = (
        say("at {key} {value}", key=param.key, value=visible(value, LONGEST_VALUE))
        if value is not None
        else say("without {key}", key=param.key)
    )
    return say(
        " The best is {best}, by {run} {where}.",
        best=number(best.value),
        run=run_title(best.run),
        where=where,
    )
