"""A store in a folder of this machine."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.catalog import FileRead, Problem
from generator.errors import StoreError
from generator.readers.backend import Stamp
from generator.readers.folder import Folder, FolderContents
from generator.readers.local_file import LocalFile, local_file
from generator.readers.open_folder import CAN_HOLD_OPEN, FILE_FLAGS, OpenFolder, by_kind
from generator.readers.places import Places, refusal
from generator.readers.stamps import stamp_of

_BLOCK = 2**20


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
        self._open: OpenFolder | None = None
        """The folder listed last."""
        try:
            os.scandir(self._places.folder("")).close()
        except OSError as error:
            raise refusal(error, str(root)) from error

    def etag(self, path: str) -> str:  # noqa: ARG002 no file of this machine has one
        """Empty: a file of this machine is known by its digest alone."""
        return ""

    def listed(self, path: str) -> Folder:
        """What one folder holds."""
        self._open = None
        try:
            opened = OpenFolder(path, self._places.open_folder(path)) if CAN_HOLD_OPEN else None
            with os.scandir(opened.descriptor if opened else self._places.folder(path)) as listing:
                held = by_kind(listing, None if path else self._places.only)
        except OSError as error:
            raise refusal(error, self._places.shown(path)) from error
        files = held[0]
        if opened is not None and files:
            opened.files = files
            self._open = opened
        return Folder(path, *held)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the root."""
        try:
            self._places.folder(path)
        except StoreError:
            return False
        return True

    def contents_below(
        self, folder: Folder, files: Sequence[str], folders: Sequence[str], limit: int, unread: frozenset[str]
    ) -> Sequence[FolderContents]:
        """All bytes of some files in the folder that was listed last, and of all files below some folders in it."""
        opened = self._open
        if opened is None or opened.path != folder.path or "\\" in "".join((*files, *folders)):
            return ()
        plain = files is opened.files or not set(files).difference(opened.files)
        return opened.contents(files, folders, limit, unread) if plain else ()

    def contents(self, place: str, size: int, limit: int) -> bytes:
        """All bytes of a file."""
        descriptor = os.open(place, FILE_FLAGS)
        try:
            data = os.read(descriptor, size + 1)
            while len(data) != size and len(data) <= limit and (more := os.read(descriptor, _BLOCK)):
                data += more
        finally:
            os.close(descriptor)
        return data

    def pieces(self, place: str, block: int) -> Iterator[bytes]:
        """The bytes of a file of any size, piece by piece."""
        descriptor = os.open(place, FILE_FLAGS)
        try:
            while piece := os.read(descriptor, block):
                yield piece
        finally:
            os.close(descriptor)

    def beginning(self, place: str, length: int) -> bytes:
        """The first bytes of a file."""
        descriptor = os.open(place, FILE_FLAGS)
        try:
            return os.read(descriptor, length)
        finally:
            os.close(descriptor)

    def stamp(self, paths: Iterable[str]) -> Stamp | None:
        """What the system tells of files and folders."""
        return stamp_of(self._places, paths)

    def local_file(self, path: str) -> LocalFile:
        """A file where it lies."""
        return local_file(Path(self._places.file(path)[0]), self._places.shown(path))

    def close(self) -> None:
        """Nothing of a folder is kept open."""
