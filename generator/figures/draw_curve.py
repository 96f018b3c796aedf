"""Lines over a number, such as a loss over steps, each named at its end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.figures.frame import Panel, axis_title, foot, foot_ticks, level_grid, room_for, ticks_along
from generator.figures.isotonic import apart
from generator.figures.lettering import name, shorten, width
from generator.figures.marks import Face, Group, Ink, Label, Mark, Point, Scene, Shape, Symbol
from generator.figures.nothing import heading, nothing_recorded
from generator.figures.outlines import polyline
from generator.figures.scale import Scale, brief
from generator.figures.spec import CurveLine, CurveSpec

_HEIGHT = 226.0
_TOP, _BOTTOM = 30.0, 184.0
_LABEL_HEIGHT = 14.0
_WIDEST_LABEL = 108.0
_ENDS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "star")
"""The line's sign beside its colour."""

_QUIET = Ink(stroke="axis", width=1.1, rounded=True)
_QUIET_WORDS = Face(size=10.5, tone="ink3")
_VALUE = Face(size=11, weight=700)


@dataclass(frozen=True, slots=True)
class _End:
    """Words at the right end of a line."""

    words: str
    whole: str
    y: float
    face: Face


def draw_curve(spec: CurveSpec) -> Scene:
    """The scene of a curve figure."""
    stretches = {index: _stretches(line) for index, line in enumerate(spec.lines)}
    every = [point for found in stretches.values() for stretch in found for point in stretch]
    if not every:
        return nothing_recorded(spec.width, spec.words.nothing_recorded, spec.heading)
    upright = Scale.over((y for _, y in every), _BOTTOM, _TOP, margin=0.06)
    ticks = upright.ticks(4)
    labelled = [_label_width(line) for line in spec.lines if not line.quiet]
    right = spec.width - max(44.0, *(min(_WIDEST_LABEL, across) for across in labelled or [0.0])) - 10
    panel = Panel(room_for(ticks, 40), _TOP, right, _BOTTOM)
    along = Scale.over((x for x, _ in every), panel.left, panel.right)
    lines: list[Mark] = []
    ends: list[_End] = []
    loud = 0
    for index, line in sorted(enumerate(spec.lines), key=lambda entry: not entry[1].quiet):
        drawn = [_placed(stretch, along, upright) for stretch in stretches[index]]
        if not drawn:
            continue
        lines.append(_line(line, drawn, _ENDS[loud % len(_ENDS)]))
        loud += not line.quiet
        ends += _named(spec, line, drawn[-1][-1][1], stretches[index][-1][-1][1])
    return Scene(
        spec.width,
        _HEIGHT,
        [
            *heading(spec.heading, spec.width),
            *level_grid(panel, upright, ticks),
            foot(panel),
            *lines,
            *_end_labels(spec, ends, panel),
            *foot_ticks(panel, along, ticks_along(along, [x for x, _ in every])),
            *axis_title(panel, spec.x_label),
        ],
    )


def _stretches(line: CurveLine) -> list[list[Point]]:
    """The points, parted where a number is missing."""
    found: list[list[Point]] = [[]]
    for x, y in line.points:
        if math.isfinite(x) and math.isfinite(y):
            found[-1].append((x, y))
        elif found[-1]:
            found.append([])
    return [stretch for stretch in found if stretch]


def _placed(points: Sequence[Point], along: Scale, upright: Scale) -> list[Point]:
    return list(
        zip(along.places([x for x, _ in points]), upright.places([y for _, y in points]), strict=True)
    )


def _label_width(line: CurveLine) -> float:
    return width(name(line.label), 11, 600)


def _line(line: CurveLine, stretches: Sequence[Sequence[Point]], end: str) -> Mark:
    tone = line.tone.value
    thinned = [_thinned(stretch) for stretch in stretches]
    dense = any(len(less) < len(stretch) for less, stretch in zip(thinned, stretches, strict=True))
    ink = _QUIET if line.quiet else Ink(stroke=tone, width=1.2 if dense else 2.2, rounded=True)
    data = "".join(polyline(stretch) for stretch in thinned if len(stretch) > 1)
    marks: list[Mark] = [Shape(data, ink)] if data else []
    dot = Ink(fill="axis" if line.quiet else tone)
    marks += [Symbol("circle", 3, dot, *stretch[0]) for stretch in stretches if len(stretch) == 1]
    if not line.quiet:
        marks.append(Symbol(end, 7, Ink(fill=tone, stroke="surface", width=1.5), *stretches[-1][-1]))
    return Group(tuple(marks), name(line.label))


def _thinned(points: Sequence[Point]) -> Sequence[Point]:
    """At most the first, highest, lowest and last point of each px: what a line of more points looks like."""
    if len(points) <= 2 * (points[-1][0] - points[0][0]) + 2:
        return points
    kept: list[Point] = []
    column: list[Point] = []
    for point in (*points, (math.inf, 0.0)):
        if column and (point[0] == math.inf or int(point[0]) != int(column[0][0])):
            extremes = {0, len(column) - 1}
            extremes.add(min(range(len(column)), key=lambda index: column[index][1]))
            extremes.add(max(range(len(column)), key=lambda index: column[index][1]))
            kept += [column[index] for index in sorted(extremes)]
            column = []
        column.append(point)
    return kept


def _named(spec: CurveSpec, line: CurveLine, y: float, value: float) -> list[_End]:
    if line.quiet:
        return []
    alone = len(spec.lines) == 1
    ends = []
    if not (alone and line.label in {"", spec.heading}):
        whole = name(line.label)
        words = shorten(whole, _WIDEST_LABEL, 11, 600)
        ends.append(_End(words, whole, y, Face(size=11, weight=600, tone=line.tone.value)))
    if alone:
        ends.append(_End(brief(value), brief(value), y, _VALUE))
    return ends


def _end_labels(spec: CurveSpec, ends: Sequence[_End], panel: Panel) -> list[Mark]:
    """As many names as the height has room for; the others and the quiet lines are counted."""
    quiet = sum(line.quiet for line in spec.lines)
    room = int((panel.bottom - panel.top) / _LABEL_HEIGHT)
    left_out = max(0, len(ends) - room + 1) + quiet
    shown = list(ends[: room - 1] if left_out > quiet else ends)
    if left_out:
        words = spec.words.several(left_out)
        shown.append(_End(words, words, panel.bottom, _QUIET_WORDS))
    heights = apart([end.y for end in shown], _LABEL_HEIGHT, panel.top, panel.bottom)
    marks: list[Mark] = []
    for end, y in zip(shown, heights, strict=True):
        label = Label(end.words, panel.right + 8, y + 4, end.face)
        marks.append(label if end.words == end.whole else Group((label,), end.whole))
    return marks
