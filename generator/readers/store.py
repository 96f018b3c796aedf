"""The only opener of files below the pipeline: lists, reads and digests what lies under one root, and nothing else.

Whatever would lead out of the root is refused by where it really ends, not by how it is spelled: links are resolved
before they are followed. Sockets, pipes and devices are never opened. Nothing is ever written. Readers hold paths as
POSIX text relative to the root and never touch the file system themselves, so that another backend (an archive, a
bucket) can stand behind the same methods.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.catalog import FileRead
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.text import visible_name

TEXT_LIMIT = 16 * 2**20
"""Bytes that :meth:`Store.read` takes at most unless told otherwise; a longer text file is not one of a tracker's."""
DIGEST_LIMIT = 16 * 2**30
"""Bytes that :meth:`Store.digest` takes at most: some ten seconds on ordinary hardware."""
_BLOCK = 2**20
_KNOWN_FOLDERS = 4096
_NO_NAMES = frozenset({"", ".", ".."})
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
"""A file swapped for a link or a pipe after it was looked at is not followed and does not make us wait."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What one folder holds: names by kind, each kind in the order of its names."""

    path: str
    files: tuple[str, ...]
    folders: tuple[str, ...]
    links: tuple[str, ...]
    """Symbolic links of any kind, followed only when asked for."""
    others: tuple[str, ...]
    """Pipes, sockets, devices: never opened."""

    @property
    def leaves(self) -> tuple[str, ...]:
        """Everything but folders: what a reader may try to read as a file, and the store may refuse."""
        return (*self.files, *self.links, *self.others) if self.links or self.others else self.files

    def __contains__(self, name: str) -> bool:
        return name in self.folders or name in self.leaves


class Store:
    r"""A folder that a tracker wrote, or people did.

    Every path handed in and out is relative to the root, with ``/`` between its parts. Names that are not UTF-8 keep
    their bytes as Python's surrogate escapes in these paths, and show them as ``\xff`` in every :class:`Source`.
    """

    def __init__(self, root: Path, label: str, *, digest_limit: int = DIGEST_LIMIT) -> None:
        """Open the store.

        Args:
            root: the folder; a link is resolved once, here.
            label: begins the path of every source, such as ``mlruns``.
            digest_limit: bytes; greater files are listed without a digest.

        Raises:
            StoreError: when the root is no folder or may not be listed.
        """
        self.label = label
        self._digest_limit = digest_limit
        self._root = os.path.realpath(root)
        self._inside = self._root if self._root.endswith(os.sep) else self._root + os.sep
        self._places: dict[str, str] = {}
        self._reads: dict[str, tuple[str, int]] = {}
        try:
            os.scandir(self._root).close()
        except NotADirectoryError as error:
            raise StoreError(
                "is not a folder",
                slug="folder-expected",
                location=str(root),
                hint="name the folder that holds it",
            ) from error
        except OSError as error:
            raise _refusal(error, str(root)) from error

    @property
    def files(self) -> tuple[FileRead, ...]:
        """Every file that was opened so far, by path."""
        reads = [FileRead(self._shown(path), sha256, size) for path, (sha256, size) in self._reads.items()]
        return tuple(sorted(reads))

    def source(self, path: str) -> Source:
        """The place of a file or folder, there or not; with the digest once the file has been read whole."""
        return Source(self._shown(path), self._reads.get(path, ("", 0))[0])

    def folder(self, path: str = "") -> Folder:
        """List one folder.

        Raises:
            StoreError: when it is no folder, is not there, may not be listed, or is not inside the root.
        """
        files, folders, links, others = [], [], [], []
        try:
            with os.scandir(self._place(path)) as entries:
                for entry in entries:
                    if entry.is_symlink():
                        links.append(entry.name)
                    elif entry.is_file(follow_symlinks=False):
                        files.append(entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append(entry.name)
                    else:
                        others.append(entry.name)
        except OSError as error:
            raise self._error(error, path) from error
        for names in (files, folders, links, others):
            names.sort()
        return Folder(path, tuple(files), tuple(folders), tuple(links), tuple(others))

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the root."""
        try:
            self._place(path)
        except StoreError:
            return False
        return True

    def size(self, path: str) -> int:
        """Bytes of a file.

        Raises:
            StoreError: as :meth:`read` does.
        """
        return self._file(path)[1]

    def read(self, path: str, limit: int = TEXT_LIMIT) -> tuple[bytes, Source]:
        """All bytes of a file and where they stand.

        Raises:
            StoreError: when it is no regular file, is not there, may not be read, is greater than the limit, is not
                inside the root, or differs from what was read of it before.
        """
        place, size = self._file(path)
        if size > limit:
            raise self._too_large(path, size, limit)
        try:
            descriptor = os.open(place, _FLAGS)
            try:
                data = os.read(descriptor, size + 1)
                while size < len(data) <= limit and (more := os.read(descriptor, _BLOCK)):
                    data += more
            finally:
                os.close(descriptor)
        except OSError as error:
            self._reads.setdefault(path, ("", size))
            raise self._error(error, path) from error
        if len(data) > limit:
            raise self._too_large(path, len(data), limit)
        sha256 = hashlib.sha256(data).hexdigest()
        self._remember(path, sha256, len(data))
        return data, Source(self._shown(path), sha256)

    def blocks(self, path: str, block: int = _BLOCK) -> Iterator[bytes]:
        """The bytes of a file of any size, piece by piece; its digest is known once the last piece was taken.

        Raises:
            StoreError: as :meth:`read` does, at the first piece or at any later one.
        """
        place, size = self._file(path)
        digest, length = hashlib.sha256(), 0
        self._reads.setdefault(path, ("", size))
        try:
            descriptor = os.open(place, _FLAGS)
            try:
                while piece := os.read(descriptor, block):
                    digest.update(piece)
                    length += len(piece)
                    yield piece
            finally:
                os.close(descriptor)
        except OSError as error:
            raise self._error(error, path) from error
        self._remember(path, digest.hexdigest(), length)

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
            for _ in self.blocks(path):
                pass
            known = self._reads[path]
        return FileRead(self._shown(path), *known)

    def _remember(self, path: str, sha256: str, size: int) -> None:
        before = self._reads.get(path)
        self._reads[path] = (sha256, size)
        if before is not None and before[0] and before[0] != sha256:
            raise StoreError(
                "changed while the store was read",
                slug="file-changed",
                location=self._shown(path),
                hint="read the store when nothing writes to it",
            )

    def _file(self, path: str) -> tuple[str, int]:
        """Where a regular file really lies, and its size."""
        place = self._unfollowed(path)
        try:
            status = os.lstat(place)
            linked = stat.S_ISLNK(status.st_mode)
            if linked:
                place = self._followed(place, path)
                status = os.lstat(place)
        except OSError as error:
            raise self._error(error, path) from error
        if stat.S_ISREG(status.st_mode):
            return place, status.st_size
        if stat.S_ISDIR(status.st_mode) and linked:
            raise StoreError(
                "is a link to a folder, which is read where it stands only",
                slug="link-to-folder",
                location=self._shown(path),
            )
        if stat.S_ISDIR(status.st_mode):
            raise StoreError(
                "is a folder where a file should be", slug="file-expected", location=self._shown(path)
            )
        raise StoreError(
            "is a pipe, socket or device, which is never opened",
            slug="file-special",
            location=self._shown(path),
        )

    def _place(self, path: str) -> str:
        """Where a folder really lies."""
        if not path:
            return self._root
        known = self._places.get(path)
        if known is not None:
            return known
        place = self._unfollowed(path)
        try:
            mode = os.lstat(place).st_mode
            if stat.S_ISLNK(mode):
                place = self._followed(place, path)
                mode = os.lstat(place).st_mode
        except OSError as error:
            raise self._error(error, path) from error
        if not stat.S_ISDIR(mode):
            raise StoreError(
                "is a file where a folder should be", slug="folder-expected", location=self._shown(path)
            )
        if len(self._places) >= _KNOWN_FOLDERS:
            self._places.clear()
        self._places[path] = place
        return place

    def _unfollowed(self, path: str) -> str:
        """Where a path lies when its last part is no link; every part must be a plain name."""
        above, slash, name = path.rpartition("/")
        absolute = slash and not above
        if absolute or name in _NO_NAMES or "\\" in name or "\0" in name:
            raise StoreError(
                "is not a path inside the store",
                slug="path-refused",
                location=self._shown(path),
                hint="a path is relative, without an empty part, '.', '..' or a backslash",
            )
        return f"{self._place(above)}/{name}"

    def _followed(self, place: str, path: str) -> str:
        """Where a link ends, when that is inside the root."""
        try:
            real = os.path.realpath(place, strict=True)
        except FileNotFoundError as error:
            raise StoreError(
                "is a link to something that is not there", slug="link-broken", location=self._shown(path)
            ) from error
        if real != self._root and not real.startswith(self._inside):
            raise StoreError(
                "is a link that leads out of the store",
                slug="link-outside",
                location=self._shown(path),
                hint="name what it leads to as a store of its own",
            )
        return real

    def _shown(self, path: str) -> str:
        return visible_name(f"{self.label}/{path}" if path else self.label)

    def _error(self, error: OSError, path: str) -> StoreError:
        return _refusal(error, self._shown(path))

    def _too_large(self, path: str, size: int, limit: int) -> StoreError:
        return StoreError(
            f"is {size} bytes long, more than the {limit} that are read of such a file",
            slug="file-too-large",
            location=self._shown(path),
        )


def _refusal(error: OSError, location: str) -> StoreError:
    """What the operating system refused, in our words."""
    if isinstance(error, FileNotFoundError):
        return StoreError("is not there", slug="file-missing", location=location)
    if isinstance(error, PermissionError):
        return StoreError(
            "may not be read", slug="permission-denied", location=location, hint="grant read access to it"
        )
    if error.errno == errno.ELOOP:
        return StoreError("is a link that leads back to itself", slug="link-circular", location=location)
    reason = error.strerror or str(error)
    return StoreError(f"cannot be read: {reason.lower()}", slug="file-unreadable", location=location)
