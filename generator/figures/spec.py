"""What a figure shows, as frozen values with a digest. Nothing here knows of models, runs or matplotlib."""

import hashlib
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum, StrEnum
from functools import cached_property

from generator.figures.words import ENGLISH_WORDS, FigureWords


class Tone(StrEnum):
    """A colour token of the palette (:mod:`generator.figures.palette` holds the values for light and dark)."""

    C1 = "c1"
    C2 = "c2"
    C3 = "c3"
    C4 = "c4"
    C5 = "c5"
    C6 = "c6"
    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    WAIVE = "waive"
    NEUTRAL = "na"


@dataclass(frozen=True, kw_only=True)
class FigureSpec:
    """What every figure has. Two specs with the same content have the same digest and the same bytes."""

    title: str
    """Accessible name, plain text."""
    description: str = ""
    """The finding in words, plain text, for those who do not see the figure."""
    words: FigureWords = ENGLISH_WORDS
    """What the drawing itself says."""

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 over the kind and content of the figure; cache key and base of the ids in the SVG."""
        return hashlib.sha256(_canonical(self).encode("utf-8", "surrogatepass")).hexdigest()


class EdgeStyle(StrEnum):
    """How a line of a graph is drawn, and what its legend says."""

    FLOW = "flow"
    """Solid: used by, produced."""
    HISTORY = "history"
    """Dotted: the version before. Never drives the columns; newest on top."""
    POINTER = "pointer"
    """Dashed: a name points at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode:
    """A box of a graph."""

    id: str
    column: int
    """Index into :attr:`GraphSpec.columns`: the leftmost column it may stand in."""
    label: str
    detail: str = ""
    icon: str = ""
    """Name of a Material Design icon that Material ships, such as ``database``; drawn without one for any other."""
    tone: Tone = Tone.C6
    href: str = ""
    """Relative to the page the figure stands on; empty for no link."""
    kind: str = ""
    """What the thing is, for the accessible name: ``dataset``, ``run``."""
    pill: str = ""
    """A word on the top edge, such as ``Production``."""
    pill_tone: Tone = Tone.NEUTRAL
    hidden: int = 0
    """Neighbours left out of the drawing: "+n more" on the bottom edge."""
    focus: bool = False
    """Drawn with a heavy border; its ancestry and what comes of it are bold."""
    stacked: bool = False
    """Drawn as a pile: several things folded into one box."""


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A line of a graph, from what was used to what came of it."""

    start: str
    end: str
    style: EdgeStyle = EdgeStyle.FLOW


@dataclass(frozen=True, kw_only=True)
class GraphSpec(FigureSpec):
    """A layered graph, read from left to right."""

    columns: tuple[str, ...]
    """Headings of the columns."""
    nodes: tuple[GraphNode, ...]
    """In the order that breaks ties."""
    edges: tuple[GraphEdge, ...]
    legend: tuple[tuple[EdgeStyle, str], ...] = ()
    """Styles to explain, each with its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One value of a trend, such as a metric of one version."""

    label: str
    value: float | None
    """None where nothing was recorded: the line has a gap there."""
    marked: bool = False
    """Ringed, such as the version in production."""
    mark: str = ""
    """Word beside the ring."""


@dataclass(frozen=True, kw_only=True)
class TrendSpec(FigureSpec):
    """A value over ordered, named points, with the bound it has to keep."""

    heading: str
    """Small heading above the panel: what is measured, with its unit."""
    points: tuple[TrendPoint, ...]
    higher_is_better: bool | None = None
    threshold: float | None = None
    """The side that fails is tinted, the bound labelled."""
    noise: float | None = None
    """A step for the worse beyond this is marked with its size; None marks nothing."""
    decimals: int = 3
    width: int = 372


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveLine:
    """One line of a curve figure."""

    label: str
    points: tuple[tuple[float, float], ...]
    """(x, y), ascending x; NaN and infinite y leave a gap."""
    tone: Tone = Tone.C1
    quiet: bool = False
    """Drawn thin and grey, as context."""


@dataclass(frozen=True, kw_only=True)
class CurveSpec(FigureSpec):
    """One or more lines over a number, such as a loss over steps."""

    heading: str
    x_label: str
    lines: tuple[CurveLine, ...]
    width: int = 372


@dataclass(frozen=True, slots=True, kw_only=True)
class ScatterPoint:
    """One point of a scatter figure."""

    label: str
    x: float
    y: float
    href: str = ""
    marked: bool = False
    """Ringed and labelled, such as the run behind a version."""
    quiet: bool = False
    """Grey: failed or unfinished."""


@dataclass(frozen=True, kw_only=True)
class ScatterSpec(FigureSpec):
    """Points over two numbers, such as a metric against a parameter."""

    heading: str
    x_label: str
    y_label: str
    points: tuple[ScatterPoint, ...]
    log_x: bool = False
    """Whether the x axis is logarithmic; all x are then positive."""
    width: int = 372


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelAxis:
    """One axis of a parallel-coordinates figure."""

    label: str
    categories: tuple[str, ...] = ()
    """In order, when the axis holds words; empty when it holds numbers."""
    log: bool = False
    higher_is_better: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelLine:
    """One line through all axes: a run of a sweep."""

    label: str
    values: tuple[float | None, ...]
    """One for each axis: the number, or the index of the category; None leaves the line out there."""
    rank: float = 0.0
    """0 for the worst to 1 for the best; only the best eighth is coloured."""
    marked: bool = False
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class ParallelSpec(FigureSpec):
    """Parallel coordinates: how the settings of a sweep lead to its result, the last axis."""

    axes: tuple[ParallelAxis, ...]
    lines: tuple[ParallelLine, ...]
    width: int = 760


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """One cell of a matrix; absent cells are empty."""

    row: int
    column: int
    text: str = ""
    """A short word or number in the cell; never colour alone."""
    icon: str = ""
    """Name of a Material Design icon drawn in place of the text; without either the cell holds a dot."""
    tone: Tone = Tone.C1
    href: str = ""
    label: str = ""
    """Accessible name of the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixKey:
    """A line of a matrix's legend: a cell and what it means."""

    words: str
    text: str = ""
    icon: str = ""
    tone: Tone = Tone.C1


@dataclass(frozen=True, kw_only=True)
class MatrixSpec(FigureSpec):
    """Rows against columns, such as datasets against models."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[MatrixCell, ...]
    notes: tuple[str, ...] = ()
    """A word or number at the end of each row, such as how many cells are met; one for each row, or none."""
    notes_heading: str = ""
    legend: tuple[MatrixKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One measure of two things, as the relative difference between them."""

    label: str
    value: float | None
    """In per cent of the first, turned so that more is better; None where it is not known, and nothing is drawn."""
    lower: float | None = None
    upper: float | None = None
    """The bounds of its interval, turned alike; None for a single number, which is drawn hollow."""
    margin: float | None = None
    """The least value that will do, below zero; None where none is agreed."""
    first: str = ""
    second: str = ""
    """Both values as text."""
    word: str
    """What it comes to."""
    tone: Tone = Tone.NEUTRAL
    """``pass`` for better, ``fail`` for worse; any other for what is neither."""


@dataclass(frozen=True, kw_only=True)
class ForestSpec(FigureSpec):
    """Relative differences of several measures on one scale, each with its interval."""

    first: str
    second: str
    """What the two are called, such as ``v6`` and ``v7``."""
    rows: tuple[ForestRow, ...]
    width: int = 760
    """Below 560 each row takes three lines instead of one."""


def _canonical(value: object) -> str:
    """A text that is the same for the same content on every machine and Python version."""
    if is_dataclass(value) and not isinstance(value, type):
        held = ((field.name, getattr(value, field.name)) for field in fields(value))
        inside = ",".join(f"{name}={_canonical(each)}" for name, each in held if each != ENGLISH_WORDS)
        return f"{type(value).__name__}({inside})"
    if isinstance(value, tuple):
        return "(" + ",".join(_canonical(item) for item in value) + ")"
    if isinstance(value, Enum):
        return repr(value.value)
    return repr(value)
