"""A store in a folder of this machine."""

import os
from collections.abc import Iterator
from pathlib import Path

from generator.catalog import FileRead, Problem
from generator.errors import StoreError
from generator.readers.backend import Folder
from generator.readers.local_file import LocalFile, local_file
from generator.readers.places import Places, refusal

_BLOCK = 2**20
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
"""A file swapped for a link or a pipe after it was looked at is not followed and does not make us wait."""


class LocalFolder:
    """The backend of a folder, or of a database with what belongs to it in the same folder."""

    evidence: tuple[FileRead, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __init__(self, root: Path, label: str) -> None:
        """Settle the root.

        Args:
            root: the folder, or a database in it; a link is resolved once, here.
            label: begins every path as people see it.

        Raises:
            StoreError: when the root is not there, is a pipe, socket or device, or may not be listed.
        """
        self._places = Places(root, label)
        self.shown = self._places.shown
        self.file = self._places.file
        try:
            os.scandir(self._places.folder("")).close()
        except OSError as error:
            raise refusal(error, str(root)) from error

    def etag(self, path: str) -> str:  # noqa: ARG002 no file of this machine has one
        """Empty: a file of this machine is known by its digest alone."""
        return ""

    def listed(self, path: str) -> Folder:
        """What one folder holds."""
        files, folders, links, others = [], [], [], []
        try:
            with os.scandir(self._places.folder(path)) as entries:
                for entry in entries:
                    if not path and self._places.only is not None and entry.name not in self._places.only:
                        continue
                    if entry.is_file(follow_symlinks=False):
                        files.append(entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append(entry.name)
                    elif entry.is_symlink():
                        links.append(entry.name)
                    else:
                        others.append(entry.name)
        except OSError as error:
            raise refusal(error, self._places.shown(path)) from error
        for names in (files, folders, links, others):
            names.sort()
        return Folder(path, tuple(files), tuple(folders), tuple(links), tuple(others))

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the root."""
        try:
            self._places.folder(path)
        except StoreError:
            return False
        return True

    def contents(self, place: str, size: int, limit: int) -> bytes:
        """All bytes of a file."""
        descriptor = os.open(place, _FLAGS)
        try:
            data = os.read(descriptor, size + 1)
            while len(data) != size and len(data) <= limit and (more := os.read(descriptor, _BLOCK)):
                data += more
        finally:
            os.close(descriptor)
        return data

    def pieces(self, place: str, block: int) -> Iterator[bytes]:
        """The bytes of a file of any size, piece by piece."""
        descriptor = os.open(place, _FLAGS)
        try:
            while piece := os.read(descriptor, block):
                yield piece
        finally:
            os.close(descriptor)

    def beginning(self, place: str, length: int) -> bytes:
        """The first bytes of a file."""
        descriptor = os.open(place, _FLAGS)
        try:
            return os.read(descriptor, length)
        finally:
            os.close(descriptor)

    def local_file(self, path: str) -> LocalFile:
        """A file where it lies."""
        return local_file(Path(self._places.file(path)[0]), self._places.shown(path))

    def close(self) -> None:
        """Nothing of a folder is kept open."""
