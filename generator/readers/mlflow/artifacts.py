"""Files that runs and logged models left behind, found by where they lie in the store.

MLflow records an absolute URI of the machine that wrote it. It is never followed: what is looked for is the same tail
below the store, ``<experiment>/<run>/artifacts`` or ``<experiment>/models/<model>/artifacts``, beside the record, in
the folder ``mlartifacts`` that a tracking server keeps, and below folders named as in the URI itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from generator.catalog import Artifact, FileListing, ModelPackage, Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.content_kind import content_kind, sensitive_shapes
from generator.readers.file_listing import LONGEST_LISTING, listing_of, may_list_files
from generator.readers.mlflow.package import DESCRIPTION, read_package
from generator.readers.reading import Reading
from generator.readers.text import LONGEST_POINTER, decode, large_file_pointer, visible_name

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_LONGEST_TAIL = 8
"""Parts of a URI that are tried as a path below the store."""


@dataclass(frozen=True, slots=True)
class ArtifactFolder:
    """The artifacts of one run or logged model."""

    artifacts: tuple[Artifact, ...] = ()
    packages: tuple[ModelPackage, ...] = ()
    """Every ``MLmodel`` folder among them, by path."""

    def below(self, path: str) -> "ArtifactFolder":
        """What lies in one folder among them, as if it were the root."""
        if not path:
            return self
        prefix = f"{path}/"
        return ArtifactFolder(
            tuple(
                replace(artifact, path=artifact.path[len(prefix) :])
                for artifact in self.artifacts
                if artifact.path.startswith(prefix)
            ),
            tuple(
                replace(package, path=package.path[len(prefix) :])
                for package in self.packages
                if f"{package.path}/".startswith(prefix)
            ),
        )

    @property
    def package(self) -> ModelPackage | None:
        """The package in the root itself."""
        return next((package for package in self.packages if not package.path), None)


@dataclass(frozen=True, slots=True)
class ArtifactPlaces:
    """Where below a store the artifacts of a tracker's root may lie."""

    near: tuple[str, ...]
    """Folders below which ``<experiment>/<run>/artifacts`` is looked for."""
    around: tuple[str, ...]
    """Folders below which the tail of a URI is looked for."""

    def find(self, reading: Reading, own: str, tail: str, uri: str) -> ArtifactFolder:
        """The artifacts of a run or a logged model; none when they are not in the store.

        Args:
            reading: for the store, and where the problems go.
            own: the folder that the record itself keeps for them; empty when it has none.
            tail: where MLflow puts them below any place of its own, such as ``<experiment>/<run>/artifacts``.
            uri: where MLflow says they lie.
        """
        found = read_artifacts(reading, own) if own else ArtifactFolder()
        if found.artifacts:
            return found
        for path in self._elsewhere(tail, uri):
            if path != own and reading.store.is_folder(path):
                found = read_artifacts(reading, path)
                if found.artifacts:
                    return found
        return ArtifactFolder()

    def _elsewhere(self, tail: str, uri: str) -> Iterator[str]:
        for near in self.near:
            yield below(near, tail)
        if not uri or uri.endswith(f"/{tail}"):
            return
        parts = uri_parts(uri)
        for length in range(min(len(parts), _LONGEST_TAIL), 2, -1):
            for around in self.around:
                yield below(around, "/".join(parts[-length:]))


def below(folder: str, path: str) -> str:
    """A path below a folder of the store; either may be empty."""
    return f"{folder}/{path}" if folder and path else folder or path


def uri_parts(uri: str) -> tuple[str, ...]:
    """The parts of the path in a URI of any scheme, or in a path of any system; none when it goes upwards."""
    path = unquote(_SCHEME.sub("", uri, count=1)).replace("\\", "/")
    parts = tuple(part for part in path.split("/") if part not in {"", "."})
    return () if ".." in parts else parts


def read_artifacts(reading: Reading, folder: str) -> ArtifactFolder:
    """Every file below a folder, with its size and digest, and every packaged model among them."""
    found: list[Artifact] = []
    paths: list[str] = []
    waiting = [""]
    while waiting:
        path = waiting.pop()
        held = reading.folder(below(folder, path), "the artifacts in it are not shown")
        if held is None:
            continue
        prefix = f"{path}/" if path else ""
        for name in held.leaves:
            artifact = read_artifact(reading, f"{folder}/{prefix}{name}", prefix + name)
            if artifact is not None:
                found.append(artifact)
                paths.append(prefix + name)
        waiting.extend(prefix + name for name in held.folders)
    found.sort(key=lambda artifact: artifact.path)
    described = sorted(path for path in paths if path == DESCRIPTION or path.endswith(f"/{DESCRIPTION}"))
    packages = (
        read_package(reading, folder, path[: -len(DESCRIPTION)].rstrip("/"), paths) for path in described
    )
    return ArtifactFolder(tuple(found), tuple(filter(None, packages)))


def read_artifact(reading: Reading, place: str, path: str) -> Artifact | None:
    """One file. One that cannot be read is listed without a digest; what is no file at all is not listed.

    Args:
        reading: for the store, and where the problems go.
        place: of the file in the store.
        path: by which the artifact is called.
    """
    shown = visible_name(path)
    try:
        size = reading.store.size(place)
    except StoreError as error:
        reading.report_error(error, reading.store.source(place), f"the artifact {shown!a} is not shown")
        return None
    pointer, kind, listing = None, None, None
    sensitive: tuple[str, ...] = ()
    try:
        if size <= LONGEST_POINTER or (size <= LONGEST_LISTING and may_list_files(path)):
            data, _ = reading.store.read(place)
            pointer, kind = large_file_pointer(data), content_kind(data, data, whole=True)
            sensitive = sensitive_shapes(data, kind)
            listing = None if pointer else _listing(reading, place, path, data)
        if pointer is None:
            size = reading.store.digest(place).size
    except StoreError as error:
        reading.report_error(
            error, reading.store.source(place), f"the artifact {shown!a} is shown without a digest"
        )
        return Artifact(shown, size, Source(reading.store.source(place).path))
    source = reading.store.source(place)
    if pointer is None:
        kind = kind or reading.store.kind(place)
        return Artifact(shown, size, source, kind, listing, sensitive or reading.store.sensitive(place))
    reading.report(
        "git-lfs-pointer", Severity.WARNING, source,
        f"holds a Git LFS pointer to {pointer.size} bytes with the SHA-256 {pointer.sha256}",
        f"the artifact {shown!a} is shown without a digest of its own", "fetch the file with git lfs pull",
    )  # fmt: skip
    return Artifact(shown, pointer.size, Source(source.path))


def _listing(reading: Reading, place: str, path: str, data: bytes) -> FileListing | None:
    """What a checksum file or a model signature says of other files; None for every other file."""
    if not may_list_files(path):
        return None
    try:
        return listing_of(path, decode(data)[0])
    except ValueError as fault:
        reading.report(
            "file-listing-invalid", Severity.WARNING, reading.store.source(place), str(fault),
            "the files beside it are not held against it", "write it anew, or give the file another name",
        )  # fmt: skip
        return None
