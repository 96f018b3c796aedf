"""Small objects, fetched many at a time: one by one, each would cost the way there and back."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable

from generator.readers.remote.filesystem import RemoteFileSystem

MOST_AT_ONCE = 256
MOST_BYTES_AT_ONCE = 16 * 2**20
_KEPT = 64 * 2**20
"""Bytes kept in memory: readers come back to a file, seldom after long."""


class Ahead:
    """The beginnings of objects; whoever asks for one gets those that follow it in order as well.

    Readers go through a store in the order of its paths, so that what follows is what they ask for next.
    """

    def __init__(self, files: RemoteFileSystem, lengths: Iterable[tuple[str, int]]) -> None:
        """Take note of what there is.

        Args:
            files: asked for the bytes.
            lengths: of every object, place and how many bytes to fetch of it.
        """
        self._files = files
        self._lengths = dict(sorted(lengths))
        self._order = list(self._lengths)
        self._known: OrderedDict[str, bytes | OSError] = OrderedDict()
        self._held = 0

    def __contains__(self, place: str) -> bool:
        return place in self._lengths

    def get(self, place: str) -> bytes:
        """The beginning of an object.

        Raises:
            OSError: when it cannot be had.
        """
        if place not in self._known:
            self._fetch(place)
        self._known.move_to_end(place)
        found = self._known[place]
        if isinstance(found, OSError):
            raise type(found)(*found.args)
        return found

    def _fetch(self, place: str) -> None:
        wanted: list[tuple[str, int]] = []
        length = 0
        first = bisect_left(self._order, place)
        for each in self._order[first : first + MOST_AT_ONCE]:
            length += self._lengths[each]
            if (wanted and length > MOST_BYTES_AT_ONCE) or each in self._known:
                break
            wanted.append((each, self._lengths[each]))
        got = self._files.fetch(wanted)
        # The one asked for goes in last, so that it is not the first to be let go.
        for (each, _), found in reversed(list(zip(wanted, got, strict=True))):
            self._known[each] = found
            self._held += _size(found)
        while self._held > _KEPT and len(self._known) > 1:
            self._held -= _size(self._known.popitem(last=False)[1])


def _size(found: bytes | OSError) -> int:
    return len(found) if isinstance(found, bytes) else 0
