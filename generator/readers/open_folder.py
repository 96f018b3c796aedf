"""A folder held open, so that the files in it are opened by their names alone.

The system then looks up one name for each file instead of a whole path, and nobody can put another folder in the way
meanwhile. What was a plain file when the folder was listed needs no second look: should a link or a pipe have taken its
place, the link is not followed and the pipe does not make us wait.
"""

import os
import stat
from collections.abc import Collection, Iterable, Sequence

from generator.readers.folder import Folder, FolderContents

FILE_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
"""A file swapped for a link or a pipe after it was looked at is not followed and does not make us wait."""
FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)
"""Opens nothing but a folder that is no link."""
CAN_HOLD_OPEN = os.open in os.supports_dir_fd and os.scandir in os.supports_fd and hasattr(os, "O_DIRECTORY")
"""Whether the system can do any of this; Windows cannot."""
_SMALL = 2**14
"""Bytes that are asked for at once: nearly every file of a tracker is shorter."""
_LARGE = 2**20
"""The same for the longer ones."""
_MOST_TOGETHER = 2**24
"""Bytes of files that are held together; the others are left to be read one by one."""
_DEEPEST = 8
"""Folders below each other that are read together: the slashes in a key."""


class OpenFolder:
    """A folder of a store, open until nobody refers to it any longer."""

    __slots__ = ("_descriptor", "files", "path")

    def __init__(self, path: str, descriptor: int) -> None:
        """Take over an open folder.

        Args:
            path: in its store.
            descriptor: of the folder; closed with this.
        """
        self.path = path
        self.files: tuple[str, ...] = ()
        """Names of the plain files in it, once it was listed."""
        self._descriptor = descriptor

    def __del__(self, close=os.close) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 kept for the very end of the process
        close(self._descriptor)

    @property
    def descriptor(self) -> int:
        """For listing it."""
        return self._descriptor

    def contents(
        self, files: Sequence[str], folders: Iterable[str], limit: int, unread: frozenset[str]
    ) -> list[FolderContents]:
        """All bytes of some files that were plain when the folder was listed, and of all files below some folders.

        A folder that cannot be opened or listed, or holds anything but plain files and folders, something hidden, or a
        file called as in ``unread``, is left out with all that is below it. None in place of a file that cannot be read, is no longer plain or is longer than the limit, or
        has no room beside those before it. Whoever asks then looks again, with care, and says what is wrong.
        """
        held = Folder(self.path, tuple(files), (), (), ())
        room = _Room(limit, unread)
        found = [FolderContents(held, files, room.read(self._descriptor, files))]
        for name in folders:
            below: list[FolderContents] = []
            try:
                _read_below(self._descriptor, name, f"{self.path}/{name}", room, below)
            except (OSError, _UnclearError):
                continue
            found += below
        return found


class _UnclearError(Exception):
    """Something stands in a folder that is neither a plain file nor a folder, or is called so that it needs care."""


def _read_below(
    parent: int, name: str, path: str, room: "_Room", found: list[FolderContents], depth: int = 0
) -> None:
    """Everything below a folder in an open one.

    Raises:
        OSError: when the system refuses to open or to list a folder.
        _UnclearError: when anything in it needs care.
    """
    descriptor = os.open(name, FOLDER_FLAGS, dir_fd=parent)
    try:
        with os.scandir(descriptor) as listing:
            folder = Folder(path, *by_kind(listing))
        names = folder.files
        if folder.links or folder.others or depth > _DEEPEST or not room.takes((*names, *folder.folders)):
            raise _UnclearError
        found.append(FolderContents(folder, names, room.read(descriptor, names)))
        for each in folder.folders:
            _read_below(descriptor, each, f"{path}/{each}", room, found, depth + 1)
    finally:
        os.close(descriptor)


def by_kind(
    listing: Iterable["os.DirEntry[str]"], only: Collection[str] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of files, folders, links and others, each in order; of those in ``only`` where it is given."""
    entries = [entry for entry in listing if only is None or entry.name in only]
    files = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    files.sort()
    if len(files) == len(entries):  # as in most folders of a tracker
        return tuple(files), (), (), ()
    folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    folders.sort()
    if len(files) + len(folders) == len(entries):
        return tuple(files), tuple(folders), (), ()
    links = [entry.name for entry in entries if entry.is_symlink()]
    others = {entry.name for entry in entries}.difference(files, folders, links)
    return tuple(files), tuple(folders), tuple(sorted(links)), tuple(sorted(others))


class _Room:
    """The room for files that are held together."""

    __slots__ = ("_left", "_limit", "_unread")

    def __init__(self, limit: int, unread: frozenset[str]) -> None:
        self._limit = limit
        self._unread = unread
        self._left = _MOST_TOGETHER

    def takes(self, names: Sequence[str]) -> bool:
        """Whether everything called so may be read without care."""
        written = "/".join(("", *names))
        return "/." not in written and "\\" not in written and self._unread.isdisjoint(names)

    def read(self, folder: int, names: Iterable[str]) -> list[bytes | None]:
        """All bytes of each of some files in an open folder."""
        limit = self._limit
        found: list[bytes | None] = []
        for name in names:
            try:
                descriptor = os.open(name, FILE_FLAGS, dir_fd=folder)
            except OSError:
                found.append(None)
                continue
            try:
                data = _whole(descriptor, limit)
            except OSError:
                data = None
            finally:
                os.close(descriptor)
            if data is not None:
                self._left -= len(data)
            found.append(data if self._left >= 0 else None)
        return found


def _whole(descriptor: int, limit: int) -> bytes | None:
    """An open file; None when it is not plain, or longer than the limit."""
    data = os.read(descriptor, _SMALL)
    if 0 < len(data) < _SMALL:
        more = os.read(descriptor, _SMALL)  # nothing, unless a file system gives less than was asked for
        if not more:
            return data if len(data) <= limit else None
        data += more
    return _rest(descriptor, data, limit)


def _rest(descriptor: int, data: bytes, limit: int) -> bytes | None:
    """A file to its end, of which the beginning was read; None when it is not plain, or longer than the limit."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
        return None
    pieces, length = [data], len(data)
    while piece := os.read(descriptor, _LARGE):
        pieces.append(piece)
        length += len(piece)
        if length > limit:
            return None
    return b"".join(pieces)
