"""What a reader does besides returning records: which files are opened, and whether it asks anybody else."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

FORBIDDEN = frozenset(
    {"os.exec", "os.posix_spawn", "os.spawn", "os.system", "pickle.find_class", "socket.connect", "subprocess.Popen"}
)  # fmt: skip
"""Events of Python's audit (PEP 578) that no reader may cause: programs, the network, unpickling."""
OPENING = frozenset({"open", "os.listdir", "os.scandir", "sqlite3.connect"})
"""Events that open a file or a folder."""

_watchers: dict[int, list[tuple[str, str]]] = {}
"""What is taken down, by thread. An audit hook stays for the life of a process, so there is one for all tests."""


def _take_down(event: str, arguments: tuple[object, ...]) -> None:
    events = _watchers.get(threading.get_ident())
    if events is not None and event in FORBIDDEN | OPENING:
        events.append((event, os.fsdecode(first) if isinstance(first := arguments[0], str | bytes) else ""))


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """The events that this thread causes meanwhile, each with its first argument when that is a path."""
    if not _watchers.setdefault(0, []):
        sys.addaudithook(_take_down)
        _watchers[0].append(("hooked", ""))
    events = _watchers[threading.get_ident()] = []
    try:
        yield events
    finally:
        del _watchers[threading.get_ident()]
