"""The ledger as a file: JSON lines, each bound to the one before by its digest (docs/ledger.md has the format).

A line is canonical JSON: keys in order, no blanks, ASCII. Its ``sha256`` is taken over the line without that field, its
``previous`` is the ``sha256`` of the line it was written after. So a line that was edited differs from its own digest, and
the line after one that was dropped or moved names a line that does not stand above it. Two branches that were merged have
two lines with one ``previous``; a ``merge`` line, which also holds the digest of everything above it, makes them one again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from generator.history.events import Event, Key, Subject, Witness
from generator.history.lines import FORMAT, ROOTS, LineKind, canonical, digest
from generator.provenance import Source
from generator.provenance.instants import instant_from_text

LEDGER_NAME = "ledger.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is what its digest says."""

    number: int
    """Counted from 1."""
    kind: LineKind
    sha256: str
    previous: str
    at: datetime | None = None
    """When the registry was looked at, or the ledger begun or merged; None for an event."""
    event: Event | None = None
    heads: tuple[str, ...] = ()
    """Of a merge."""
    reason: str = ""
    """Of a restart."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is not what it was, or not where it was."""

    line: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A ledger as it was read; without lines where there is none."""

    source: Source = field(default_factory=lambda: Source(""))
    lines: tuple[Line, ...] = ()
    """Those that may be believed: up to the first fault."""
    count: int = 0
    """Every line in the file, believed or not."""
    faults: tuple[Fault, ...] = ()
    cut: bool = False
    """Whether something without an end stands after the last line: a writer was stopped. It is not believed."""

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The digests of the lines that no other line follows, as they stand; one in a ledger in order."""
        followed = {line.previous for line in self.lines} | {sha for line in self.lines for sha in line.heads}
        return tuple(line.sha256 for line in self.lines if line.sha256 not in followed)

    @property
    def head(self) -> str:
        """The digest of the last line; empty for an empty ledger."""
        return self.lines[-1].sha256 if self.lines else ""

    @cached_property
    def state(self) -> Mapping[Key, str]:
        """What was seen last in every place that has a value."""
        return state_after(self.lines)

    @cached_property
    def last_look(self) -> datetime | None:
        """When the registry was looked at last; None for never."""
        return max((line.at for line in self.lines if line.at), default=None)

    @cached_property
    def events(self) -> tuple[tuple[int, Event], ...]:
        """Every event with the number of its line, in the order of the file."""
        return tuple((line.number, line.event) for line in self.lines if line.event is not None)


def read_ledger(data: bytes, source: Source) -> Ledger:
    """Read a ledger and hold every line against its own digest and the lines above it.

    Never fails: what is wrong is told in :attr:`Ledger.faults`, and nothing from the first fault on is believed.
    """
    body, _, rest = data.rpartition(b"\n")
    checking = _Checking()
    texts = body.split(b"\n") if body or data.startswith(b"\n") else []
    for number, text in enumerate(texts, 1):
        checking.take(number, text)
    if rest and not checking.faults and checking.is_line(rest):
        checking.take(len(texts) + 1, rest)
        texts, rest = [*texts, rest], b""
    return Ledger(
        source=source,
        lines=tuple(checking.believed),
        count=len(texts),
        faults=tuple(checking.faults),
        cut=bool(rest),
    )


def state_after(lines: Iterable[Line]) -> dict[Key, str]:
    """What was seen last in every place that has a value; of branches, what the later look found counts."""
    found: dict[Key, tuple[datetime, str]] = {}
    batch: list[Event] = []
    for line in lines:
        if line.event is not None and line.event.seen:
            batch.append(line.event)
        elif line.kind is LineKind.OBSERVATION and line.at is not None:
            _settle(found, batch, line.at)
            batch = []
    _settle(found, batch, None)  # a writer was stopped before it said when it looked
    return {key: value for key, (_, value) in found.items() if value}


def _settle(found: dict[Key, tuple[datetime, str]], batch: Iterable[Event], look: datetime | None) -> None:
    for event in batch:
        known = found.get(event.key)
        at = look or event.until or event.at or (known[0] if known else datetime.min.replace(tzinfo=UTC))
        if known is None or known[0] <= at:
            found[event.key] = (at, event.value)


@dataclass(slots=True)
class _Checking:
    """Goes down the lines once."""

    believed: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    open_heads: list[str] = field(default_factory=list)
    above: Any = field(default_factory=hashlib.sha256)

    def is_line(self, text: bytes) -> bool:
        """Whether a text is a whole line that lacks nothing but its end, as an editor may leave it."""
        return not isinstance(_parsed(text), str)

    def take(self, number: int, text: bytes) -> None:
        """Check one more line."""
        body = _parsed(text)
        if isinstance(body, str):
            self.faults.append(Fault(number, body))
        else:
            wrong = self._wrong(body)
            if wrong:
                self.faults.append(Fault(number, wrong))
            elif not self.faults:
                line = _line(number, body)
                if line is None:
                    self.faults.append(Fault(number, "is no line of this format"))
                else:
                    self.believed.append(line)
            self._follow(number, body)
        self.above.update(text + b"\n")

    def _wrong(self, body: Mapping[str, Any]) -> str:
        """Why a line that agrees with its own digest cannot stand here; empty when it can."""
        if body["sha256"] in self.numbers:
            return f"repeats line {self.numbers[body['sha256']]}"
        if not body["previous"]:
            return "" if body.get("kind") in ROOTS else "names no line before it"
        if body["previous"] not in self.numbers:
            return "follows a line that does not stand above it: that one was edited, dropped or moved"
        if body.get("kind") == LineKind.MERGE:
            if body.get("above") != self.above.hexdigest():
                return "merges what stood above it, and that has been edited, dropped or moved since"
            if body.get("heads") != self.open_heads:
                return "does not name the branches that end above it"
        return ""

    def _follow(self, number: int, body: Mapping[str, Any]) -> None:
        sha256 = body["sha256"]
        self.numbers.setdefault(sha256, number)
        ended = {body["previous"], *(body.get("heads") or ())}
        self.open_heads = [head for head in self.open_heads if head not in ended and head != sha256] + [
            sha256
        ]


def _parsed(text: bytes) -> Mapping[str, Any] | str:
    """The fields of a line that is what its digest says, or what is wrong with it."""
    if text.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        return "is the mark of an unfinished merge"
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return "is not JSON"
    if not isinstance(body, dict) or not all(
        isinstance(body.get(key), str) for key in ("sha256", "previous")
    ):
        return "is no line of this format"
    without = {key: value for key, value in body.items() if key != "sha256"}
    try:
        if canonical(body).encode() != text or digest(without) != body["sha256"]:
            return "is not what it was: it differs from its own digest"
    except RecursionError:
        return "is nested too deep"
    return body


def _line(number: int, body: Mapping[str, Any]) -> Line | None:
    """A line whose fields are what the format asks for; None when they are not."""
    try:
        kind = LineKind(body["kind"])
        if kind is LineKind.EVENT:
            at, event = None, _event(body)
        else:
            at, event = _instant(body, "at"), None
            if at is None:
                return None
        if kind in ROOTS and body.get("format") != FORMAT:
            return None
        heads = body.get("heads", [])
        if not isinstance(heads, list) or not all(isinstance(head, str) for head in heads):
            return None
        return Line(
            number=number,
            kind=kind,
            sha256=body["sha256"],
            previous=body["previous"],
            at=at,
            event=event,
            heads=tuple(heads),
            reason=_text(body, "reason"),
        )
    except (KeyError, ValueError):
        return None


def _event(body: Mapping[str, Any]) -> Event:
    """The event of a line.

    Raises:
        KeyError: when a field is missing.
        ValueError: when a field does not hold what it should.
    """
    key = Key(Subject(body["subject"]), _text(body, "model"), _text(body, "version"), _text(body, "name"))
    return Event(
        key=key,
        value=_text(body, "value"),
        was=_text(body, "was") if "was" in body else None,
        at=_instant(body, "event_at"),
        after=_instant(body, "after"),
        until=_instant(body, "until"),
        by=_text(body, "by"),
        witness=Witness(body["witness"]),
        reference=_text(body, "reference"),
        seen=not _text(body, "told_only"),
        source=Source(_text(body, "path"), _text(body, "digest"), _text(body, "pointer")),
    )


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str):
        raise ValueError(key)  # noqa: TRY004 - one kind of error for every field that does not fit
    return value


def _instant(body: Mapping[str, Any], key: str) -> datetime | None:
    text = _text(body, key)
    found = instant_from_text(text) if text else None
    if text and found is None:
        raise ValueError(key)
    return found
