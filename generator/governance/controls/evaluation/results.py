"""How results are quoted as evidence, and which versions they are asked of."""

import math

from generator.analyses.evaluation.expectations import Expectation
from generator.analyses.evaluation.quality import Quality
from generator.catalog import EvaluationResult
from generator.governance.finding import Evidence, Outcome, evidence, not_applicable
from generator.governance.subject import VersionSubject
from generator.messages import say

NOT_LIVE = say("it has not got beyond the first environment, or has left the others")
NOT_IN_PRODUCTION = say("it is not in production")


def not_live(subject: VersionSubject) -> Outcome:
    """The answer for a version that is neither in staging nor in production."""
    return not_applicable(NOT_LIVE, evidence(subject.version.source))


def number(value: float | None) -> str:
    """A value as a message says it."""
    return say("no finite number") if value is None else f"{value:.6g}"


def exceeds(value: float, limit: float) -> bool:
    """Whether a difference is greater than allowed by more than the rounding of its subtraction."""
    return value > limit and not math.isclose(value, limit, rel_tol=1e-9, abs_tol=1e-12)


def quoted(quality: Quality, result: EvaluationResult) -> Evidence:
    """A result with the data it was measured on and when."""
    name, digest = quality.data(result)
    when = quality.measured_at(result)
    told = number(result.value)
    if name or digest:
        told += say(" on {data}", data=f"{name} {digest}".rstrip())
    if result.n is not None:
        told += say(", {number} rows", number=result.n)
    if when is not None:
        told += f", {when:%Y-%m-%d}"
    label = f"{result.metric}.{result.slice}" if result.slice else result.metric
    return evidence(result.source, told, label)


def wanting(subject: VersionSubject, metric: str) -> Evidence:
    """Where a metric that is not recorded should stand: with the run, else with the version."""
    run = subject.origin.run
    return evidence(run.source if run else subject.version.source, "", metric)


def asked(expectation: Expectation, part: str = "") -> list[Evidence]:
    """Where a metric, or a part of what is asked of it, is asked for."""
    place = expectation.place(part)
    return [evidence(place, expectation.metric, say("asked for"))] if place else []
