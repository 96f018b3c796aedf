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
from collections.abc import Iterable
from contextlib import suppress

from generator.errors import StoreError
from generator.readers.backend import Stamp
from generator.readers.places import Places

_HALF = 2**63
_WHOLE = 2**64


def stamp_of(places: Places, paths: Iterable[str]) -> Stamp | None:
    """The stamp of files and folders inside a root, there or not.

    The folders on the way to them count only by which they are. None when a link is on the way, or the system says
    something else than that a file is there or is not.
    """
    ordered = sorted(paths)
    numbers: list[int] = []
    newest = 0
    known = set(ordered)
    try:
        for path, place in zip(ordered, places.all_unresolved(ordered), strict=True):
            above = path.rpartition("/")[0]
            while path and above not in known:
                known.add(above)
                status = os.lstat(places.unresolved(above))
                if not stat.S_ISDIR(status.st_mode):
                    return None
                numbers += (status.st_dev, status.st_ino)
                above = above.rpartition("/")[0]
            try:
                status = os.lstat(place)
            except FileNotFoundError:
                numbers.append(-1)
                continue
            if stat.S_ISLNK(status.st_mode):
                return None
            changed = status.st_ctime_ns
            modified = status.st_mtime_ns
            newest = max(newest, changed, modified)
            numbers += (status.st_mode, status.st_dev, status.st_ino, status.st_size, modified, changed)
    except (OSError, StoreError):
        return None
    with suppress(OverflowError):
        return Stamp(hashlib.sha256(array("q", numbers).tobytes()).digest(), newest)
    wrapped = array("q", [(number + _HALF) % _WHOLE - _HALF for number in numbers])
    return Stamp(hashlib.sha256(wrapped.tobytes()).digest(), newest)
