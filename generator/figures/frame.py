"""What stands around the data of a panel: a level grid, ticks in words, the line at its foot. No box."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.figures.lettering import shorten, visible, width
from generator.figures.marks import Anchor, Face, Group, Ink, Label, Mark, Shape
from generator.figures.outlines import segment
from generator.figures.scale import Scale, brief

TICK = Face(size=11, tone="ink2", anchor="middle")
_TICK_LEFT = Face(size=11, tone="ink2", anchor="end")
_AXIS_TITLE = Face(size=11, tone="ink2", anchor="middle")
_GRID = Ink(stroke="grid")
_AXIS = Ink(stroke="axis")
_BETWEEN = 10.0
"""px that neighbouring words on an axis keep apart."""

Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Panel:
    """Where the data of a figure is drawn, in px."""

    left: float
    top: float
    right: float
    bottom: float


def room_for(ticks: Ticks, least: float) -> float:
    """How many px the words left of a panel take."""
    return max([least, *(round(width(words, TICK.size)) + 10.0 for _, words in ticks)])


def level_grid(panel: Panel, scale: Scale, ticks: Ticks) -> list[Mark]:
    """A line across the panel for each tick, its words at the left."""
    if not ticks:
        return []
    lines = [_crisp(scale(value)) for value, _ in ticks]
    grid = "".join(segment(panel.left, y, panel.right, y) for y in lines)
    return [
        Shape(grid, _GRID),
        *(
            Label(words, panel.left - 6, y + 3.5, _TICK_LEFT)
            for y, (_, words) in zip(lines, ticks, strict=True)
        ),
    ]


def upright_grid(panel: Panel, scale: Scale, ticks: Ticks) -> list[Mark]:
    """A line up the panel for each tick."""
    if not ticks:
        return []
    return [
        Shape(
            "".join(segment(x, panel.top, x, panel.bottom) for x in (_crisp(scale(at)) for at, _ in ticks)),
            _GRID,
        )
    ]


def ticks_along(scale: Scale, values: Sequence[float]) -> list[tuple[float, str]]:
    """Ticks of the axis under a panel: whole numbers for whole values, the value itself when there is only one."""
    if min(values) == max(values):
        return [(values[0], brief(values[0]))]
    return scale.ticks(5, whole=all(value % 1 == 0 for value in values))


def foot(panel: Panel) -> Mark:
    """The line under the panel."""
    y = _crisp(panel.bottom)
    return Shape(segment(panel.left, y, panel.right, y), _AXIS)


def foot_ticks(panel: Panel, scale: Scale, ticks: Ticks) -> list[Mark]:
    """The words of the ticks under the panel, those left out that would run into the one before."""
    marks: list[Mark] = []
    free = float("-inf")
    for value, words in ticks:
        x, half = scale(value), width(words, TICK.size) / 2
        if x - half >= free:
            marks.append(Label(words, x, panel.bottom + 16, TICK))
            free = x + half + _BETWEEN
    return marks


def foot_names(
    panel: Panel, places: Sequence[float], names: Sequence[str], longest: float = 64.0
) -> list[Mark]:
    """Names under the panel: every one, or every second, third ... so that they stand apart; always the last."""
    if not names:
        return []
    room = places[1] - places[0] if len(places) > 1 else panel.right - panel.left
    shown = [shorten(visible(text), max(longest, room - _BETWEEN), TICK.size) for text in names]
    widest = max(width(text, TICK.size) for text in shown)
    every = max(1, -int(-(widest + _BETWEEN) // room)) if room > 0 else len(names)
    marks: list[Mark] = []
    for index in range((len(names) - 1) % every, len(names), every):
        label = Label(shown[index], places[index], panel.bottom + 16, TICK)
        marks.append(label if shown[index] == names[index] else Group((label,), names[index] or "(blank)"))
    return marks


def axis_title(panel: Panel, text: str) -> list[Mark]:
    """What the axis under the panel measures."""
    shown = shorten(visible(text), panel.right - panel.left, _AXIS_TITLE.size)
    if not shown.strip():
        return []
    label = Label(shown, (panel.left + panel.right) / 2, panel.bottom + 33, _AXIS_TITLE)
    return [label if shown == text else Group((label,), text)]


def anchor_near(x: float, left: float, right: float, half: float) -> Anchor:
    """How a label at x is anchored so that it stays between two sides."""
    if x - half < left:
        return "start"
    return "end" if x + half > right else "middle"


def _crisp(value: float) -> float:
    """The middle of the nearest row of screen pixels, where a line of one px is sharp."""
    return round(value - 0.5) + 0.5
