"""A folder held open, so that the files in it are opened by their names alone.

The system then looks up one name for each file instead of a whole path, and nobody can put another folder in the way
meanwhile. What was a plain file when the folder was listed needs no second look: should a link or a pipe have taken its
place, the link is not followed and the pipe does not make us wait.
"""

import os
import stat
from collections.abc import Iterable

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
"""Bytes of the files of one folder that are held together; the others are left to be read one by one."""


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

    def read(self, names: Iterable[str], limit: int) -> list[bytes | None]:
        """All bytes of each of some files that were plain when the folder was listed.

        None in place of one that cannot be read, is no longer a plain file or is longer than the limit, or has no room
        beside those before it: whoever asks then looks again, with care, and says what is wrong.
        """
        folder, room = self._descriptor, _MOST_TOGETHER
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
                room -= len(data)
            found.append(data if room >= 0 else None)
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
