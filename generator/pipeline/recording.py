"""Adding to the ledger: under a lock, after reading it again, in one write that is forced to the disk."""

import contextlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.catalog import Catalog
from generator.errors import LedgerError, SettingsError, SiteError
from generator.history.events import Event
from generator.history.ledger import Ledger, read_ledger
from generator.history.lines import chained, event_body, merge, observation, opening, restart
from generator.history.observe import observe
from generator.pipeline.ledger_file import is_lost
from generator.pipeline.settings import Settings
from generator.provenance import Source
from generator.site.locking import locked

_PATIENCE = 60.0
"""Seconds to wait for another process that writes to the same ledger."""
_PAUSE = 0.1
_MARKS = (b"<<<<<<< ", b"||||||| ", b">>>>>>> ")
_MIDDLE = b"======="


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was added to a ledger."""

    path: Path
    events: tuple[Event, ...]
    lines: int
    """Lines added, all kinds."""
    head: str
    """Digest of the last line now."""
    merged: int = 0
    """Branches joined; 0 for none."""
    cut: bool = False
    """Whether an unfinished line of an earlier writer was removed."""


def record(
    catalog: Catalog, settings: Settings, *, inputs: str, newest: datetime, restart_reason: str = "", merging: bool = False
) -> Recorded:  # fmt: skip
    """Record what happened since the last line of the ledger, and that the registry was looked at.

    Two processes may do so at once: the second waits, and then finds in the ledger what the first recorded.

    Args:
        catalog: the registry as it was just read.
        settings: where the ledger stands; the instant that was asked for, else the clock says when this is.
        inputs: digest over all files read.
        newest: the newest instant in the inputs.
        restart_reason: why the ledger is begun again although there was one; empty to not do that.
        merging: whether to join the branches that a merge in git left.

    Raises:
        SettingsError: when there is no place for a ledger, or the instant lies before what was read.
        LedgerError: when the ledger cannot be added to as it is; nothing was written.
    """
    place = settings.ledger
    if place is None:
        raise SettingsError(
            "there is no place for a ledger", slug="ledger-missing",
            hint="name one with --ledger, or make a governance folder",
        )  # fmt: skip
    at = settings.as_of or datetime.now(UTC).replace(microsecond=0)
    if settings.as_of is not None and at < newest:
        raise SettingsError(
            f"the inputs tell of {newest:%Y-%m-%d %H:%M:%S} UTC, which is later than this", slug="record-past",
            location="--as-of", hint="nobody can look at the registry of the past: leave the option out",
        )  # fmt: skip
    target = place.root.resolve()
    with _alone(target):
        return _add(catalog, settings, target, at, inputs, restart_reason, merging=merging)


def _add(
    catalog: Catalog, settings: Settings, target: Path, at: datetime, inputs: str, reason: str, *, merging: bool
) -> Recorded:  # fmt: skip
    data = target.read_bytes() if target.exists() else b""
    _refuse_lost(settings, target, data, reason)
    kept = _without_marks(data) if merging else data
    ledger = read_ledger(kept, Source(str(target)))
    if ledger.cut:
        kept = kept[: kept.rfind(b"\n") + 1]
    elif kept and not kept.endswith(b"\n"):
        kept += b"\n"
    _refuse(ledger, target, at, merging=merging)
    heads = ledger.heads
    first = [merge(at, kept, heads)] if len(heads) > 1 else []
    if not ledger.lines:
        first = [restart(at, reason) if reason else opening(at)]
    events = observe(catalog, ledger, at)
    bodies = [*first, *map(event_body, events)]
    if bodies or ledger.last_look is None or ledger.last_look < at:
        bodies.append(observation(at, inputs))
    lines = tuple(chained(bodies, ledger.head))
    if lines or kept != data:
        _write(target, data, kept, b"".join(lines))
    now = read_ledger(kept + b"".join(lines), ledger.source)
    return Recorded(
        path=target,
        events=events,
        lines=len(lines),
        head=now.head,
        merged=len(heads) if len(heads) > 1 else 0,
        cut=ledger.cut,
    )


def _refuse_lost(settings: Settings, target: Path, data: bytes, reason: str) -> None:
    if data and reason:
        raise LedgerError(
            "the ledger is here, so it is not begun again", slug="ledger-there",
            location=str(target), hint="leave --restart out",
        )  # fmt: skip
    if not data and not reason and is_lost(settings):
        raise LedgerError(
            "is not here, and git has had it", slug="ledger-lost", location=str(target),
            hint="restore it from git, or begin another with --restart REASON",
        )  # fmt: skip


def _refuse(ledger: Ledger, target: Path, at: datetime, *, merging: bool) -> None:
    if ledger.faults:
        fault = ledger.faults[0]
        hint = "restore the file from git; modelfolio verify --ledger lists every such line"
        if "unfinished merge" in fault.message:
            hint = "modelfolio record --merge joins both sides"
        raise LedgerError(
            f"the line {fault.message}", slug="ledger-broken", location=f"{target}:{fault.line}", hint=hint
        )
    if len(ledger.heads) > 1 and not merging:
        raise LedgerError(
            f"{len(ledger.heads)} lines have no line after them: branches were merged in git",
            slug="ledger-forked", location=str(target), hint="join them with modelfolio record --merge",
        )  # fmt: skip
    if ledger.last_look is not None and at < ledger.last_look:
        raise LedgerError(
            f"the registry was looked at on {ledger.last_look:%Y-%m-%d %H:%M:%S} UTC, which is later than now",
            slug="ledger-ahead", location=str(target), hint="set the clock, or --as-of, right",
        )  # fmt: skip


def _without_marks(data: bytes) -> bytes:
    """Both sides of an unfinished merge, without the marks that git set between them."""
    lines = data.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_MARKS) and line.rstrip(b"\r\n") != _MIDDLE)


def _write(target: Path, data: bytes, kept: bytes, added: bytes) -> None:
    """Append; what stands there is only ever cut where a line has no end, or rewritten without the marks of a merge."""
    try:
        if not (kept == data or kept.startswith(data) or data.startswith(kept)):
            _replace(target, kept + added)
            return
        descriptor = os.open(target, os.O_RDWR | os.O_CREAT, 0o644)
        with os.fdopen(descriptor, "r+b") as stream:
            stream.truncate(min(len(kept), len(data)))
            stream.seek(0, os.SEEK_END)
            stream.write(kept[len(data) :] + added)
            stream.flush()
            os.fsync(stream.fileno())
        _settle(target.parent)
    except OSError as error:
        raise LedgerError(
            f"cannot be written: {error.strerror or error}", slug="ledger-unwritable", location=str(target),
            hint="a line that was begun is not believed, and is removed by the next record",
        ) from error  # fmt: skip


def _replace(target: Path, data: bytes) -> None:
    new = target.with_name(target.name + ".new")
    with new.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(target)
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Force the name of a file to the disk, where the system lets a folder be opened."""
    with contextlib.suppress(PermissionError, IsADirectoryError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Wait for whoever writes to the ledger, then keep others from it."""
    lock = target.with_name(target.name + ".lock")
    end = time.monotonic() + _PATIENCE
    with contextlib.ExitStack() as held:
        while True:
            try:
                held.enter_context(locked(lock))
                break
            except SiteError as error:
                if time.monotonic() > end:
                    raise LedgerError(
                        "another process has been writing to it for a minute", slug="ledger-locked",
                        location=str(target), hint=error.hint,
                    ) from error  # fmt: skip
                time.sleep(_PAUSE)
            except SettingsError as error:
                raise LedgerError(
                    error.message.replace("the folder for the site", "it"), slug="ledger-unwritable",
                    location=str(target), hint="name a ledger in a folder that you may write",
                ) from error  # fmt: skip
        yield
