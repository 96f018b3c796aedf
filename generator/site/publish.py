"""A site appears whole or not at all.

It is written to ``<name>.new`` beside its place and then swapped in: on Linux by one exchange of the two names, elsewhere
by two renames (``<name>`` to ``<name>.old``, ``<name>.new`` to ``<name>``) that the next start sets right should they be cut
apart. A kill at any moment leaves the last good site or the complete new one. Power failures are another matter: files
are not forced to the disk one by one, which would cost minutes for large sites.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from generator.errors import SettingsError, SiteError
from generator.site import ownership
from generator.site.locking import locked

_UNFINISHED = ".modelfolio-unfinished"
"""Stands in a folder from the moment it is made until its site is complete."""
_RENAME_EXCHANGE = 2
"""``RENAME_EXCHANGE`` of Linux' renameat2(2)."""
_AT_FDCWD = -100


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a site stands, and the two names beside it that a swap needs."""

    target: Path

    @property
    def new(self) -> Path:
        return self.target.with_name(self.target.name + ".new")

    @property
    def old(self) -> Path:
        return self.target.with_name(self.target.name + ".old")

    @property
    def lock(self) -> Path:
        return self.target.with_name(self.target.name + ".lock")


@contextmanager
def publishing(target: Path, sources: Sequence[Path] = ()) -> Iterator[Path]:
    """A new folder to write a site into; it takes the target's place when the block ends well.

    Args:
        target: where the site is to stand.
        sources: files and folders that are read, and that the site may neither lie in nor hold.

    Raises:
        SettingsError: when the target may not be written; nothing was touched then.
        SiteError: when another build writes there, or the file system refuses; the last good site stands.
    """
    refuse_target(target, sources)
    place = _Place(_settled(target))
    _make_parents(place.target)
    with locked(place.lock), _reporting(place.target):
        _recover(place)
        _refuse_foreign(place.target)  # the build that held the lock before us may have made it anew
        try:
            _begin(place.new)
            yield place.new
            (place.new / _UNFINISHED).unlink()
        except BaseException:
            _remove(place.new)
            raise
        _swap(place)


def refuse_target(target: Path, sources: Sequence[Path] = ()) -> None:
    """Tell before any work is done that a site may not be written there.

    Args:
        target: where the site is to stand.
        sources: files and folders that are read, and that the site may neither lie in nor hold.

    Raises:
        SettingsError: when the target may not be written; nothing was touched then.
    """
    settled = _settled(target)
    _refuse_unfit(target, settled, sources)
    _refuse_foreign(settled)


def _settled(target: Path) -> Path:
    """The target with the symbolic links of its parents followed."""
    try:
        return target.parent.resolve() / target.name
    except (OSError, RuntimeError) as error:
        raise SettingsError(
            "the way to this folder leads in a circle", slug="site-dir-refused", location=str(target)
        ) from error


def _refuse_unfit(named: Path, target: Path, sources: Sequence[Path]) -> None:
    """Refuse a target by what it is and where it lies."""
    home = Path(os.path.expanduser("~")).resolve()  # noqa: PTH111 - Path.home() raises where there is none
    if named.is_symlink():
        _refuse(named, "is a symbolic link", "name the folder it leads to")
    if target.name in {"", ".."} or target == target.parent:
        _refuse(named, "is no folder that can be replaced", "name a folder of its own")
    if target.exists() and not target.is_dir():
        _refuse(named, "is a file", "name a folder")
    if home == target or target in home.parents:
        _refuse(named, "holds your home folder", "name a folder of its own")
    if (target / ".git").exists():
        _refuse(named, "is the root of a git work tree", "name a folder below it")
    for source in sources:
        if lies_in(target, source):
            _refuse(named, f"lies in {source}, which is read", "keep the site apart from what it is made of")
        if lies_in(source, target):
            _refuse(named, f"holds {source}, which is read", "keep the site apart from what it is made of")
    if not os.access(_existing_parent(target), os.W_OK):
        _refuse(named, "cannot be made: its parent is read-only", "name a folder that you may write")


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or lies below it, whatever links, letter case or mounts lead there."""
    wanted = _status(folder)
    real = Path(os.path.realpath(path))
    found = (_status(above) for above in (real, *real.parents))
    return wanted is not None and any(status and os.path.samestat(status, wanted) for status in found)


def _status(path: Path) -> os.stat_result | None:
    """The status of a file or folder; None when it is not there or may not be looked at."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _refuse_foreign(target: Path) -> None:
    """Refuse a folder with files that no site of ours holds: replacing it would delete them."""
    if not target.is_dir() or not any(target.iterdir()):
        return
    if not ownership.made_by_us(target):
        _refuse(
            target, "is not empty and no site made by modelfolio", "name another folder, or empty this one"
        )
    if foreign := ownership.foreign_files(target):
        count = "" if len(foreign) == 1 else f" and {len(foreign) - 1} more"
        _refuse(target, f"holds files of yours: {foreign[0]!a}{count}", "move them elsewhere first")


def _refuse(target: Path, reason: str, hint: str) -> NoReturn:
    raise SettingsError(
        f"the folder for the site {reason}", slug="site-dir-refused", location=str(target), hint=hint
    )


def _make_parents(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _refuse(target, f"cannot be made: {error.strerror}", "name a folder that you may write")


@contextmanager
def _reporting(target: Path) -> Iterator[None]:
    """Tell of a full disk and its like as what it means for the site."""
    try:
        yield
    except OSError as error:
        raise SiteError(
            f"the site cannot be written: {error.strerror or error}",
            slug="site-unwritable",
            location=str(error.filename or target),
            hint="the last good site, if there was one, stands",
        ) from error


def _existing_parent(target: Path) -> Path:
    return next(parent for parent in target.parents if parent.exists())


def _recover(place: _Place) -> None:
    """Finish or undo what a build that died left beside the target. The lock says that it is dead."""
    leftovers = [path for path in (place.old, place.new) if path.is_symlink() or path.exists()]
    for path in leftovers:
        if not _ours(path):
            _refuse(path, "needs this name beside it, which is taken", "move it out of the way")
    if place.old in leftovers and not place.target.exists():
        os.rename(place.old, place.target)  # noqa: PTH104 - one name for every rename here, so that tests can cut each
    for path in leftovers:
        if path.exists():
            shutil.rmtree(path)


def _ours(folder: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    return (folder / _UNFINISHED).is_file() or ownership.made_by_us(folder) or not any(folder.iterdir())


def _begin(new: Path) -> None:
    new.mkdir()
    (new / _UNFINISHED).write_bytes(b"")


def _remove(new: Path) -> None:
    """Clear away what was written; what cannot be removed now, the next start removes."""
    shutil.rmtree(new, ignore_errors=True)


def _swap(place: _Place) -> None:
    """Put the complete site in its place."""
    try:
        if not place.target.exists():
            os.rename(place.new, place.target)  # noqa: PTH104
            return
        if _exchange(place.new, place.target):
            replaced = place.new
        else:
            _rename_twice(place)
            replaced = place.old
    except BaseException:
        _remove(place.new)
        raise
    shutil.rmtree(replaced)


def _rename_twice(place: _Place) -> None:
    os.rename(place.target, place.old)  # noqa: PTH104
    try:
        os.rename(place.new, place.target)  # noqa: PTH104
    except BaseException:
        if not place.target.exists():
            os.rename(place.old, place.target)  # noqa: PTH104
        raise


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step, where the system and its file system can."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    exchanged: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return exchanged == 0
