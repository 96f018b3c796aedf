"""Whether one version serves, and another one can take its place at once."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.wording import listed, version_label
from generator.catalog import Alias
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
from generator.governance.controls.approval.grant import file_evidence
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
from generator.governance.rollback import RollbackCandidate, best_candidate, rollback_candidates
from generator.governance.standing import quoted_approval
from generator.governance.subject import ModelSubject, VersionSubject
from generator.messages import put_together, say


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackReady(ModelControl):
    """One version is in production, and an earlier approved one still stands as it was approved."""

    about: ClassVar = About(
        id="APR-007",
        title=say("One champion and a rollback candidate"),
        family=Family.APPROVAL,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRACEABILITY),
        applies=say("models with a version in production, or an alias that should point at one"),
        passes=say(
            "one version is in production, and every file that was approved of an earlier one is in the store with the SHA-256 that was approved"
        ),
        warns=say("there is such an earlier version, but its approval has run out"),
        fails=say(
            "several versions are in production although the policy's `allow_many_production` does not allow it, an alias of production points at no listed version, or no earlier version can take over"
        ),
        evidence=say(
            "the aliases and stages, and the candidate's approval with the digest of each file then and now"
        ),
        remediation=say(
            "Keep the previous approved version with its files, and point the alias at the version that serves."
        ),
        clauses=("NIST:MANAGE-2.4", "NIST:GOVERN-6.2", "NIST:MANAGE-2.3", "AIA:15.4", "ISO42001:A.6.2.5"),
    )

    def evaluate(self, subject: ModelSubject) -> Outcome:
        dangling = _dangling(subject)
        if dangling:
            proof = [
                evidence(alias.source, f"@{alias.name} → {alias.version}", "alias") for alias in dangling
            ]
            told = listed(
                [
                    say(
                        "@{alias} points at {version}", alias=alias.name, version=version_label(alias.version)
                    )
                    for alias in dangling
                ]
            )
            return failed(say("{told}, which the registry does not list", told=told), proof)
        serving = subject.production
        if not serving:
            return not_applicable(say("no version of it is in production"))
        proof = [_served(version) for version in serving]
        several = listed([version_label(version.version.version) for version in serving])
        if len(serving) > 1 and not subject.scope.policy.allow_many_production:
            place = subject.scope.policy.place("allow_many_production")
            return failed(
                say("{several} are in production at once", several=several),
                proof,
                observed=len(serving),
                limit="1",
                limit_source=place,
            )
        return _judged(subject, serving[-1], proof)


def _judged(subject: ModelSubject, serving: VersionSubject, proof: list[Evidence]) -> Outcome:
    now = version_label(serving.version.version)
    found = rollback_candidates(subject, serving)
    if not found:
        return failed(
            say("{now} is in production, and there is no earlier version to go back to", now=now), proof
        )
    best = best_candidate(found)
    if best is None:
        told = [
            put_together((version_label(each.version.version.version), " ", each.hindrance)) for each in found
        ]
        proof += [piece for each in found for piece in _proof(each)]
        return failed(
            say("no earlier version can take over from {now}: {told}", now=now, told=listed(told, 5)), proof
        )
    name = version_label(best.version.version.version)
    proof += _proof(best)
    if best.ended:
        message = say(
            "{name} could take over from {now}, but its approval ended on {ends}",
            name=name,
            now=now,
            ends=best.ends,
        )
        return warned(
            message, proof, observed=best.ends, limit=subject.scope.today, limit_source=best.ends_source
        )
    return passed(
        say("{name} can take over from {now}; its files are those that were approved", name=name, now=now),
        proof,
    )


def _proof(candidate: RollbackCandidate) -> list[Evidence]:
    """The approval, and each file then and now; for a version never approved, its record."""
    if candidate.approval is None:
        return [evidence(candidate.version.version.source, "", say("never approved"))]
    return [quoted_approval(candidate.approval), *map(file_evidence, candidate.files)]


def _dangling(subject: ModelSubject) -> tuple[Alias, ...]:
    """The aliases of production that point at no listed version."""
    policy = subject.scope.policy
    wanted = {name.casefold() for name in (*policy.production_aliases, *policy.environments[-1].aliases)}
    listed_versions = {version.version for version in subject.model.listed_versions}
    return tuple(
        alias
        for alias in subject.model.aliases
        if alias.name.casefold() in wanted and alias.version not in listed_versions
    )


def _served(version: VersionSubject) -> Evidence:
    place = version.production_place or version.version.source
    return evidence(place, version.version.version, say("in production"))
