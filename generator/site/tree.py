"""Files below one folder: which names they may have, how they are written, and that they come out alike everywhere."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.errors import SiteError

_FILE_MODE = 0o644
_FOLDER_MODE = 0o755
_STEP = re.compile(r"[A-Za-z0-9_@+,=~-][A-Za-z0-9_@+,=~.-]*")


def check_paths(paths: Iterable[str]) -> None:
    """Hold paths within the site to plain names, each used once whatever the case of its letters.

    Raises:
        SiteError: when a path could leave the folder, or two could meet in one file.
    """
    seen: set[str] = set()
    for path in paths:
        if not all(_STEP.fullmatch(step) for step in path.split("/")):
            raise SiteError(
                "this is not a plain path within the site", slug="path-unsafe", location=ascii(path)
            )
        if path.casefold() in seen:
            raise SiteError("two files of the site have this path", slug="path-taken", location=path)
        seen.add(path.casefold())


class TreeWriter:
    """Writes files below one folder and remembers the digest of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digests: dict[str, str] = {}
        """Hex SHA-256 by path."""
        self.size = 0
        """Bytes written."""
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """Write one file; its folders are made."""
        parent = path.rpartition("/")[0]
        if parent not in self._made:
            (self.folder / parent).mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        place = f"{self.folder}/{path}"  # joining Path objects costs as much as the write
        with open(place, "wb") as stream:  # noqa: PTH123
            stream.write(content)
        self._account(path, place, content)

    def take_in(self) -> None:
        """Account for the files that others wrote, all but hidden ones, and give every folder its mode."""
        self.folder.chmod(_FOLDER_MODE)
        for entry in walk(self.folder):
            path = os.path.relpath(entry.path, self.folder).replace(os.sep, "/")
            if entry.is_dir(follow_symlinks=False):
                Path(entry.path).chmod(_FOLDER_MODE)
            elif path not in self.digests and not entry.name.startswith("."):
                self._account(path, entry.path, Path(entry.path).read_bytes())

    def _account(self, path: str, place: str, content: bytes) -> None:
        os.chmod(place, _FILE_MODE)  # noqa: PTH101
        self.digests[path] = hashlib.sha256(content).hexdigest()
        self.size += len(content)


def walk(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Every file and folder below a folder; symbolic links are not followed."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from walk(Path(entry.path))
