"""Whether a version is worse than the one whose place it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import ClassVar

from generator.analyses.evaluation.expectations import Expectation
from generator.analyses.evaluation.quality import Quality, measured_alike, quality_of
from generator.analyses.standing.incumbent import Incumbent
from generator.catalog import EvaluationResult
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.evaluation.results import exceeds, not_live, number, quoted, wanting
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

DEFAULT = "default_abs"


class _Verdict(IntEnum):
    WORSE = 0
    DOUBTFUL = 1
    GOOD = 2


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One guarded metric of both versions."""

    verdict: _Verdict
    message: str
    evidence: tuple[Evidence, ...]
    observed: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRegression(VersionControl):
    """No version serves that is worse than the one before it."""

    about: ClassVar = About(
        id="EVL-004",
        title=say("No regression against the incumbent"),
        family=Family.EVALUATION,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRANSPARENCY),
        applies=say(
            "every version in staging or beyond, where the policy guards a metric and an incumbent is known: the version in production when this one got there, else the one before it; for one in staging, the one in production"
        ),
        passes=say(
            "no guarded metric is worse than the incumbent's by more than the tolerance or the noise, on data of the same digest"
        ),
        warns=say(
            "both were never measured on the same data, the direction is not stated, or what is lost is within the confidence interval"
        ),
        fails=say("a guarded metric is worse by more than that"),
        evidence=say(
            "both results with their data, and the record that makes the other version the incumbent"
        ),
        remediation=say("Train again, narrow the use, or record a waiver with the reason."),
        clauses=("AIA:IV.6", "NIST:MEASURE-2.3", "ISO42001:A.6.2.4", "SR26-2:V.OA", "SS1/23:P4.4"),
    )

    tolerance: Mapping[str, float] = field(default_factory=lambda: {DEFAULT: 0.005})
    """How much worse a metric may be, by its name; `default_abs` for those that neither stand here nor have a
    `non_inferiority` in the policy. The greater of this and the metric's noise counts."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.live:
            return not_live(subject)
        guarded = [each for each in subject.owner.expectations if each.rule.guarded]
        if not guarded:
            place = evidence(subject.scope.policy.place("metrics"), "", "guarded")
            return not_applicable(say("the policy guards no metric of the model"), place)
        incumbent = subject.incumbent
        if incumbent is None:
            place = evidence(subject.version.source)
            return not_applicable(say("no other version is known to have been in production"), place)
        base = quality_of(subject.scope.catalog, incumbent.version)
        compared = sorted(
            (self._compared(subject, base, each) for each in guarded), key=lambda each: each.verdict
        )
        worst = [each for each in compared if each.verdict is compared[0].verdict]
        proof = [_named(incumbent), *(one for each in compared for one in each.evidence)]
        make = {_Verdict.WORSE: failed, _Verdict.DOUBTFUL: warned, _Verdict.GOOD: passed}[worst[0].verdict]
        message = say(
            "against version {version}, which {why}: ", version=incumbent.version.version, why=incumbent.why
        )
        details = {"observed": worst[0].observed, "limit": worst[0].limit}
        limit = next(
            (each.place("non_inferiority") for each in guarded if each.rule.non_inferiority is not None), None
        )
        return make(
            message + put_together((each.message for each in worst), "; "),
            proof,
            limit_source=limit,
            **details,
        )

    def _compared(self, subject: VersionSubject, base: Quality, expectation: Expectation) -> _Comparison:
        own, metric, rule = subject.quality, expectation.metric, expectation.rule
        pair = next(measured_alike(own, base, metric), None)
        if pair is None:
            found, before = own.whole(metric), base.whole(metric)
            proof = [quoted(own, found) if found else wanting(subject, metric)]
            proof += [quoted(base, before)] if before else []
            return _Comparison(
                _Verdict.DOUBTFUL,
                say("{metric} was not measured on the same data", metric=metric),
                tuple(proof),
            )
        new, old = pair
        proof = [quoted(own, new), quoted(base, old)]
        if new.value is None or old.value is None or rule.higher_is_better is None:
            return _Comparison(
                _Verdict.DOUBTFUL,
                say("nobody says which way is better for {metric}", metric=metric),
                tuple(proof),
            )
        gained = new.value - old.value if rule.higher_is_better else old.value - new.value
        allowed = max(self._tolerance(expectation), rule.noise or 0.0)
        message = say(
            "{metric} {new} after {old}", metric=metric, new=number(new.value), old=number(old.value)
        )
        verdict = _Verdict.GOOD
        if exceeds(-gained, allowed):
            verdict = _Verdict.DOUBTFUL if _within_interval(new, old) else _Verdict.WORSE
            lost = say(
                "{gained} worse, {allowed} is allowed", gained=number(-gained), allowed=number(allowed)
            )
            message += say(
                " is {lost}{rest}",
                lost=lost,
                rest=say(", within the confidence interval") if verdict is _Verdict.DOUBTFUL else "",
            )
        return _Comparison(
            verdict,
            message,
            tuple(proof),
            f"{gained:+.6g}",
            say("at least {allowed}", allowed=number(-allowed)),
        )

    def _tolerance(self, expectation: Expectation) -> float:
        stated = expectation.rule.non_inferiority
        if stated is not None:
            return stated
        return self.tolerance.get(expectation.metric, self.tolerance.get(DEFAULT, 0.0))


def _within_interval(new: EvaluationResult, old: EvaluationResult) -> bool:
    """Whether the interval of either result holds the value of the other."""
    return any(
        one.lower is not None
        and one.upper is not None
        and other.value is not None
        and one.lower <= other.value <= one.upper
        for one, other in ((new, old), (old, new))
    )


def _named(incumbent: Incumbent) -> Evidence:
    return evidence(
        incumbent.source,
        say("version {version} {why}", version=incumbent.version.version, why=incumbent.why),
        "incumbent",
    )
