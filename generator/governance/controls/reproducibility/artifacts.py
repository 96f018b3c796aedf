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
from generator.messages import put_together, say, say_many

WRONG = frozenset({Match.DIFFERENT, Match.MISSING, Match.EXTRA})
_QUOTED = 20
"""Files that evidence quotes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactsAsApproved(VersionControl):
    """Nobody exchanged a file since it was approved."""

    about: ClassVar = About(
        id="REP-006",
        title=say("Artifact hashes match the approved manifest"),
        family=Family.REPRODUCIBILITY,
        severity=ControlSeverity.CRITICAL,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY, Pillar.ACCOUNTABILITY),
        applies=say(
            "every version with an approval that names files, a checksum file or a model signature; and every version in production"
        ),
        passes=say(
            "every file that is named has the SHA-256 that is written down, none is missing, and where all files of a folder are named, no other one is in it"
        ),
        warns=say("a version in production has nothing to compare with, or its files are not in the store"),
        fails=say("a file differs, is missing, or is there without being named"),
        evidence=say("what names the files, and each file that differs with both digests"),
        remediation=say(
            "Treat it as tampering until it is explained: restore the approved file, or validate and approve the version again."
        ),
        clauses=("AIA:15.5", "AIA:17.k", "NIST:MEASURE-2.7", "SS1/23:P4.3", "G7:models", "CFR11:10e"),
        waivable=False,
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        manifests = manifests_of(subject.origin, subject.approvals)
        if not manifests:
            place = subject.production_place
            if place is None:
                return not_applicable(
                    say("nothing says what its files should be"), evidence(subject.version.source)
                )
            message = say("no approval, checksum file or signature says what its files should be")
            return warned(
                message,
                [evidence(subject.version.source, "", "files"), evidence(place, "", say("in production"))],
            )
        named = [evidence(each.source, each.name, "manifest") for each in manifests]
        artifacts = subject.origin.artifacts
        if not artifacts:
            unnamed = say(
                "{manifests} names files that are not in the store, and cannot be compared",
                manifests=manifests[0].name,
            )
            return warned(unnamed, named)
        found = [(manifest, match) for manifest in manifests for match in matches(manifest, artifacts)]
        wrong = [(manifest, match) for manifest, match in found if match.match in WRONG]
        if wrong:
            message = put_together([_told(manifest, match) for manifest, match in wrong[:3]], "; ")
            rest = say(" and {wrong} more", wrong=len(wrong) - 3) if len(wrong) > 3 else ""  # noqa: PLR2004
            proof = [*named, *(proof_of(match, manifest) for manifest, match in wrong[:_QUOTED])]
            return failed(
                message + rest,
                proof,
                observed=say("{wrong} files differ", wrong=len(wrong)) if len(wrong) > 1 else message,
            )
        unread = [(manifest, match) for manifest, match in found if match.match is Match.UNREAD]
        if unread:
            proof = [*named, *(proof_of(match, manifest) for manifest, match in unread[:_QUOTED])]
            return warned(
                say("{path} could not be read, and cannot be compared", path=unread[0][1].path), proof
            )
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
    beyond = (
        say_many(rest, "; {n} other file is not named", "; {n} other files are not named", n=rest)
        if rest
        else ""
    )
    proof = [*named, *(proof_of(match, manifest) for manifest, match in found[:_QUOTED])]
    subject = (
        say("{same} is", same=next(iter(same))) if len(same) == 1 else say("{same} files are", same=len(same))
    )
    return passed(
        say("{subject} as {names} says{beyond}", subject=subject, names=names, beyond=beyond),
        proof,
        observed=say("{same} of {count_} files", same=len(same), count_=count),
    )


def proof_of(match: FileMatch, manifest: Manifest) -> Evidence:
    """One file with its digest, and the one that was written down where they differ."""
    actual = match.artifact.source.sha256 if match.artifact else ""
    source = match.artifact.source if match.artifact else manifest.source
    match match.match:
        case Match.SAME:
            told = actual
        case Match.DIFFERENT:
            told = say("{actual} instead of {expected}", actual=actual, expected=match.expected)
        case Match.MISSING:
            told = say("not there; {expected} is written down", expected=match.expected)
        case Match.EXTRA:
            told = say("{actual}; not named", actual=actual)
        case Match.UNREAD:
            told = say("not read; {expected} is written down", expected=match.expected)
    return evidence(source, told, match.path)


def _told(manifest: Manifest, match: FileMatch) -> str:
    match match.match:
        case Match.MISSING:
            return say(
                "{path} is not there, and {manifest} names it", path=match.path, manifest=manifest.name
            )
        case Match.EXTRA:
            return say(
                "{path} is there, and {manifest} does not name it", path=match.path, manifest=manifest.name
            )
        case _:
            return say("{path} is not what {manifest} says", path=match.path, manifest=manifest.name)
