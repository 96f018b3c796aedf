"""The only opener of files below the pipeline: lists, reads and digests what lies under one root, and nothing else.

Whatever would lead out of the root is refused by where it really ends, not by how it is spelled: links are resolved
before they are followed. Sockets, pipes and devices are never opened. Nothing is ever written. Readers hold paths as
POSIX text relative to the root and never touch the file system themselves, so that another backend (an archive, a
bucket) stands behind the same methods: see ``backend.py``.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from generator.catalog import ContentKind, FileRead, Problem
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.backend import Backend, Folder
from generator.readers.content_kind import ContentEnds
from generator.readers.local_file import LocalFile
from generator.readers.local_folder import LocalFolder
from generator.readers.places import refusal

TEXT_LIMIT = 16 * 2**20
"""Bytes that :meth:`Store.read` takes at most unless told otherwise; a longer text file is not one of a tracker's."""
DIGEST_LIMIT = 16 * 2**30
"""Bytes that :meth:`Store.digest` takes at most: some ten seconds on ordinary hardware."""
_BLOCK = 2**20


class Store:
    r"""A folder that a tracker wrote, or people did; or a database with what belongs to it in the same folder.

    Every path handed in and out is relative to the root, with ``/`` between its parts. Names that are not UTF-8 keep
    their bytes as Python's surrogate escapes in these paths, and show them as ``\xff`` in every :class:`Source`.
    """

    def __init__(self, root: Path | Backend, label: str, *, digest_limit: int = DIGEST_LIMIT) -> None:
        """Open the store.

        Args:
            root: the folder, or a database in it; or what stands in for a folder.
            label: begins the path of every source, such as ``mlruns``.
            digest_limit: bytes; greater files are listed without a digest.

        Raises:
            StoreError: when the root is not there, is a pipe, socket or device, or may not be listed.
        """
        self.label = label
        self._digest_limit = digest_limit
        self._backend = LocalFolder(root, label) if isinstance(root, Path) else root
        self._reads: dict[str, tuple[str, int]] = {}
        """Digest and size of every file opened, by path."""
        self._kinds: dict[str, ContentKind] = {}
        """What every file is that was digested for its own sake, by path."""

    @property
    def files(self) -> tuple[FileRead, ...]:
        """Every file that was opened so far, by path."""
        read = (self._file(path) for path in sorted(self._reads))
        return (*self._backend.evidence, *read)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the store as a whole, and cost only a part of it."""
        return self._backend.problems

    def close(self) -> None:
        """Give back what the system lent; nothing is read afterwards."""
        self._backend.close()

    def source(self, path: str) -> Source:
        """The place of a file or folder, there or not; with the digest once the file has been read whole."""
        return Source(self._backend.shown(path), self._reads.get(path, ("", 0))[0])

    def folder(self, path: str = "") -> Folder:
        """List one folder.

        Raises:
            StoreError: when it is no folder, is not there, may not be listed, or is not inside the root.
        """
        return self._backend.listed(path)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the root."""
        return self._backend.is_folder(path)

    def size(self, path: str) -> int:
        """Bytes of a file.

        Raises:
            StoreError: as :meth:`read` does.
        """
        return self._backend.file(path)[1]

    def read(self, path: str, limit: int = TEXT_LIMIT) -> tuple[bytes, Source]:
        """All bytes of a file and where they stand.

        Raises:
            StoreError: when it is no regular file, is not there, may not be read, is greater than the limit, is not
                inside the root, or differs from what was read of it before.
        """
        place, size = self._backend.file(path)
        if size > limit:
            raise self._too_large(path, size, limit)
        try:
            data = self._backend.contents(place, size, limit)
        except OSError as error:
            self._reads.setdefault(path, ("", size))
            raise refusal(error, self._backend.shown(path)) from error
        if len(data) > limit:
            raise self._too_large(path, len(data), limit)
        sha256 = hashlib.sha256(data).hexdigest()
        self._remember(path, sha256, len(data))
        return data, Source(self._backend.shown(path), sha256)

    def blocks(self, path: str, block: int = _BLOCK) -> Iterator[bytes]:
        """The bytes of a file of any size, piece by piece; its digest is known once the last piece was taken.

        Raises:
            StoreError: as :meth:`read` does, at the first piece or at any later one.
        """
        place, size = self._backend.file(path)
        digest, length = hashlib.sha256(), 0
        self._reads.setdefault(path, ("", size))
        try:
            for piece in self._backend.pieces(place, block):
                digest.update(piece)
                length += len(piece)
                yield piece
        except OSError as error:
            raise refusal(error, self._backend.shown(path)) from error
        self._remember(path, digest.hexdigest(), length)

    def head(self, path: str, length: int) -> bytes:
        """The first bytes of a file, by which to tell what it is; it does not count as read for that.

        Raises:
            StoreError: as :meth:`read` does.
        """
        place, _ = self._backend.file(path)
        try:
            return self._backend.beginning(place, length)
        except OSError as error:
            raise refusal(error, self._backend.shown(path)) from error

    def local_file(self, path: str) -> LocalFile | None:
        """A file at a place on this machine, for a library that opens files by itself; it does not count as read.

        None when the store lies in something that such a library cannot open: then it needs a copy.

        Raises:
            StoreError: as :meth:`read` does.
        """
        return self._backend.local_file(path)

    def lines(self, path: str, longest: int = _BLOCK) -> Iterator[bytes]:
        """The lines of a file of any size without their line feeds; a line longer than ``longest`` is cut there.

        Raises:
            StoreError: as :meth:`read` does, at the first line or at any later one.
        """
        rest, skipping = b"", False
        for piece in self.blocks(path):
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                if not skipping:
                    yield line[:longest]
                skipping = False
            if len(rest) > longest:
                if not skipping:
                    yield rest[:longest]
                rest, skipping = b"", True
        if rest and not skipping:
            yield rest

    def digest(self, path: str) -> FileRead:
        """Size and SHA-256 of a file of any kind, read once however often this is asked.

        Raises:
            StoreError: as :meth:`read` does; ``file-too-large`` beyond the store's digest limit.
        """
        known = self._reads.get(path)
        if known is None or not known[0]:
            size = self.size(path)
            if size > self._digest_limit:
                raise self._too_large(path, size, self._digest_limit)
            ends = ContentEnds()
            for piece in self.blocks(path):
                ends.take(piece)
            known = self._reads[path]
            self._kinds[path] = ends.kind
        return self._file(path)

    def kind(self, path: str) -> ContentKind | None:
        """What a file is by its bytes; None unless :meth:`digest` read it."""
        return self._kinds.get(path)

    def _file(self, path: str) -> FileRead:
        sha256, size = self._reads[path]
        return FileRead(self._backend.shown(path), sha256, size, self._backend.etag(path))

    def _remember(self, path: str, sha256: str, size: int) -> None:
        before = self._reads.get(path)
        self._reads[path] = (sha256, size)
        if before is not None and before[0] and before[0] != sha256:
            raise StoreError(
                "changed while the store was read",
                slug="file-changed",
                location=self._backend.shown(path),
                hint="read the store when nothing writes to it",
            )

    def _too_large(self, path: str, size: int, limit: int) -> StoreError:
        return StoreError(
            f"is {size} bytes long, more than the {limit} that are read of such a file",
            slug="file-too-large",
            location=self._backend.shown(path),
        )
