"""Whether the files of a version are those that somebody wrote down: an approver, a checksum file, or a signature."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.analyses.approval.approved_files import ApprovedFile, approved_files
from generator.analyses.origin import Ingredients
from generator.catalog import Approval, Artifact, Decision
from generator.messages import say, word
from generator.provenance import Source


class Match(StrEnum):
    """How a file stands to what was written down of it."""

    SAME = word("same")
    DIFFERENT = word("different")
    MISSING = word("missing")
    EXTRA = word("not named")
    UNREAD = word("not read")
    """It is there, and its digest is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What somebody wrote down of files."""

    name: str
    """Such as ``approval APR-7`` or ``model/SHA256SUMS``."""
    source: Source
    files: Mapping[str, str]
    """SHA-256 by path below the artifact root."""
    folder: str | None = None
    """The folder of which it names every file; empty for the artifact root, None when it only names some files."""
    ignored: tuple[str, ...] = ()
    """Paths below the artifact root that it leaves out, files or folders."""


@dataclass(frozen=True, slots=True)
class FileMatch:
    """One file held against a manifest."""

    path: str
    match: Match
    expected: str = ""
    """SHA-256; empty for a file that is not named."""
    artifact: Artifact | None = None
    """None for a file that is missing."""


def manifests_of(origin: Ingredients, approvals: Iterable[Approval]) -> tuple[Manifest, ...]:
    """What is written down of the files of a version: the last approval that names any, then files beside them.

    Args:
        origin: of the version.
        approvals: the decisions on the version in force, in the order of the register.
    """
    return (*_approved(origin, approvals), *_listed(origin))


def matches(manifest: Manifest, artifacts: Iterable[Artifact]) -> tuple[FileMatch, ...]:
    """Every file that the manifest names, and every one that it should, by path."""
    there = {artifact.path: artifact for artifact in artifacts}
    found = [_match(path, expected, there.get(path)) for path, expected in manifest.files.items()]
    if manifest.folder is not None:
        prefix = f"{manifest.folder}/" if manifest.folder else ""
        found += [
            FileMatch(path, Match.EXTRA, "", artifact)
            for path, artifact in there.items()
            if path.startswith(prefix)
            and path not in manifest.files
            and artifact.listing is None
            and not any(path == each or path.startswith(f"{each}/") for each in manifest.ignored)
        ]
    return tuple(sorted(found, key=lambda match: match.path))


def _match(path: str, expected: str, artifact: Artifact | None) -> FileMatch:
    if artifact is None:
        return FileMatch(path, Match.MISSING, expected)
    if not artifact.source.sha256:
        return FileMatch(path, Match.UNREAD, expected, artifact)
    same = artifact.source.sha256.lower() == expected.lower()
    return FileMatch(path, Match.SAME if same else Match.DIFFERENT, expected, artifact)


def _approved(origin: Ingredients, approvals: Iterable[Approval]) -> Iterator[Manifest]:
    given = [
        entry
        for entry in approvals
        if entry.decision in {Decision.APPROVED, Decision.CONDITIONAL} and (entry.manifest or entry.sha256)
    ]
    if not given:
        return
    last = given[-1]
    package = origin.package.path if origin.package else ""
    paths = {artifact.source: artifact.path for artifact in origin.artifacts}
    covered = approved_files(last, origin)
    found = [paths[each.file] for each in covered if each.file]
    inside = bool(package) and all(path.startswith(f"{package}/") for path in found)
    folder = package if inside else ""
    yield Manifest(
        name=say("approval {id}", id=last.id),
        source=last.source,
        files={paths[each.file] if each.file else _called(each, folder): each.approved for each in covered},
        folder=folder if last.manifest else None,
    )


def _called(missing: ApprovedFile, folder: str) -> str:
    """What a file that is not there is called."""
    if missing.path:
        return posixpath.join(folder, missing.path)
    return say("the file with the SHA-256 {approved}…", approved=missing.approved[:12])


def _listed(origin: Ingredients) -> Iterator[Manifest]:
    for artifact in origin.artifacts:
        listing = artifact.listing
        if listing is None or not listing.comparable:
            continue
        folder = posixpath.dirname(artifact.path)
        of_one = not listing.envelope and artifact.path.casefold().endswith(".sha256")
        yield Manifest(
            name=artifact.path,
            source=artifact.source,
            files={posixpath.join(folder, path): digest for path, digest in listing.files},
            folder=None if of_one else folder,
            ignored=tuple(posixpath.join(folder, path) for path in listing.ignored),
        )
