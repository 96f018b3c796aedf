"""Whether what a model needs is known to be vulnerable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from generator.analyses.packaging.pinning import pinning_of
from generator.analyses.packaging.vulnerabilities import Vulnerability, severity_rank, vulnerabilities_of
from generator.catalog import AdvisorySnapshot
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    errored,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say

_QUOTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DependenciesKnownSafe(VersionControl):
    """No package that the model needs is known to be vulnerable."""

    about: ClassVar = About(
        id="SEC-004",
        title=say("No known-vulnerable dependency"),
        family=Family.SECURITY,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say(
            "every version with requirements, where the policy names a snapshot of an advisory database under advisories/path"
        ),
        passes=say("no pinned version is affected by an advisory of `min_severity` or graver"),
        warns=say(
            "a version that is not in production has one; an advisory is not rated, concerns a package that is not pinned, or the snapshot is older than `max_age_days` or has no date"
        ),
        fails=say("a version in production needs a version that is affected"),
        evidence=say("the advisory, the requirement, and the snapshot with its digest and date"),
        remediation=say(
            "Upgrade the package and validate the version again, or record a waiver with the exposure."
        ),
        clauses=("AIA:15.5", "NIST:MANAGE-3.1", "NIST:MAP-4.2", "ISO42001:A.10.3", "G7:security"),
        extended=True,
    )

    min_severity: str = "high"
    """The mildest rating that counts: low, medium, high or critical."""
    max_age_days: int = 30
    """Days that the snapshot may be old."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not severity_rank(self.min_severity):
            raise ValueError(
                f"min_severity is {self.min_severity!r}, and must be low, medium, high or critical"
            )
        snapshot = subject.scope.catalog.advisories
        if snapshot is None:
            return self._without_snapshot(subject)
        package = subject.origin.package
        if package is None or not package.requirements:
            place = evidence(package.source if package else subject.version.source, "", "requirements")
            return not_applicable(say("it has no requirements to look for"), place)
        found = vulnerabilities_of(package.requirements, snapshot.advisories)
        taken = _taken_on(snapshot)
        told = say(
            "{advisories} advisories, of {taken}",
            advisories=len(snapshot.advisories),
            taken=taken or say("an unknown day"),
        )
        proof = [evidence(snapshot.source, told, "snapshot")]
        limit = {"limit": self.min_severity}
        grave = [each for each in found if severity_rank(each.severity) >= severity_rank(self.min_severity)]
        affected = [each for each in grave if each.version]
        if affected:
            live = subject.production_place
            proof = [
                *proof,
                *_quoted(affected),
                *([evidence(live, "", say("in production"))] if live else []),
            ]
            observed = say("{len} advisories", len=len({each.advisory.id for each in affected}))
            return (failed if live else warned)(
                say("affected: {affected}", affected=_named(affected)), proof, observed=observed, **limit
            )
        doubtful = [each for each in found if not each.severity or (not each.version and each in grave)]
        if doubtful:
            message = say(
                "may be affected, which cannot be established: {doubtful}", doubtful=_named(doubtful)
            )
            return warned(
                message,
                [*proof, *_quoted(doubtful)],
                observed=say("{doubtful} advisories", doubtful=len(doubtful)),
                **limit,
            )
        pinned = len(pinning_of(package.requirements).exact)
        clear = say(
            "none of {pinned} pinned packages is affected by an advisory of {min_severity} or graver",
            pinned=pinned,
            min_severity=self.min_severity,
        )
        return self._unaffected(clear, taken, subject.scope.today, proof)

    def _without_snapshot(self, subject: VersionSubject) -> Outcome:
        """A version in production whose policy names a snapshot cannot go unlooked at for want of it."""
        named = subject.scope.policy.advisories
        place = evidence(subject.scope.policy.place("advisories", "path"), named, "advisories")
        if not named:
            return not_applicable(say("no snapshot of an advisory database is there"), place)
        live = subject.production_place
        if live is None:
            return not_applicable(
                say("it is not in production, and {named} cannot be read", named=named), place
            )
        message = say(
            "the snapshot that the policy names, {named}, is not there or cannot be read", named=named
        )
        return errored(message, [place, evidence(live, "", say("in production"))])

    def _unaffected(self, clear: str, taken: date | None, today: date, proof: list[Evidence]) -> Outcome:
        """What is so when no advisory concerns the version: it depends on how new the snapshot is."""
        if taken is None:
            return warned(
                say("{clear}, by a snapshot without a date", clear=clear), proof, limit=self.min_severity
            )
        age = (today - taken).days
        if age > self.max_age_days:
            message = say("{clear}, by a snapshot that is {age} days old", clear=clear, age=age)
            return warned(
                message,
                proof,
                observed=say("{age} days", age=age),
                limit=say("{max_age_days} days", max_age_days=self.max_age_days),
            )
        return passed(
            say("{clear}, by the snapshot of {taken}", clear=clear, taken=taken),
            proof,
            limit=self.min_severity,
        )


def _taken_on(snapshot: AdvisorySnapshot) -> date | None:
    """The day that the policy states, else that of the newest record."""
    return snapshot.taken_on or (snapshot.newest.date() if snapshot.newest else None)


def _named(found: Sequence[Vulnerability]) -> str:
    told = [
        say(
            "{requirement} {version} by {id} ({severity})",
            requirement=each.requirement.name,
            version=each.version or say("in any version"),
            id=each.advisory.id,
            severity=each.severity or say("not rated"),
        )
        for each in found
    ]
    rest = say(" and {told} more", told=len(told) - _QUOTED) if len(told) > _QUOTED else ""
    return put_together(dict.fromkeys(told[:_QUOTED]), ", ") + rest


def _quoted(found: Iterable[Vulnerability]) -> list[Evidence]:
    proof: list[Evidence] = []
    for each in list(found)[:_QUOTED]:
        proof.append(evidence(each.requirement.source, each.requirement.line, "requirement"))
        proof.append(
            evidence(each.advisory.source, each.advisory.summary or each.advisory.id, each.advisory.id)
        )
    return proof
