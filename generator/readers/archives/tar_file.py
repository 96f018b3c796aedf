"""Members of tar files, compressed or not: POSIX ``ustar`` and ``pax``, and GNU's (``tar(5)``)."""

import tarfile
from collections.abc import Iterator
from typing import IO, Self

from generator.errors import StoreError
from generator.readers.archives.findings import Findings
from generator.readers.archives.members import Member
from generator.readers.tree import FOLDER, Entry, Kind

_LONGEST_EXTENSION = 2**20
"""Bytes of a header that goes before another one; the library takes it into memory whole, whatever it says."""
_EXTENSIONS = frozenset(
    {
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    }
)
_BLOCK = 512


class _Info(tarfile.TarInfo):
    """A header that asks for no more memory than an honest one needs."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """A header out of its block.

        Raises:
            tarfile.ReadError: when it is followed by more than any honest one.
        """
        made = super().frombuf(buf, encoding, errors)
        if made.type in _EXTENSIONS and made.size > _LONGEST_EXTENSION:
            raise tarfile.ReadError("a header in it is too long")
        return made


class TarMembers:
    """An open tar file."""

    def __init__(self, file: IO[bytes], label: str) -> None:
        """Open it.

        Args:
            file: whose bytes can be read from any place on; closed with this.
            label: of the store.

        Raises:
            StoreError: when it is no tar file.
        """
        self._file = file
        self._infos: list[tarfile.TarInfo] = []
        try:
            self._tar = tarfile.open(fileobj=file, mode="r:", tarinfo=_Info)  # noqa: SIM115 closed with this
        except (tarfile.TarError, EOFError, ValueError, RecursionError) as error:
            raise StoreError(
                f"is no tar file: {str(error)[:200].lower()}",
                slug="archive-invalid",
                location=label,
                hint="copy or make it again",
            ) from error

    def members(self, findings: Findings) -> Iterator[Member]:
        """Every member in the order of the archive, as far as it can be read."""
        try:
            for info in self._tar:
                yield Member(info.name, self._entry(info), same_as=info.linkname if info.islnk() else None)
        except (tarfile.TarError, EOFError, ValueError, RecursionError, OverflowError):
            whole = False
        else:
            self._file.seek(self._tar.offset)
            end = self._file.read(_BLOCK)
            whole = len(end) == _BLOCK and not any(end)
        if not whole:
            findings.whole(
                "archive-cut", "is cut off or damaged: the mark of its end is not where it should be",
                "what stood behind that is not shown", "copy it again",
            )  # fmt: skip

    def open(self, place: str) -> IO[bytes]:
        """The bytes of a member that is a file."""
        opened = self._tar.extractfile(self._infos[int(place)])
        if opened is None:
            raise ValueError("it is no file")
        return opened

    def close(self) -> None:
        """Close the archive and what it was unpacked to."""
        self._tar.close()
        self._file.close()

    def _entry(self, info: tarfile.TarInfo) -> Entry:
        if info.isdir():
            return FOLDER
        if info.issym():
            return Entry(Kind.LINK, place=info.linkname)
        if info.isfile():
            self._infos.append(info)
            return Entry(Kind.FILE, info.size, str(len(self._infos) - 1))
        return Entry(Kind.OTHER)
