"""Whether what is recorded of a model's quality can be true."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.evaluation.metric_domains import domain_of, other_splits
from generator.catalog import Metric
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.evaluation.results import not_live, number
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say

_QUOTED = 20
_CONSTANT = 3
"""Points of one value from which a history counts as constant."""


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Something odd about a metric."""

    message: str
    evidence: tuple[Evidence, ...]
    impossible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesPlausible(VersionControl):
    """No metric says what cannot be, or what is too good to be true."""

    about: ClassVar = About(
        id="EVL-007",
        title=say("Metric values are plausible"),
        family=Family.EVALUATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRANSPARENCY,),
        applies=say("every version in staging or beyond that has metrics"),
        passes=say(
            "every metric of a known name lies in its domain, none is perfect, and no history stands still or has two values for one step"
        ),
        warns=say(
            "a score is perfect, a history stands still or has two values for one step, or training and evaluation lie farther apart than `gap`"
        ),
        fails=say("a value lies outside the domain of its metric, such as an AUC of 1.2"),
        evidence=say("the files of the metrics"),
        remediation=say("Look for leakage, a wrong split or an error of logging."),
        clauses=("NIST:MEASURE-2.13", "NIST:MEASURE-1.2", "SS1/23:P3.3"),
        extended=True,
    )

    gap: float = 0.1
    """How far apart a metric of the training data and the same of other data may lie."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.live:
            return not_live(subject)
        metrics = subject.origin.metrics
        if not metrics:
            return not_applicable(say("no metric is recorded"), evidence(subject.version.source))
        doubts = [doubt for metric in metrics for doubt in _doubts(metric)]
        doubts += self._apart(metrics)
        impossible = [doubt for doubt in doubts if doubt.impossible]
        said = impossible or doubts
        if said:
            proof = [one for doubt in said for one in doubt.evidence][:_QUOTED]
            make = failed if impossible else warned
            return make(
                put_together((doubt.message for doubt in said[:_QUOTED]), "; "),
                proof,
                observed=said[0].message,
            )
        known = sum(domain_of(metric.key) is not None for metric in metrics)
        told = say(
            "nothing is odd about {metrics} recorded metrics, {known} of which have a known domain",
            metrics=len(metrics),
            known=known,
        )
        return passed(
            told,
            [_proof(metric) for metric in metrics[:_QUOTED]],
            observed=say("{known} of {metrics}", known=known, metrics=len(metrics)),
        )

    def _apart(self, metrics: tuple[Metric, ...]) -> Iterator[_Doubt]:
        """Metrics of the training data that lie far from those of other data."""
        by_name = {metric.key: metric for metric in reversed(metrics)}
        for key in sorted(by_name):
            for other in other_splits(key, frozenset(by_name)):
                one, two = by_name[key], by_name[other]
                apart = abs(one.last.value - two.last.value)
                if apart > self.gap:
                    message = say(
                        "{key} and {other} lie {apart} apart, more than {gap}",
                        key=key,
                        other=other,
                        apart=number(apart),
                        gap=number(self.gap),
                    )
                    yield _Doubt(message, (_proof(one), _proof(two)))


def _doubts(metric: Metric) -> Iterator[_Doubt]:
    domain, proof, value = domain_of(metric.key), (_proof(metric),), metric.last.value
    outside = [
        point.value
        for point in (metric.minimum, metric.maximum)
        if point and domain and not domain.least <= point.value <= domain.greatest
    ]
    if domain and outside:
        yield _Doubt(
            say(
                "{key} is {outside}, and can only be {domain}",
                key=metric.key,
                outside=number(outside[0]),
                domain=domain.text,
            ),
            proof,
            impossible=True,
        )
    elif domain and (domain.least, domain.greatest) == (0.0, 1.0) and value in {0.0, 1.0}:
        yield _Doubt(say("{key} is exactly {value}", key=metric.key, value=f"{value:g}"), proof)
    points = metric.count - metric.repeated_count
    still = metric.minimum and metric.maximum and metric.minimum.value == metric.maximum.value
    if still and points >= _CONSTANT:
        yield _Doubt(
            say(
                "{key} stands still at {value} over {points} points",
                key=metric.key,
                value=number(value),
                points=points,
            ),
            proof,
        )
    steps = [point.step for point in metric.series]
    if len(set(steps)) < len(steps):
        yield _Doubt(say("{key} has several values for one step", key=metric.key), proof)


def _proof(metric: Metric) -> Evidence:
    return evidence(
        metric.source,
        say("{last}, {count_} points", last=number(metric.last.value), count_=metric.count),
        metric.key,
    )
