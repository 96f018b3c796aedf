"""The small signs of figures: matplotlib's markers under plain names, and the icons that Material ships."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.path import Path as Outline

MARKERS = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "cross": "X",
    "triangle-up": "^",
    "triangle-down": "v",
    "star": "*",
}
"""Our name and matplotlib's."""

ICON_BOX = 24.0
"""Side of the square that an icon is drawn in; its middle is the origin here."""

_ICON_NAME = re.compile(r"[a-z0-9-]+")
_PATH_DATA = re.compile(r' d="([^"]+)"')


@cache
def has_icon(name: str) -> bool:
    """Whether Material ships an icon of that name."""
    return bool(_ICON_NAME.fullmatch(name)) and (_icon_folder() / f"{name}.svg").is_file()


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon as matplotlib draws it: centred on the origin, y upward."""

    outline: "Outline"
    reach: float
    """How far its farthest vertex stands from an axis."""


@cache
def icon(name: str) -> Icon:
    """The icon of that name, which :func:`has_icon` knows."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path
    from matplotlib.path import Path as Outline

    found = _PATH_DATA.search((_icon_folder() / f"{name}.svg").read_text(encoding="utf-8"))
    pen = RecordingPen()
    parse_path(found.group(1) if found else "", pen)
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    kinds = {
        "moveTo": Outline.MOVETO,
        "lineTo": Outline.LINETO,
        "qCurveTo": Outline.CURVE3,
        "curveTo": Outline.CURVE4,
    }
    for operation, points in pen.value:
        match operation:
            case "closePath":
                vertices.append((0.0, 0.0))
                codes.append(int(Outline.CLOSEPOLY))
            case "endPath":
                pass
            case _:
                vertices += [(x - ICON_BOX / 2, ICON_BOX / 2 - y) for x, y in points]
                codes += [int(kinds[operation])] * len(points)
    return Icon(Outline(vertices, codes), max(abs(part) for vertex in vertices for part in vertex))


@cache
def _icon_folder() -> Path:
    """Material's icons; its package is looked up but not run, for it speaks when it is imported."""
    found = find_spec("material")
    if found is None or not found.submodule_search_locations:
        return Path("no-such-folder")
    return Path(found.submodule_search_locations[0]) / "templates" / ".icons" / "material"
