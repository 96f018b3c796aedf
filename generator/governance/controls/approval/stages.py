"""Whether a version went to production by way of the environment before it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from generator.analyses.standing.stage_history import HowKnown, StageChange, comes_from, reaches
from generator.analyses.wording import day
from generator.catalog import Environment
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
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
from generator.governance.standing import register_place
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say


@dataclass(frozen=True, slots=True, kw_only=True)
class NoStageSkipped(VersionControl):
    """The version was in staging before it was in production."""

    about: ClassVar = About(
        id="APR-004",
        title=say("No stage skipped"),
        family=Family.APPROVAL,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY, Pillar.ACCOUNTABILITY),
        applies=say("versions that are or were in production"),
        passes=say(
            "the history of stages and aliases shows the environment before production first, for at least `min_hours`; a copy may have been there as the version that it is a copy of"
        ),
        warns=say(
            "no history tells how it came to production, when it did, or how long it was in the environment before; or only looks at the registry show it in production, and what was between two looks nobody wrote down"
        ),
        fails=say("it went to production without the environment before it, or too soon"),
        evidence=say(
            "the entries in transitions.yaml, the steps that the registry recorded, or the lines of the ledger that tell between which looks a change was observed"
        ),
        remediation=say(
            "Promote by way of staging, and write every step into transitions.yaml where the registry keeps none."
        ),
        clauses=("ISO42001:A.6.2.5", "SOC2:CC8.1", "AIA:17.b-c", "ISO42001:A.6.1.3"),
    )
    min_hours: float = 0
    """Hours that a version has to be in the environment before production."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        environments = subject.scope.policy.environments
        if len(environments) < 3:  # noqa: PLR2004 where one starts, where one goes, and something between
            return not_applicable(say("the policy has no environment between the first and production"))
        promotion = next(_reaching(subject, subject.steps, environments[-1]), None)
        if promotion is None and not subject.in_production:
            return not_applicable(say("nothing tells that it ever was in production"))
        before = environments[-2]
        if promotion is None:
            message = say(
                "no history tells how it came to {environments}", environments=environments[-1].name
            )
            return warned(message, [_missing(subject), *_served(subject)])
        return self._judged(subject, before, promotion)

    def _judged(self, subject: VersionSubject, before: Environment, promotion: StageChange) -> Outcome:
        arrival = _arrival(subject, before, promotion)
        if arrival is None:  # what somebody wrote down says more than what was seen between two looks
            return self._direct(before, subject.promotion or promotion)
        proof = [_quoted(arrival), _quoted(promotion)]
        if arrival.latest is None or promotion.latest is None or promotion.earliest is None:
            return warned(say("it was in {before}, but not every step is dated", before=before.name), proof)
        if arrival.latest > promotion.earliest:
            message = say(
                "it was in {before} and in {what}, and no look shows which came first",
                before=before.name,
                what=promotion.what,
            )
            return warned(message, proof)
        return self._timed(before, arrival, promotion, proof)

    def _direct(self, before: Environment, promotion: StageChange) -> Outcome:
        """What to say of a version that no step brought to the environment before."""
        proof = [_quoted(promotion)]
        if comes_from(promotion, before):
            if self.min_hours:
                return warned(
                    say("how long it was in {before} is not recorded", before=before.name),
                    proof,
                    limit=self.min_hours,
                )
            when = (
                say("on {at}", at=day(promotion.at) or say("an unknown day"))
                if promotion.at
                else promotion.when
            )
            return passed(
                say("it came from {from_stage} {when}", from_stage=promotion.from_stage, when=when), proof
            )
        if promotion.known is HowKnown.LOOK:
            return warned(
                say(
                    "it went to {what}, {when}; nothing shows it in {before} before, and nobody wrote down what was between the looks",
                    what=promotion.what,
                    when=promotion.when,
                    before=before.name,
                ),
                proof,
            )
        when = say(" on {at}", at=day(promotion.at)) if promotion.at else ""
        return failed(
            say(
                "it went to {what}{when} without {before} before",
                what=promotion.what,
                when=when,
                before=before.name,
            ),
            proof,
        )

    def _timed(
        self, before: Environment, arrival: StageChange, promotion: StageChange, proof: list[Evidence]
    ) -> Outcome:
        """Whether it stayed long enough; between two looks there is a shortest and a longest time."""
        shortest = _hours(arrival.latest, promotion.earliest)
        longest = _hours(arrival.earliest, promotion.latest)
        exact = shortest == longest
        observed = (
            f"{shortest:.1f}"
            if exact
            else say("{shortest} to {longest}", shortest=f"{shortest:.1f}", longest=f"{longest:.1f}")
        )
        limit = f"{self.min_hours:g}"
        if longest < self.min_hours:
            stayed = (
                say("{observed} hours", observed=observed)
                if exact
                else say("{longest} hours at most", longest=f"{longest:.1f}")
            )
            message = say(
                "it was in {before} for {stayed}, {limit} are asked for",
                before=before.name,
                stayed=stayed,
                limit=limit,
            )
            return failed(message, proof, observed=observed, limit=limit)
        if shortest < self.min_hours:
            message = say(
                "it was in {before} for {observed} hours, as far as the looks show; {limit} are asked for",
                before=before.name,
                observed=observed,
                limit=limit,
            )
            return warned(message, proof, observed=observed, limit=limit)
        message = say(
            "{before} {arrived}, {what} {promoted}",
            before=before.name,
            arrived=arrival.when,
            what=promotion.what,
            promoted=promotion.when,
        )
        return passed(message, proof, observed=observed, limit=limit)


def _hours(start: datetime | None, end: datetime | None) -> float:
    """Without a start or an end, as long as one likes."""
    return (end - start) / timedelta(hours=1) if start and end else math.inf


def _arrival(subject: VersionSubject, before: Environment, promotion: StageChange) -> StageChange | None:
    """What brought the version, or the one it is a copy of, to an environment, and not after the promotion.

    The first that had surely happened by then, else the first that may have.
    """
    steps = subject.steps
    copied = subject.version.copied_from
    if copied is not None:
        elder = next((model for model in subject.scope.models if model.name == copied.name), None)
        steps = (*(step for step in (elder.steps if elder else ()) if step.version == copied.version), *steps)
    possible = [
        step
        for step in _reaching(subject, steps, before)
        if step.earliest is None or promotion.latest is None or step.earliest <= promotion.latest
    ]
    sure = (
        step
        for step in possible
        if step.latest is None or promotion.earliest is None or step.latest <= promotion.earliest
    )
    return next(sure, next(iter(possible), None))


def _reaching(
    subject: VersionSubject, steps: Iterable[StageChange], environment: Environment
) -> Iterator[StageChange]:
    return (step for step in steps if reaches(subject.scope.policy, step, environment))


def _quoted(change: StageChange) -> Evidence:
    by = "" if change.known is HowKnown.LOOK else say(" by {by}", by=change.by or say("nobody"))
    text = put_together((change.model, " ", change.version, ": ", change.what, " ", change.when, by))
    return evidence(change.source, text, change.known)


def _missing(subject: VersionSubject) -> Evidence:
    return evidence(register_place(subject.scope, "transitions"), "", "transitions")


def _served(subject: VersionSubject) -> list[Evidence]:
    place = subject.production_place
    return [evidence(place, "", say("in production"))] if place else []
