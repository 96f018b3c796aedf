"""Rows against columns: a tile, a sign or a dot where they meet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.figures.lettering import name, shorten, spoken, visible, width
from generator.figures.marks import Box, Face, Group, Ink, Label, Mark, Scene, Shape, Symbol
from generator.figures.nothing import nothing_recorded
from generator.figures.outlines import segment
from generator.figures.spec import MatrixCell, MatrixKey, MatrixSpec
from generator.figures.symbols import has_icon

_ROW_HEIGHT = 32.0
_TILE_HEIGHT = 24.0
_NARROWEST, _WIDEST = 34.0, 92.0
_WIDEST_ROW_NAME = 230.0
_LONGEST_COLUMN_NAME = 130.0
_ANGLE = 42.0
_ROOM_FOR_LEGEND = 40.0

_ROW_NAME = Face(size=12)
_COLUMN_NAME = Face(size=11.5, angle=_ANGLE)
_NOTE = Face(size=11.5, tone="ink2", anchor="end")
_KEY_WORDS = Face(size=11, tone="ink2")
_RULE = Ink(stroke="grid")
_EMPTY = Ink(fill="line")


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where cells stand, in px."""

    left: float
    top: float
    pitch: float
    """From one column to the next."""

    def centre(self, row: int, column: int) -> tuple[float, float]:
        return self.left + self.pitch * (column + 0.5), self.top + _ROW_HEIGHT * (row + 0.5)


def draw_matrix(spec: MatrixSpec) -> Scene:
    """The scene of a matrix."""
    if not (spec.rows and spec.columns):
        return nothing_recorded(372, spec.words.nothing_recorded)
    grid = _grid(spec)
    right = grid.left + grid.pitch * len(spec.columns)
    notes = [visible(note) for note in (*spec.notes, spec.notes_heading)]
    noted = max(width(note, _NOTE.size) for note in notes)
    edge = right + (noted + 18 if noted else 4)
    overhang = max(
        grid.centre(0, column)[0] + _column_name(text)[1] * math.cos(math.radians(_ANGLE))
        for column, text in enumerate(spec.columns)
    )
    bottom = grid.top + _ROW_HEIGHT * len(spec.rows)
    legend, legend_width = _legend(spec.legend, bottom + 22)
    return Scene(
        math.ceil(max(edge, overhang + 10, legend_width)),
        bottom + (_ROOM_FOR_LEGEND if legend else 6),
        [
            *_rules(len(spec.rows), grid, edge),
            *_column_names(spec, grid),
            *_row_names(spec, grid),
            *_notes(spec, grid, edge),
            *_empty(spec, grid),
            *(_cell(spec, cell, grid) for cell in spec.cells if _inside(spec, cell)),
            *legend,
        ],
    )


def _inside(spec: MatrixSpec, cell: MatrixCell) -> bool:
    return 0 <= cell.row < len(spec.rows) and 0 <= cell.column < len(spec.columns)


def _grid(spec: MatrixSpec) -> _Grid:
    widest = max((width(visible(cell.text), 11, 600) for cell in spec.cells if not cell.icon), default=0.0)
    names = max(width(name(row), _ROW_NAME.size) for row in spec.rows)
    rise = max(_column_name(text)[1] for text in spec.columns) * math.sin(math.radians(_ANGLE))
    return _Grid(
        left=math.ceil(min(_WIDEST_ROW_NAME, names)) + 14.0,
        top=math.ceil(rise) + 22.0,
        pitch=math.ceil(min(_WIDEST, max(_NARROWEST, widest + 16))) + 6.0,
    )


def _column_name(text: str) -> tuple[str, float]:
    """The name as it is shown, and its length in px."""
    short = shorten(name(text), _LONGEST_COLUMN_NAME, _COLUMN_NAME.size)
    return short, width(short, _COLUMN_NAME.size)


def _rules(rows: int, grid: _Grid, edge: float) -> list[Mark]:
    lines = [segment(0, y, edge, y) for y in (grid.top + _ROW_HEIGHT * row + 0.5 for row in range(1, rows))]
    return [Shape("".join(lines), _RULE)] if lines else []


def _column_names(spec: MatrixSpec, grid: _Grid) -> list[Mark]:
    marks: list[Mark] = []
    for column, text in enumerate(spec.columns):
        short, _ = _column_name(text)
        label = Label(short, grid.centre(0, column)[0] - 2, grid.top - 6, _COLUMN_NAME)
        marks.append(label if short == text else Group((label,), name(text)))
    return marks


def _row_names(spec: MatrixSpec, grid: _Grid) -> list[Mark]:
    marks: list[Mark] = []
    for row, text in enumerate(spec.rows):
        short = shorten(name(text), _WIDEST_ROW_NAME, _ROW_NAME.size)
        label = Label(short, 0, grid.centre(row, 0)[1] + 4.3, _ROW_NAME)
        marks.append(label if short == text else Group((label,), name(text)))
    return marks


def _notes(spec: MatrixSpec, grid: _Grid, edge: float) -> list[Mark]:
    marks: list[Mark] = [
        Label(visible(note), edge - 2, grid.centre(row, 0)[1] + 4.3, _NOTE)
        for row, note in enumerate(spec.notes[: len(spec.rows)])
        if note.strip()
    ]
    if spec.notes_heading.strip():
        marks.append(Label(visible(spec.notes_heading), edge - 2, grid.top - 6, _NOTE))
    return marks


def _empty(spec: MatrixSpec, grid: _Grid) -> list[Mark]:
    """A speck where there is nothing, so that rows and columns can be followed."""
    filled = {(cell.row, cell.column) for cell in spec.cells}
    return [
        Symbol("circle", 2.4, _EMPTY, *grid.centre(row, column))
        for row in range(len(spec.rows))
        for column in range(len(spec.columns))
        if (row, column) not in filled
    ]


def _cell(spec: MatrixSpec, cell: MatrixCell, grid: _Grid) -> Group:
    x, y = grid.centre(cell.row, cell.column)
    said = (
        cell.label
        or f"{name(spec.rows[cell.row])}, {name(spec.columns[cell.column])}: {cell.text or spec.words.yes}"
    )
    marks = _tile(cell, x, y, grid.pitch - 6)
    return Group(tuple(marks), spoken(said), cell.href)


def _tile(cell: MatrixCell | MatrixKey, x: float, y: float, across: float) -> list[Mark]:
    tone = cell.tone.value
    drawn = has_icon(cell.icon)
    if not drawn and not cell.text.strip():
        return [Symbol("circle", 10, Ink(fill=tone), x, y)]
    left, top = round(x - across / 2) + 0.5, y - _TILE_HEIGHT / 2 + 0.5
    frame = Ink(fill=f"{tone}-bg", stroke=tone)
    marks: list[Mark] = [Box(left, top, round(across) - 1, _TILE_HEIGHT - 1, frame, 5)]
    if drawn:
        marks.append(Symbol(cell.icon, 15, Ink(fill=tone), x, y))
    else:
        face = Face(size=11, weight=600, tone=tone, anchor="middle")
        marks.append(Label(shorten(visible(cell.text), across - 8, 11, 600), x, y + 4, face))
    return marks


def _legend(keys: Sequence[MatrixKey], y: float) -> tuple[list[Mark], float]:
    """A small cell and its words for each key, and how far to the right they reach."""
    marks: list[Mark] = []
    x = 0.0
    for key in keys:
        words = name(key.words)
        across = 24.0 if key.icon or not key.text else width(visible(key.text), 11, 600) + 14
        marks += [*_tile(key, x + across / 2, y, across), Label(words, x + across + 7, y + 4, _KEY_WORDS)]
        x += across + 7 + width(words, _KEY_WORDS.size) + 18
    return marks, x
