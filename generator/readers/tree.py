"""The files and folders of a store that lies in something else than a file system: an archive, a bucket.

It is built from a list of names, each of which must be a plain path, and answers as a folder of this machine does
(``places.py``): links lead where they lead inside, and nowhere else.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from generator.errors import StoreError
from generator.readers.folder import Folder

DEEPEST = 128
"""Folders on the way to a file."""
_LONGEST_PATH = 4096
"""Characters; no path that a system can unpack is longer."""
_MOST_LINKS = 40
"""Links on the way to a file, as in Linux (``path_resolution(7)``)."""
_NO_NAMES = frozenset({"", ".", ".."})
_TOO_DEEP = f"lies more than {DEEPEST} folders deep"
_PLAIN = "a path is relative, without an empty part, '.', '..' or a backslash"
_DRIVE = re.compile(r"[A-Za-z]:")


class Kind(Enum):
    """What stands under a name."""

    FILE = auto()
    FOLDER = auto()
    LINK = auto()
    OTHER = auto()
    """A pipe, socket or device."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under a name."""

    kind: Kind
    size: int = 0
    """Bytes of a file."""
    place: str = ""
    """By which the bytes of a file are fetched; where a link leads."""


FOLDER = Entry(Kind.FOLDER)


class UnfitNameError(Exception):
    """A name cannot stand in the tree; the message ends a sentence that begins with it."""


class Tree:
    """Folders and what they hold, by path from the top."""

    def __init__(self) -> None:
        self._folders: dict[str, dict[str, Entry]] = {"": {}}

    def add(self, path: str, entry: Entry) -> bool:
        """Put something under a path, in place of what stands there; the folders above it come by themselves.

        Returns:
            Whether something else than a folder stood there before.

        Raises:
            UnfitNameError: when the path is not plain, or a file stands where a folder must.
        """
        refused = _unfit(path)
        if refused:
            raise UnfitNameError(refused)
        above, _, name = path.rpartition("/")
        held = self._folders.get(above)
        if held is None:
            held = self._make_folder(above)
        before = held.get(name)
        if entry.kind is Kind.FOLDER:
            self._make_folder(path)
            return False
        if before is not None and before.kind is Kind.FOLDER:
            raise UnfitNameError("stands where a folder of the same name does")
        held[name] = entry
        return before is not None

    def listed(self, path: str, shown: str) -> Folder:
        """What one folder holds.

        Args:
            path: from the top.
            shown: how it is written for people.

        Raises:
            StoreError: when it is no folder, is not there, or does not lie inside.
        """
        real, entry, _ = self._find(path, shown)
        if entry.kind is not Kind.FOLDER:
            raise _no_folder(shown, followed=False)
        names: dict[Kind, list[str]] = {kind: [] for kind in Kind}
        for name, held in sorted(self._folders[real].items()):
            names[held.kind].append(name)
        return Folder(
            path,
            files=tuple(names[Kind.FILE]),
            folders=tuple(names[Kind.FOLDER]),
            links=tuple(names[Kind.LINK]),
            others=tuple(names[Kind.OTHER]),
        )

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder."""
        if path in self._folders:
            return True
        try:
            return self._find(path, "")[1].kind is Kind.FOLDER
        except StoreError:
            return False

    def file(self, path: str, shown: str) -> tuple[str, int]:
        """By what the bytes of a regular file are fetched, and its size.

        Args:
            path: from the top.
            shown: how it is written for people.

        Raises:
            StoreError: when it is anything else, is not there, or does not lie inside.
        """
        above, _, name = path.rpartition("/")
        held = self._folders.get(above)
        entry = held.get(name) if held is not None and path[0:1] != "/" else None
        if entry is not None and entry.kind is Kind.FILE:
            return entry.place, entry.size
        _, entry, linked = self._find(path or "/", shown)
        if entry.kind is Kind.FILE:
            return entry.place, entry.size
        if entry.kind is Kind.OTHER:
            message, slug = "is a pipe, socket or device, which is never opened", "file-special"
        elif linked:
            message, slug = "is a link to a folder, which is read where it stands only", "link-to-folder"
        else:
            message, slug = "is a folder where a file should be", "file-expected"
        raise StoreError(message, slug=slug, location=shown)

    def _make_folder(self, path: str) -> dict[str, Entry]:
        held = self._folders.get(path)
        if held is not None:
            return held
        above, _, name = path.rpartition("/")
        around = self._make_folder(above)
        if around.get(name, FOLDER).kind is not Kind.FOLDER:
            raise UnfitNameError("stands below something that is no folder")
        around[name] = FOLDER
        made = self._folders[path] = {}
        return made

    def _find(self, path: str, shown: str) -> tuple[str, Entry, bool]:
        """Where a path ends, what stands there, and whether the last part of it is a link."""
        _refuse_unfit(path, shown)
        last_is_link = False
        done: list[str] = []
        waiting = [(part, False) for part in reversed(path.split("/"))] if path else []
        links = 0
        while waiting:
            part, followed = waiting.pop()
            if part in _NO_NAMES:
                if part == ".." and not done:
                    raise _outside(shown)
                del done[len(done) - (part == "..") :]
                continue
            entry = self._folders["/".join(done)].get(part)
            if entry is None:
                raise _nothing(shown, followed=followed)
            if entry.kind is Kind.LINK:
                links += 1
                last_is_link = last_is_link or all(later[1] for later in waiting)
                if links > _MOST_LINKS:
                    raise StoreError(
                        "is a link that leads back to itself", slug="link-circular", location=shown
                    )
                waiting.extend((each, True) for each in reversed(_target(entry, shown)))
            elif entry.kind is Kind.FOLDER:
                done.append(part)
            elif any(later[0] not in {"", "."} for later in waiting):
                raise _no_folder(shown, followed=any(later[1] for later in waiting))
            else:
                return "/".join([*done, part]), entry, last_is_link
        return "/".join(done), FOLDER, last_is_link


def _unfit(path: str) -> str:
    """Why a path cannot stand in a tree; empty when it can."""
    reasons = (
        (path.count("/") > DEEPEST, _TOO_DEEP),
        (len(path) > _LONGEST_PATH, f"is longer than {_LONGEST_PATH} characters"),
        ("\\" in path, "has a backslash in it"),
        ("\0" in path, "has a null character in it"),
        (path.startswith("/") or _DRIVE.match(path), "is an absolute path"),
        (not _NO_NAMES.isdisjoint(path.split("/")), "is not a plain path"),
    )
    return next((reason for unfit, reason in reasons if unfit), "")


def _refuse_unfit(path: str, shown: str) -> None:
    reason = _unfit(path) if path else ""
    if reason == _TOO_DEEP:
        raise StoreError(reason, slug="path-too-deep", location=shown)
    if reason:
        raise StoreError("is not a path inside the store", slug="path-refused", location=shown, hint=_PLAIN)


def _target(link: Entry, shown: str) -> list[str]:
    if link.place.startswith("/") or "\\" in link.place or _DRIVE.match(link.place):
        raise _outside(shown)
    return link.place.split("/")


def _outside(shown: str) -> StoreError:
    return StoreError(
        "is a link that leads out of the store",
        slug="link-outside",
        location=shown,
        hint="name what it leads to as a store of its own",
    )


def _no_folder(shown: str, *, followed: bool) -> StoreError:
    if followed:
        return _nothing(shown, followed=True)
    return StoreError("is a file where a folder should be", slug="folder-expected", location=shown)


def _nothing(shown: str, *, followed: bool) -> StoreError:
    if followed:
        return StoreError("is a link to something that is not there", slug="link-broken", location=shown)
    return StoreError("is not there", slug="file-missing", location=shown)
