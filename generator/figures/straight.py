"""Marks drawn by matplotlib, each as one artist on one figure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from generator.figures.lettering import FONTS
from generator.figures.marks import Box, Group, Ink, Label, Mark, Shape, Symbol
from generator.figures.palette import PALETTE
from generator.figures.rewriting import Rewriter
from generator.figures.symbols import ICON_BOX, MARKERS, icon

_SETTINGS: dict[Any, object] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "modelfolio",
    "path.simplify": False,
    "text.parse_math": False,
    "text.usetex": False,
    "lines.scale_dashes": False,
}
"""On top of matplotlib's own defaults, whatever the user's matplotlibrc says."""

_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_CODES = {
    "M": (Outline.MOVETO, 1),
    "L": (Outline.LINETO, 1),
    "Q": (Outline.CURVE3, 2),
    "C": (Outline.CURVE4, 3),
}
_ANCHORS: Mapping[str, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
_WEIGHTS: Mapping[int, str] = {400: "normal", 600: "semibold", 700: "bold"}
_COMMANDS = re.compile(r"([MLQCz])([^MLQCz]*)")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What came out of matplotlib, ready to be joined."""

    marks: tuple[str, ...]
    """The SVG of each mark."""
    icons: Mapping[str, str]
    """Path data of the icons that the marks point at, by the ends of their ids."""


def draw(marks: Sequence[Mark], width: float, height: float, figure_id: str) -> Drawing:
    """Have matplotlib draw the marks on one canvas of that size in px."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
        canvas = FigureCanvasSVG(figure)
        y_down = Affine2D().scale(1, -1).translate(0, height)
        for index, mark in enumerate(marks):
            figure.add_artist(_artist(mark, f"mark-{index}", figure, y_down))
        buffer = StringIO()
        canvas.print_svg(buffer, metadata=_NO_METADATA)  # type: ignore[no-untyped-call]
    rewriter = Rewriter(buffer.getvalue(), figure_id)
    written = tuple(rewriter.write(mark, f"mark-{index}") for index, mark in enumerate(marks))
    return Drawing(written, rewriter.icons)


class _Together(Artist):
    """Artists drawn one after the other inside one ``<g>``."""

    def __init__(self, artists: Sequence[Artist]) -> None:
        super().__init__()
        self._artists = artists

    def draw(self, renderer: RendererBase) -> None:
        renderer.open_group("group", gid=self.get_gid())
        for artist in self._artists:
            artist.draw(renderer)
        renderer.close_group("group")


def _artist(mark: Mark, gid: str, figure: Figure, transform: Transform) -> Artist:
    artist: Artist
    match mark:
        case Shape(outline, ink):
            artist = _patch(_outline(outline), ink)
        case Box():
            artist = _rectangle(mark)
        case Symbol():
            artist = _marker(mark)
        case Label(text, x, y, face):
            artist = Text(
                round(x, 1),
                round(y, 1),
                text,
                color=PALETTE[face.tone].light,
                fontproperties=FontProperties(
                    fname=str(FONTS / f"inter-{face.weight}.ttf"),
                    size=face.size,
                    weight=_WEIGHTS[face.weight],
                ),
                rotation=face.angle,
                rotation_mode="anchor",
                horizontalalignment=_ANCHORS[face.anchor],
                verticalalignment="baseline",
            )
        case Group(marks):
            artist = _Together(
                [_artist(child, f"{gid}-{index}", figure, transform) for index, child in enumerate(marks)]
            )
            artist.set_zorder(1)
    artist.set_gid(gid)
    artist.set_zorder(1)
    artist.set_transform(transform)
    artist.set_figure(figure)
    return artist


def _patch(outline: Outline, ink: Ink) -> PathPatch:
    return PathPatch(
        outline,
        facecolor=_colour(ink.fill),
        edgecolor=_colour(ink.stroke),
        linewidth=ink.width if ink.stroke else 0,
        linestyle=(0, ink.dash) if ink.dash else "solid",
        capstyle="round" if ink.rounded else "butt",
        alpha=None if ink.opacity == 1 else ink.opacity,
    )


def _rectangle(mark: Box) -> FancyBboxPatch:
    ink = mark.ink
    return FancyBboxPatch(
        (round(mark.x, 1), round(mark.y, 1)),
        round(mark.width, 1),
        round(mark.height, 1),
        boxstyle=f"round,pad=0,rounding_size={mark.radius}",
        facecolor=_colour(ink.fill),
        edgecolor=_colour(ink.stroke),
        linewidth=ink.width if ink.stroke else 0,
        linestyle=(0, ink.dash) if ink.dash else "solid",
        alpha=None if ink.opacity == 1 else ink.opacity,
    )


def _marker(mark: Symbol) -> Line2D:
    ink = mark.ink
    if mark.name in MARKERS:
        marker: str | Outline = MARKERS[mark.name]
        size = mark.size
    else:  # matplotlib scales an outline by its farthest vertex; this undoes it
        found = icon(mark.name)
        marker = found.outline
        size = mark.size / ICON_BOX * 2 * found.reach
    return Line2D(
        [round(mark.x, 1)],
        [round(mark.y, 1)],
        linestyle="none",
        marker=marker,
        markersize=size,
        markerfacecolor=_colour(ink.fill),
        markeredgecolor=_colour(ink.stroke),
        markeredgewidth=ink.width if ink.stroke else 0,
        alpha=None if ink.opacity == 1 else ink.opacity,
    )


def _colour(token: str) -> str:
    return PALETTE[token].light if token else "none"


def _outline(data: str) -> Outline:
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    for command, arguments in _COMMANDS.findall(data):
        if command == "z":
            vertices.append((0.0, 0.0))
            codes.append(int(Outline.CLOSEPOLY))
        else:
            numbers = [float(number) for number in arguments.split()]
            code, count = _CODES[command]
            vertices += zip(numbers[::2], numbers[1::2], strict=True)
            codes += [int(code)] * count
    return Outline(vertices, codes)
