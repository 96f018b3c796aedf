"""The file of a pack: the same contents give the same bytes.

Reproducible archives (https://reproducible-builds.org/docs/archives): entries in the order of their names, one time, one
mode, no owner. What deflate makes of the same bytes can differ between builds of zlib; ``SHA256SUMS`` does not.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from generator.errors import PackError
from generator.provenance.sums import SUMS, written_sums

_STEP = re.compile(r"[A-Za-z0-9_@+,=~-](?:[A-Za-z0-9_@+,=~. -]*[A-Za-z0-9_@+,=~-])?")
_MODE = 0o100644
_UNIX = 3
_FIRST, _LAST = 1980, 2107
"""Years that a zip file can write."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack."""

    path: str
    content: bytes
    about: str
    """What it is, in a few words."""

    @property
    def sha256(self) -> str:
        """Hex digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def sums(files: Iterable[PackFile]) -> PackFile:
    """The digest of every file, as ``sha256sum --check`` reads it."""
    digests = {file.path: file.sha256 for file in files}
    return PackFile(SUMS, written_sums(digests), "digests of all other files")


def zipped(files: Iterable[PackFile], at: datetime) -> bytes:
    """The files as one zip file.

    Args:
        files: each with a path of its own.
        at: the time that every entry carries.

    Raises:
        PackError: when a path could leave the folder that it is unpacked in, or two could meet in one file.
    """
    ordered = sorted(files, key=lambda file: file.path)
    _check(ordered)
    time = at.astimezone(UTC)
    year = min(max(time.year, _FIRST), _LAST)
    stamp = (year, time.month, time.day, time.hour, time.minute, time.second)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in ordered:
            entry = zipfile.ZipInfo(file.path, stamp)
            entry.create_system = _UNIX
            entry.external_attr = _MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.content)
    return out.getvalue()


def _check(files: Iterable[PackFile]) -> None:
    seen: set[str] = set()
    for file in files:
        if not all(_STEP.fullmatch(step) for step in file.path.split("/")):
            raise PackError(
                "this is not a plain path within the pack", slug="path-unsafe", location=ascii(file.path)
            )
        if file.path.casefold() in seen:
            raise PackError("two files of the pack have this path", slug="path-taken", location=file.path)
        seen.add(file.path.casefold())
