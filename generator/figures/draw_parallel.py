"""Parallel coordinates: how the settings of a sweep lead to its result."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.figures.lettering import name, shorten, visible, width
from generator.figures.marks import Anchor, Box, Face, Group, Ink, Label, Mark, Point, Scene, Shape, Symbol
from generator.figures.nothing import nothing_recorded
from generator.figures.outlines import px, segment
from generator.figures.scale import Scale, brief
from generator.figures.spec import ParallelAxis, ParallelLine, ParallelSpec
from generator.figures.words import FigureWords
from generator.messages.phrase import filled

_HEIGHT = 296.0
_TOP, _BOTTOM = 44.0, 234.0
_MOST_CATEGORIES = 12
_BEST = 7 / 8

_AXIS = Ink(stroke="ink3", width=1.2)
_CONTEXT = Ink(stroke="axis", width=1, opacity=0.4)
_GOOD = Ink(stroke="c1", width=1.4, opacity=0.85)
_MARKED = Ink(stroke="c2", width=2.6, rounded=True)
_DOT = Ink(fill="c2", stroke="surface", width=2)
_PATCH = Ink(fill="surface", opacity=0.85)
_LEGEND = Face(size=10.5, tone="ink2")
_HINT_SIZE = 10.0
_TOLD = 12.0
"""px around the value of a marked line in which the end of an axis is not told again."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """One axis at its place."""

    axis: ParallelAxis
    index: int
    x: float
    anchor: Anchor
    """Of what is written above and below it."""
    room: float
    scale: Scale
    low: float | None
    """Least number drawn on it; None when there is none."""
    high: float | None

    def value_of(self, line: ParallelLine) -> float | None:
        """Where the line meets the axis; None where it does not."""
        return _value(self.axis, line.values[self.index] if self.index < len(line.values) else None)


def draw_parallel(spec: ParallelSpec) -> Scene:
    """The scene of parallel coordinates."""
    axes = _axes(spec)
    drawn = [(line, points) for line in spec.lines if (points := _points(axes, line))]
    if not drawn:
        return nothing_recorded(spec.width, spec.words.nothing_recorded)
    ordered = sorted(drawn, key=lambda entry: (entry[0].marked, entry[0].rank))
    marks: list[Mark] = [_line(line, points) for line, points in ordered]
    for axis in axes:
        marks += _axis(axis, [line for line, _ in ordered if line.marked], spec.words)
    for line, _ in ordered:
        if line.marked:
            marks += _values(axes, line)
    return Scene(spec.width, _HEIGHT, [*marks, *_legend(spec.lines, spec.words)])


def _axes(spec: ParallelSpec) -> list[_Axis]:
    left, right = 34.0, spec.width - 40.0
    last = len(spec.axes) - 1
    distance = (right - left) / last if last else right - left
    axes = []
    for index, axis in enumerate(spec.axes):
        held = [
            value
            for line in spec.lines
            if (value := _value(axis, line.values[index] if index < len(line.values) else None)) is not None
        ]
        if axis.categories:
            scale = Scale.over(range(len(axis.categories)), _BOTTOM, _TOP, margin=0.04)
        else:
            scale = Scale.over(held, _BOTTOM, _TOP, log=axis.log)
        anchor: Anchor = "start" if index == 0 else "end" if index == last else "middle"
        low, high = (min(held), max(held)) if held else (None, None)
        axes.append(_Axis(axis, index, left + distance * index, anchor, distance - 14, scale, low, high))
    return axes


def _value(axis: ParallelAxis, value: float | None) -> float | None:
    """The value when it has a place on the axis."""
    if value is None or not math.isfinite(value):
        return None
    if axis.categories:
        return value if value % 1 == 0 and 0 <= value < len(axis.categories) else None
    return None if axis.log and value <= 0 else value


def _points(axes: Sequence[_Axis], line: ParallelLine) -> list[list[Point]]:
    """Where the line meets the axes, parted where it has no value."""
    stretches: list[list[Point]] = [[]]
    for axis in axes:
        value = axis.value_of(line)
        if value is not None:
            stretches[-1].append((axis.x, axis.scale(value)))
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def _line(line: ParallelLine, stretches: Sequence[Sequence[Point]]) -> Group:
    ink = _MARKED if line.marked else _GOOD if line.rank >= _BEST else _CONTEXT
    data = "".join(_curve(stretch) for stretch in stretches if len(stretch) > 1)
    marks: list[Mark] = [Shape(data, ink)] if data else []
    dot = Ink(fill=ink.stroke)
    marks += [Symbol("circle", 4, dot, *stretch[0]) for stretch in stretches if len(stretch) == 1]
    return Group(tuple(marks), name(line.label), line.href)


def _curve(points: Sequence[Point]) -> str:
    """Level at every axis."""
    (x0, y0), *rest = points
    data = [f"M{px(x0)} {px(y0)}"]
    for x1, y1 in rest:
        middle = px((x0 + x1) / 2)
        data.append(f"C{middle} {px(y0)} {middle} {px(y1)} {px(x1)} {px(y1)}")
        x0, y0 = x1, y1
    return "".join(data)


def _axis(axis: _Axis, marked: Sequence[ParallelLine], words: FigureWords) -> list[Mark]:
    outer = {"start": 0.0, "middle": axis.x, "end": axis.x + 40}[axis.anchor]
    label = visible(axis.axis.label)
    short = shorten(label, axis.room, 11.5, 600)
    title: Mark = Label(short, outer, 14, Face(size=11.5, weight=600, anchor=axis.anchor))
    marks: list[Mark] = [Shape(segment(axis.x, _TOP, axis.x, _BOTTOM), _AXIS)]
    if short:
        marks.append(title if short == label else Group((title,), label))
    if axis.axis.higher_is_better is not None:
        hint = words.higher_is_better if axis.axis.higher_is_better else words.lower_is_better
        face = Face(size=_HINT_SIZE, tone="ink3", anchor=axis.anchor)
        marks.append(Label(hint, outer, _BOTTOM + 38, face))
    return [*marks, *_ends(axis, marked, words)]


def _ends(axis: _Axis, marked: Sequence[ParallelLine], words: FigureWords) -> list[Mark]:
    """The categories along the axis, or the least and the greatest number where no marked line says its own."""
    face = Face(size=10.5, tone="ink2", anchor="middle")
    if axis.axis.categories:
        categories = list(enumerate(axis.axis.categories))
        if len(categories) > _MOST_CATEGORIES:
            categories = [categories[0], categories[-1]]
        marks: list[Mark] = []
        for index, category in categories:
            marks += _tag(
                shorten(name(category), min(92.0, axis.room * 0.8), 10.5),
                axis,
                index,
                Face(size=10.5, tone="ink2"),
            )
        return marks
    if axis.low is None or axis.high is None:
        return [Label(words.none, axis.x, _BOTTOM + 16, face)]
    told = [axis.scale(value) for line in marked if (value := axis.value_of(line)) is not None]
    ends = [(axis.low, 16.0)] + ([(axis.high, -7.0)] if axis.high != axis.low else [])
    return [
        Label(brief(value), axis.x, axis.scale(value) + below, face)
        for value, below in ends
        if all(abs(axis.scale(value) - y) > _TOLD for y in told)
    ]


def _values(axes: Sequence[_Axis], line: ParallelLine) -> list[Mark]:
    """A marked line has a dot on each axis, and its value beside it."""
    marks: list[Mark] = []
    for axis in axes:
        value = axis.value_of(line)
        if value is None:
            continue
        marks.append(Symbol("circle", 8, _DOT, axis.x, axis.scale(value)))
        if not axis.axis.categories:
            marks += _tag(brief(value), axis, value, Face(size=10.5, weight=700, tone="c2"))
    return marks


def _tag(words: str, axis: _Axis, value: float, face: Face) -> list[Mark]:
    """Words on a patch beside the axis: left of it, right of the first."""
    y = axis.scale(value)
    across = width(words, face.size, face.weight)
    if axis.anchor == "start":
        left, x = axis.x + 6, axis.x + 8
    else:
        left, x = axis.x - 10 - across, axis.x - 8 - across
    return [
        Box(left, y - 7, across + 4, 14, _PATCH, 3),
        Label(words, x, y + 4, face),
    ]


def _legend(lines: Sequence[ParallelLine], own: FigureWords) -> list[Mark]:
    """A piece of each kind of line and its words: the marked by name, the best, the others."""
    marked = [line for line in lines if line.marked]
    best = sum(not line.marked and line.rank >= _BEST for line in lines)
    others = len(lines) - len(marked) - best
    entries = [(shorten(name(line.label), 160, _LEGEND.size), _MARKED) for line in marked[:2]]
    entries += [(filled(own.best_eighth, {"n": best}), _GOOD)] if best else []
    entries += [(filled(own.rest, {"n": others}), _CONTEXT)] if others else []
    marks: list[Mark] = []
    x, y = 0.0, _HEIGHT - 10.5
    for words, ink in entries:
        marks += [Shape(segment(x, y, x + 24, y), ink), Label(words, x + 30, y + 3.8, _LEGEND)]
        x += 48 + width(words, _LEGEND.size)
    return marks
