"""Whether the number that a team gives a version tells its callers the truth."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.changes import (
    BumpSize,
    DeclaredVersion,
    VersionDiff,
    compare_versions,
    declared_size,
    declared_version,
)
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
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
from generator.messages import say


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredVersionFits(VersionControl):
    """A version that breaks its callers says so by its number."""

    about: ClassVar = About(
        id="DOC-011",
        title=say("Declared version fits what changed"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRANSPARENCY, Pillar.TRACEABILITY),
        applies=say(
            "every listed version that declares a semantic version, in a tag or by its name, after one that does too, where the size of the change is known"
        ),
        passes=say(
            "the declared step is at least as large as the change, by the rules of docs/version-changes.md"
        ),
        warns=say("a minor or smaller change was declared smaller, or the number goes back"),
        fails=say("a change that callers must follow (major) was declared as less"),
        evidence=say("both declarations, and the rule that decided on the size with what it speaks of"),
        remediation=say(
            "Give the version the number that its change asks for, or undo the change that breaks callers."
        ),
        clauses=("AIA:IV.6", "ISO42001:A.6.2.4"),
        extended=True,
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        version = subject.version
        new = declared_version(version)
        if new is None:
            return not_applicable(say("it declares no semantic version"), evidence(version.source))
        earlier = (
            (declared, each)
            for each in reversed(subject.owner.model.listed_versions)
            if each.sequence < version.sequence and (declared := declared_version(each))
        )
        old, before = next(earlier, (None, None))
        if old is None or before is None:
            why = say("no version before it declares a semantic version")
            return not_applicable(why, evidence(new.source, new.text, "declared"))
        return _judged(old, new, compare_versions(subject.scope.catalog, before, version))


def _judged(old: DeclaredVersion, new: DeclaredVersion, diff: VersionDiff) -> Outcome:
    declared, found = declared_size(old, new), diff.bump.size
    proof = [
        evidence(new.source, new.text, "declared"),
        evidence(old.source, old.text, say("declared before")),
    ]
    step = say("{old} to {new}", old=old.text, new=new.text)
    if declared is BumpSize.UNKNOWN:
        return warned(say("the declared version goes back, {step}", step=step), proof, observed=step)
    if found is BumpSize.UNKNOWN:
        return not_applicable(say("the size of the change is unknown"), *proof)
    hit = diff.bump.hits[0] if diff.bump.hits else None
    because = f" ({hit.rule}: {', '.join(hit.subjects[:3])})" if hit else ""
    said = say(
        "{step} declares {declared}, and what changed is {found}{because}",
        step=step,
        declared=_words(declared),
        found=_words(found),
        because=because,
    )
    details = {"observed": declared.value, "limit": say("at least {found}", found=found.value)}
    if declared.rank <= found.rank:
        return passed(said, proof, **details)
    verdict = failed if found is BumpSize.MAJOR else warned
    return verdict(said, proof, **details)


def _words(size: BumpSize) -> str:
    return say("no change") if size is BumpSize.NONE else size.value
