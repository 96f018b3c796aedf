"""Members of zip files (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT)."""

import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from generator.errors import StoreError
from generator.readers.archives.findings import Findings
from generator.readers.archives.members import Member, refuse_bomb
from generator.readers.tree import FOLDER, Entry, Kind

BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
"""Of a zip file, and of one without a member."""
_ENCRYPTED = 0x1
_IS_UTF8 = 0x800
_UNIX = 3
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
"""LZMA is left out: a member can ask for as much memory as it likes."""
_LONGEST_TARGET = 4096


class ZipMembers:
    """An open zip file."""

    def __init__(self, file: IO[bytes], size: int, label: str) -> None:
        """Read the list at its end.

        Args:
            file: in which it lies.
            size: of the file, in bytes.
            label: of the store.

        Raises:
            StoreError: when it is damaged, cut, encrypted as a whole, or made to harm.
        """
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
            raise StoreError(
                f"is no whole zip file: {str(error)[:200].lower()}",
                slug="archive-damaged",
                location=label,
                hint="copy or make it again",
            ) from error
        self._infos = self._zip.infolist()
        files = [info for info in self._infos if not _is_folder(info)]
        refuse_bomb(sum(info.file_size for info in files), size, label)
        _refuse_overlaps(files, label)
        self._secret = sum(1 for info in files if info.flag_bits & _ENCRYPTED)
        if files and self._secret == len(files):
            raise StoreError(
                "is encrypted",
                slug="archive-encrypted",
                location=label,
                hint="unpack it, or pack it without a password",
            )

    def members(self, findings: Findings) -> Iterator[Member]:
        """Every member in the order of the archive."""
        if self._secret:
            findings.whole(
                "archive-encrypted", f"has {self._secret} members that are encrypted", "what they hold is not shown",
                "unpack it, or pack it without a password",
            )  # fmt: skip
        for number, info in enumerate(self._infos):
            yield Member(_name(info), self._entry(number, info))

    def open(self, place: str) -> IO[bytes]:
        """The bytes of a member that is a file."""
        info = self._infos[int(place)]
        if info.flag_bits & _ENCRYPTED:
            raise RuntimeError("it is encrypted")
        if info.compress_type not in _METHODS:
            raise NotImplementedError("it is packed by a method that is not read")
        return self._zip.open(info)

    def close(self) -> None:
        """Close the archive, but not the file that it lies in."""
        self._zip.close()

    def _entry(self, number: int, info: zipfile.ZipInfo) -> Entry:
        mode = info.external_attr >> 16 if info.create_system == _UNIX else 0
        kind = stat.S_IFMT(mode)
        if _is_folder(info) or kind == stat.S_IFDIR:
            return FOLDER
        if kind == stat.S_IFLNK:
            return Entry(Kind.LINK, place=self._target(number))
        if kind in {0, stat.S_IFREG}:
            return Entry(Kind.FILE, info.file_size, str(number))
        return Entry(Kind.OTHER)

    def _target(self, number: int) -> str:
        """Where a link leads: the content of its member."""
        try:
            with self.open(str(number)) as opened:
                return opened.read(_LONGEST_TARGET).decode("utf-8", "surrogateescape")
        except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError):
            return ""


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member as it would be on disk; the library cuts it at a null character, and reads DOS for Unix."""
    name = info.orig_filename
    if info.flag_bits & _IS_UTF8 or name.isascii() or info.create_system != _UNIX:
        return name
    try:
        return name.encode("cp437").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name


def _is_folder(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder; the library's own answer fails of a member without a name."""
    return info.filename.endswith("/")


def _refuse_overlaps(infos: list[zipfile.ZipInfo], label: str) -> None:
    """Refuse an archive whose members share bytes, which makes a small one unpack to any size."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise StoreError(
                "has members that overlap, as only archives made to harm do",
                slug="archive-bomb",
                location=label,
            )
        end = info.header_offset + info.compress_size
