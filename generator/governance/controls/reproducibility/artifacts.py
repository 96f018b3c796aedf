"""Whether the files of a version are those that were approved or signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.approval.manifests import FileMatch, Manifest, Match, manifests_of, matches
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
from generator.governance.subject import VersionSubject

WRONG = frozenset({Match.DIFFERENT, Match.MISSING, Match.EXTRA})
_QUOTED = 20
"""Files that evidence quotes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactsAsApproved(VersionControl):
    """Nobody exchanged a file since it was approved."""

    about: ClassVar = About(
        id="REP-006",
        title="Artifact hashes match the approved manifest",
        family=Family.REPRODUCIBILITY,
        severity=ControlSeverity.CRITICAL,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY, Pillar.ACCOUNTABILITY),
        applies="every version with an approval that names files, a checksum file or a model signature; and every "
        "version in production",
        passes="every file that is named has the SHA-256 that is written down, none is missing, and where all files of "
        "a folder are named, no other one is in it",
        warns="a version in production has nothing to compare with, or its files are not in the store",
        fails="a file differs, is missing, or is there without being named",
        evidence="what names the files, and each file that differs with both digests",
        remediation="Treat it as tampering until it is explained: restore the approved file, or validate and approve "
        "the version again.",
        clauses=("AIA:15.5", "AIA:17.k", "NIST:MEASURE-2.7", "SS1/23:P4.3", "G7:models", "CFR11:10e"),
        waivable=False,
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        manifests = manifests_of(subject.origin, subject.approvals)
        if not manifests:
            place = subject.production_place
            if place is None:
                return not_applicable(
                    "nothing says what its files should be", evidence(subject.version.source)
                )
            message = "no approval, checksum file or signature says what its files should be"
            return warned(
                message, [evidence(subject.version.source, "", "files"), evidence(place, "", "in production")]
            )
        named = [evidence(each.source, each.name, "manifest") for each in manifests]
        artifacts = subject.origin.artifacts
        if not artifacts:
            message = f"{manifests[0].name} names files that are not in the store, and cannot be compared"
            return warned(message, named)
        found = [(manifest, match) for manifest in manifests for match in matches(manifest, artifacts)]
        wrong = [(manifest, match) for manifest, match in found if match.match in WRONG]
        if wrong:
            message = "; ".join(_told(manifest, match) for manifest, match in wrong[:3])
            rest = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""  # noqa: PLR2004
            proof = [*named, *(proof_of(match, manifest) for manifest, match in wrong[:_QUOTED])]
            return failed(
                message + rest, proof, observed=f"{len(wrong)} files differ" if len(wrong) > 1 else message
            )
        unread = [(manifest, match) for manifest, match in found if match.match is Match.UNREAD]
        if unread:
            proof = [*named, *(proof_of(match, manifest) for manifest, match in unread[:_QUOTED])]
            return warned(f"{unread[0][1].path} could not be read, and cannot be compared", proof)
        return _as_named(manifests, found, len(artifacts), named)


def _as_named(
    manifests: Sequence[Manifest],
    found: Sequence[tuple[Manifest, FileMatch]],
    count: int,
    named: Sequence[Evidence],
) -> Outcome:
    same = {match.path for _, match in found}
    names = ", ".join(manifest.name for manifest in manifests)
    whole = any(manifest.folder is not None for manifest in manifests)
    rest = count - len(same) if not whole else 0
    beyond = f"; {rest} other {'file is' if rest == 1 else 'files are'} not named" if rest else ""
    proof = [*named, *(proof_of(match, manifest) for manifest, match in found[:_QUOTED])]
    subject = f"{next(iter(same))} is" if len(same) == 1 else f"{len(same)} files are"
    return passed(f"{subject} as {names} says{beyond}", proof, observed=f"{len(same)} of {count} files")


def proof_of(match: FileMatch, manifest: Manifest) -> Evidence:
    """One file with its digest, and the one that was written down where they differ."""
    actual = match.artifact.source.sha256 if match.artifact else ""
    source = match.artifact.source if match.artifact else manifest.source
    match match.match:
        case Match.SAME:
            told = actual
        case Match.DIFFERENT:
            told = f"{actual} instead of {match.expected}"
        case Match.MISSING:
            told = f"not there; {match.expected} is written down"
        case Match.EXTRA:
            told = f"{actual}; not named"
        case Match.UNREAD:
            told = f"not read; {match.expected} is written down"
    return evidence(source, told, match.path)


def _told(manifest: Manifest, match: FileMatch) -> str:
    match match.match:
        case Match.MISSING:
            return f"{match.path} is not there, and {manifest.name} names it"
        case Match.EXTRA:
            return f"{match.path} is there, and {manifest.name} does not name it"
        case _:
            return f"{match.path} is not what {manifest.name} says"
