"""What may stand behind a store: a folder of this machine, an archive, a bucket.

A backend answers for the paths inside one root and for nothing else. Paths are relative to it, with ``/`` between their
parts; every backend refuses the same paths and follows links by the same rule, so that a store reads alike wherever it
lies.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.catalog import FileRead, Problem
from generator.readers.folder import Folder, FolderContents
from generator.readers.local_file import LocalFile


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a system tells of some files and folders without opening one."""

    digest: bytes
    """Of all of it; another one when any of them was written, replaced, added to or removed."""
    newest: int
    """When the last of these changes was, in nanoseconds of Unix time by the clock of the file system."""


class Backend(Protocol):
    """The files and folders inside one root.

    What is not there, is not inside, or is of another kind is a ``StoreError``; what fails while the bytes of a file are
    fetched is an ``OSError`` that says why, which the store turns into one.
    """

    @property
    def evidence(self) -> tuple[FileRead, ...]:
        """Files that hold the store as a whole, such as the archive that it lies in."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the root as a whole, and cost only a part of it."""
        ...

    def shown(self, path: str) -> str:
        """How a path is written for people."""
        ...

    def etag(self, path: str) -> str:
        """What a storage service calls this version of a file; empty where there is none."""
        ...

    def listed(self, path: str) -> Folder:
        """What one folder holds."""
        ...

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the root."""
        ...

    def file(self, path: str) -> tuple[str, int]:
        """The place of a regular file, by which the backend fetches its bytes, and its size."""
        ...

    def contents_below(
        self, folder: Folder, files: Sequence[str], folders: Sequence[str], limit: int, unread: frozenset[str]
    ) -> Sequence[FolderContents]:
        """All bytes of some files in the folder that was listed last, and of all files below some folders in it.

        Only where there is a quicker way to them, else nothing. A folder with a file called as in ``unread``, or with
        anything odd in it, is left out; then :meth:`listed`, :meth:`file` and :meth:`contents` are asked.
        """
        ...

    def contents(self, place: str, size: int, limit: int) -> bytes:
        """All bytes of a file; more than the limit, and not necessarily all, when it turns out to be longer."""
        ...

    def pieces(self, place: str, block: int) -> Iterator[bytes]:
        """The bytes of a file of any size, piece by piece."""
        ...

    def beginning(self, place: str, length: int) -> bytes:
        """The first bytes of a file."""
        ...

    def stamp(self, paths: Iterable[str]) -> Stamp | None:
        """What the system tells of files and folders, there or not; None when some change might not show in it."""
        ...

    def local_file(self, path: str) -> LocalFile | None:
        """A file where it lies on this machine; None when it lies in something that libraries cannot open."""
        ...

    def close(self) -> None:
        """Give back what the system lent; nothing is read afterwards."""
        ...
