"""What a drawing is made of before anyone draws it: shapes, boxes, symbols, labels and groups, in px, y downward.

The drawers put marks together; :mod:`generator.figures.stamps` turns them into SVG. Coordinates are written
to a tenth of a px.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.figures.lettering import Weight

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How an outline is painted. Colours are palette tokens; empty for none."""

    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    """Of the stroke, in px."""
    dash: tuple[float, float] | None = None
    """Length of a dash and of the gap after it, in px."""
    rounded: bool = False
    """Whether lines end in half circles."""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a label is set."""

    size: float
    weight: Weight = 400
    tone: str = "ink"
    """Palette token."""
    anchor: Anchor = "start"
    angle: float = 0.0
    """Degrees counter-clockwise around the anchor."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Any outline, as SVG path data made by the functions of :mod:`generator.figures.outlines`."""

    outline: str
    ink: Ink


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its top left corner at (x, y)."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    radius: float = 0.0
    """Of its corners, at most half its sides."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A small sign centred on a point: ``circle``, ``cross``, ``diamond`` ..., or an icon."""

    name: str
    """A name of :mod:`generator.figures.symbols`."""
    size: float
    """Width in px."""
    ink: Ink
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """One line of visible text, not empty; y is its baseline."""

    text: str
    x: float
    y: float
    face: Face


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that are one thing: with a tooltip, and a link when there is somewhere to go."""

    marks: tuple["Mark", ...]
    title: str
    """What it is in words; not empty."""
    href: str = ""


Mark = Shape | Box | Symbol | Label | Group


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole drawing."""

    width: float
    height: float
    marks: Sequence[Mark]
