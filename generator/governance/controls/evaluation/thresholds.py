"""Whether the metrics that are asked for are there, and within limits that were set before anybody measured."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import ClassVar

from generator.analyses.evaluation.expectations import Expectation
from generator.catalog import Commit, EvaluationResult
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.evaluation.results import asked, exceeds, not_live, number, quoted, wanting
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
from generator.governance.subject import Scope, VersionSubject
from generator.messages import put_together, say
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsPresent(VersionControl):
    """Every metric that somebody asks for is measured."""

    about: ClassVar = About(
        id="EVL-001",
        title=say("Required metrics present"),
        family=Family.EVALUATION,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRANSPARENCY,),
        applies=say("every version in staging or beyond, of a model whose metrics the policy or its own file names"),
        passes=say("every metric that is named has a finite value"),
        warns=say("a metric is missing that only the model's own file names, or that the policy does not require"),
        fails=say("a metric that the policy requires is missing or is no finite number"),
        evidence=say("the file of each metric with its value, its data and its date"),
        remediation=say("Run the evaluation, and log the metrics that are listed."),
        clauses=(
            "AIA:IV.2g", "NIST:MEASURE-2.1", "NIST:MEASURE-1.1", "ISO42001:A.6.2.4", "SS1/23:P3.3", "MC:4.4", "G7:kpi",
        ),
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        expectations = subject.owner.expectations
        if not subject.live:
            return not_live(subject)
        if not expectations:
            place = evidence(subject.scope.policy.place("metrics"), "", "metrics")
            return not_applicable(say("neither the policy nor the model's own file names a metric"), place)
        lacking = [each for each in expectations if _value(subject, each) is None]
        required = [each for each in lacking if each.rule.required]
        proof = [_proof(subject, each) for each in expectations]
        observed = say(
            "{expectations} of {expectations2}",
            expectations=len(expectations) - len(lacking),
            expectations2=len(expectations),
        )
        if not lacking:
            count = len(expectations)
            message = (
                say("all {count_} metrics are there", count_=count)
                if count > 1
                else say("{metric} is there", metric=expectations[0].metric)
            )
            return passed(message, proof, observed=observed)
        proof = [_proof(subject, each) for each in lacking]
        for each in lacking:
            proof += asked(each)
        if required:
            message = put_together([_lacking(subject, each) for each in required], "; ")
            return failed(message, proof, observed=observed, limit_source=required[0].place("required"))
        message = put_together([_lacking(subject, each) for each in lacking], "; ")
        return warned(
            say("{message_}; the policy does not require it", message_=message), proof, observed=observed
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdsMet(VersionControl):
    """The version is as good as was asked of it before it was measured."""

    about: ClassVar = About(
        id="EVL-002",
        title=say("Metrics meet thresholds fixed beforehand"),
        family=Family.EVALUATION,
        severity=ControlSeverity.CRITICAL,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRANSPARENCY),
        applies=say("every version in staging or beyond, of a model whose metrics have limits"),
        passes=say("every metric is within its limit, and the limits were in force before the metric was measured"),
        warns=say("a value is within `margin` of its limit, the limit came into force after it was measured, or it cannot be established when the limit was set"),
        fails=say("a metric is beyond its limit"),
        evidence=say("each metric beside its limit, and the file that sets the limit with its digest and date"),
        remediation=say("Improve the model, or have a change of the limit reviewed before the next evaluation."),
        clauses=(
            "AIA:9.6-8", "AIA:15.1", "NIST:MAP-1.5", "NIST:MEASURE-2.3", "ISO42001:A.6.2.4", "SR26-2:V.OA", "SS1/23:P3.3",
        ),
    )  # fmt: skip

    margin: float = 0.0
    """How near to its limit a value may come without a warning, in the unit of the metric."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.live:
            return not_live(subject)
        limited = [each for each in subject.owner.expectations if each.rule.bound is not None]
        if not limited:
            place = evidence(subject.scope.policy.place("metrics"), "", "bound")
            return not_applicable(say("no limit is set for any metric of the model"), place)
        judged = [_Judged.of(subject, each) for each in limited]
        proof = [evidence for each in judged for evidence in each.proof(subject)]
        beyond = [each for each in judged if each.distance is not None and each.distance < 0]
        if beyond:
            return failed(_all(each.message for each in beyond), proof, **beyond[0].details)
        missing = [each for each in judged if each.expectation.rule.required and each.value is None]
        if missing:
            names = ", ".join(each.expectation.metric for each in missing)
            return not_applicable(
                say("required metrics are missing, as EVL-001 says: {names}", names=names), *proof
            )
        return self._within(subject, [each for each in judged if each.value is not None], proof)

    def _within(self, subject: VersionSubject, judged: "list[_Judged]", proof: list[Evidence]) -> Outcome:
        if not judged:
            return not_applicable(say("none of the metrics with limits is recorded"), *proof)
        aimless = [each for each in judged if each.distance is None]
        if aimless:
            names = ", ".join(each.expectation.metric for each in aimless)
            return warned(say("nobody says which way is better for {names}", names=names), proof)
        near = [each for each in judged if each.distance is not None and exceeds(self.margin, each.distance)]
        if near:
            return warned(
                say("near its limit: {all}", all=_all(each.message for each in near)),
                proof,
                **near[0].details,
            )
        within = (
            say("all {judged} metrics are within their limits", judged=len(judged))
            if len(judged) > 1
            else judged[0].message
        )
        late = [each for each in judged if each.late(subject)]
        if late:
            names = ", ".join(each.expectation.metric for each in late)
            return warned(
                say(
                    "{within}; the limit for {names} came into force after it was measured",
                    within=within,
                    names=names,
                ),
                proof,
            )
        unknown = [each for each in judged if each.late(subject) is None]
        if unknown:
            names = ", ".join(each.expectation.metric for each in unknown)
            return warned(
                say(
                    "{within}; when the limit for {names} was set cannot be established",
                    within=within,
                    names=names,
                ),
                proof,
            )
        since = (
            say("which were in force before they were")
            if len(judged) > 1
            else say("which was in force before it was")
        )
        return passed(
            say("{within}, {since} measured", within=within, since=since), proof, **judged[0].details
        )


@dataclass(frozen=True, slots=True)
class _Judged:
    """One metric beside its limit."""

    expectation: Expectation
    bound: float
    result: EvaluationResult | None

    @classmethod
    def of(cls, subject: VersionSubject, expectation: Expectation) -> "_Judged":
        bound = expectation.rule.bound
        return cls(expectation, 0.0 if bound is None else bound, subject.quality.whole(expectation.metric))

    @property
    def value(self) -> float | None:
        return self.result.value if self.result else None

    @property
    def distance(self) -> float | None:
        """How far inside its limit the value is, below zero beyond it; None without a value or a direction."""
        higher = self.expectation.rule.higher_is_better
        if self.value is None or higher is None:
            return None
        return self.value - self.bound if higher else self.bound - self.value

    @property
    def limit(self) -> str:
        bound = number(self.bound)
        higher = self.expectation.rule.higher_is_better
        return say("at least {bound}", bound=bound) if higher else say("at most {bound}", bound=bound)

    @property
    def message(self) -> str:
        return say(
            "{metric} is {value}, asked is {limit}",
            metric=self.expectation.metric,
            value=number(self.value),
            limit=self.limit,
        )

    @property
    def details(self) -> dict[str, object]:
        return {
            "observed": number(self.value), "limit": self.limit, "limit_source": self.expectation.place("bound"),
        }  # fmt: skip

    def proof(self, subject: VersionSubject) -> list[Evidence]:
        place = self.expectation.place("bound")
        known = _stands_since(subject.scope, place)
        told = put_together((self.limit, known[1]), ", ") if known else self.limit
        limit = (
            [evidence(place, told, say("limit of {metric}", metric=self.expectation.metric))] if place else []
        )
        return [_proof(subject, self.expectation), *limit]

    def late(self, subject: VersionSubject) -> bool | None:
        """Whether the limit came into force after the value was measured; None when that cannot be established.

        A file that was changed since may have had the same limit before, so that its commit alone never makes a limit
        late.
        """
        place = self.expectation.place("bound")
        known = _stands_since(subject.scope, place)
        run = subject.quality.run(self.result) if self.result else None
        began = run.start_time if run and run.start_time else self.result.at if self.result else None
        if known is None or began is None:
            return None
        late = began < known[0]
        return None if late and _commit(subject.scope, place) else late


def _stands_since(scope: Scope, place: Source | None) -> tuple[datetime, str] | None:
    """Since when a limit stands where it stands, and how that is known; None when it is not.

    The commit that made the file what it is counts; else, for what stands in the policy, the day that it states.
    """
    commit = _commit(scope, place)
    if commit is not None:
        return commit.at, say(
            "in a file that is as commit {commit} of {at} made it",
            commit=commit.commit[:12],
            at=f"{commit.at:%Y-%m-%d}",
        )
    in_policy = place is not None and place.path in {file.path for file in scope.policy.files}
    day = scope.policy.in_force_since if in_policy else None
    return (
        (datetime.combine(day, time(), UTC), say("in force since {day}, as the policy states", day=day))
        if day
        else None
    )


def _commit(scope: Scope, place: Source | None) -> Commit | None:
    return scope.catalog.commits_by_path.get(place.path) if place else None


def _value(subject: VersionSubject, expectation: Expectation) -> float | None:
    result = subject.quality.whole(expectation.metric)
    return result.value if result else None


def _proof(subject: VersionSubject, expectation: Expectation) -> Evidence:
    result = subject.quality.whole(expectation.metric)
    return quoted(subject.quality, result) if result else wanting(subject, expectation.metric)


def _lacking(subject: VersionSubject, expectation: Expectation) -> str:
    there = subject.quality.whole(expectation.metric) is not None
    return say(
        "{metric} is {rest}",
        metric=expectation.metric,
        rest=say("no finite number") if there else say("missing"),
    )


def _all(messages: Iterable[str]) -> str:
    return put_together(messages, "; ")
