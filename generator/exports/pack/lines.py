"""From the place of a fact to the line of its copy in the pack."""

from collections.abc import Mapping
from functools import lru_cache

from generator.exports.pack.copies import Copy
from generator.provenance import Source
from generator.readers.lines import line_in


class Lines:
    """Knows where in the pack a place lies."""

    def __init__(self, copies: Mapping[str, Copy]) -> None:
        self._copies = copies
        self.locate = lru_cache(maxsize=4096)(self._locate)
        """The path of a place in the pack, and its line; of a file that is not copied, the path that it was read by."""

    def _locate(self, source: Source) -> tuple[str, int]:
        copy = self._copies.get(source.path)
        if copy is None or not copy.path:
            return source.path, line_in(b"", source, source.pointer)
        return copy.path, line_in(copy.content, source, source.pointer)
