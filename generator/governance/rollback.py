"""Which earlier version could serve again: approved for production, and with the files that were approved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.analyses.approval.approved_files import ApprovedFile, FileState, approved_files
from generator.catalog import Approval
from generator.governance.standing import GRANTED, expiry, standing
from generator.governance.subject import ModelSubject, VersionSubject
from generator.messages import say
from generator.provenance import Source

_HINDRANCES = {
    FileState.CHANGED: say("was changed after it was approved"),
    FileState.MISSING: say("is gone"),
    FileState.UNREADABLE: say("cannot be read"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackCandidate:
    """An earlier version, and whether it can take over."""

    version: VersionSubject
    approval: Approval | None
    """The decision on it for production that stands; None when there is none."""
    files: tuple[ApprovedFile, ...] = ()
    """Every file that was approved, held against the store."""
    hindrance: str = ""
    """Why it cannot take over, to be read after its name; empty when it can."""
    ends: date | None = None
    """The last day on which its approval holds; None when it has none, or nobody set one."""
    ends_source: Source | None = None

    @property
    def ended(self) -> bool:
        """Whether its approval has run out."""
        return self.ends is not None and self.ends < self.version.scope.today


def rollback_candidates(subject: ModelSubject, serving: VersionSubject) -> tuple[RollbackCandidate, ...]:
    """Every listed version before the one that serves, the newest first."""
    return tuple(
        _candidate(version)
        for version in reversed(subject.versions)
        if version.version.sequence < serving.version.sequence
    )


def best_candidate(found: Iterable[RollbackCandidate]) -> RollbackCandidate | None:
    """The newest that nothing hinders and whose approval holds, else the newest that nothing hinders; None for none."""
    ready = [candidate for candidate in found if not candidate.hindrance]
    return next((candidate for candidate in ready if not candidate.ended), ready[0] if ready else None)


def _candidate(version: VersionSubject) -> RollbackCandidate:
    approval = standing(version, version.scope.policy.environments[-1])
    if approval is None:
        return RollbackCandidate(version=version, approval=None, hindrance=say("was never approved"))
    if approval.decision not in GRANTED:
        return RollbackCandidate(
            version=version, approval=approval, hindrance=say("was refused ({id})", id=approval.id)
        )
    files = approved_files(approval, version.origin)
    ends, place = expiry(version, approval)
    return RollbackCandidate(
        version=version,
        approval=approval,
        files=files,
        hindrance=_hindrance(approval, files),
        ends=ends,
        ends_source=place,
    )


def _hindrance(approval: Approval, files: tuple[ApprovedFile, ...]) -> str:
    if not files:
        return say("cannot be shown to stand: {id} names no file by its SHA-256", id=approval.id)
    return next(
        (
            say(
                "cannot be shown to stand: {path} {hindrances}",
                path=file.path or say("a file"),
                hindrances=_HINDRANCES[file.state],
            )
            for file in files
            if file.state in _HINDRANCES
        ),
        "",
    )
