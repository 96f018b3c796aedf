"""Exports of monitors in a monitoring folder: which files they are, and whom each speaks of.

An export lies below the folder of its model, in a folder that names the tool: ``<model>/evidently/``,
``<model>/prometheus/``, ``<model>/alertmanager/`` or ``<model>/drift/``. One more folder between the tool and the file
names the version that served, unless the export itself says it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from generator.catalog import Alert, Measurement, Severity
from generator.provenance import Source
from generator.provenance.instants import instant_from_text
from generator.readers.json_documents import parse_json
from generator.readers.reading import Reading
from generator.readers.text import visible_name

JSON_TOOLS = ("evidently", "prometheus", "alertmanager")
TABLE_TOOLS = ("drift",)
COST = "what it measured is not shown"
_DEPTH = 3
"""Steps of a path from the folder of monitoring to an export: model, tool, file."""
_SUFFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(JSON_TOOLS, (".json",)) | dict.fromkeys(TABLE_TOOLS, (".csv",))
)
_DATED = re.compile(
    r"(?<![0-9])([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2})-?([0-9]{2})(?:-?([0-9]{2}))?Z?)?(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Export:
    """One file that a monitor wrote."""

    path: str
    """In the store."""
    tool: str
    model: str
    version: str
    """By the folder it lies in; empty when none says so."""

    @property
    def dated(self) -> datetime | None:
        """The instant that the file's name holds, such as ``2026-05-03`` or ``2026-05-03T0600Z``, UTC."""
        found = _DATED.search(self.path.rpartition("/")[2])
        if found is None:
            return None
        day, hour, minute, second = found.groups()
        return instant_from_text(f"{day}T{hour}:{minute}:{second or '00'}Z" if hour else day)


@dataclass(slots=True)
class Exported:
    """What one or several exports hold."""

    measurements: list[Measurement] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)


def exports_in(folder: str, paths: Iterable[str]) -> tuple[tuple[Export, ...], tuple[str, ...]]:
    """The exports among the files of a folder of monitoring, and the paths that are none, both in their order."""
    exports: list[Export] = []
    others: list[str] = []
    for path in paths:
        export = _export(folder, path)
        if export is None:
            others.append(path)
        else:
            exports.append(export)
    return tuple(exports), tuple(others)


def _export(folder: str, path: str) -> Export | None:
    steps = (path.removeprefix(f"{folder}/") if folder else path).split("/")
    if len(steps) < _DEPTH or steps[1] not in _SUFFIXES:
        return None
    if not path.lower().endswith(_SUFFIXES[steps[1]]):
        return None
    version = steps[2] if len(steps) > _DEPTH else ""
    return Export(path, steps[1], visible_name(steps[0]), visible_name(version))


def json_in(reading: Reading, export: Export) -> tuple[object, Source] | None:
    """What a JSON export holds, of any shape; None, and a problem, when it is no JSON."""
    read = reading.text(export.path, COST)
    if read is None:
        return None
    text, source = read
    try:
        return parse_json(text), source
    except ValueError as error:
        reading.report("json-invalid", Severity.ERROR, source, _reason(error), COST)
        return None


def refuse(reading: Reading, source: Source, message: str, remedy: str = "", cost: str = COST) -> None:
    """Report an export, or a part of one, that is not in the form its folder promises."""
    reading.report("monitoring-export-invalid", Severity.WARNING, source, message, cost, remedy)


def mapping(value: object) -> Mapping[str, object]:
    """A mapping as it is; anything else as an empty one."""
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> list[object]:
    """A list as it is; anything else as an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """A text or number as text; anything else as nothing."""
    return visible_name(value.strip()) if isinstance(value, str) else ""


ReadExport = Callable[[Reading, Export, Exported], None]
"""Adds what an export holds, and reports what is wrong with it."""


def _reason(error: ValueError) -> str:
    return f"is no JSON: {str(error).partition(':')[0].lower()}"
