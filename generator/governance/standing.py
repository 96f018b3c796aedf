"""Which decision on a version stands, until when, and how a register's entry is quoted."""

from datetime import date, timedelta

from generator.catalog import Approval, Decision, Entry, Environment
from generator.governance.finding import Evidence, evidence
from generator.governance.subject import Scope, VersionSubject
from generator.messages import put_together, say
from generator.provenance import Source

GRANTED = frozenset({Decision.APPROVED, Decision.CONDITIONAL})
"""The decisions that let a version go where it wants to."""


def standing(subject: VersionSubject, environment: Environment | None = None) -> Approval | None:
    """The last decision on a version: for one environment, or for any when none is given.

    A register is only ever added to, so its last entry on the matter stands. An approval that names no environment
    counts for each; that it names none is for the control to say.
    """
    fitting = [
        entry for entry in subject.approvals if environment is None or _for(entry.environment, environment)
    ]
    return fitting[-1] if fitting else None


def granted(subject: VersionSubject) -> tuple[Approval, ...]:
    """The last decision on a version for each environment, where that lets it go there."""
    last = {entry.environment.casefold(): entry for entry in subject.approvals}
    return tuple(entry for entry in last.values() if entry.decision in GRANTED)


def expiry(subject: VersionSubject, approval: Approval) -> tuple[date | None, Source | None]:
    """The last day on which an approval holds, and where that is set.

    As the approval itself says, else by the policy's validity for the tier; the day is None when the approval has no
    date, or the policy no validity for the tier.
    """
    if approval.valid_until is not None:
        return approval.valid_until, approval.source.at("valid_until")
    policy, tier = subject.scope.policy, subject.owner.strictest_tier
    days = policy.approval_validity_days.get(tier)
    place = policy.place("approval", "validity_days", tier)
    if approval.at is None or days is None:
        return None, place
    return approval.at.date() + timedelta(days=days), place


def register_place(scope: Scope, name: str) -> Source:
    """Where a register lies, or should lie."""
    register = scope.catalog.register(name)
    return register.source if register else Source(f"{scope.policy.label}/{name}.yaml")


def quoted(entry: Entry, said: str, label: str) -> Evidence:
    """An entry as evidence, with the commit that brought it: whose it is, and whether it is signed."""
    text = put_together((entry.id, ": ", said))
    if entry.commit is not None:
        commit = entry.commit
        text += say(
            "; commit {commit} by {author}, {signature}",
            commit=commit.commit[:10],
            author=commit.author,
            signature=commit.signature,
        )
    return evidence(entry.source, text, label)


def quoted_approval(approval: Approval) -> Evidence:
    """An approval as evidence."""
    dated = say(" on {at}", at=approval.at.date().isoformat()) if approval.at else ""
    target = say(" for {environment}", environment=approval.environment) if approval.environment else ""
    return quoted(
        approval,
        say(
            "{decision} by {by}{dated}{target}",
            decision=approval.decision,
            by=approval.by or "nobody",
            dated=dated,
            target=target,
        ),
        "approval",
    )


def _for(written: str, environment: Environment) -> bool:
    names = (environment.name, *environment.stages, *environment.aliases)
    return not written or written.casefold() in {name.casefold() for name in names}
