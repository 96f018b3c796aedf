"""The figure of what has no data: it says so, in the place where the drawing would have been."""

from generator.figures.lettering import shorten, visible
from generator.figures.marks import Box, Face, Group, Ink, Label, Mark, Scene

HEADING = Face(size=11, tone="ink2")
"""The small heading above a panel."""

_HEIGHT = 96.0
_FRAME = Ink(fill="panel", stroke="axis", dash=(4, 3))
_WORDS = Face(size=12, tone="ink2", anchor="middle")


def heading(text: str, room: float) -> list[Mark]:
    """The line above a panel, cut to the room in px, whole as its tooltip; nothing for an empty text."""
    shown = visible(text)
    if not shown.strip():
        return []
    short = shorten(shown, room, HEADING.size)
    label = Label(short, 0, 11, HEADING)
    return [label if short == shown else Group((label,), text)]


def nothing_recorded(width: float, words: str, title: str = "") -> Scene:
    """A dashed box with the words in it."""
    top = 20.5
    return Scene(
        width,
        _HEIGHT,
        [
            *heading(title, width),
            Box(0.5, top, width - 1, _HEIGHT - top - 0.5, _FRAME, 8),
            Label(words, width / 2, (_HEIGHT + top) / 2 + 4, _WORDS),
        ],
    )
