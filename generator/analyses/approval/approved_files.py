"""Whether the files of a version are still those that were approved: the one place that compares their digests."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from generator.analyses.origin import Ingredients
from generator.catalog import Approval, Artifact
from generator.messages import word
from generator.provenance import Source


class FileState(StrEnum):
    """What became of a file since it was approved."""

    SAME = word("same")
    CHANGED = word("changed")
    MISSING = word("missing")
    """No file of that name is in the store."""
    UNREADABLE = word("unreadable")
    """It is there, and could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedFile:
    """One file as it was approved, and as it is."""

    path: str
    """As the approval names it; empty when it gives a digest without a name."""
    approved: str
    """SHA-256 in hexadecimal."""
    found: str = ""
    """SHA-256 of the file in the store; empty when it is not there or cannot be read."""
    state: FileState
    approval: Source
    """Where the approval gives the digest."""
    file: Source | None = None
    """The file in the store; None when it is not there."""


def approved_files(approval: Approval, origin: Ingredients) -> tuple[ApprovedFile, ...]:
    """Every file that an approval covers, held against the store; none when the approval gives no digest.

    A path of the approval means the file of that path below the model's folder, or the one file whose path ends in it.
    A digest without a path means the one file that has it; when none has, the file is missing.
    """
    return tuple(
        _held(path, digest, place, origin.artifacts) for path, digest, place in _covered(approval) if digest
    )


def _covered(approval: Approval) -> Iterator[tuple[str, str, Source]]:
    if approval.sha256:
        yield approval.artifact, approval.sha256.casefold(), approval.source.at("sha256")
    for path, digest in approval.manifest:
        yield path, digest.casefold(), approval.source.at("manifest", path)


def _held(path: str, digest: str, place: Source, artifacts: tuple[Artifact, ...]) -> ApprovedFile:
    file = _named(path, artifacts) if path else _of_digest(digest, artifacts)
    if file is None:
        return ApprovedFile(path=path, approved=digest, state=FileState.MISSING, approval=place)
    found = file.source.sha256
    state = FileState.SAME if found == digest else FileState.CHANGED if found else FileState.UNREADABLE
    return ApprovedFile(
        path=path, approved=digest, found=found, state=state, approval=place, file=file.source
    )


def _named(path: str, artifacts: tuple[Artifact, ...]) -> Artifact | None:
    exact = next((file for file in artifacts if file.path == path), None)
    if exact is not None:
        return exact
    steps = PurePosixPath(path).parts
    ending = [file for file in artifacts if steps and PurePosixPath(file.path).parts[-len(steps) :] == steps]
    return ending[0] if len(ending) == 1 else None


def _of_digest(digest: str, artifacts: tuple[Artifact, ...]) -> Artifact | None:
    return next((file for file in artifacts if file.source.sha256 == digest), None)
