"""Who signed a version, and whose signature is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.catalog import Approval, Decision, ModelVersion
from generator.governance.subject import ModelSubject, Scope
from generator.messages import say
from generator.pages.pills import Pill
from generator.pages.portfolio import Portfolio
from generator.pages.text import day
from generator.provenance import Source

_PILLS = {
    Decision.APPROVED: Pill("pass", say("Approved")),
    Decision.CONDITIONAL: Pill("warn", say("Approved with conditions")),
    Decision.REJECTED: Pill("fail", say("Rejected")),
    Decision.REVOKED: Pill("fail", say("Revoked")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """One signature, there or missing."""

    role: str
    name: str
    """Empty when it is missing."""
    pill: Pill
    on: str
    until: date | None = None
    environment: str = ""
    note: str = ""
    entry: Approval | None = None
    """Of the register, that says so; None when it is said elsewhere, or by nobody."""
    sources: tuple[Source, ...]


def sign_offs(portfolio: Portfolio, version: ModelVersion) -> tuple[SignOff, ...]:
    """The owner, every decision on the version with its validator, and the roles that have not signed."""
    subject = portfolio.subjects[version.name]
    scope = subject.scope
    approvals = [entry for entry in scope.approvals.get(version.name, ()) if entry.version == version.version]
    return (
        _owner(subject),
        *(_validator(scope, entry) for entry in approvals if entry.validator),
        *(_approval(scope, entry) for entry in approvals),
        *_missing(subject, approvals),
    )


def _owner(subject: ModelSubject) -> SignOff:
    fact = subject.answer("owner").fact
    pill = Pill("info", say("Named")) if fact.present else Pill("warn", say("Missing"))
    return SignOff(role=say("Model owner"), name=fact.value, pill=pill, on="", sources=fact.sources)


def _validator(scope: Scope, entry: Approval) -> SignOff:
    person = scope.catalog.person(entry.validator)
    return SignOff(
        role=say("Validation"),
        name=person.name if person else entry.validator,
        pill=Pill("info", say("Named")),
        on=day(entry.at),
        note=say("named by {id}", id=entry.id),
        entry=entry,
        sources=(entry.source.at("validator"), *((person.source,) if person else ())),
    )


def _approval(scope: Scope, entry: Approval) -> SignOff:
    person = scope.catalog.person(entry.by)
    return SignOff(
        role=entry.role or (person.role if person else "") or say("Approval"),
        name=person.name if person else entry.by,
        pill=_PILLS[entry.decision],
        on=day(entry.at),
        until=entry.valid_until,
        environment=entry.environment,
        note=" ".join(part for part in (entry.id, entry.ticket, entry.note) if part),
        entry=entry,
        sources=(entry.source, *((person.source,) if person else ())),
    )


def _missing(subject: ModelSubject, approvals: list[Approval]) -> Iterator[SignOff]:
    """The approval that the policy asks of the tier, where nobody in one of its roles gave any."""
    policy = subject.scope.policy
    tier = subject.strictest_tier
    roles = policy.approval_roles.get(tier, ())
    people = (subject.scope.catalog.person(entry.by) for entry in approvals)
    held = {person.role for person in people if person} | {entry.role for entry in approvals}
    if not approvals or (roles and not held & set(roles)):
        yield SignOff(
            role=say(" or ").join(roles) or say("Approval"),
            name="",
            pill=Pill("warn", say("Missing")),
            on="",
            note=say("asked of the risk tier {tier}", tier=tier) if roles else "",
            sources=(policy.place("approval", "roles", tier) if roles else policy.place("approval"),),
        )
