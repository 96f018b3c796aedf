"""A file of a store at a place on this machine, for a library that opens files by itself."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from generator.readers.places import refusal


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file as it was at one time."""

    place: Path
    """Where it lies. It may be read there, never written."""
    stamp: tuple[int, ...] = field(repr=False)
    """What the system told of it at that time, which any ordinary change to it changes."""

    @property
    def unchanged(self) -> bool:
        """Whether it still is as it was, as far as the system can tell."""
        try:
            return _stamp(self.place) == self.stamp
        except OSError:
            return False


def local_file(place: Path, shown: str) -> LocalFile:
    """A file as it is now.

    Args:
        place: where it lies.
        shown: how it is named to people.

    Raises:
        StoreError: when the system cannot be asked.
    """
    try:
        return LocalFile(place, _stamp(place))
    except OSError as error:
        raise refusal(error, shown) from error


def _stamp(place: Path) -> tuple[int, ...]:
    status = os.lstat(place)
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
