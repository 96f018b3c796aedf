"""Notices when what a site is made of changes."""

import logging
import math
import os
import threading
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileClosedNoWriteEvent, FileOpenedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

logging.getLogger("watchdog").addHandler(logging.NullHandler())
warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, "watchdog")
# NOTE: watchdog complains when it is stopped while it reads, and when a new folder is told of twice; nothing is lost.

_READING = (FileOpenedEvent, FileClosedNoWriteEvent)
"""What our own builds cause; it changes nothing."""
_QUIET = 0.1
"""Seconds without a further change after which a burst of them is over."""
_LONGEST_BURST = 1.0
"""Seconds after which a writer that never rests is no longer waited for."""
_BREATH = 0.25
"""Seconds after which a wait is begun anew: a signal that comes just before a wait would else be heard after it."""
_POLL = 2.0
"""Seconds between two looks where the system cannot tell us."""


class Changes(FileSystemEventHandler):
    """Whether anything changed since that was last asked."""

    def __init__(self, places: Iterable[Path]) -> None:
        super().__init__()
        self._places = tuple(str(place) for place in places)
        self._seen = threading.Event()

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take note of an event, if it concerns us."""
        paths = (os.fsdecode(event.src_path), os.fsdecode(event.dest_path))
        if not isinstance(event, _READING) and any(self._concerns_us(path) for path in paths):
            self._seen.set()

    def wait(self, timeout: float = math.inf) -> bool:
        """Whether something changed, now or within so many seconds; the burst of changes is over then."""
        deadline = time.monotonic() + timeout
        while not self._seen.wait(min(_BREATH, timeout)):
            if time.monotonic() >= deadline:
                return False
        latest = time.monotonic() + _LONGEST_BURST
        while self._seen.is_set() and time.monotonic() < latest:
            self._seen.clear()
            self._seen.wait(_QUIET)
        self._seen.clear()
        return True

    def _concerns_us(self, path: str) -> bool:
        return any(path == place or path.startswith(place + os.sep) for place in self._places)


@contextmanager
def watching(places: Iterable[Path]) -> Iterator[Changes]:
    """Watch files and folders, whether they are there yet or not.

    Where the system can watch no more (Linux has ``fs.inotify.max_user_watches``) they are looked at every two
    seconds instead.
    """
    real = tuple(Path(os.path.realpath(place)) for place in places)
    changes = Changes(real)
    observer = _start(Observer(), changes, real) or _start(PollingObserver(timeout=_POLL), changes, real)
    try:
        yield changes
    finally:
        if observer is not None:
            observer.stop()
            observer.join()


def _start(observer: BaseObserver, changes: Changes, places: tuple[Path, ...]) -> BaseObserver | None:
    """The observer at work, or None when the system refuses.

    The folder around each place is watched too, so that a place that is replaced as a whole is seen to come back.
    """
    try:
        for folder in {place.parent for place in places if place.parent.is_dir()}:
            observer.schedule(changes, str(folder), recursive=False)
        for folder in {place for place in places if place.is_dir()}:
            observer.schedule(changes, str(folder), recursive=True)
        observer.start()
    except OSError:
        observer.unschedule_all()
        return None
    return observer
