"""Lists of digests as GNU coreutils' ``sha256sum`` prints and checks them."""

import re
from collections.abc import Mapping

SUMS = "SHA256SUMS"
"""The file that names every other file of a folder with its digest."""
DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in folders by themselves; nobody added them."""
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def written_sums(digests: Mapping[str, str]) -> bytes:
    """A line for each file, by path; of plain paths, which need no escapes."""
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
    return lines.encode("utf-8", "surrogateescape")


def listed_sums(data: bytes) -> Mapping[str, str]:
    """The hex SHA-256 of every file listed, by path."""
    text = data.decode("utf-8", "surrogateescape")
    return {found[2]: found[1] for found in map(_LINE.fullmatch, text.split("\n")) if found}
