"""Whether the groups that a model meets are measured apart, and served alike."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.evaluation.expectations import Expectation
from generator.catalog import EvaluationResult
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.evaluation.results import asked, exceeds, not_live, number, quoted, wanting
from generator.governance.finding import (
    ControlSeverity,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say

_ATTRIBUTE = re.compile(r"(?P<attribute>[^=:]+?)\s*[=:]|(?P<first>[A-Za-z]+)")
_NO_GROUPS = say("the model is not said to decide about people, and no slices are asked for")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicesEvaluated(VersionControl):
    """Every group that somebody asks for is measured, on enough rows to mean something."""

    about: ClassVar = About(
        id="EVL-005",
        title=say("Required slices evaluated"),
        family=Family.EVALUATION,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ETHICS, Pillar.TRANSPARENCY),
        applies=say("every version in staging or beyond, of a model that decides about people or whose slices the policy names"),
        passes=say("every metric is measured on each slice that is asked of it, on at least `min_n` rows"),
        warns=say("a slice has fewer rows, nobody recorded how many, or the model decides about people and nobody says which slices matter"),
        fails=say("a slice that is asked for is not measured"),
        evidence=say("the result for each slice, and where the slice is asked for"),
        remediation=say("Evaluate the groups that are missing, log the number of rows, and merge or enlarge the small ones."),
        clauses=(
            "AIA:IV.3", "AIA:13.3b", "AIA:10.2f-g", "NIST:MEASURE-2.11", "ISO42001:A.5.4", "MC:4.3", "MC:4.7",
        ),
    )  # fmt: skip

    min_n: int = 100
    """Rows of a slice at least."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        concern = _not_concerned(subject)
        if concern is not None:
            return concern
        wanted = [(each, name) for each in subject.owner.expectations for name in each.rule.slices]
        if not wanted:
            place = evidence(subject.scope.policy.place("metrics"), "", "slices")
            people = evidence(
                subject.owner.place("decides_about_people"), "true", say("decides about people")
            )
            return warned(
                say("the model decides about people, and nobody says which slices to measure"),
                [people, place],
            )
        found = [(each, name, subject.quality.slices(each.metric).get(name)) for each, name in wanted]
        there = [(name, result) for _, name, result in found if result and result.value is not None]
        proof = [quoted(subject.quality, result) for _, result in there]
        missing = [(each, name) for each, name, result in found if result is None or result.value is None]
        limit = wanted[0][0].place("slices")
        observed = say("{there} of {wanted} slices", there=len(there), wanted=len(wanted))
        if missing:
            names = put_together(
                (say("{metric} on {name}", metric=each.metric, name=name) for each, name in missing), ", "
            )
            lacks = [wanting(subject, f"{each.metric}.{name}") for each, name in missing]
            lacks += asked(missing[0][0], "slices")
            return failed(
                say("not measured: {names}", names=names),
                [*lacks, *proof],
                observed=observed,
                limit_source=limit,
            )
        small = [
            say("{name} on {number} rows", name=name, number=result.n)
            for name, result in there
            if result.n is not None and result.n < self.min_n
        ]
        if small:
            told = say(
                "measured on fewer than {min_n} rows: {small}", min_n=self.min_n, small=", ".join(small)
            )
            return warned(told, proof, observed=observed, limit=self.min_n, limit_source=limit)
        uncounted = [name for name, result in there if result.n is None]
        if uncounted:
            told = say(
                "all {wanted} slices are measured, on how many rows is not recorded for {uncounted} of them",
                wanted=len(wanted),
                uncounted=len(uncounted),
            )
            return warned(told, proof, observed=observed, limit=self.min_n, limit_source=limit)
        told = say(
            "all {wanted} slices are measured on at least {min_n} rows", wanted=len(wanted), min_n=self.min_n
        )
        return passed(told, proof, observed=observed, limit=self.min_n, limit_source=limit)


@dataclass(frozen=True, slots=True)
class _Gap:
    """The best and the worst group of one attribute by one metric."""

    expectation: Expectation
    attribute: str
    low: EvaluationResult
    high: EvaluationResult
    limit: float

    @property
    def size(self) -> float:
        return (self.high.value or 0.0) - (self.low.value or 0.0)

    @property
    def message(self) -> str:
        return say(
            "{metric} by {attribute} differs by {size}, from {low} on {slice} to {high} on {slice2}; {limit} is allowed",
            metric=self.expectation.metric,
            attribute=self.attribute,
            size=number(self.size),
            low=number(self.low.value),
            slice=self.low.slice,
            high=number(self.high.value),
            slice2=self.high.slice,
            limit=number(self.limit),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessGap(VersionControl):
    """No group is served much worse than another."""

    about: ClassVar = About(
        id="EVL-006",
        title=say("Fairness gap within limit"),
        family=Family.EVALUATION,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ETHICS,),
        applies=say("every version that EVL-005 concerns"),
        passes=say("between the groups of one attribute no metric differs by more than its limit"),
        warns=say(
            "it differs by more than `warn_at` times the limit, or no two groups were measured together"
        ),
        fails=say("it differs by more than the limit"),
        evidence=say("the results of all groups with their rows, and where the limit is set"),
        remediation=say(
            "Reduce the difference or restrict the use; record the decision with an assessment of fairness."
        ),
        clauses=("AIA:10.2f-g", "AIA:IV.2g", "NIST:MEASURE-2.11", "ISO42001:A.5.4", "MC:4.7", "MC:4.8"),
    )

    limit_abs: float = 0.05
    """The greatest difference for a metric with slices that the policy sets no `fairness_limit` for."""
    warn_at: float = 0.8
    """The part of the limit above which a difference gives a warning."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        concern = _not_concerned(subject)
        if concern is not None:
            return concern
        compared = [
            each
            for each in subject.owner.expectations
            if each.rule.slices or each.rule.fairness_limit is not None
        ]
        gaps = [gap for each in compared for gap in self._gaps(subject, each)]
        proof = [
            quoted(subject.quality, result) for each in compared for result in _groups(subject, each).values()
        ]
        known = {gap.expectation.metric for gap in gaps}
        unknown = [each.metric for each in compared if each.metric not in known]
        if not gaps:
            what = say("of {unknown} ", unknown=", ".join(unknown)) if unknown else ""
            lacks = [wanting(subject, metric) for metric in unknown] or [
                evidence(subject.version.source, "", "slices")
            ]
            return warned(
                say(
                    "no two groups {what}were measured together, so that no difference can be established",
                    what=what,
                ),
                lacks,
            )
        worst = max(gaps, key=lambda gap: gap.size / gap.limit if gap.limit else float("inf"))
        details = {
            "observed": number(worst.size), "limit": number(worst.limit),
            "limit_source": worst.expectation.places.get("fairness_limit"),
        }  # fmt: skip
        over = [gap for gap in gaps if exceeds(gap.size, gap.limit)]
        if over:
            return failed(put_together((gap.message for gap in over), "; "), proof, **details)
        near = [gap for gap in gaps if exceeds(gap.size, gap.limit * self.warn_at)]
        if near:
            return warned(put_together((gap.message for gap in near), "; "), proof, **details)
        if unknown:
            told = say(
                "{message_}; of {unknown} no two groups were measured together",
                message_=worst.message,
                unknown=", ".join(unknown),
            )
            return warned(told, proof, **details)
        return passed(worst.message, proof, **details)

    def _gaps(self, subject: VersionSubject, expectation: Expectation) -> Iterator[_Gap]:
        stated = expectation.rule.fairness_limit
        limit = self.limit_abs if stated is None else stated
        attributes: dict[str, list[EvaluationResult]] = {}
        for name, result in _groups(subject, expectation).items():
            attributes.setdefault(attribute_of(name), []).append(result)
        for attribute, results in attributes.items():
            if len(results) > 1:
                ordered = sorted(results, key=lambda result: (result.value or 0.0, result.slice))
                yield _Gap(expectation, attribute, ordered[0], ordered[-1], limit)


def attribute_of(name: str) -> str:
    """What the groups of a slice are groups of: ``age`` for ``age=18-25``, ``age: 18-25`` and ``age_18_25``."""
    found = _ATTRIBUTE.match(name)
    return (found["attribute"] or found["first"] or name).strip().casefold() if found else name


def _groups(subject: VersionSubject, expectation: Expectation) -> Mapping[str, EvaluationResult]:
    """The results on the slices that are asked for, or on all where none are, as one run measured them."""
    found = subject.quality.comparable_slices(expectation.metric)
    wanted = expectation.rule.slices
    return {name: found[name] for name in sorted(found) if not wanted or name in wanted}


def _not_concerned(subject: VersionSubject) -> Outcome | None:
    """Why a version has no groups to be measured on; None when it has."""
    if not subject.live:
        return not_live(subject)
    named = any(each.rule.slices for each in subject.owner.expectations)
    if named or subject.owner.flag("decides_about_people"):
        return None
    return not_applicable(
        _NO_GROUPS, evidence(subject.owner.place("decides_about_people"), "", say("decides about people"))
    )
