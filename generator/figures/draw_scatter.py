"""Points over two numbers, such as a metric against a parameter; the chosen one is named."""

import math
from collections.abc import Sequence

from generator.figures.frame import (
    Panel,
    anchor_near,
    axis_title,
    foot,
    foot_ticks,
    level_grid,
    room_for,
    ticks_along,
    upright_grid,
)
from generator.figures.isotonic import apart
from generator.figures.lettering import name, shorten, spoken, width
from generator.figures.marks import Box, Face, Group, Ink, Label, Mark, Scene, Symbol
from generator.figures.nothing import heading, nothing_recorded
from generator.figures.scale import Scale, brief
from generator.figures.spec import ScatterPoint, ScatterSpec
from generator.messages.phrase import filled

_HEIGHT = 226.0
_TOP, _BOTTOM = 30.0, 184.0
_LABEL_HEIGHT = 14.0

_POINT = Ink(fill="c1", stroke="surface", width=0.8, opacity=0.6)
_QUIET = Ink(stroke="ink3", width=1)
_MARKED = Ink(fill="c2", stroke="surface", width=1)
_PATCH = Ink(fill="surface", opacity=0.82)
_LEFT_OUT = Face(size=10.5, tone="ink3", anchor="end")


def draw_scatter(spec: ScatterSpec) -> Scene:
    """The scene of a scatter figure."""
    points = [point for point in spec.points if _drawable(point, log=spec.log_x)]
    if not points:
        return nothing_recorded(spec.width, spec.words.nothing_recorded, spec.heading or spec.y_label)
    upright = Scale.over((point.y for point in points), _BOTTOM, _TOP, margin=0.1)
    ticks = upright.ticks(4)
    panel = Panel(room_for(ticks, 46), _TOP, spec.width - 14.0, _BOTTOM)
    inset = 8.0
    along = Scale.over((point.x for point in points), panel.left + inset, panel.right - inset, log=spec.log_x)
    along_ticks = ticks_along(along, [point.x for point in points])
    return Scene(
        spec.width,
        _HEIGHT,
        [
            *_headings(spec, len(spec.points) - len(points)),
            *level_grid(panel, upright, ticks),
            *upright_grid(panel, along, along_ticks),
            foot(panel),
            *(
                _point(spec, point, along(point.x), upright(point.y))
                for point in sorted(points, key=lambda point: (point.marked, not point.quiet))
            ),
            *_names([point for point in points if point.marked], along, upright, panel),
            *foot_ticks(panel, along, along_ticks),
            *axis_title(
                panel,
                filled(spec.words.logarithmic, {"axis": spec.x_label}) if spec.log_x else spec.x_label,
            ),
        ],
    )


def _drawable(point: ScatterPoint, *, log: bool) -> bool:
    return math.isfinite(point.x) and math.isfinite(point.y) and (point.x > 0 or not log)


def _headings(spec: ScatterSpec, left_out: int) -> list[Mark]:
    """The panel's heading, and at its right how many points are not drawn."""
    words = filled(spec.words.not_drawn, {"n": left_out}) if left_out else ""
    marks = heading(spec.heading or spec.y_label, spec.width - width(words, _LEFT_OUT.size) - 26)
    if not left_out:
        return marks
    why = spec.words.not_finite_or_positive if spec.log_x else spec.words.not_finite
    return [*marks, Group((Label(words, spec.width - 14, 11, _LEFT_OUT),), f"{words}: {why}")]


def _point(spec: ScatterSpec, point: ScatterPoint, x: float, y: float) -> Group:
    if point.marked:
        sign = Symbol("star", 13, _MARKED, x, y)
    elif point.quiet:
        sign = Symbol("circle", 5, _QUIET, x, y)
    else:
        sign = Symbol("circle", 7, _POINT, x, y)
    measured = f"{spoken(spec.x_label)} {brief(point.x)}, {spoken(spec.y_label)} {brief(point.y)}"
    return Group((sign,), f"{name(spoken(point.label))}: {measured}", point.href)


def _names(marked: Sequence[ScatterPoint], along: Scale, upright: Scale, panel: Panel) -> list[Mark]:
    """The names of marked points, above them, moved apart where they would cover one another."""
    shown = [shorten(name(point.label), 150, 10.5, 600) for point in marked]
    heights = apart([upright(point.y) - 11 for point in marked], _LABEL_HEIGHT, panel.top, panel.bottom - 4)
    marks: list[Mark] = []
    for words, point, y in zip(shown, marked, heights, strict=True):
        x, across = along(point.x), width(words, 10.5, 600)
        anchor = anchor_near(x, panel.left, panel.right + 12, across / 2)
        left = x - {"start": 0.0, "middle": across / 2, "end": across}[anchor]
        marks += [
            Box(left - 2, y - 9, across + 4, 12, _PATCH, 3),
            Label(words, x, y, Face(size=10.5, weight=600, tone="c2", anchor=anchor)),
        ]
    return marks
