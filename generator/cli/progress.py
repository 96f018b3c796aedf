"""One line on the terminal that says how far a long command is, and is gone when it ends."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from generator.pipeline.progress import Progress, Quiet

_PATIENCE = 1.0
"""Seconds before anything is said."""
_PAUSE = 0.1
"""Seconds between two changes of the line."""


class ProgressLine:
    """Overwrites one line on a terminal."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._name = ""
        self._done = 0
        self._total = 0
        self._shown = False

    def stage(self, name: str, total: int = 0) -> None:
        """A stage begins."""
        self._name, self._done, self._total = name, 0, total
        self._show()

    def advance(self, count: int) -> None:
        """So many more items are done."""
        self._done += count
        self._show()

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False

    def _show(self) -> None:
        now = self._clock()
        if now < self._next:
            return
        self._next = now + _PAUSE
        amount = f" {self._done} of {self._total}" if self._total else ""
        self._stream.write(f"\r{self._name}{amount} …\x1b[K")
        self._stream.flush()
        self._shown = True


@contextmanager
def progress_line(*, quiet: bool, environment: Mapping[str, str] = os.environ) -> Iterator[Progress]:
    """A line where a person watches a terminal that can be overwritten, else silence."""
    watched = sys.stderr.isatty() and not environment.get("CI") and environment.get("TERM") != "dumb"
    if quiet or not watched:
        yield Quiet()
        return
    line = ProgressLine(sys.stderr)
    try:
        yield line
    finally:
        line.close()
