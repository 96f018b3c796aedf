"""A store in an archive: the backend over its members."""

import lzma
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Protocol

from generator.catalog import FileRead, Problem
from generator.readers.archives.findings import Findings
from generator.readers.archives.members import Member, planted
from generator.readers.folder import Folder
from generator.readers.text import visible_name

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises of members that are not what the archive says; ``RuntimeError`` of a secret one."""


class Packed(Protocol):
    """An open archive of one format."""

    def members(self, findings: Findings) -> Iterator[Member]:
        """Every member in the order of the archive."""
        ...

    def open(self, place: str) -> IO[bytes]:
        """The bytes of a member that is a file; anything of ``_DAMAGE`` when they cannot be had."""
        ...

    def close(self) -> None:
        """Give back what the system lent."""
        ...


class Archive:
    """The backend of an archive: ``archive.zip!/folder/file`` is how its paths are shown."""

    def __init__(
        self, packed: Packed, file: IO[bytes], evidence: FileRead, stem: str, findings: Findings
    ) -> None:
        """Take in the names of all members.

        Args:
            packed: the open archive.
            file: in which it lies.
            evidence: path, digest and size of that file; the path is the label of the store.
            stem: what a folder in it that is the whole store is called.
            findings: what is known to be wrong with it already.

        Raises:
            StoreError: when the archive as a whole cannot be read, or is made to harm.
        """
        self.evidence = (evidence,)
        self._label = evidence.path
        self._packed = packed
        self._file = file
        self._stamp = _stamp(file)
        self._findings = findings
        self._tree, self._top = planted(packed.members(findings), stem, findings)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the archive as a whole; and that it changed, when it is asked after that."""
        if _stamp(self._file) != self._stamp:
            self._stamp = _stamp(self._file)
            self._findings.whole(
                "file-changed", "changed while the store was read", "what is shown may be of two times",
                "read the store when nothing writes to it",
            )  # fmt: skip
        return self._findings.problems

    def shown(self, path: str) -> str:
        """How a path is written for people: after the archive, with ``!`` between the two as in URLs of ``jar``."""
        inside = self._inside(path)
        text = f"{self._label}!/{inside}" if inside else self._label
        return text if text.isascii() else visible_name(text)

    def etag(self, path: str) -> str:  # noqa: ARG002 no member has one
        """Empty: a member is known by its digest alone."""
        return ""

    def listed(self, path: str) -> Folder:
        """What one folder holds."""
        held = self._tree.listed(self._inside(path), self.shown(path))
        return Folder(path, held.files, held.folders, held.links, held.others)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the root."""
        return self._tree.is_folder(self._inside(path))

    def file(self, path: str) -> tuple[str, int]:
        """Which member a path ends at, and its size."""
        return self._tree.file(self._inside(path), self.shown(path))

    def contents_below(self, *_asked: object) -> tuple[()]:
        """There is no quicker way to several members than to each."""
        return ()

    def stamp(self, _paths: Iterable[str]) -> None:
        """Nothing: the system tells of the archive, not of the members."""

    def contents(self, place: str, size: int, limit: int) -> bytes:  # noqa: ARG002 a member has the size it says
        """All bytes of a member."""
        with _in_words(), self._packed.open(place) as opened:
            data = opened.read(size + 1)
        _refuse_other_size(len(data), size)
        return data

    def pieces(self, place: str, block: int) -> Iterator[bytes]:
        """The bytes of a member, piece by piece."""
        with _in_words(), self._packed.open(place) as opened:
            while piece := opened.read(block):
                yield piece

    def beginning(self, place: str, length: int) -> bytes:
        """The first bytes of a member."""
        with _in_words(), self._packed.open(place) as opened:
            return opened.read(length)

    def local_file(self, path: str) -> None:
        """No library can open a member where it lies."""
        self.file(path)

    def close(self) -> None:
        """Close the archive."""
        self._packed.close()
        self._file.close()

    def _inside(self, path: str) -> str:
        return (f"{self._top}/{path}" if path else self._top) if self._top else path


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise OSError(str(error) or "its bytes end too early") from error


def _refuse_other_size(length: int, size: int) -> None:
    if length != size:
        raise OSError(f"it holds {length} bytes, where {size} should be")


def _stamp(file: IO[bytes]) -> tuple[int, ...]:
    status = os.fstat(file.fileno())
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
