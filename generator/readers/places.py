"""Where the paths of a store really lie, and which of them may be opened.

What decides is where a path ends, not how it is spelled: every part must be a plain name, and every link is resolved
and compared with the root before it is followed.
"""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from generator.errors import StoreError
from generator.readers.archives.names import is_archive_name
from generator.readers.open_folder import FOLDER_FLAGS
from generator.readers.text import visible_name

_MOST_KNOWN = 4096
_DEEPEST = 128
"""Folders on the way to a file."""
_DATABASE_ENDINGS = ("", "-wal", "-shm", "-journal")
"""Of a database of SQLite and of the files that it keeps beside it (https://www.sqlite.org/tempfiles.html)."""
_ARTIFACT_FOLDERS = ("mlruns", "mlartifacts")
"""Where MLflow keeps the artifacts of the runs in a database: beside the database."""
_NO_NAMES = frozenset({"", ".", ".."})


def read_from(root: Path) -> tuple[Path, ...]:
    """What a store at this root may be read from: the folder or archive; or a database, and what lies beside such."""
    if is_archive_name(root.name) or not root.is_file():
        return (root,)
    return tuple(root.with_name(name) for name in sorted(beside(root.name)))


def beside(name: str) -> frozenset[str]:
    """The name of a database, and those of what trackers keep in the same folder."""
    return frozenset({*(name + ending for ending in _DATABASE_ENDINGS), *_ARTIFACT_FOLDERS})


class Places:
    """The files and folders inside one root."""

    def __init__(self, root: Path, label: str) -> None:
        """Settle the root.

        Args:
            root: a folder, or a file in place of the folder that holds it: then only the file and what trackers keep
                beside such a file are inside.
            label: begins every path as people see it.
        """
        self._label = label
        self._root = os.path.realpath(root)
        self.only: frozenset[str] | None = None
        """The names right below the root that are inside; None for all."""
        if Path(self._root).is_file():
            self._root, name = os.path.split(self._root)
            self.only = beside(name)
        self._inside = self._root if self._root.endswith(os.sep) else self._root + os.sep
        self._folders = {"": self._root}
        """Where folders that were looked at lie, by path."""

    def shown(self, path: str) -> str:
        """How a path of the store is written for people: after its label, with nothing in it that cannot be written."""
        text = f"{self._label}/{path}" if path else self._label
        return text if text.isascii() else visible_name(text)

    def file(self, path: str) -> tuple[str, int]:
        """Where a regular file lies, and its size in bytes.

        Raises:
            StoreError: when it is anything else, is not there, or does not lie inside the root.
        """
        place = self._unfollowed(path)
        linked = False
        try:
            status = os.lstat(place)
            if stat.S_ISLNK(status.st_mode):
                linked = True
                place = self._followed(place, path)
                status = os.lstat(place)
        except OSError as error:
            raise refusal(error, self.shown(path)) from error
        if not stat.S_ISREG(status.st_mode):
            raise self._no_file(path, status.st_mode, linked=linked)
        return place, status.st_size

    def folder(self, path: str) -> str:
        """Where a folder lies.

        Raises:
            StoreError: when it is anything else, is not there, or does not lie inside the root.
        """
        known = self._folders.get(path)
        if known is not None:
            return known
        place = self._unfollowed(path)
        try:
            mode = os.lstat(place).st_mode
            if stat.S_ISLNK(mode):
                place = self._followed(place, path)
                mode = os.lstat(place).st_mode
        except OSError as error:
            raise refusal(error, self.shown(path)) from error
        if not stat.S_ISDIR(mode):
            raise StoreError(
                "is a file where a folder should be", slug="folder-expected", location=self.shown(path)
            )
        self._know(path, place)
        return place

    def open_folder(self, path: str) -> int:
        """Open a folder to list it; gives its descriptor.

        Raises:
            StoreError: as :meth:`folder` does.
            OSError: when the system refuses.
        """
        known = self._folders.get(path)
        if known is None:
            place = self._unfollowed(path)
            try:
                descriptor = os.open(place, FOLDER_FLAGS)
            except OSError:  # a link perhaps, which is followed with care
                return os.open(self.folder(path), FOLDER_FLAGS)
            self._know(path, place)
            return descriptor
        return os.open(known, FOLDER_FLAGS)

    def _know(self, path: str, place: str) -> None:
        """Remember where a folder lies."""
        if len(self._folders) >= _MOST_KNOWN:
            self._folders = {"": self._root}
        self._folders[path] = place

    def unresolved(self, path: str) -> str:
        """Where a path would lie if there were no link on the way.

        Raises:
            StoreError: when it is no plain path.
        """
        if not path:
            return self._root
        if "\0" in path or "\\" in path or not _NO_NAMES.isdisjoint(path.split("/")):
            raise self._refused(path)
        return f"{self._root}/{path}"

    def all_unresolved(self, paths: Sequence[str]) -> list[str]:
        """The same for many paths, which are looked at all at once.

        Raises:
            StoreError: as :meth:`unresolved` does.
        """
        parts = "/ /".join(("", *filter(None, paths), ""))
        if any(each in parts for each in ("\0", "\\", "//", "/./", "/../")):
            return [self.unresolved(path) for path in paths]
        return [f"{self._root}/{path}" if path else self._root for path in paths]

    def _unfollowed(self, path: str) -> str:
        """Where a path lies when its last part is no link; every part must be a plain name."""
        above, slash, name = path.rpartition("/")
        if path.count("/") > _DEEPEST:
            raise StoreError(
                f"lies more than {_DEEPEST} folders deep", slug="path-too-deep", location=self.shown(path)
            )
        if (slash and not above) or name in _NO_NAMES or "\\" in name or "\0" in name:
            raise self._refused(path)
        if self.only is not None and path.partition("/")[0] not in self.only:
            raise StoreError("is not part of the store", slug="path-refused", location=self.shown(path))
        folder = self._folders.get(above)
        return f"{self.folder(above) if folder is None else folder}/{name}"

    def _followed(self, place: str, path: str) -> str:
        """Where a link ends, when that is inside the root."""
        try:
            real = os.path.realpath(place, strict=True)
        except FileNotFoundError as error:
            raise StoreError(
                "is a link to something that is not there", slug="link-broken", location=self.shown(path)
            ) from error
        inside = real.startswith(self._inside) and (
            self.only is None or real[len(self._inside) :].partition(os.sep)[0] in self.only
        )
        if not inside and (real != self._root or self.only is not None):
            raise StoreError(
                "is a link that leads out of the store",
                slug="link-outside",
                location=self.shown(path),
                hint="name what it leads to as a store of its own",
            )
        return real

    def _refused(self, path: str) -> StoreError:
        return StoreError(
            "is not a path inside the store",
            slug="path-refused",
            location=self.shown(path),
            hint="a path is relative, without an empty part, '.', '..' or a backslash",
        )

    def _no_file(self, path: str, mode: int, *, linked: bool) -> StoreError:
        if not stat.S_ISDIR(mode):
            message, slug = "is a pipe, socket or device, which is never opened", "file-special"
        elif linked:
            message, slug = "is a link to a folder, which is read where it stands only", "link-to-folder"
        else:
            message, slug = "is a folder where a file should be", "file-expected"
        return StoreError(message, slug=slug, location=self.shown(path))


def refusal(error: OSError, location: str) -> StoreError:
    """What the operating system refused, in our words."""
    if isinstance(error, FileNotFoundError):
        return StoreError("is not there", slug="file-missing", location=location)
    if isinstance(error, PermissionError):
        return StoreError(
            "may not be read", slug="permission-denied", location=location, hint="grant read access to it"
        )
    if error.errno == errno.ELOOP:
        return StoreError("is a link that leads back to itself", slug="link-circular", location=location)
    reason = error.strerror or str(error)
    return StoreError(f"cannot be read: {reason.lower()}", slug="file-unreadable", location=location)
