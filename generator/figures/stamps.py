"""Marks written by stamps: matplotlib draws one mark of each style, and the drawing is cut open where the data goes.

A thousand figures share a hundred styles, and what matplotlib writes for a mark depends on its style alone but for
coordinates and words. So each style is drawn once, and the rest is joining strings: the result equals what
:func:`generator.figures.straight.draw` writes for the same marks (a test holds that).
"""

import re
from collections.abc import Iterable, Sequence

from generator.figures.lettering import escaped
from generator.figures.marks import Box, Face, Group, Ink, Label, Mark, Scene, Shape, Symbol
from generator.figures.outlines import px, segment
from generator.figures.svg import grouped
from generator.figures.symbols import MARKERS

_X, _Y, _WIDTH, _HEIGHT = 111.5, 222.5, 333.5, 444.5
_CANVAS = 800.0
_OUTLINE = segment(_X, _Y, _Y, _X)
_WORD = "wwwww"
_FIGURE = "figure-id"
_SLOT = re.compile("|".join(map(re.escape, (_OUTLINE, *map(px, (_X, _Y, _WIDTH, _HEIGHT)), _WORD, _FIGURE))))

Style = Ink | Face | tuple[Ink, float] | tuple[str, float, Ink]
"""What decides everything about a mark but place and words: of a shape, a label, a box with its radius, a symbol."""


class _Stamps:
    """What has been drawn so far, for all figures of this process."""

    def __init__(self) -> None:
        self.pieces: dict[Style, tuple[str, ...]] = {}
        self.icons: dict[str, str] = {}

    def cut(self, styles: Sequence[Style]) -> None:
        """Have one mark of each style drawn, and keep what stands around the slots."""
        from generator.figures import straight

        drawing = straight.draw([_sample(style) for style in styles], _CANVAS, _CANVAS, _FIGURE)
        for style, drawn in zip(styles, drawing.marks, strict=True):
            self.pieces[style] = tuple(_SLOT.split(drawn))
        self.icons |= drawing.icons


_stamps = _Stamps()


def write(scene: Scene, figure_id: str) -> str:
    """The SVG of a scene, without the ``<svg>`` around it.

    Args:
        scene: what to write.
        figure_id: beginning of every id in it.
    """
    styles = dict.fromkeys(_styles(scene.marks))
    missing = [style for style in styles if style not in _stamps.pieces]
    if missing:
        _stamps.cut(missing)
    icons = "".join(f'<path id="{figure_id}-{icon}" d="{_stamps.icons[icon]}"/>' for icon in _icons(styles))
    body = "".join([_stamped(mark, figure_id) for mark in scene.marks])
    return f"<defs>{icons}</defs>{body}" if icons else body


def _styles(marks: Iterable[Mark]) -> Iterable[Style]:
    for mark in marks:
        match mark:
            case Group():
                yield from _styles(mark.marks)
            case Shape():
                yield mark.ink
            case Box():
                yield mark.ink, mark.radius
            case Label():
                yield mark.face
            case Symbol():
                yield mark.name, mark.size, mark.ink


def _icons(styles: Iterable[Style]) -> Iterable[str]:
    found: dict[str, None] = {}
    for style in styles:
        match style:
            case (str() as name, size, Ink()) if name not in MARKERS:
                found[f"{name}-{px(size)}"] = None
    return found


def _sample(style: Style) -> Mark:
    match style:
        case Ink():
            return Shape(_OUTLINE, style)
        case Face():
            return Label(_WORD, _X, _Y, style)
        case (Ink() as ink, radius):
            return Box(_X, _Y, _WIDTH, _HEIGHT, ink, radius)
        case (str() as name, size, Ink() as ink):
            return Symbol(name, size, ink, _X, _Y)


def _stamped(mark: Mark, figure_id: str) -> str:
    match mark:
        case Shape():
            before, after = _stamps.pieces[mark.ink]
            return before + mark.outline + after
        case Box():
            before, x_y, y_width, width_height, after = _stamps.pieces[mark.ink, mark.radius]
            return (
                f"{before}{px(mark.x)}{x_y}{px(mark.y)}{y_width}"
                f"{px(mark.width)}{width_height}{px(mark.height)}{after}"
            )
        case Label():
            return _labelled(mark)
        case Symbol():
            *use, x_y, after = _stamps.pieces[mark.name, mark.size, mark.ink]
            return f"{figure_id.join(use)}{px(mark.x)}{x_y}{px(mark.y)}{after}"
        case Group():
            return grouped(mark, "".join([_stamped(child, figure_id) for child in mark.marks]))


def _labelled(mark: Label) -> str:
    x, y = px(mark.x), px(mark.y)
    stamp = _stamps.pieces[mark.face]
    if mark.face.angle:
        before, x_y, y_x, turned_x_y, close, after = stamp
        return f"{before}{x}{x_y}{y}{y_x}{x}{turned_x_y}{y}{close}{escaped(mark.text)}{after}"
    before, x_y, close, after = stamp
    return f"{before}{x}{x_y}{y}{close}{escaped(mark.text)}{after}"
