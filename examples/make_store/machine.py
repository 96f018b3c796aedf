"""The machine that the example pretends to come from: its clock, its ids, its users, its paths.

MLflow asks the real machine for all of these. Here they are replaced, so that the store tells a story of fourteen
months, names nobody who ran the script, and comes out the same each time. ``install`` must run before MLflow is
imported, because several of its modules keep what they import.
"""

import datetime as dt
import os
import random
import sys
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT_URI = "file:///srv/ml/meridian/mlruns"
"""Where the store stood on the bank's machine."""
CODE_ROOT = "/srv/ml/meridian/pipelines"
_SEED = 20251120


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def set(self, instant: str) -> None:
        """Move to an instant such as ``2026-05-04T09:12``, in UTC."""
        self._seconds = dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC).timestamp()

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds."""
        self._seconds += seconds

    def seconds(self) -> float:
        """Unix time, as ``time.time`` gives it."""
        return self._seconds

    def nanoseconds(self) -> int:
        """Unix time, as ``time.time_ns`` gives it."""
        return round(self._seconds * 1_000_000) * 1_000


CLOCK = Clock()


def install() -> None:
    """Put the invented clock and seeded ids in place of the real ones."""
    ids = random.Random(_SEED)  # noqa: S311 - ids of an example, not secrets
    uuid.uuid4 = lambda: uuid.UUID(int=ids.getrandbits(128), version=4)
    random.seed(_SEED)
    CLOCK.set("2025-09-15T08:00")
    time.time = CLOCK.seconds
    time.time_ns = CLOCK.nanoseconds

    import mlflow.models.model
    import skops.io._utils

    mlflow.models.model.datetime = _ClockedDatetime  # ``utc_time_created`` of every MLmodel
    skops.io._utils.SaveContext.memoize = _memoize_in_order  # noqa: SLF001 - no public seam
    _compress_skops()


class _ClockedDatetime(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return dt.datetime.fromtimestamp(CLOCK.seconds(), tz)


def _memoize_in_order(context: object, obj: object) -> int:
    """Number the objects of a skops file by first appearance; skops takes their memory addresses."""
    memo = context.memo  # type: ignore[attr-defined]
    if id(obj) not in memo:
        memo[id(obj)] = (len(memo) + 1, obj)
    return memo[id(obj)][0]


def _compress_skops() -> None:
    """Have skops deflate its zip files: they shrink to a sixth, and skops reads both."""
    import zipfile

    import skops.io

    plain = skops.io.dump
    skops.io.dump = lambda value, file: plain(value, file, compression=zipfile.ZIP_DEFLATED, compresslevel=9)


@contextmanager
def acting(user: str, script: str, *, at: str) -> "Iterator[None]":
    """Be one person at one time, running one script; MLflow reads all three from the process."""
    CLOCK.set(at)
    arguments = sys.argv
    sys.argv = [f"{CODE_ROOT}/{script}"]
    os.environ["LOGNAME"] = user
    try:
        yield
    finally:
        sys.argv = arguments
