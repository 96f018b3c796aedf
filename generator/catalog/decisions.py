"""What people decided, in registers that are only ever added to: who, when, on what, and the place it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from generator.messages import word
from generator.provenance import Source


class SignatureState(StrEnum):
    """What git can say of the signature on a commit, without keys to verify it with."""

    SIGNED = word("signed")
    """The commit carries a signature; whether it verifies was not looked at."""
    UNSIGNED = word("unsigned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """The git commit that brought a line into a register: stronger evidence of who wrote it than a typed name."""

    commit: str
    """Hex object name."""
    author: str
    """``Name <mail>`` as git has it; self-declared unless signed."""
    at: datetime
    """Of the author."""
    signature: SignatureState


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCommit:
    """The commit that made a file of the governance folder what it is."""

    path: str
    """As in :attr:`Source.path`."""
    commit: Commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a register. A correction is a new entry that names the one it corrects."""

    id: str
    at: datetime | None = None
    """When it was decided, as typed."""
    by: str = ""
    """Who typed it, or is said to have decided; resolved through ``people.yaml``."""
    corrects: str = ""
    """Id of the entry that this one takes the place of; empty for none."""
    note: str = ""
    commit: Commit | None = None
    """None where the folder is not in git, or the entry is not committed yet."""
    source: Source


_Entry = TypeVar("_Entry", bound=Entry)


def in_force(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    """The entries of a register that no other entry corrects, in its order."""
    kept = tuple(entries)
    corrected = {entry.corrects for entry in kept if entry.corrects}
    return tuple(entry for entry in kept if entry.id not in corrected)


class Decision(StrEnum):
    """What an approver said."""

    APPROVED = word("approved")
    CONDITIONAL = word("approved-with-conditions")
    REJECTED = word("rejected")
    REVOKED = word("revoked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Entry):
    """A decision on one version for one environment (``approvals.yaml``)."""

    model: str
    version: str
    decision: Decision
    environment: str = ""
    role: str = ""
    """The role in which it was given; empty for that of the person."""
    validator: str = ""
    valid_until: date | None = None
    artifact: str = ""
    """Path of the file approved, below the artifact root."""
    sha256: str = ""
    """Of that file, as it was when it was approved."""
    manifest: tuple[tuple[str, str], ...] = ()
    """Every file approved as (path, SHA-256), where the approval covers more than one."""
    ticket: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Entry):
    """A dated exception from a control; it never hides the status beneath (``waivers.yaml``)."""

    control: str
    model: str = ""
    """Empty for every model."""
    versions: tuple[str, ...] = ()
    """Empty for every version."""
    reason: str = ""
    compensating_control: str = ""
    requested_by: str = ""
    approved_by: str = ""
    created_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Entry):
    """A stage or an alias that was given to a version or taken away (``transitions.yaml``)."""

    model: str
    version: str
    from_stage: str = ""
    """Empty when an alias moved, ``none`` where the version had no stage."""
    to_stage: str = ""
    alias: str = ""
    """The alias that was set on the version, or taken off when ``removed``; empty when a stage changed."""
    removed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Entry):
    """Something that went wrong with a model in use (``incidents.yaml``)."""

    model: str = ""
    versions: tuple[str, ...] = ()
    severity: str = ""
    """``minor``, ``serious``, ``death``, ``widespread``, or a word of the team's own."""
    status: str = ""
    """``open`` or ``closed``."""
    opened: date | None = None
    aware_on: date | None = None
    """The day from which the law counts (EU AI Act, Article 73)."""
    reported_on: date | None = None
    closed_on: date | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport(Entry):
    """An independent validation and the file that tells it (``validations.yaml``)."""

    model: str
    versions: tuple[str, ...] = ()
    validator: str = ""
    report: str = ""
    """Path below the governance folder."""
    report_source: Source | None = None
    """The report as it was read, with its digest; None when it is not there."""
    sha256: str = ""
    """Of the report, as the register has it."""
    outcome: str = ""
    """``satisfactory``, ``needs improvement`` or a word of the team's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFinding(Entry):
    """Something a validator or auditor found, to be tracked until it is closed (``findings.yaml``)."""

    model: str = ""
    versions: tuple[str, ...] = ()
    severity: str = ""
    """``high``, ``medium`` or ``low``, or a word of the team's own."""
    owner: str = ""
    due: date | None = None
    status: str = ""
    """``open`` or ``closed``."""
    closed_on: date | None = None
    plan: str = ""
    summary: str = ""
    report: str = ""
    """Id of the validation report it came from; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAssessment(Entry):
    """What a person made of the change from one version to the next (``changes.yaml``)."""

    model: str
    version: str
    classification: str = ""
    """``substantial`` or ``not substantial`` (EU AI Act, Article 3(23)), or ``pre-determined``."""
    reason: str = ""
    plan: str = ""
    """For a pre-determined change: the plan it follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation(Entry):
    """What a person vouches for where no machine can decide (``attestations.yaml``)."""

    clause: str
    """Id of a clause, such as ``AIA:27``."""
    model: str = ""
    """Empty for the organisation as a whole."""
    statement: str = ""
    applies: bool = True
    """Whether the clause applies at all; the statement says why not."""
    valid_until: date | None = None
    report: str = ""
    """Path of an attachment below the governance folder."""
    report_source: Source | None = None
    """The attachment as it was read, with its digest; None when it is not there."""
    sha256: str = ""
    """Of the attachment, as the register has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register file that is there, however many entries it has: an explicit empty list is a statement too."""

    name: str
    """Such as ``incidents``."""
    count: int
    source: Source
