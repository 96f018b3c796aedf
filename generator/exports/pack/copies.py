"""What a pack holds of each file that it quotes: a copy, a masked copy, or only the digest."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

from generator.catalog import FileRead
from generator.pages import paths
from generator.screening.screen import AT_MOST, matches

FOLDER = "evidence"
COPY_LIMIT = 2**20
"""Bytes of a file that is copied; of a greater one the digest says which it is."""
_PLAIN = re.compile(r"[A-Za-z0-9_@+,=~-](?:[A-Za-z0-9_@+,=~. -]*[A-Za-z0-9_@+,=~-])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""
_LONGEST = 200
"""Characters of a path that every system can unpack somewhere."""
_RENAMED = "renamed"


class Kept(StrEnum):
    """What became of a file."""

    AS_READ = "as read"
    """The copy has the digest of the file."""
    MASKED = "masked"
    """The copy has a mask in the place of what must not be shown; the digest is that of the file as it was read."""
    DIGEST_ONLY = "digest only"
    ABSENT = "not there"
    """The place where something should stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One file that is quoted."""

    file: FileRead
    kept: Kept
    why: str = ""
    """Why there is no copy as it was read."""
    content: bytes = b""
    path: str = ""
    """In the pack; empty where there is no copy."""


def copied(file: FileRead, data: bytes, hide: Callable[[str], str]) -> Copy:
    """The copy of a file.

    Args:
        file: that was read.
        data: its bytes.
        hide: puts masks in the place of what must not be shown.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return without_copy(file, "is no text")
    if "\0" in text:
        return without_copy(file, "is no text")
    if len(matches(text)) >= AT_MOST:
        return without_copy(file, "holds more secrets or personal data than are masked one by one")
    shown = hide(text)
    if shown == text:
        return Copy(file=file, kept=Kept.AS_READ, content=data)
    return Copy(
        file=file,
        kept=Kept.MASKED,
        why="holds secrets or personal data, which are masked",
        content=shown.encode(),
    )


def without_copy(file: FileRead, why: str) -> Copy:
    """A file of which the pack has the digest alone."""
    return Copy(file=file, kept=Kept.DIGEST_ONLY, why=why)


def absent(path: str) -> Copy:
    """A file that is quoted for not being there."""
    return Copy(file=FileRead(path, "", 0), kept=Kept.ABSENT, why="nothing was found there")


def placed(copies: Iterable[Copy]) -> tuple[Copy, ...]:
    """Every copy with its path in the pack, by the path of its file.

    A path of a store that is plain is kept; any other is named by what is readable of it and a digest. No two meet in
    one file, whatever the case of their letters, and none leaves the folder.
    """
    taken: set[str] = set()
    made = []
    for copy in sorted(copies, key=lambda copy: copy.file.path):
        if copy.kept in {Kept.AS_READ, Kept.MASKED}:
            masked = copy.kept is Kept.MASKED
            path = _path(copy.file.path, masked=masked)
            others = (_renamed(f"{copy.file.path}{'/' * times}", masked=masked) for times in count(1))
            while path.casefold() in taken:
                path = next(others)
            taken.add(path.casefold())
            made.append(replace(copy, path=path))
        else:
            made.append(copy)
    return tuple(made)


def _path(path: str, *, masked: bool) -> str:
    steps = path.split("/")
    plain = all(_PLAIN.fullmatch(step) and not _RESERVED.fullmatch(step) for step in steps)
    if not plain or len(path) > _LONGEST or steps[0].casefold() == _RENAMED or ".masked" in steps[-1]:
        return _renamed(f"{path}/", masked=masked)
    if masked:
        stem, dot, ending = steps[-1].rpartition(".")
        steps[-1] = f"{stem}.masked.{ending}" if dot else f"{ending}.masked"
    return "/".join((FOLDER, *steps))


def _renamed(path: str, *, masked: bool) -> str:
    """A name that carries a digest of the path, as the slug of a text with a slash does."""
    return f"{FOLDER}/{_RENAMED}/{paths.slug(path)}{'.masked' if masked else ''}.txt"
