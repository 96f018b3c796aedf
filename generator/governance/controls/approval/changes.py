"""Whether a person assessed what a version changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.changes import Change, DataChange, DatasetUse, VersionDiff, compare_versions
from generator.analyses.wording import listed, version_label
from generator.catalog import ChangeAssessment, in_force
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
from generator.governance.standing import quoted, register_place
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say

_CLASSIFICATIONS = ("substantial", "not substantial", "pre-determined")
_MEASURED_ON = ("eval", "test", "valid", "monitor")
"""How the context of data begins that the model does not learn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAssessed(VersionControl):
    """Somebody said whether the change from the version before is a substantial one."""

    about: ClassVar = About(
        id="APR-008",
        title=say("Changes between versions are assessed"),
        family=Family.APPROVAL,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.PARTIAL,
        pillars=(Pillar.TRACEABILITY, Pillar.ACCOUNTABILITY),
        applies=say("versions beyond development, but for the first of a model"),
        passes=say(
            "changes.yaml classes the change as substantial, not substantial or pre-determined, says who did so and why, and a pre-determined change names its plan"
        ),
        warns=say(
            "nobody assessed the change and only the automatic comparison is there, or the assessment has no author, no reason, or no plan where one is needed"
        ),
        fails=say("the signature or the source of the training data changed, and nobody assessed it"),
        evidence=say("the automatic comparison with the version before, and the entry in changes.yaml"),
        remediation=say(
            "Assess the change in changes.yaml; a substantial one needs a conformity assessment of its own."
        ),
        clauses=("AIA:IV.6", "AIA:IV.2f", "AIA:43", "AIA:17.a", "ISO42001:A.6.2.5", "SS1/23:P4.5"),
        extended=True,
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        before = subject.previous
        if before is None:
            return not_applicable(say("it is the first version"))
        if not subject.live:
            return not_applicable(say("it is in no environment beyond development"))
        diff = compare_versions(subject.scope.catalog, before, subject.version)
        proof = [*_compared(diff), evidence(before.source, before.version, say("version before"))]
        entries = [
            entry
            for entry in in_force(subject.scope.catalog.change_assessments)
            if (entry.model, entry.version) == (subject.owner.name, subject.version.version)
        ]
        since = version_label(before.version)
        if not entries:
            return _unassessed(subject, diff, since, proof)
        entry = entries[-1]
        proof.insert(0, quoted(entry, entry.classification or say("not classified"), "assessment"))
        doubts = tuple(_doubts(entry))
        if doubts:
            return warned(put_together((entry.id, " ", listed(doubts))), proof)
        told = say(
            "{by} holds the change from {since} for {classification}",
            by=entry.by,
            since=since,
            classification=entry.classification,
        )
        return passed(told + f" ({entry.plan})" if entry.plan else told, proof)


def _unassessed(subject: VersionSubject, diff: VersionDiff, since: str, proof: list[Evidence]) -> Outcome:
    proof = [*proof, evidence(register_place(subject.scope, "changes"), "", "assessment")]
    grave = list(_grave(diff))
    if grave:
        return failed(
            say("nobody assessed the change from {since}: {grave}", since=since, grave=listed(grave)), proof
        )
    told = (
        say("the comparison finds a {size} change", size=diff.bump.size)
        if diff.bump.hits
        else say("the comparison finds no change")
    )
    return warned(say("nobody assessed the change from {since}; {told}", since=since, told=told), proof)


def _doubts(entry: ChangeAssessment) -> Iterator[str]:
    if entry.classification not in _CLASSIFICATIONS:
        yield say("does not class the change")
    if not entry.by.strip():
        yield say("does not say who assessed it")
    if not entry.reason.strip() and entry.classification != "pre-determined":
        yield say("gives no reason")
    if entry.classification == "pre-determined" and not entry.plan.strip():
        yield say("names no plan for a pre-determined change")


def _grave(diff: VersionDiff) -> Iterator[str]:
    """The changes that may not go without an assessment."""
    names = [
        change.name or say("an unnamed field")
        for change in diff.signature.changes
        if change.change is not Change.SAME
    ]
    if names:
        yield say("the signature changed ({names})", names=listed(names))
    for data in diff.data:
        if not data.context.casefold().startswith(_MEASURED_ON) and _elsewhere(data):
            yield say(
                "the {context_} data changed from {old} to {new}",
                context_=data.context or say("recorded"),
                old=_named(data.old),
                new=_named(data.new),
            )


def _elsewhere(data: DataChange) -> bool:
    """Whether data comes from another source, not only from another extract of the same one."""
    if data.change is Change.SAME or data.old is None or data.new is None:
        return False
    before, after = _host(data.old), _host(data.new)
    return data.old.used.name != data.new.used.name or bool(before and after and before != after)


def _host(use: DatasetUse) -> str:
    """The scheme and host that data lies at, such as ``s3://lake``; empty where none is recorded."""
    parts = use.dataset.uri.partition("://") if use.dataset else ("", "", "")
    return f"{parts[0]}://{parts[2].partition('/')[0]}" if parts[1] else ""


def _named(use: DatasetUse | None) -> str:
    if use is None:
        return say("nothing")
    host = _host(use)
    return say("{used} at {host}", used=use.used.name, host=host) if host else use.used.name


def _compared(diff: VersionDiff) -> Iterator[Evidence]:
    """Where the new version's side of the comparison stands."""
    yield evidence(
        diff.new.source, say("{size} by {rule}", size=diff.bump.size, rule=diff.bump.rule), "comparison"
    )
    if diff.signature.new is not None and diff.signature.changes:
        yield evidence(
            diff.signature.new.source,
            say("{changes} changes", changes=len(diff.signature.changes)),
            "signature",
        )
    for data in diff.data:
        if data.new is not None and data.change is not Change.SAME:
            yield evidence(data.new.source, data.new.used.name, data.context or "data")
