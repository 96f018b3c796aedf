"""A value over ordered, named points: failing, falling back, in production, or not recorded at all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.figures.frame import Panel, anchor_near, foot, foot_names, level_grid, room_for
from generator.figures.isotonic import apart
from generator.figures.lettering import name, shorten, spoken, visible, width
from generator.figures.marks import Box, Face, Group, Ink, Label, Mark, Point, Scene, Shape, Symbol
from generator.figures.nothing import heading, nothing_recorded
from generator.figures.outlines import polyline, segment
from generator.figures.scale import Scale, number, signed
from generator.figures.spec import TrendPoint, TrendSpec
from generator.messages.phrase import filled

_HEIGHT = 212.0
_TOP, _BOTTOM = 30.0, 182.0
_SIDE = 0.35
"""Free space beside the first and the last point, as a part of the distance of two points."""
_CROWDED = 9.0
"""px between two points under which their markers shrink."""

_MOST_NOTES = 8

_LINE = Ink(stroke="c1", width=2, rounded=True)
_DOT = Ink(fill="c1", stroke="surface", width=2)
_FAILING = Ink(fill="fail", stroke="surface", width=1.2)
_FALLING = Ink(fill="warn", stroke="surface", width=1.2)
_RING = Ink(stroke="c3", width=1.8)
_FAILING_SIDE = Ink(fill="fail-bg", opacity=0.55)
_BOUND = Ink(stroke="fail", width=1.3, dash=(5, 3))
_ABSENT = Ink(stroke="axis", dash=(1.2, 3.2), rounded=True)
_PATCH = Ink(fill="surface", opacity=0.82)
_LAST = Face(size=11, weight=700)
_BOUND_WORDS = Face(size=10, weight=600, tone="fail")


@dataclass(frozen=True, slots=True)
class _Step:
    """A recorded point, and how it stands to the one recorded before."""

    index: int
    value: float
    point: TrendPoint
    fails: bool
    fall: float | None
    """How far the value went the wrong way, signed; None when it did not by more than noise."""
    before: str
    """Name of the point compared with."""


@dataclass(frozen=True, slots=True)
class _Note:
    """Words beside a point, above or below it."""

    words: str
    tone: str
    x: float
    y: float
    above: bool
    distance: float
    order: tuple[float, float]
    """The least is placed first: marks, then falls by their size."""


def draw_trend(spec: TrendSpec) -> Scene:
    """The scene of a trend."""
    steps = _steps(spec)
    if not steps:
        return nothing_recorded(spec.width, spec.words.nothing_recorded, spec.heading)
    bound = _bound(spec)
    held = [step.value for step in steps] + ([] if bound is None else [bound])
    noted = any(step.fall is not None for step in steps)
    upright = Scale.over(held, _BOTTOM, _TOP, margin=0.2 if noted else 0.14)
    ticks = upright.ticks(4)
    panel = Panel(room_for(ticks, 46), _TOP, spec.width - _room_at_right(spec, steps, bound), _BOTTOM)
    places = _places(panel, len(spec.points))
    points = [(places[step.index], upright(step.value)) for step in steps]
    notes = [note for step, point in zip(steps, points, strict=True) for note in _notes(spec, step, point)]
    return Scene(
        spec.width,
        _HEIGHT,
        [
            *heading(spec.heading, spec.width),
            *_failing_side(spec, panel, upright, bound),
            *level_grid(panel, upright, ticks),
            *_absences(spec, panel, places),
            foot(panel),
            *_line(steps, points),
            *_bound_line(panel, upright, bound),
            *(_marker(spec, step, point, places) for step, point in zip(steps, points, strict=True)),
            *_placed(notes, panel),
            *_at_right(spec, steps, points, panel, upright, bound),
            *foot_names(panel, places, [name(point.label) for point in spec.points]),
        ],
    )


def _bound(spec: TrendSpec) -> float | None:
    return spec.threshold if spec.threshold is not None and math.isfinite(spec.threshold) else None


def _steps(spec: TrendSpec) -> list[_Step]:
    steps: list[_Step] = []
    bound = _bound(spec)
    for index, point in enumerate(spec.points):
        value = point.value
        if value is None or not math.isfinite(value):
            continue
        fails = False
        fall = None
        if spec.higher_is_better is not None:
            better = 1 if spec.higher_is_better else -1
            fails = bound is not None and (value - bound) * better < 0
            if steps and spec.noise is not None and (steps[-1].value - value) * better > spec.noise:
                fall = value - steps[-1].value
        steps.append(_Step(index, value, point, fails, fall, steps[-1].point.label if steps else ""))
    return steps


def _places(panel: Panel, count: int) -> list[float]:
    if count == 1:
        return [(panel.left + panel.right) / 2]
    distance = (panel.right - panel.left) / (count - 1 + 2 * _SIDE)
    return [panel.left + distance * (index + _SIDE) for index in range(count)]


def _bound_words(spec: TrendSpec, bound: float) -> tuple[str, str]:
    words = spec.words
    side = {True: words.at_least, False: words.at_most, None: words.bound}[spec.higher_is_better]
    return side, number(bound, spec.decimals)


def _ends_recorded(spec: TrendSpec, steps: Sequence[_Step]) -> bool:
    return steps[-1].index == len(spec.points) - 1


def _room_at_right(spec: TrendSpec, steps: Sequence[_Step], bound: float | None) -> float:
    widths = [44.0]
    if bound is not None:
        widths += [width(words, _BOUND_WORDS.size, 600) for words in _bound_words(spec, bound)]
    if _ends_recorded(spec, steps):
        widths.append(width(number(steps[-1].value, spec.decimals), _LAST.size, 700))
    return round(max(widths)) + 8.0


def _failing_side(spec: TrendSpec, panel: Panel, upright: Scale, bound: float | None) -> list[Mark]:
    if bound is None or spec.higher_is_better is None:
        return []
    y = upright(bound)
    top, bottom = (y, panel.bottom) if spec.higher_is_better else (panel.top, y)
    return [Box(panel.left, top, panel.right - panel.left, bottom - top, _FAILING_SIDE)]


def _bound_line(panel: Panel, upright: Scale, bound: float | None) -> list[Mark]:
    if bound is None:
        return []
    y = upright(bound)
    return [Shape(segment(panel.left, y, panel.right, y), _BOUND)]


def _absences(spec: TrendSpec, panel: Panel, places: Sequence[float]) -> list[Mark]:
    """A dotted line stands where a value should."""
    return [
        Group(
            (Shape(segment(x, panel.top, x, panel.bottom), _ABSENT),),
            f"{point.label}: {spec.words.not_recorded if point.value is None else number(point.value, 0)}",
        )
        for x, point in zip(places, spec.points, strict=True)
        if point.value is None or not math.isfinite(point.value)
    ]


def _line(steps: Sequence[_Step], points: Sequence[Point]) -> list[Mark]:
    """Neighbouring points are joined; where one is missing between, there is a gap."""
    stretches: list[list[Point]] = [[points[0]]]
    for (before, after), point in zip(pairwise(steps), points[1:], strict=True):
        if after.index == before.index + 1:
            stretches[-1].append(point)
        else:
            stretches.append([point])
    data = "".join(polyline(stretch) for stretch in stretches if len(stretch) > 1)
    return [Shape(data, _LINE)] if data else []


def _marker(spec: TrendSpec, step: _Step, at: Point, places: Sequence[float]) -> Mark:
    x, y = at
    small = not step.point.marked and len(places) > 1 and places[1] - places[0] < _CROWDED
    marks: list[Mark] = [Symbol("circle", 15, _RING, x, y)] if step.point.marked else []
    if step.fails:
        marks.append(
            Symbol("cross", 6, Ink(fill="fail"), x, y) if small else Symbol("cross", 9, _FAILING, x, y)
        )
    elif step.fall is not None:
        sign = "triangle-down" if step.fall < 0 else "triangle-up"
        marks.append(Symbol(sign, 6, Ink(fill="warn"), x, y) if small else Symbol(sign, 9, _FALLING, x, y))
    else:
        marks.append(Symbol("circle", 3, Ink(fill="c1"), x, y) if small else Symbol("circle", 7, _DOT, x, y))
    words = f"{spoken(step.point.label)}: {number(step.value, spec.decimals)}"
    if step.fall is not None:
        told = {"difference": signed(step.fall, spec.decimals), "before": spoken(step.before)}
        words += f", {filled(spec.words.against, told)}"
    if step.fails:
        words += f", {spec.words.beyond_the_bound}"
    if step.point.mark:
        words += f", {spoken(step.point.mark)}"
    return Group(tuple(marks), words)


def _notes(spec: TrendSpec, step: _Step, at: Point) -> list[_Note]:
    x, y = at
    better_above = spec.higher_is_better is not False
    notes = []
    if step.point.marked and step.point.mark.strip():
        notes.append(
            _Note(
                shorten(visible(step.point.mark), 90, 10, 600), "c3", x, y, better_above, 12, (-math.inf, x)
            )
        )
    if step.fall is not None:
        tone = "fail" if step.fails else "warn"
        notes.append(
            _Note(signed(step.fall, spec.decimals), tone, x, y, not better_above, 9, (-abs(step.fall), x))
        )
    return notes


def _placed(notes: Sequence[_Note], panel: Panel) -> list[Mark]:
    """The notes that find room; marks come before numbers, which stand in the tooltips too."""
    marks: list[Mark] = []
    taken: list[tuple[float, float, float, float]] = []
    for note in sorted(notes, key=lambda note: note.order)[:_MOST_NOTES]:
        across = width(note.words, 10, 600)
        anchor = anchor_near(note.x, 0, panel.right + 40, across / 2)
        left = note.x - {"start": 0.0, "middle": across / 2, "end": across}[anchor]
        above = note.above if note.y + note.distance + 12 < panel.bottom + 2 or note.above else True
        baseline = note.y - note.distance if above else note.y + note.distance + 8
        area = (left - 2, baseline - 9, left + across + 2, baseline + 3)
        if any(_overlap(area, other) for other in taken):
            continue
        taken.append(area)
        marks += [
            Box(area[0], area[1], area[2] - area[0], area[3] - area[1], _PATCH, 3),
            Label(note.words, note.x, baseline, Face(size=10, weight=600, tone=note.tone, anchor=anchor)),
        ]
    return marks


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _at_right(
    spec: TrendSpec,
    steps: Sequence[_Step],
    points: Sequence[Point],
    panel: Panel,
    upright: Scale,
    bound: float | None,
) -> list[Mark]:
    """The last value and the bound, moved apart when they stand on one height."""
    x = panel.right + 6
    last = [points[-1][1]] if _ends_recorded(spec, steps) else []
    limit = [] if bound is None else [upright(bound)]
    heights = apart([*last, *limit], 20, panel.top, panel.bottom)
    marks: list[Mark] = []
    if last:
        marks.append(Label(number(steps[-1].value, spec.decimals), x, heights[0] + 4, _LAST))
    if bound is not None:
        side, value = _bound_words(spec, bound)
        marks += [
            Label(side, x, heights[-1] - 2.5, _BOUND_WORDS),
            Label(value, x, heights[-1] + 9.5, _BOUND_WORDS),
        ]
    return marks
