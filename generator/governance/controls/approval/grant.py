"""Whether a version was approved before it went to production, and whether that still holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from generator.analyses.approval.approved_files import ApprovedFile, FileState, approved_files
from generator.analyses.wording import day, listed
from generator.catalog import Approval, Decision, in_force
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
from generator.governance.standing import (
    GRANTED,
    expiry,
    granted,
    quoted_approval,
    register_place,
    standing,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionApproved(VersionControl):
    """Somebody approved the version for production before it went there."""

    about: ClassVar = About(
        id="APR-001",
        title=say("Production version is approved"),
        family=Family.APPROVAL,
        severity=ControlSeverity.CRITICAL,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRACEABILITY),
        applies=say("versions in production"),
        passes=say("the last decision on it for production approves it, names the file by its SHA-256, and is dated before the version went there"),
        warns=say("it was approved within `grace_hours` after it went there, on conditions, without a date, a SHA-256 or an environment; when it went there is not known; or only the version that it is a copy of is approved"),
        fails=say("there is no approval for production, the last decision rejects or revokes it, or it was approved too late"),
        evidence=say("the entry in approvals.yaml with its commit, and the record of the promotion"),
        remediation=say("Obtain the approval of the role that the policy names, or move the alias or stage back."),
        clauses=(
            "NIST:MANAGE-1.1", "ISO42001:A.6.2.5", "SR26-2:V.pre-use", "SS1/23:P2.3", "SOC2:CC8.1", "AIA:17.a",
            "AIA:17.m", "NIST:GOVERN-2.3",
        ),
    )  # fmt: skip
    grace_hours: float = 24
    """Hours after the promotion within which an emergency change may still be approved."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if subject.production_place is None:
            return not_applicable(say("it is not in production"))
        environment = subject.scope.policy.environments[-1]
        served = evidence(subject.production_place, environment.name, say("in production"))
        approval = standing(subject, environment)
        if approval is None:
            return _as_a_copy(subject, served) or failed(
                say("nobody approved it for {environment}", environment=environment.name),
                [served, evidence(register_place(subject.scope, "approvals"), "", "approval")],
            )
        proof = [quoted_approval(approval), served]
        if approval.decision not in GRANTED:
            return failed(
                say(
                    "the last decision on it, {id}, is: {decision}",
                    id=approval.id,
                    decision=approval.decision,
                ),
                proof,
            )
        return self._timed(subject, approval, proof)

    def _timed(self, subject: VersionSubject, approval: Approval, proof: list[Evidence]) -> Outcome:
        promotion = subject.promotion
        if approval.at is None:
            return warned(say("{id} does not say when it was given", id=approval.id), proof)
        if promotion is None or promotion.at is None:
            message = say(
                "{id} is of {at}; when the version went to production is not recorded",
                id=approval.id,
                at=day(approval.at),
            )
            return warned(message, proof, observed=day(approval.at))
        proof = [
            *proof,
            evidence(
                promotion.source,
                say("{what} since {at}", what=promotion.what, at=day(promotion.at)),
                "promotion",
            ),
        ]
        seen = {"observed": approval.at.isoformat(), "limit": promotion.at.isoformat()}
        late = approval.at - promotion.at
        if late > timedelta(hours=self.grace_hours):
            return failed(
                say("{id} was given {late} after it went to production", id=approval.id, late=_span(late)),
                proof,
                **seen,
            )
        if late > timedelta(0):
            message = say(
                "{id} was given {late} after it went to production, within {grace_hours} hours",
                id=approval.id,
                late=_span(late),
                grace_hours=f"{self.grace_hours:g}",
            )
            return warned(message, proof, **seen)
        lacks = tuple(_lacking(approval))
        if lacks:
            return warned(put_together((approval.id, " ", listed(lacks))), proof, **seen)
        message = say(
            "{id} of {at} came before it went to production on {at2}",
            id=approval.id,
            at=day(approval.at),
            at2=day(promotion.at),
        )
        return passed(message, proof, **seen)


def _span(late: timedelta) -> str:
    hours = late / timedelta(hours=1)
    return say("{hours} hours", hours=f"{hours:.0f}") if hours < 48 else say("{days} days", days=late.days)  # noqa: PLR2004 two days


def _lacking(approval: Approval) -> list[str]:
    """What an approval that came in time still leaves open."""
    lacks: list[str] = []
    if approval.decision is Decision.CONDITIONAL:
        told = "; ".join(approval.conditions) or approval.note
        lacks.append(say("approves it on conditions{value}", value=f" ({told})" if told else ""))
    if not approval.environment:
        lacks.append(say("does not say for which environment"))
    if not (approval.sha256 or approval.manifest):
        lacks.append(say("does not name the file by its SHA-256"))
    return lacks


def _as_a_copy(subject: VersionSubject, served: Evidence) -> Outcome | None:
    """What can be said of a version that has no approval, and is a copy of one that may."""
    copied = subject.version.copied_from
    if copied is None:
        return None
    environment = subject.scope.policy.environments[-1]
    names = {name.casefold() for name in ("", environment.name, *environment.stages, *environment.aliases)}
    decided = [
        entry
        for entry in in_force(subject.scope.catalog.approvals)
        if (entry.model, entry.version) == (copied.name, copied.version)
        and entry.environment.casefold() in names
    ]
    if not decided or decided[-1].decision not in GRANTED:
        return None
    files = approved_files(decided[-1], subject.origin)
    proof = [quoted_approval(decided[-1]), *map(file_evidence, files), served]
    changed = [file.path or say("a file") for file in files if file.state is FileState.CHANGED]
    if changed:
        return failed(
            say(
                "it is a copy of {copied}, but {changed} is not what was approved there",
                copied=copied,
                changed=listed(changed),
            ),
            proof,
        )
    return warned(
        say("only {copied}, of which it is a copy, is approved ({id})", copied=copied, id=decided[-1].id),
        proof,
    )


def file_evidence(file: ApprovedFile) -> Evidence:
    """A file held against its approval, as evidence: the file where it is there, else the approval's line."""
    named = file.path or say("file")
    if file.file is None:
        return evidence(
            file.approval,
            say("{named} approved as {approved}, not in the store", named=named, approved=file.approved),
            "artifact",
        )
    return evidence(
        file.file,
        say(
            "{named}: approved {approved}, now {found}",
            named=named,
            approved=file.approved,
            found=file.found or say("unreadable"),
        ),
        "artifact",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCurrent(VersionControl):
    """The approval has not run out, and is still of the same file."""

    about: ClassVar = About(
        id="APR-003",
        title=say("Approval is current"),
        family=Family.APPROVAL,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRACEABILITY),
        applies=say("versions beyond development whose approval stands"),
        passes=say(
            "the approval holds longer than `notice_days`, by its own date or by the policy's validity for the tier, and the approved files are unchanged"
        ),
        warns=say(
            "it ends within `notice_days`, when it ends cannot be told, the files cannot be compared, or the policy in force is younger than the approval"
        ),
        fails=say("it has run out, or an approved file was changed after it"),
        evidence=say("the entry in approvals.yaml, and each file's digest then and now"),
        remediation=say("Approve the version again, or retire it."),
        clauses=("SS1/23:P4.5", "SS1/23:P5.3", "ISO42001:A.6.2.5", "SR26-2:VI.doc"),
    )
    notice_days: int = 30
    """Days before the end within which it warns."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        approvals = granted(subject)
        if not approvals:
            return not_applicable(say("no approval of it stands"))
        if not subject.live:
            return not_applicable(say("it is in no environment beyond development"))
        environment = subject.scope.policy.environments[-1]
        approval = standing(subject, environment) if subject.in_production else None
        if approval is None or approval.decision not in GRANTED:
            approval = approvals[-1]
        files = approved_files(approval, subject.origin)
        proof = [quoted_approval(approval), *map(file_evidence, files)]
        changed = [file.path or say("a file") for file in files if file.state is FileState.CHANGED]
        if changed:
            return failed(
                say("{changed} was changed after {id}", changed=listed(changed), id=approval.id), proof
            )
        return self._dated(subject, approval, files, proof)

    def _dated(
        self,
        subject: VersionSubject,
        approval: Approval,
        files: tuple[ApprovedFile, ...],
        proof: list[Evidence],
    ) -> Outcome:
        ends, place = expiry(subject, approval)
        if ends is None:
            return warned(say("when {id} ends cannot be told", id=approval.id), proof, limit_source=place)
        seen: Mapping[str, object] = {
            "observed": subject.scope.today.isoformat(),
            "limit": ends.isoformat(),
            "limit_source": place,
        }
        left = (ends - subject.scope.today).days
        if left < 0:
            return failed(say("{id} ended on {ends}", id=approval.id, ends=ends), proof, **seen)
        if left <= self.notice_days:
            return warned(
                say("{id} ends on {ends}, in {left} days", id=approval.id, ends=ends, left=left),
                proof,
                **seen,
            )
        since = subject.scope.policy.in_force_since
        if since is not None and approval.at is not None and since > approval.at.date():
            stands = evidence(subject.scope.policy.place("in_force_since"), since.isoformat(), "policy")
            message = say(
                "the policy is in force since {since}, {id} is of {at}",
                since=since,
                id=approval.id,
                at=day(approval.at),
            )
            return warned(message, [*proof, stands], **seen)
        doubtful = [file.path or say("a file") for file in files if file.state is not FileState.SAME]
        if doubtful or not files:
            reason = (
                say("{doubtful} cannot be compared", doubtful=listed(doubtful))
                if doubtful
                else say("it names no file by its SHA-256")
            )
            return warned(
                say("{id} holds until {ends}, but {reason}", id=approval.id, ends=ends, reason=reason),
                proof,
                **seen,
            )
        return passed(
            say("{id} holds until {ends}, of the same files", id=approval.id, ends=ends), proof, **seen
        )
