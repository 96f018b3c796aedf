"""A page of the theme with its own parts left open, so that thousands of pages cost a join of strings each.

Rendering Material's template takes a millisecond and more, and for pages of one :class:`Shape` it gives the same text
but for a few places. So it is rendered once a shape with a token in each of those places, and cut there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

_TOKEN = "xmfslot{}x"
"""Letters and digits alone, which hardly any filter of a template changes."""
_TOKENS = re.compile(r"xmfslot([a-z]+[0-9]*)x")


@dataclass(frozen=True, slots=True)
class Shape:
    """What two pages must share for the theme to give them the same text around their own parts."""

    depth: int
    """Folders between the page and the root of the site."""
    anchor: str
    """The folder up to which relative links of the frame can tell pages of one depth apart."""
    tab: str
    """Path of the tab that is lit."""
    sections: int
    summary: bool
    navigation: bool
    """Whether the left column is shown."""
    contents: bool
    """Whether the right column is shown."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The text of a theme page between its open places."""

    fixed: tuple[str, ...]
    """One more than there are slots."""
    slots: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> Self:
        """Cut a page that was rendered with :func:`token` in its open places."""
        parts = _TOKENS.split(html)
        return cls(tuple(parts[::2]), tuple(parts[1::2]))

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with a value in each slot.

        Raises:
            KeyError: when a slot has no value.
        """
        parts = [self.fixed[0]]
        for slot, fixed in zip(self.slots, self.fixed[1:], strict=True):
            parts += (values[slot], fixed)
        return "".join(parts)


def token(slot: str) -> str:
    """What stands in a slot while the shell is rendered."""
    return _TOKEN.format(slot)


def anchor(folder: str, targets: Sequence[str]) -> str:
    """The longest part of a page's folder that it shares with the folder of any target of the frame's links.

    Two pages of one depth and one anchor write the same relative link to each of the targets.

    Args:
        folder: folder of the page, without a slash at its end; empty for the root.
        targets: site paths that the frame links to.
    """
    steps = folder.split("/") if folder else []
    shared = 0
    for target in targets:
        common = 0
        for step, other in zip(steps, target.split("/")[:-1], strict=False):
            if step != other:
                break
            common += 1
        shared = max(shared, common)
    return "/".join(steps[:shared])
