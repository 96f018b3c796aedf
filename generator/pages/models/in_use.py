"""Where the versions of a model stand and run, and which one could take over: environments, rollback, deployments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.analyses.approval.approved_files import ApprovedFile, FileState
from generator.analyses.standing.environments import claims_of
from generator.analyses.standing.stage_history import StageChange, reaches
from generator.analyses.wording import version_label
from generator.catalog import Approval, Deployment, Environment
from generator.governance.finding import Finding, Status
from generator.governance.rollback import RollbackCandidate, best_candidate, rollback_candidates
from generator.governance.subject import ModelSubject, VersionSubject
from generator.messages import say
from generator.pages import paths
from generator.pages.audit.tones import TONES
from generator.pages.pills import Pill
from generator.pages.portfolio import Portfolio
from generator.pages.text import day
from generator.pages.versions.trials import TrialRow, trial_rows
from generator.pages.view import Link, Section
from generator.provenance import Source

IN_USE = Section("in-use", say("Environments and rollback"))
NAMED = 6
"""Versions of one environment that are named; the others are counted."""
CANDIDATES = 5
"""Earlier versions that are told why they cannot take over."""
FILES = 12
"""Approved files of the candidate that are listed; the others are counted."""
_SKIPPED, _ROLLBACK = "APR-004", "APR-007"
_FILE_STATES: Mapping[FileState, Pill] = {
    FileState.SAME: Pill("pass", say("as approved")),
    FileState.CHANGED: Pill("fail", say("changed since")),
    FileState.MISSING: Pill("fail", say("not in the store")),
    FileState.UNREADABLE: Pill("fail", say("could not be read")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One version in one environment."""

    version: Link
    claim: str
    """What says so."""
    since: str
    """The day; empty when no history tells it."""
    by: str
    sources: tuple[Source, ...]
    doubt: Pill | None
    """That a step before was skipped, or that nothing shows it; leads to the control."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentRow:
    """One environment of the policy, and what is in it."""

    name: str
    stays: tuple[Stay, ...]
    """Newest first."""
    more: int
    """Versions that are not named."""
    source: Source | None
    """Where the policy maps it; None for the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """An earlier version, and whether it could take over."""

    version: Link
    pill: Pill
    words: str
    """What follows its name."""
    approval: Approval | None
    files: tuple[tuple[ApprovedFile, Pill], ...]
    more_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentRow:
    """One stay of a version where it runs."""

    trial: TrialRow
    pill: Pill
    """Whether it runs now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """Where a model, or one version of it, stands."""

    environments: tuple[EnvironmentRow, ...]
    """From the first to production."""
    findings: tuple[tuple[Finding, Pill, Link], ...]
    """What the controls of stages and rollback found, each with its page."""
    candidate: CandidateRow | None
    """The version that could take over, or of those that cannot the newest; None when none is in production."""
    others: tuple[CandidateRow, ...]
    """The other earlier versions, newest first."""
    deployments: tuple[DeploymentRow, ...]
    """The newest first; none on the page of a version, which tells of them in a section of its own."""


def model_in_use(portfolio: Portfolio, name: str) -> InUse:
    """Where the versions of a model stand, which serves, and which could take over."""
    subject = portfolio.subjects[name]
    found = _candidates(subject)
    best = best_candidate(found) or (found[0] if found else None)
    return InUse(
        environments=tuple(_environments(portfolio, subject, subject.versions)),
        findings=_findings(portfolio, name, "", _ROLLBACK),
        candidate=_candidate(best) if best else None,
        others=tuple(_candidate(each) for each in found if each is not best)[:CANDIDATES],
        deployments=_deployments(portfolio, name),
    )


def version_in_use(portfolio: Portfolio, name: str, version: str) -> InUse | None:
    """Where one version stands, and, when it serves, which could take over; None when it is and was nowhere."""
    owner = portfolio.subjects[name]
    own = next((each for each in owner.versions if each.version.version == version), None)
    if own is None or not (own.live or own.history):
        return None
    found = _candidates(owner) if own.in_production else ()
    best = best_candidate(found) or (found[0] if found else None)
    return InUse(
        environments=tuple(row for row in _environments(portfolio, owner, (own,)) if row.stays),
        findings=(
            *_findings(portfolio, name, version, _SKIPPED),
            *(_findings(portfolio, name, "", _ROLLBACK) if own.in_production else ()),
        ),
        candidate=_candidate(best) if best else None,
        others=(),
        deployments=(),
    )


def _candidates(subject: ModelSubject) -> tuple[RollbackCandidate, ...]:
    serving = subject.production
    return rollback_candidates(subject, serving[-1]) if serving else ()


def _environments(
    portfolio: Portfolio, owner: ModelSubject, versions: Iterable[VersionSubject]
) -> Iterator[EnvironmentRow]:
    """Each environment with the versions that have got there and no further."""
    policy = owner.scope.policy
    stays: dict[str, list[Stay]] = {environment.name: [] for environment in policy.environments}
    for version in reversed(tuple(versions)):
        claims = claims_of(policy, owner.model, version.version)
        for environment in reversed(policy.environments):
            claim = claims.get(environment.name)
            if claim is not None:
                arrival = _last_arrival(version, environment)
                stays[environment.name].append(
                    Stay(
                        version=_link(version.version.name, version.version.version),
                        claim=claim.words,
                        since=day(arrival.at) if arrival else "",
                        by=arrival.by if arrival else "",
                        sources=(claim.source, *((arrival.source,) if arrival else ())),
                        doubt=_skipped(portfolio, version)
                        if environment is policy.environments[-1]
                        else None,
                    )
                )
                break
    for environment in policy.environments:
        found = stays[environment.name]
        yield EnvironmentRow(
            name=environment.name,
            stays=tuple(found[:NAMED]),
            more=max(0, len(found) - NAMED),
            source=environment.source,
        )


def _last_arrival(version: VersionSubject, environment: Environment) -> StageChange | None:
    """The last known change that brought a version there, for it may have been there before."""
    found = [change for change in version.history if reaches(version.scope.policy, change, environment)]
    return found[-1] if found else None


def _skipped(portfolio: Portfolio, version: VersionSubject) -> Pill | None:
    found = _finding(portfolio, version.version.name, version.version.version, _SKIPPED)
    if found is None or found.outcome.status not in {Status.FAIL, Status.WARN}:
        return None
    words = say("a step was skipped") if found.outcome.status is Status.FAIL else say("way not shown")
    return Pill(TONES[found.status], words, paths.control(_SKIPPED))


def _findings(
    portfolio: Portfolio, name: str, version: str, control: str
) -> tuple[tuple[Finding, Pill, Link], ...]:
    found = _finding(portfolio, name, version, control)
    if found is None or found.status is Status.NOT_APPLICABLE:
        return ()
    return (
        (
            found,
            Pill(TONES[found.status], say(found.status.value.capitalize())),
            Link(control, paths.control(control)),
        ),
    )


def _finding(portfolio: Portfolio, name: str, version: str, control: str) -> Finding | None:
    own = portfolio.assessment.of(name, version)
    return next((finding for finding in own if finding.control == control), None)


def _candidate(candidate: RollbackCandidate) -> CandidateRow:
    record = candidate.version.version
    if candidate.hindrance:
        pill, words = Pill("fail", say("cannot take over")), candidate.hindrance
    elif candidate.ended:
        pill = Pill("warn", say("approval has run out"))
        words = say("could take over, but its approval ended on {ends}", ends=candidate.ends)
    else:
        pill, words = (
            Pill("pass", say("can take over")),
            say("can take over: every file is as it was approved"),
        )
    return CandidateRow(
        version=_link(record.name, record.version),
        pill=pill,
        words=words,
        approval=candidate.approval,
        files=tuple((file, _FILE_STATES[file.state]) for file in candidate.files[:FILES]),
        more_files=max(0, len(candidate.files) - FILES),
    )


def _deployments(portfolio: Portfolio, name: str) -> tuple[DeploymentRow, ...]:
    """The stays of a model's versions, the newest first."""
    found = [each for each in portfolio.catalog.deployments if each.model == name]
    found.sort(key=lambda each: (day(each.since), each.source), reverse=True)
    rows = trial_rows(portfolio, found)
    return tuple(
        DeploymentRow(trial=row, pill=_running(row.record, portfolio.snapshot.as_of)) for row in rows
    )


def _running(stay: Deployment, as_of: datetime) -> Pill:
    if stay.since is not None and stay.since > as_of:
        return Pill("na", say("to come"))
    if stay.until is not None and stay.until <= as_of:
        return Pill("na", say("ended"))
    return Pill("info", "running" if stay.since else say("said to run"))


def _link(name: str, version: str) -> Link:
    return Link(version_label(version), paths.version(name, version))
