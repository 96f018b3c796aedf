"""One build at a time into one place."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import SettingsError, SiteError

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(lock: Path) -> Iterator[None]:
    """Hold the lock of this name while the block runs.

    The system releases it when its holder ends, however it ends: a lock file left behind by a process that was killed
    is simply taken over.

    Raises:
        SettingsError: when it cannot be made.
        SiteError: when another process holds it.
    """
    descriptor = _opened(lock)
    try:
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        if sys.platform != "win32":  # Windows removes no open file
            lock.unlink(missing_ok=True)
        os.close(descriptor)


def _opened(lock: Path) -> int:
    while True:
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise SettingsError(
                f"the folder for the site cannot be locked: {error.strerror}",
                slug="site-dir-refused",
                location=str(lock),
                hint="name a folder that you may write",
            ) from error
        try:
            _take(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise SiteError(
                "another build is writing this site",
                slug="site-locked",
                location=str(lock),
                hint=f"wait until it ends; its process is {_holder(lock)}",
            ) from error
        if _still_named(lock, descriptor):
            return descriptor
        os.close(descriptor)  # its holder ended and removed the name between our open and our lock


def _still_named(lock: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(lock.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _holder(lock: Path) -> str:
    try:
        return ascii(lock.read_text(encoding="ascii", errors="replace").strip())[1:-1] or "unknown"
    except OSError:
        return "unknown"
