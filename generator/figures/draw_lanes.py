"""Swimlanes: who held a name and when, what nothing proves, and what was taken back."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.figures.frame import TICK, Panel, anchor_near, foot, upright_grid
from generator.figures.lettering import name, shorten, spoken, visible, width
from generator.figures.marks import Box, Face, Group, Ink, Label, Mark, Scene, Shape, Symbol
from generator.figures.nothing import heading, nothing_recorded
from generator.figures.outlines import segment
from generator.figures.scale import Scale
from generator.figures.spec import Tone
from generator.figures.spec_of_time import LaneBar, LanesSpec

_TOP = 26.0
_BARE_TOP = 12.0
"""The same without a heading."""
_EVENT_ROW = 13.0
_EVENT_ROWS = 3
_LANE_HEAD = 17.0
_ROW = 22.0
_BAR = 18.0
_BETWEEN = 7.0
"""px below the last row of a lane."""
_FOOT = 24.0
_SIDE = 8.0
_THIN = 3.0
"""px that the shortest bar is wide."""

_LANE = Face(size=11, weight=600, tone="ink2")
_TEXT = Face(size=10.5, weight=600)
_EVENT = Face(size=10, weight=600, tone="warn")
_EVENT_LINE = Ink(stroke="warn", width=1.1, dash=(4, 3))
_END_LINE = Ink(stroke="ink2", width=1.1)
_BACK = Ink(fill="surface")
_UNPROVED = Ink(fill="panel", stroke="axis", dash=(4, 3))


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar and the row of its lane that it stands in."""

    bar: LaneBar
    row: int


def draw_lanes(spec: LanesSpec) -> Scene:
    """The scene of swimlanes."""
    bars = [bar for bar in spec.bars if _drawable(spec, bar)]
    if not bars or spec.end <= spec.start:
        return nothing_recorded(spec.width, spec.words.nothing_recorded, spec.heading)
    rows = [_rows([bar for bar in bars if bar.lane == lane]) for lane in range(len(spec.lanes))]
    along = Scale(spec.start, spec.end, _SIDE, spec.width - _SIDE)
    head = _TOP if spec.heading.strip() else _BARE_TOP
    noted, levels = _events(spec, along, head)
    top = head + levels * _EVENT_ROW
    heights = [_LANE_HEAD + _ROW * _depth(lane) + _BETWEEN for lane in rows]
    panel = Panel(_SIDE, top, spec.width - _SIDE, top + sum(heights))
    marks: list[Mark] = [*heading(spec.heading, spec.width), *upright_grid(panel, along, spec.ticks)]
    marks += _event_lines(spec, along, panel)
    y = top
    for lane, height in zip(enumerate(rows), heights, strict=True):
        marks += _lane(spec, lane[0], lane[1], y, along)
        y += height
    return Scene(
        spec.width,
        panel.bottom + _FOOT,
        [*marks, *noted, foot(panel), *_end(spec, panel), *_ticks(spec, panel, along)],
    )


def _drawable(spec: LanesSpec, bar: LaneBar) -> bool:
    ends = math.isfinite(bar.start) and math.isfinite(bar.end)
    return ends and 0 <= bar.lane < len(spec.lanes) and bar.end >= spec.start and bar.start <= spec.end


def _rows(bars: Iterable[LaneBar]) -> list[_Row]:
    """Bars that overlap stand below each other."""
    ends: list[float] = []
    found = []
    for bar in sorted(bars, key=lambda bar: (bar.start, bar.end)):
        row = next((row for row, end in enumerate(ends) if end <= bar.start), len(ends))
        ends[row : row + 1] = [bar.end]
        found.append(_Row(bar, row))
    return found


def _depth(rows: Sequence[_Row]) -> int:
    return max((row.row for row in rows), default=0) + 1


def _lane(spec: LanesSpec, lane: int, rows: Sequence[_Row], y: float, along: Scale) -> Iterator[Mark]:
    shown = shorten(name(spec.lanes[lane]), spec.width - 2 * _SIDE, _LANE.size, 600)
    words = width(shown, _LANE.size, 600)
    yield Box(_SIDE - 2, y + 1, words + 4, 14, _BACK)
    label = Label(shown, _SIDE, y + 12, _LANE)
    yield label if shown == spec.lanes[lane] else Group((label,), name(spec.lanes[lane]))
    for row in rows:
        yield _bar(row.bar, y + _LANE_HEAD + row.row * _ROW, along)


def _bar(bar: LaneBar, y: float, along: Scale) -> Mark:
    left = along(bar.start)
    across = max(along(bar.end) - left, _THIN)
    tone = Tone.FAIL if bar.mark else bar.tone
    ink = _UNPROVED if bar.uncertain else Ink(fill=f"{tone.value}-bg", stroke=tone.value)
    marks: list[Mark] = [
        Box(left + 0.5, y + 0.5, max(across - 1, 2.0), _BAR - 1, ink, min(3.0, across / 2 - 0.5))
    ]
    face = Face(size=_TEXT.size, weight=600, tone="ink2" if bar.uncertain else tone.value)
    room = across - 10
    sign = 12.0 if bar.mark else 0.0
    said = [f"{bar.label}, {bar.mark}"] if bar.mark else []
    for text in (*said, bar.label):
        shown = name(text)
        if width(shown, face.size, 600) <= room - sign:
            marks.append(Label(shown, left + 5 + sign, y + 13, face))
            break
    else:
        marks += _narrow_label(bar, face, left, across, y)
    if bar.mark and across >= sign:
        marks.append(Symbol("triangle-down", 7, Ink(fill="fail"), left + 9, y + _BAR / 2))
    words = ": ".join(spoken(part) for part in (bar.label, bar.detail) if part.strip()) or "(blank)"
    return Group(tuple(marks), words + (f", {spoken(bar.mark)}" if bar.mark else ""), bar.href)


def _narrow_label(bar: LaneBar, face: Face, left: float, across: float, y: float) -> Iterator[Mark]:
    """The label in the middle of a bar that has just room for it."""
    shown = name(bar.label)
    if not bar.mark and width(shown, face.size, 600) <= across - 3:
        yield Label(shown, left + across / 2, y + 13, replace(face, anchor="middle"))


def _events(spec: LanesSpec, along: Scale, top: float) -> tuple[list[Mark], int]:
    """The words of the events that find room in a few rows above the lanes, and how many rows that took."""
    marks: list[Mark] = []
    taken: list[float] = []
    for event in sorted(spec.events, key=lambda event: event.at):
        if not spec.start <= event.at <= spec.end or not event.label.strip():
            continue
        shown = shorten(visible(event.label), 170, _EVENT.size, 600)
        across = width(shown, _EVENT.size, 600)
        x = along(event.at)
        anchor = anchor_near(x, 0, spec.width, across / 2)
        left = x - {"start": 0.0, "middle": across / 2, "end": across}[anchor]
        row = next((row for row, end in enumerate(taken) if end + 6 <= left), len(taken))
        if row >= _EVENT_ROWS:
            continue
        taken[row : row + 1] = [left + across]
        face = Face(size=_EVENT.size, weight=600, tone=_EVENT.tone, anchor=anchor)
        label = Label(shown, x, top + row * _EVENT_ROW, face)
        marks.append(Group((label,), _said(event.label, event.detail)))
    return marks, len(taken)


def _event_lines(spec: LanesSpec, along: Scale, panel: Panel) -> Iterator[Mark]:
    for event in spec.events:
        if spec.start <= event.at <= spec.end:
            x = along(event.at)
            line = Shape(segment(x, panel.top, x, panel.bottom), _EVENT_LINE)
            yield Group((line,), _said(event.label, event.detail))


def _said(label: str, detail: str) -> str:
    return ": ".join(spoken(part) for part in (label, detail) if part.strip()) or "(blank)"


def _end(spec: LanesSpec, panel: Panel) -> Iterator[Mark]:
    if spec.end_label.strip():
        line = Shape(segment(panel.right, panel.top, panel.right, panel.bottom), _END_LINE)
        yield Group((line,), spoken(spec.end_label))


def _ticks(spec: LanesSpec, panel: Panel, along: Scale) -> Iterator[Mark]:
    """The words under the lanes; the report's day always, the others where they find room."""
    free, last = float("-inf"), spec.width - 2.0
    if spec.end_label.strip():
        shown = shorten(visible(spec.end_label), spec.width / 2, TICK.size, 600)
        last -= width(shown, TICK.size, 600) + 8
        face = Face(size=TICK.size, weight=600, tone="ink2", anchor="end")
        yield Label(shown, spec.width - 2.0, panel.bottom + 16, face)
    for at, said in spec.ticks:
        words = visible(said)
        x, half = along(at), width(words, TICK.size) / 2
        anchor = anchor_near(x, 0, spec.width, half)
        left = x - {"start": 0.0, "middle": half, "end": 2 * half}[anchor]
        if words.strip() and left >= free and left + 2 * half <= last:
            yield Label(words, x, panel.bottom + 16, Face(size=TICK.size, tone="ink2", anchor=anchor))
            free = left + 2 * half + 10
