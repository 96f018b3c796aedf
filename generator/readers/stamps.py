"""What the system tells of files and folders without opening them, as a digest that changes when any of them does.

A file that is written gets a new time of change (``st_ctime``), which no program can set back, and mostly another size
and time of modification; one that is replaced gets another inode as well. A folder's times change when a name in it is
added, removed or given to another file. Two changes within one tick of the file system's clock look alike, so whoever
keeps a stamp must not trust one whose newest time was not well past when the files were read: the rule that git's index
follows for the same reason (Documentation/technical/racy-git in git's sources).
"""

import hashlib
import os
import stat
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import chain
from operator import attrgetter
from typing import TypeAlias

from generator.errors import StoreError
from generator.readers.backend import Stamp
from generator.readers.places import Places

_State: TypeAlias = tuple[int, ...]
"""Mode, device, inode, size, and in nanoseconds the times of modification and of change."""

_told: Callable[[os.stat_result], _State] = attrgetter(
    "st_mode", "st_dev", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns"
)
_NOTHING = (0, 0, 0, 0, 0, 0)
"""Of what is not there: every mode names a kind of file."""
_HALF = 2**63
_WHOLE = 2**64


def stamp_of(places: Places, paths: Iterable[str]) -> Stamp | None:
    """The stamp of files and folders inside a root, there or not.

    The folders on the way to them count only by which they are. None when a link is on the way, or the system says
    something else than that a file is there or is not.
    """
    ordered = sorted(paths)
    try:
        ways = [os.lstat(place) for place in places.all_unresolved(_ways(ordered))]
        states = _states(places.all_unresolved(ordered))
    except (OSError, StoreError):
        return None
    if not all(stat.S_ISDIR(way.st_mode) for way in ways) or any(
        map(stat.S_ISLNK, {each[0] for each in states})
    ):
        return None
    *_, modified, changed = zip(*states, strict=True) if states else ((0,), (0,))
    newest = max(*modified, *changed)
    numbers = [*chain.from_iterable((way.st_dev, way.st_ino) for way in ways), *chain.from_iterable(states)]
    with suppress(OverflowError):
        return Stamp(hashlib.sha256(array("q", numbers).tobytes()).digest(), newest)
    wrapped = array("q", [(number + _HALF) % _WHOLE - _HALF for number in numbers])
    return Stamp(hashlib.sha256(wrapped.tobytes()).digest(), newest)


def _ways(paths: Sequence[str]) -> list[str]:
    """The folders on the way to some paths that are not among them."""
    known = set(paths)
    found: list[str] = []
    for path in paths:
        above = path.rpartition("/")[0]
        while path and above not in known:
            known.add(above)
            found.append(above)
            above = above.rpartition("/")[0]
    return found


def _states(places: Sequence[str]) -> list[_State]:
    """What the system tells of each place.

    Raises:
        OSError: when it says something else than that something is there or is not.
    """
    try:
        return list(map(_told, map(os.lstat, places)))
    except FileNotFoundError:
        return [_state(place) for place in places]


def _state(place: str) -> _State:
    try:
        return _told(os.lstat(place))
    except FileNotFoundError:
        return _NOTHING
