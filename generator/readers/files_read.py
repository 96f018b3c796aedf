"""What became of the files of a store that were opened: which they are, and what their bytes were."""

import hashlib
from collections.abc import Iterable, Sequence

from generator.catalog import FileRead
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.backend import Backend


class FilesRead:
    """Every file opened, by its path as people see it: no two have the same, as none has a backslash in it."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._known: dict[str, FileRead] = {}

    def isdisjoint(self, shown: Iterable[str]) -> bool:
        """Whether none of some files was opened, by their paths as people see them."""
        return self._known.keys().isdisjoint(shown)

    @property
    def all(self) -> tuple[FileRead, ...]:
        """All of them, by path."""
        return tuple(self._known[shown] for shown in sorted(self._known))

    def get(self, path: str) -> FileRead | None:
        """What is known of a file of the store; None when it was not opened."""
        return self._known.get(self._backend.shown(path))

    def add(self, files: Iterable[FileRead]) -> None:
        """Files that were read whole."""
        self._known.update([(file.path, file) for file in files])

    def digested(self, shown: Sequence[str], contents: Sequence[bytes]) -> Iterable[Source]:
        """The places of some files that were read whole and were not opened before."""
        digests = [hashlib.sha256(data).hexdigest() for data in contents]
        self.add(map(FileRead, shown, digests, map(len, contents)))
        return map(Source, shown, digests)

    def begin(self, path: str, size: int) -> FileRead:
        """Count a file as opened, whatever comes of it."""
        shown = self._backend.shown(path)
        known = self._known.get(shown)
        if known is None:
            known = self._known[shown] = FileRead(shown, "", size, self._backend.etag(path))
        return known

    def finish(self, path: str, sha256: str, size: int) -> Source:
        """Know the digest of a file that was read whole; gives its place.

        Raises:
            StoreError: when it had another one before.
        """
        shown = self._backend.shown(path)
        before = self._known.get(shown)
        if before is None or before.sha256 != sha256:
            self._known[shown] = FileRead(shown, sha256, size, self._backend.etag(path))
        if before is not None and before.sha256 not in {"", sha256}:
            raise StoreError(
                "changed while the store was read",
                slug="file-changed",
                location=shown,
                hint="read the store when nothing writes to it",
            )
        return Source(shown, sha256)
