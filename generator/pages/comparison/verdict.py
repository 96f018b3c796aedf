"""The sentence to remember of a comparison."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.analyses.comparison import Judgement, MetricDifference, QualityComparison
from generator.analyses.wording import listed
from generator.messages import put_together, say, say_many
from generator.pages.comparison.rows import difference_row
from generator.pages.text import number

_TOLD = 4
_CLAUSES: Mapping[Judgement, tuple[Callable[[str], str], Callable[[str], str]]] = {
    Judgement.BETTER: (lambda n: say("Better on {n}", n=n), lambda n: say("better on {n}", n=n)),
    Judgement.WORSE: (lambda n: say("Worse on {n}", n=n), lambda n: say("worse on {n}", n=n)),
    Judgement.ALIKE: (
        lambda n: say("Not distinguishable on {n}", n=n),
        lambda n: say("not distinguishable on {n}", n=n),
    ),
}
"""What is said of each, at the beginning of a sentence and within it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonVerdict:
    """What the comparison comes to."""

    tone: str
    headline: str
    sentences: tuple[str, ...]


def verdict_of(compared: QualityComparison, key: str) -> ComparisonVerdict:
    """What a comparison comes to: how many metrics are better and worse, the key metric, and the guardrails.

    Args:
        compared: the differences.
        key: the metric that the model is judged by; empty for none.
    """
    return ComparisonVerdict(
        tone=_tone(compared),
        headline=headline(compared.tally, len(compared.metrics)),
        sentences=(*_key_metric(compared, key), *_guardrails(compared), *_refused(compared)),
    )


def _tone(compared: QualityComparison) -> str:
    tally = compared.tally
    if compared.broken:
        return "fail"
    if tally[Judgement.WORSE] or compared.open:
        return "warn"
    return "pass" if tally[Judgement.BETTER] else "na"


def headline(tally: Mapping[Judgement, int], total: int) -> str:
    """How many metrics are better, worse and not distinguishable, or that there is no verdict."""
    if not total:
        return say("No verdict: no metric of either is recorded.")
    if tally[Judgement.REFUSED] == total:
        return say("No verdict: what is recorded cannot carry one.")
    told = [judgement for judgement in _CLAUSES if tally[judgement]]
    return say(
        "{clauses} of {total}.",
        clauses=put_together(
            (
                _CLAUSES[judgement][bool(position)](number(tally[judgement]))
                for position, judgement in enumerate(told)
            ),
            ", ",
        ),
        total=say_many(total, "{n} metric", "{n} metrics"),
    )


def _key_metric(compared: QualityComparison, key: str) -> Iterator[str]:
    found = next((each for each in compared.metrics if each.metric == key), None)
    if found is None:
        return
    row = difference_row(found)
    if found.judgement is Judgement.REFUSED:
        yield say("The key metric {found} has no verdict: {why}.", found=found.title, why=found.why)
        return
    told = say(
        "The key metric {found} is {judgement}: {difference}",
        found=found.title,
        judgement=say(found.judgement.value),
        difference=row.difference,
    )
    if row.interval:
        based = say("n = {basis}", basis=found.basis) if found.basis else say("n not recorded")
        told += say(
            ", {level} interval {interval} ({based})", level=row.level, interval=row.interval, based=based
        )
    yield put_together((told, "; ", found.why, "."))


def _guardrails(compared: QualityComparison) -> Iterator[str]:
    guarded = compared.guardrails
    if not guarded:
        yield say("The policy guards no metric of this model.")
        return
    if compared.broken:
        yield say("Guardrails broken: {broken}.", broken=_named(compared.broken))
    if compared.open:
        yield say("Not shown to be no worse: {open}.", open=_named(compared.open))
    if not compared.broken and not compared.open:
        yield say_many(
            len(guarded),
            "The guardrail holds: {named}.",
            "All guardrails hold: {named}.",
            named=_named(guarded),
        )


def _named(differences: Sequence[MetricDifference]) -> str:
    told = []
    for found in differences:
        row = difference_row(found)
        what = row.difference or found.why
        told.append(
            say(
                "{metric} {what} against a margin of {allowed}",
                metric=found.title,
                what=what,
                allowed=row.allowed,
            )
            if row.allowed
            else put_together((found.title, " ", what))
        )
    return listed(told, _TOLD)


def _refused(compared: QualityComparison) -> Iterator[str]:
    reasons = Counter(each.why for each in compared.metrics if each.judgement is Judgement.REFUSED)
    for why, times in sorted(reasons.items(), key=lambda each: (-each[1], each[0])):
        yield say(
            "No verdict on {times}: {why}.", times=say_many(times, "{n} metric", "{n} metrics"), why=why
        )
