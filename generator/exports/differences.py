"""What differs between two of a kind, as a table for a terminal, as Markdown, or as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.exports.markdown import plain
from generator.pages.text import visible
from generator.provenance import Source

_CELL = 40
"""Characters of a cell in the terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRow:
    """One thing that differs."""

    part: str
    """Such as ``parameter``."""
    name: str
    change: str
    """``added``, ``removed``, ``changed`` and so on; for a metric what it means, such as ``better``."""
    old: str = ""
    new: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Everything that differs between two, and what that comes to."""

    title: str
    """Such as ``churn: v5 against v8``."""
    old: str
    """The heading of the older one's column."""
    new: str
    told: tuple[str, ...]
    """The sentences that sum the difference up."""
    rows: tuple[DiffRow, ...]
    data: Mapping[str, Any]
    """What the JSON says before its ``changes``."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the columns."""
        return ("part", "name", "change", self.old, self.new)


def diff_table(found: Differences) -> str:
    """For a terminal: what the difference comes to, then aligned columns."""
    rows = [_cells(row) for row in found.rows]
    cells = [tuple(_cut(visible(cell)) for cell in row) for row in (found.headings, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    told = [found.title, *map(visible, found.told)]
    return "\n".join([*told, *(["", *lines] if rows else [])]) + "\n"


def diff_markdown(found: Differences) -> str:
    """For a pull request: names and values of a store form no markup."""
    lines = [f"## {plain(found.title)}", ""]
    lines += [f"- {plain(text)}" for text in found.told]
    if found.rows:
        lines += ["", _line(found.headings), "|---|---|---|---|---|"]
        lines += [_line(_cells(row)) for row in found.rows]
    return "\n".join(lines) + "\n"


def diff_json(found: Differences) -> str:
    """For a program: the same with the place of every value."""
    return json.dumps({**found.data, "changes": [_data(row) for row in found.rows]}, indent=2) + "\n"


def _cells(row: DiffRow) -> tuple[str, ...]:
    return (row.part, row.name, row.change, row.old, row.new)


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(plain(cell) for cell in cells) + " |"


def _cut(text: str) -> str:
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _data(row: DiffRow) -> dict[str, Any]:
    return {
        "part": row.part, "name": row.name, "change": row.change, "old": row.old or None, "new": row.new or None,
        "sources": [
            {"path": each.path, "sha256": each.sha256 or None, "pointer": each.pointer} for each in row.sources
        ],
    }  # fmt: skip


FORMS = {"table": diff_table, "markdown": diff_markdown, "json": diff_json}
"""Every shape, by its name on the command line."""
