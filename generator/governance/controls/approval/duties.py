"""Whether whoever approved a version is somebody else than whoever built it."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.approval.authorship import Identity, identity_of
from generator.analyses.wording import listed
from generator.catalog import Approval
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
from generator.governance.standing import granted
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say

_SHARED_ACCOUNTS = (
    "root", "admin", "administrator", "ci", "jenkins", "databricks", "airflow", "mlflow", "github-actions",
    "gitlab-ci", "runner", "ubuntu", "ec2-user", "nobody", "system", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesSeparated(VersionControl):
    """Nobody approves or validates what they built themselves."""

    about: ClassVar = About(
        id="APR-002",
        title=say("Separation of duties"),
        family=Family.APPROVAL,
        severity=ControlSeverity.CRITICAL,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.ETHICS),
        applies=say("versions whose approval stands"),
        passes=say("approver and validator are known people who neither ran the training nor registered the version, and the approver has a role that the policy lets approve the tier"),
        warns=say("an account that several use stands among them, somebody is nobody in people.yaml, no author is recorded, or an author committed the approval: independence cannot be shown"),
        fails=say("approver or validator is an author, no approver is named, or the role may not approve"),
        evidence=say("every identity with the place it stands in, and who that is by people.yaml"),
        remediation=say("Have somebody approve it who did not build it, and name in people.yaml who every account belongs to."),
        clauses=(
            "NIST:MEASURE-1.3", "SR26-2:III.challenge", "SR26-2:VI.roles", "SS1/23:P4.1", "ISO42001:A.3.2",
            "SOC2:CC8.1", "AIA:17.m",
        ),
    )  # fmt: skip
    shared_accounts: tuple[str, ...] = _SHARED_ACCOUNTS
    """Accounts that count as shared although people.yaml does not know them."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        approvals = granted(subject)
        if not approvals:
            return not_applicable(say("no approval of it stands"))
        authors = subject.authors
        reviewers = tuple(found for approval in approvals for found in _reviewers(subject, approval))
        proof = [_quoted(identity) for identity in (*reviewers, *authors)]
        wrong = _unnamed(approvals) or _same(reviewers, authors) or _unfit(subject, approvals)
        if wrong:
            place = subject.scope.policy.place("approval", "roles", subject.owner.strictest_tier)
            missing = [evidence(approval.source.at("by"), approval.by, "approver") for approval in approvals]
            return failed(wrong, [*proof, *missing], limit_source=place)
        doubts = (*self._shared(reviewers, authors), *_unknown(subject, reviewers, approvals))
        if not authors:
            doubts = (*doubts, say("nobody is recorded as having built it"))
            proof.append(evidence(subject.version.at("user"), "", say("user of the version")))
        if doubts:
            return warned(
                say("independence cannot be shown: {doubts}", doubts=put_together(doubts, "; ")), proof
            )
        told = listed(list(dict.fromkeys(reviewer.told for reviewer in reviewers)))
        built = listed(list(dict.fromkeys(author.told for author in authors)))
        return passed(say("{told} decided on what {built} built", told=told, built=built), proof)

    def _shared(self, reviewers: tuple[Identity, ...], authors: tuple[Identity, ...]) -> tuple[str, ...]:
        known = {account.casefold() for account in self.shared_accounts}
        return tuple(
            dict.fromkeys(
                say(
                    "{told} ({capacity}) is an account that several use",
                    told=identity.told,
                    capacity=identity.capacity,
                )
                for identity in (*reviewers, *authors)
                if (identity.person.shared if identity.person else identity.key in known)
            )
        )


def _reviewers(subject: VersionSubject, approval: Approval) -> tuple[Identity, ...]:
    """Approver and validator, as far as they are named."""
    named = (
        (approval.by, "approver", approval.source.at("by")),
        (approval.validator, "validator", approval.source.at("validator")),
    )
    return tuple(identity_of(subject.scope.catalog, *each) for each in named if each[0].strip())


def _quoted(identity: Identity) -> Evidence:
    person = identity.person
    known = (
        say("{identity} is {person}", identity=identity.name, person=person.name or person.id)
        if person
        else say("{identity}, not in people.yaml", identity=identity.name)
    )
    return evidence(identity.source, known, identity.capacity)


def _unnamed(approvals: tuple[Approval, ...]) -> str:
    return next(
        (say("{id} names no approver", id=approval.id) for approval in approvals if not approval.by.strip()),
        "",
    )


def _same(reviewers: tuple[Identity, ...], authors: tuple[Identity, ...]) -> str:
    """Who both built and decided; an account that several use is no person."""
    for reviewer in reviewers:
        if reviewer.person is not None and reviewer.person.shared:
            continue
        for author in authors:
            if author.key == reviewer.key:
                return say(
                    "{told} is the {capacity} and the {capacity2}",
                    told=reviewer.told,
                    capacity=reviewer.capacity,
                    capacity2=author.capacity,
                )
    return ""


def _unfit(subject: VersionSubject, approvals: tuple[Approval, ...]) -> str:
    """Whose role the policy does not let approve the model's tier."""
    tier = subject.owner.strictest_tier
    allowed = subject.scope.policy.approval_roles.get(tier, ())
    folded = {role.casefold() for role in allowed}
    for approval in approvals:
        person = subject.scope.catalog.person(approval.by)
        role = approval.role or (person.role if person else "")
        if allowed and role and role.casefold() not in folded:
            return say(
                "{role} may not approve a model of the tier {tier}; {allowed} may",
                role=role,
                tier=tier,
                allowed=listed(allowed),
            )
    return ""


def _unknown(
    subject: VersionSubject, reviewers: tuple[Identity, ...], approvals: tuple[Approval, ...]
) -> tuple[str, ...]:
    """Reviewers who are nobody, roles that are not known, and approvals that an author committed."""
    doubts = [
        say("{told} ({capacity}) is nobody in people.yaml", told=reviewer.told, capacity=reviewer.capacity)
        for reviewer in reviewers
        if reviewer.person is None
    ]
    tier = subject.owner.strictest_tier
    built = {author.key for author in subject.authors}
    for approval in approvals:
        person = subject.scope.catalog.person(approval.by)
        if subject.scope.policy.approval_roles.get(tier) and person and not (approval.role or person.role):
            doubts.append(say("the role of {person} is not known", person=person.name or person.id))
        if approval.commit is not None:
            committed = identity_of(
                subject.scope.catalog, approval.commit.author, say("author of the commit"), approval.source
            )
            if committed.key in built:
                doubts.append(
                    say("{told}, who built it, committed {id}", told=committed.told, id=approval.id)
                )
    return tuple(dict.fromkeys(doubts))
