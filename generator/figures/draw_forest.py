"""Relative differences with their intervals: right of the line is better, the dotted tick is the agreed margin."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from generator.figures.frame import Panel, Ticks, foot, foot_ticks, upright_grid
from generator.figures.lettering import name, shorten, spoken, visible, width
from generator.figures.marks import Anchor, Box, Face, Group, Ink, Label, Mark, Scene, Shape, Symbol
from generator.figures.nothing import nothing_recorded
from generator.figures.outlines import segment
from generator.figures.scale import Scale
from generator.figures.spec import ForestRow, ForestSpec, Tone
from generator.figures.words import FigureWords
from generator.messages.phrase import filled

_NARROW = 560
_TOP = 30.0
_WIDE_ROW, _NARROW_ROW = 29.0, 58.0
_FOOT = 26.0
_FAR = 4.0
"""A margin so many times farther away than anything else is left out, or it would press all else together."""
_SIGNS = {Tone.PASS: ("circle", 8.0), Tone.FAIL: ("diamond", 8.0)}
_WORSE_SIDE = Ink(fill="band", opacity=0.7)
_ZERO = Ink(stroke="axis", width=1.3)
_RULE = Ink(stroke="line")
_MARGIN = Ink(stroke="fail", width=1.5, dash=(2.2, 2.2))
_HEAD = Face(size=10.5, tone="ink2")
_NAME = Face(size=12, weight=600)
_FIRST = Face(size=11.5, tone="ink2", anchor="end")
_SECOND = Face(size=11.5, weight=700, anchor="end")
_VALUES = Face(size=11, tone="ink2")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns of a figure stand."""

    panel: Panel
    row: float
    narrow: bool
    label_room: float
    first: float
    second: float
    word: float
    word_anchor: Anchor

    def line(self, index: int) -> float:
        """The height of the line that a row's difference is drawn on."""
        return _TOP + self.row * index + (self.row - 12 if self.narrow else self.row / 2)


def draw_forest(spec: ForestSpec) -> Scene:
    """The scene of a forest plot."""
    if not spec.rows:
        return nothing_recorded(spec.width, spec.words.nothing_to_compare)
    layout = _layout(spec)
    scale = _scale(spec, layout.panel)
    ticks = [(value, _per_cent(value, words)) for value, words in scale.ticks(3 if layout.narrow else 5)]
    zero = scale(0)
    return Scene(
        spec.width,
        layout.panel.bottom + _FOOT,
        [
            *(mark for strip in _strips(spec, layout) for mark in _ground(strip, scale, ticks, zero)),
            *_headings(spec, layout, zero),
            *(mark for index, row in enumerate(spec.rows) for mark in _row(spec, row, index, layout, scale)),
            foot(layout.panel),
            *foot_ticks(layout.panel, scale, ticks),
        ],
    )


def _strips(spec: ForestSpec, layout: _Layout) -> list[Panel]:
    """Where the ground is drawn: behind all rows at once, or behind each line alone where words stand above it."""
    panel = layout.panel
    if not layout.narrow:
        return [panel]
    lines = [layout.line(index) for index in range(len(spec.rows))]
    return [Panel(panel.left, y - 10, panel.right, min(y + 10, panel.bottom)) for y in lines]


def _ground(strip: Panel, scale: Scale, ticks: Ticks, zero: float) -> list[Mark]:
    return [
        Box(strip.left, strip.top, zero - strip.left, strip.bottom - strip.top, _WORSE_SIDE),
        *upright_grid(strip, scale, ticks),
        Shape(segment(zero, strip.top, zero, strip.bottom), _ZERO),
    ]


def _layout(spec: ForestSpec) -> _Layout:
    narrow = spec.width < _NARROW
    row = _NARROW_ROW if narrow else _WIDE_ROW
    bottom = _TOP + row * len(spec.rows)
    if narrow:
        panel = Panel(6.0, _TOP, spec.width - 6.0, bottom)
        return _Layout(panel, row, narrow, spec.width - 130.0, 0.0, 0.0, spec.width - 2.0, "end")
    panel = Panel(196.0, _TOP, spec.width - 242.0, bottom)
    return _Layout(
        panel, row, narrow, 186.0, spec.width - 184.0, spec.width - 122.0, spec.width - 112.0, "start"
    )


def _scale(spec: ForestSpec, panel: Panel) -> Scale:
    held = [
        value
        for row in spec.rows
        for value in (row.value, row.lower, row.upper)
        if value is not None and math.isfinite(value)
    ]
    reach = max(map(abs, held), default=0.0) or 1.0
    held += [row.margin for row in spec.rows if row.margin is not None and abs(row.margin) <= _FAR * reach]
    return Scale.over(
        (0.0, *held, *((-reach / 4, reach / 4) if held else ())), panel.left, panel.right, margin=0.08
    )


def _per_cent(value: float, words: str) -> str:
    sign = "+" if value > 0 else ""
    return f"{sign}{words} %" if value else "0"


def _headings(spec: ForestSpec, layout: _Layout, zero: float) -> Iterator[Mark]:
    """Above the rows: which side is better, and whose values stand at the right."""
    names = [shorten(visible(each), 56, _HEAD.size) for each in (spec.first, spec.second)]
    left, right = (filled(each, {"name": names[1]}) for each in (spec.words.worse, spec.words.better))
    panel = layout.panel
    if zero - 8 - width(left, _HEAD.size) >= panel.left - 4:
        yield Label(left, zero - 8, 19, Face(size=_HEAD.size, tone="ink2", anchor="end"))
    if zero + 8 + width(right, _HEAD.size) <= panel.right + 4:
        yield Label(right, zero + 8, 19, _HEAD)
    if not layout.narrow:
        for words, x in zip(names, (layout.first, layout.second), strict=True):
            if words.strip():
                yield Label(words, x, 19, Face(size=_HEAD.size, tone="ink2", anchor="end"))


def _row(spec: ForestSpec, row: ForestRow, index: int, layout: _Layout, scale: Scale) -> Iterator[Mark]:
    y = layout.line(index)
    words = y - 31 if layout.narrow else y + 4
    label = shorten(name(row.label), layout.label_room, _NAME.size, 600)
    text = Label(label, 0, words, _NAME)
    yield text if label == row.label else Group((text,), name(row.label))
    tone = row.tone.value
    if row.word.strip():
        yield Label(
            visible(row.word),
            layout.word,
            words,
            Face(size=11, weight=600, tone=tone, anchor=layout.word_anchor),
        )
    values = (visible(row.first), visible(row.second))
    if layout.narrow:
        held = [each for each in values if each.strip()]
        both = (
            filled(spec.words.first_to_second, {"first": held[0], "second": held[1]})
            if len(held) > 1
            else "".join(held)
        )
        if both:
            yield Label(shorten(both, spec.width - 8, _VALUES.size), 0, y - 15, _VALUES)
    else:
        for value, x, face in zip(values, (layout.first, layout.second), (_FIRST, _SECOND), strict=True):
            if value.strip():
                yield Label(shorten(value, 60, face.size, face.weight), x, words, face)
    below = y + 12 if layout.narrow else _TOP + layout.row * (index + 1)
    if index < len(spec.rows) - 1:
        yield Shape(segment(0, below, spec.width, below), _RULE)
    yield from _difference(row, y, scale, spec.words)


def _difference(row: ForestRow, y: float, scale: Scale, words: FigureWords) -> Iterator[Mark]:
    tone = row.tone.value
    marks: list[Mark] = []
    if row.margin is not None and scale.low <= row.margin <= scale.high:
        x = scale(row.margin)
        yield Group(
            (Shape(segment(x, y - 9, x, y + 9), _MARGIN),),
            filled(words.agreed_margin, {"name": spoken(row.label), "margin": _told(row.margin)}),
        )
    if row.value is None or not math.isfinite(row.value):
        return
    bounded = row.lower is not None and row.upper is not None
    said = f"{spoken(row.label)}: {_told(row.value)}"
    if row.lower is not None and row.upper is not None:
        marks.append(
            Shape(
                segment(scale(row.lower), y, scale(row.upper), y), Ink(stroke=tone, width=2.4, rounded=True)
            )
        )
        bounds = {"lower": _told(row.lower).removesuffix(" %"), "upper": _told(row.upper)}
        said += f", {filled(words.interval, bounds)}"
    sign, size = _SIGNS.get(row.tone, ("square", 7.5))
    ink = (
        Ink(fill=tone, stroke="surface", width=1.6)
        if bounded
        else Ink(fill="surface", stroke=tone, width=1.6)
    )
    marks.append(Symbol(sign, size, ink, scale(row.value), y))
    yield Group(tuple(marks), f"{said}, {spoken(row.word)}")


def _told(per_cent: float) -> str:
    """Such as ``+0.50 %``."""
    return f"{per_cent:+.2f} %".replace("-", "\u2212")
