"""What a monitor measured over time: bands to warn and alarm in, crosses on what breaches, hatching where it is silent."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.figures.calendar import calendar_ticks
from generator.figures.frame import Panel, foot, foot_ticks, level_grid, room_for
from generator.figures.isotonic import apart
from generator.figures.lettering import name, shorten, spoken, visible, width
from generator.figures.marks import Box, Face, Group, Ink, Label, Mark, Point, Scene, Shape, Symbol
from generator.figures.nothing import heading, nothing_recorded
from generator.figures.outlines import polyline, segment
from generator.figures.scale import Scale, number
from generator.figures.spec_of_time import WatchLine, WatchSpec
from generator.figures.words import FigureWords
from generator.messages.phrase import filled

_HEIGHT = 244.0
_TOP, _BOTTOM = 40.0, 214.0
_LABEL_HEIGHT = 14.0
_WIDEST_LABEL = 128.0
_WIDEST_NARROW_LABEL = 92.0
_NARROW = 500
"""px of width below which names are cut shorter."""
_PX_PER_TICK = 64.0
_CROWDED = 13.0
"""px between two values under which their dots are left out."""
_HATCH = 7.0
"""px between two lines of the hatching."""
_NO_ROOM = 3.0
"""px of silence under which there is nothing to hatch."""

_QUIET = Ink(stroke="axis", width=1.0, rounded=True, opacity=0.75)
_QUIET_WORDS = Face(size=10.5, tone="ink3")
_WARNING = Ink(fill="warn-bg", opacity=0.6)
_ALERTING = Ink(fill="fail-bg", opacity=0.6)
_WARN_LINE = Ink(stroke="warn", width=1.2, dash=(5, 3))
_ALERT_LINE = Ink(stroke="fail", width=1.3, dash=(5, 3))
_WARN_WORDS = Face(size=10, weight=600, tone="warn")
_ALERT_WORDS = Face(size=10, weight=600, tone="fail")
_CROSS = Ink(fill="fail", stroke="surface", width=1.2)
_SILENT = Ink(fill="band")
_HATCHING = Ink(stroke="axis", width=0.8)
_SILENT_WORDS = Face(size=10, weight=600, tone="ink2", anchor="middle")
_VALUE = Face(size=11, weight=700)
_PATCH = Ink(fill="surface", opacity=0.82)
_EVENT = Ink(stroke="ink3", width=1.0, dash=(1.2, 3.2), rounded=True)
_EVENT_WORDS = Face(size=10, tone="ink2", anchor="middle")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line with its stretches laid out."""

    line: WatchLine
    values: tuple[tuple[tuple[float, float], ...], ...]
    """(day, value), parted where a value is missing."""

    @property
    def last(self) -> tuple[float, float]:
        return self.values[-1][-1]


@dataclass(frozen=True, slots=True)
class _Field:
    """The panel and its two scales."""

    panel: Panel
    along: Scale
    upright: Scale

    def place(self, points: Sequence[tuple[float, float]]) -> list[Point]:
        days, values = [day for day, _ in points], [value for _, value in points]
        return list(zip(self.along.places(days), self.upright.places(values), strict=True))


def draw_watch(spec: WatchSpec) -> Scene:
    """The scene of a watch figure."""
    drawn = [_Drawn(line, stretches) for line in spec.lines if (stretches := _stretches(line))]
    if not drawn:
        words = name(spec.silence) if spec.silence else spec.words.nothing_measured
        return nothing_recorded(spec.width, words, spec.heading)
    every = [point for each in drawn for stretch in each.values for point in stretch]
    limits = [limit for limit in (spec.warn, spec.alert) if limit is not None and math.isfinite(limit)]
    upright = Scale.over([*(value for _, value in every), *limits], _BOTTOM, _TOP, margin=0.08)
    ticks = upright.ticks(4)
    panel = Panel(room_for(ticks, 40), _TOP, spec.width - _room_at_right(spec), _BOTTOM)
    last = max(day for day, _ in every)
    along = Scale.over([*(day for day, _ in every), max(spec.until, last)], panel.left, panel.right)
    field = _Field(panel, along, upright)
    days = calendar_ticks(
        along.low, along.high, max(2, int((panel.right - panel.left) / _PX_PER_TICK)), spec.words
    )
    quiet = [each for each in drawn if each.line.quiet]
    loud = [each for each in drawn if not each.line.quiet]
    return Scene(
        spec.width,
        _HEIGHT,
        [
            *heading(spec.heading, spec.width),
            *_bands(spec, field),
            *level_grid(panel, upright, ticks),
            *_silence(spec, field, last),
            *_events(spec, field),
            foot(panel),
            *(_line(spec, each, field) for each in (*quiet, *loud)),
            *_limit_lines(spec, field),
            *(
                _value(spec, drawn[0], field)
                if len(drawn) == 1
                else _names(loud, len(quiet), field, _widest(spec), spec.words)
            ),
            *foot_ticks(panel, along, days),
        ],
    )


def _stretches(line: WatchLine) -> tuple[tuple[tuple[float, float], ...], ...]:
    found: list[list[tuple[float, float]]] = [[]]
    for day, value in line.points:
        if math.isfinite(day) and math.isfinite(value):
            found[-1].append((day, value))
        elif found[-1]:
            found.append([])
    return tuple(tuple(stretch) for stretch in found if stretch)


def _widest(spec: WatchSpec) -> float:
    return _WIDEST_LABEL if spec.width >= _NARROW else _WIDEST_NARROW_LABEL


def _room_at_right(spec: WatchSpec) -> float:
    names = [width(name(line.label), 11, 600) for line in spec.lines if not line.quiet]
    if len(spec.lines) == 1:
        names = []
    return min(_widest(spec), max([52.0, *names])) + 14


def _bands(spec: WatchSpec, field: _Field) -> list[Mark]:
    """The bands beyond the limits: that of the alert reaches to the edge, that of the warning up to it."""
    panel = field.panel
    edge = panel.bottom if spec.higher_is_better else panel.top
    marks: list[Mark] = []
    alert = None if spec.alert is None else field.upright(spec.alert)
    if spec.warn is not None:
        marks.append(_band(panel, field.upright(spec.warn), edge if alert is None else alert, _WARNING))
    if alert is not None:
        marks.append(_band(panel, alert, edge, _ALERTING))
    return marks


def _band(panel: Panel, one: float, other: float, ink: Ink) -> Mark:
    return Box(panel.left, min(one, other), panel.right - panel.left, abs(other - one), ink)


def _limit_lines(spec: WatchSpec, field: _Field) -> list[Mark]:
    """The limits with their words, which stand on the harmless side so that no value of a breach hides them."""
    panel = field.panel
    marks: list[Mark] = []
    sign = "<" if spec.higher_is_better else ">"
    for limit, word, ink, face in (
        (spec.warn, spec.words.warn, _WARN_LINE, _WARN_WORDS),
        (spec.alert, visible(spec.limit_word), _ALERT_LINE, _ALERT_WORDS),
    ):
        if limit is None or not math.isfinite(limit):
            continue
        y = field.upright(limit)
        words = f"{word} {sign} {number(limit, spec.decimals)}"
        baseline = y + 11 if spec.higher_is_better and y + 14 < panel.bottom else y - 4
        across = width(words, face.size, 600)
        marks += [
            Shape(segment(panel.left, y, panel.right, y), ink),
            Box(panel.left + 2, baseline - 9, across + 6, 12, _PATCH, 3),
            Label(words, panel.left + 5, baseline, face),
        ]
    return marks


def _silence(spec: WatchSpec, field: _Field, last: float) -> list[Mark]:
    """From the last value to the day of the report, hatched, with the words on it where there is room."""
    panel = field.panel
    start, end = field.along(last), field.along(spec.until)
    if not spec.silence or end - start < _NO_ROOM:
        return []
    marks: list[Mark] = [
        Box(start, panel.top, end - start, panel.bottom - panel.top, _SILENT),
        Shape(_hatching(start, panel.top, end, panel.bottom), _HATCHING),
    ]
    words = shorten(name(spec.silence), panel.right - panel.left, _SILENT_WORDS.size, 600)
    half = width(words, _SILENT_WORDS.size, 600) / 2
    middle = min(max((start + end) / 2, panel.left + half + 4), panel.right - half - 2)
    marks += [
        Box(middle - half - 4, panel.top + 3, half * 2 + 8, 15, Ink(fill="surface"), 4),
        Label(words, middle, panel.top + 14, _SILENT_WORDS),
    ]
    return [Group(tuple(marks), spoken(name(spec.silence)))]


def _hatching(left: float, top: float, right: float, bottom: float) -> str:
    """Lines that rise by one px for each px, clipped to the box."""
    outline = []
    offset = left - (bottom - top) + _HATCH
    while offset < right:
        # The line runs from (offset, bottom) to (offset + height, top).
        low = max(offset, left)
        high = min(offset + bottom - top, right)
        if high > low:
            outline.append(segment(low, bottom - (low - offset), high, bottom - (high - offset)))
        offset += _HATCH
    return "".join(outline)


def _events(spec: WatchSpec, field: _Field) -> list[Mark]:
    """A dotted line for each event, and its words above where they find room."""
    panel = field.panel
    marks: list[Mark] = []
    free = -math.inf
    for event in sorted(spec.events, key=lambda event: (event.day, event.words)):
        if not field.along.low <= event.day <= field.along.high:
            continue
        x = field.along(event.day)
        lines: list[Mark] = [Shape(segment(x, panel.top, x, panel.bottom), _EVENT)]
        words = shorten(name(event.words), 90, _EVENT_WORDS.size)
        half = width(words, _EVENT_WORDS.size) / 2
        if x - half >= free and x + half <= spec.width:
            lines.append(Label(words, x, panel.top - 5, _EVENT_WORDS))
            free = x + half + 8
        marks.append(Group(tuple(lines), spoken(name(event.words))))
    return marks


def _line(spec: WatchSpec, drawn: _Drawn, field: _Field) -> Mark:
    line = drawn.line
    tone = line.tone.value
    placed = [field.place(stretch) for stretch in drawn.values]
    ink = _QUIET if line.quiet else Ink(stroke=tone, width=2, rounded=True)
    outline = "".join(polyline(stretch) for stretch in placed if len(stretch) > 1)
    marks: list[Mark] = [Shape(outline, ink)] if outline else []
    if line.quiet:
        marks += [
            Symbol("circle", 3, Ink(fill="axis"), *stretch[0]) for stretch in placed if len(stretch) == 1
        ]
    else:
        marks += _dots(placed, tone)
    marks += [
        Symbol("cross", 6 if line.quiet else 8, _CROSS, *at)
        for stretch, values in zip(placed, drawn.values, strict=True)
        for at, (_, value) in zip(stretch, values, strict=True)
        if _beyond(spec, value)
    ]
    told = {"name": name(line.label), "value": number(drawn.last[1], spec.decimals)}
    words = filled(spec.words.at_last, told)
    return Group(tuple(marks), spoken(words))


def _dots(stretches: Sequence[Sequence[Point]], tone: str) -> list[Mark]:
    """A dot on each value where they stand apart, else on the last one only."""
    every = [point for stretch in stretches for point in stretch]
    across = every[-1][0] - every[0][0]
    ink = Ink(fill=tone, stroke="surface", width=1.5)
    if len(every) > 1 and across / (len(every) - 1) < _CROWDED:
        every = every[-1:]
    return [Symbol("circle", 7, ink, *point) for point in every]


def _beyond(spec: WatchSpec, value: float) -> bool:
    if spec.alert is None:
        return False
    return value < spec.alert if spec.higher_is_better else value > spec.alert


def _value(spec: WatchSpec, alone: _Drawn, field: _Field) -> list[Mark]:
    """The last value of a line that needs no name."""
    _, value = alone.last
    return [Label(number(value, spec.decimals), field.panel.right + 8, field.upright(value) + 4, _VALUE)]


def _names(loud: Sequence[_Drawn], quiet: int, field: _Field, widest: float, own: FigureWords) -> list[Mark]:
    """The name of each loud line at its end; the quiet ones are counted below."""
    ends = [(name(each.line.label), field.upright(each.last[1]), each.line.tone.value) for each in loud]
    panel = field.panel
    heights = apart(
        [*(y for _, y, _ in ends), *([panel.bottom] if quiet else [])], _LABEL_HEIGHT, panel.top, panel.bottom
    )
    marks: list[Mark] = []
    for (whole, _, tone), y in zip(ends, heights, strict=False):
        words = shorten(whole, widest, 11, 600)
        label = Label(words, panel.right + 8, y + 4, Face(size=11, weight=600, tone=tone))
        marks.append(label if words == whole else Group((label,), whole))
    if quiet:
        words = own.several(quiet)
        marks.append(Label(words, panel.right + 8, heights[-1] + 4, _QUIET_WORDS))
    return marks
