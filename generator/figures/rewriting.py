"""Matplotlib's SVG made fit for a page.

It writes for a file of its own: style attributes, global style rules, generated ids. What comes out here are plain
elements whose colours carry the class of their token, so that the page's style sheet can change them.
"""

import re
from functools import cache
from xml.etree import ElementTree as ET

from generator.figures.lettering import escaped
from generator.figures.marks import Box, Group, Label, Mark, Shape, Symbol
from generator.figures.outlines import px
from generator.figures.palette import PALETTE
from generator.figures.svg import grouped
from generator.figures.symbols import MARKERS

_TOKENS = {shade.light: token for token, shade in PALETTE.items()}
_COMMANDS = re.compile(r"([MLQCz])([^MLQCz]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"

_DROPPED = {"font-family", "stroke-linejoin", "stroke-dashoffset"}
"""Said once for the whole figure, or without effect."""

_ORDER = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "opacity",
    "font-size",
    "font-weight",
    "text-anchor",
)
"""What is written first, in this order, whichever order a release of matplotlib has."""

_SHORT_FONT = re.compile(r"(?:(\d+) )?([\d.]+)px .*")
"""Weight and size as releases before 3.11 write them."""

_IMPLIED = {("text-anchor", "start"), ("stroke-width", "0")}


class Rewriter:
    """Writes matplotlib's elements anew, each as the plainest one that says the same.

    Attributes:
        icons: path data of the icons that were pointed at so far, by the ends of their ids.
    """

    def __init__(self, svg: str, figure_id: str) -> None:
        """Read a whole file of matplotlib's; ids of the outcome begin with the figure's."""
        root = ET.fromstring(svg)  # noqa: S314 - written by matplotlib, of marks that are legal in XML
        self._groups = {group.get("id"): group for group in root.iter(f"{_SVG}g")}
        self._figure_id = figure_id
        self._outlines = {
            f"#{path.get('id')}": path.get("d", "") for path in root.iterfind(f".//{_SVG}defs/{_SVG}path")
        }
        self.icons: dict[str, str] = {}

    def write(self, mark: Mark, gid: str) -> str:
        """The SVG of the mark that was drawn under that id."""
        return self._write(mark, self._groups[gid])

    def _write(self, mark: Mark, group: ET.Element) -> str:
        match mark:
            case Group(marks):
                inner = [self._write(child, drawn) for child, drawn in zip(marks, group, strict=True)]
                return grouped(mark, "".join(inner))
            case Shape():
                element = _only(group, "path")
                return f'<path {_paint(element)} d="{_compact(element.get("d", ""), 1)}"/>'
            case Box():
                element = _only(group, "path")
                return f"<rect {_paint(element)} {_sides(element.get('d', ''))}/>"
            case Label():
                return _text(_only(group, "text"))
            case Symbol():
                return self._symbol(mark, _only(group, "use"))

    def _symbol(self, mark: Symbol, element: ET.Element) -> str:
        outline = self._outlines[element.get(f"{_XLINK}href", "")]
        x, y = _place(element)
        if mark.name not in MARKERS:
            icon_id = f"{mark.name}-{px(mark.size)}"
            self.icons[icon_id] = _compact(outline, 2)
            return f'<use {_paint(element)} href="#{self._figure_id}-{icon_id}" x="{x}" y="{y}"/>'
        if radius := _radius(outline):
            return f'<circle {_paint(element)} cx="{x}" cy="{y}" r="{px(radius)}"/>'
        return f'<path {_paint(element)} transform="translate({x} {y})" d="{_compact(outline, 2)}"/>'


def _only(group: ET.Element, tag: str) -> ET.Element:
    """The element of that kind which is drawn, not defined."""
    return next(element for element in group.iter(f"{_SVG}{tag}") if element.get("style"))


def _place(element: ET.Element) -> tuple[str, str]:
    return px(float(element.get("x", "0"))), px(float(element.get("y", "0")))


def _text(element: ET.Element) -> str:
    x, y = _place(element)
    angle = float(_NUMBER.findall(element.get("transform", "0"))[0])
    turn = f' transform="rotate({px(angle)} {x} {y})"' if angle else ""
    return f'<text {_paint(element)} x="{x}" y="{y}"{turn}>{escaped(element.text or "")}</text>'


def _sides(data: str) -> str:
    """The outline of a box as the attributes of a rectangle."""
    numbers = [float(number) for number in _NUMBER.findall(data)]
    left, right, top, bottom = min(numbers[::2]), max(numbers[::2]), min(numbers[1::2]), max(numbers[1::2])
    radius = numbers[0] - left
    corner = f' rx="{px(radius)}"' if px(radius) != "0" else ""
    return f'x="{px(left)}" y="{px(top)}" width="{px(right - left)}" height="{px(bottom - top)}"{corner}'


def _paint(element: ET.Element) -> str:
    """The style of an element as attributes, with the classes of its colours first."""
    style = _style(element)
    classes = [
        f"{prop[0]}-{_TOKENS[style[prop]]}" for prop in ("fill", "stroke") if style.get(prop) in _TOKENS
    ]
    kept = [f'class="{" ".join(classes)}"'] if classes else []
    kept += [
        f'{prop}="{style[prop]}"'
        for prop in (*_ORDER, *sorted(style.keys() - set(_ORDER) - _DROPPED))
        if prop in style and (prop, style[prop]) not in _IMPLIED
    ]
    return " ".join(kept)


def _style(element: ET.Element) -> dict[str, str]:
    """The style attribute, in the same words for every release of matplotlib."""
    style: dict[str, str] = {}
    for declaration in element.get("style", "").split(";"):
        prop, _, value = declaration.partition(":")
        if value:
            style[prop.strip()] = value.strip().removesuffix("px").replace(",", " ")
    if found := _SHORT_FONT.fullmatch(style.pop("font", "")):
        style |= {"font-size": found[2]} | ({"font-weight": found[1]} if found[1] else {})
    fill_opacity = style.pop("fill-opacity", "")
    opacity = style.pop("stroke-opacity", fill_opacity)
    if fill_opacity == "0":  # how an empty marker is left
        style["fill"] = "none"
    if opacity not in {"", "0"}:
        style["opacity"] = opacity
    return style


@cache
def _compact(data: str, decimals: int) -> str:
    """Path data without line breaks, its numbers rounded."""

    def short(found: re.Match[str]) -> str:
        text = f"{float(found.group()):.{decimals}f}"
        return "0" if not text.strip("-0.") else text.rstrip("0").rstrip(".") if "." in text else text

    return re.sub(r"\s*([MLQCz])\s*", r"\1", _NUMBER.sub(short, data)).strip()


def _radius(data: str) -> float:
    """The radius of a circle around the origin that is written as curves; 0 for any other outline."""
    curves = _COMMANDS.findall(data)
    if {command for command, _ in curves} != {"M", "C", "z"}:
        return 0.0
    ends = [tuple(map(float, arguments.split()[-2:])) for command, arguments in curves if command != "z"]
    radii = [(x * x + y * y) ** 0.5 for x, y in ends]
    return radii[0] if max(radii) - min(radii) < 1e-3 else 0.0  # noqa: PLR2004 - matplotlib writes six decimals
