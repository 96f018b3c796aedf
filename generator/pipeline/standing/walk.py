"""What the system tells of everything below some folders, without opening a file.

What :mod:`generator.readers.stamps` does for the paths that a reader asked for, done for whole trees: every name counts,
and of every file the inode, the size and the times of modification and of change. Of a folder only which one it is
counts, for the names in it do so themselves: a file that came and went, such as a lock, makes no other stamp. It shows in
the newest time of the stamp alone, which tells whether anything came and went between two looks.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from generator.readers.backend import Stamp

_COMPILED = "__pycache__"
_encoded = msgspec.msgpack.Encoder().encode


class UnstampedError(Exception):
    """Something might change without a sign of it; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A file, or a folder with everything below it; either may be missing."""

    root: Path
    only: frozenset[str] | None = None
    """The names right below the root that count; None for all."""
    without: frozenset[str] = frozenset()
    """Names right below the root that do not count."""
    code: bool = False
    """Whether it is Python's: then what Python compiles of it does not count."""


def stamp_of_trees(trees: Iterable[Tree], also: Iterable[str] = ()) -> Stamp:
    """The stamp of some trees.

    Args:
        trees: counted once each, in any order.
        also: texts that count as well.

    Raises:
        UnstampedError: when a link leads out of its tree, or a folder cannot be listed.
    """
    digest = hashlib.sha256(_encoded(list(also)))
    newest = 0
    for tree in sorted(set(trees), key=_named):
        try:
            for told, changed in _told(tree):
                digest.update(told)
                newest = max(newest, changed)
        except (OSError, OverflowError) as error:
            raise UnstampedError(f"{tree.root}: {error}") from error
    return Stamp(digest.digest(), newest)


def _named(tree: Tree) -> tuple[object, ...]:
    """Which tree it is, alike in every process."""
    only = [b"*"] if tree.only is None else sorted(map(os.fsencode, tree.only))
    return os.fsencode(tree.root), only, sorted(map(os.fsencode, tree.without)), tree.code


def _told(tree: Tree) -> Iterator[tuple[bytes, int]]:
    """What is told of the root and of each folder, and when the newest change in it was."""
    root = os.path.realpath(tree.root)
    yield _encoded([*_named(tree), os.fsencode(root)]), 0
    try:
        status = os.lstat(root)
    except (FileNotFoundError, NotADirectoryError):
        yield b"", 0
        return
    if stat.S_ISLNK(status.st_mode):
        raise UnstampedError(f"{tree.root} is a link that leads nowhere")
    yield (
        _encoded(_state(status)),
        _changed(status) if tree.only is None else 0,
    )  # what lies beside it is not ours
    if not stat.S_ISDIR(status.st_mode):
        return
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(os.path.join(root, folder)) as listing:  # noqa: PTH118 a Path costs as much as the look
            entries = sorted(listing, key=lambda entry: entry.name)
        if not folder:
            entries = [entry for entry in entries if _counts(tree, entry.name)]
        if tree.code:
            entries = [entry for entry in entries if entry.name != _COMPILED]
        names, states, newest = [], [], 0
        for entry in entries:
            status = entry.stat(follow_symlinks=False)
            names.append(os.fsencode(entry.name))
            states += _state(status)
            newest = max(newest, _changed(status))
            if stat.S_ISDIR(status.st_mode):
                waiting.append(os.path.join(folder, entry.name))  # noqa: PTH118
            elif stat.S_ISLNK(status.st_mode):
                _refuse_leading_out(entry.path, root)
        yield _encoded([os.fsencode(folder), names, states]), newest


def _counts(tree: Tree, name: str) -> bool:
    return name not in tree.without and (tree.only is None or name in tree.only)


def _state(status: os.stat_result) -> list[int]:
    which = [status.st_mode, status.st_dev, status.st_ino, status.st_uid, status.st_gid]
    if stat.S_ISDIR(status.st_mode):
        return which
    return [*which, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _changed(status: os.stat_result) -> int:
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _refuse_leading_out(link: str, root: str) -> None:
    """Hold a link to what is walked: neither it nor a link that it names may lead out and back in.

    Raises:
        UnstampedError: when it leads out, or climbs up behind a name that may itself be a link.
    """
    target = str(Path(link).readlink())
    parts = [part for part in target.split("/") if part not in {"", "."}]
    climbs = next((place for place, part in enumerate(parts) if part != ".."), len(parts))
    named = os.path.normpath(os.path.join(os.path.dirname(link), target))  # noqa: PTH118, PTH120
    if ".." in parts[climbs:] or not all(_lies_in(place, root) for place in (named, os.path.realpath(link))):
        raise UnstampedError(f"{link} is a link that leads out of {root}")


def _lies_in(place: str, root: str) -> bool:
    return place == root or place.startswith(root.rstrip(os.sep) + os.sep)
