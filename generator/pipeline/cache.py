"""What was worked out before, kept by the digest of everything it depends on.

A cache is a convenience and never an authority: an entry that is missing, cut, odd or unreadable means that the work
is done again. Entries carry the digest of their content, so that a damaged one is never used.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.pipeline.settings import Settings
from generator.site.publish import lies_in

SETTLED = 3_000_000_000
"""Nanoseconds by which the last change of a file must lie before it was looked at, for what was made of it to be kept: more
than a tick of any file system's clock (FAT has the coarsest, of two seconds)."""
_LARGEST_ENTRY = 32_000_000
_LIMIT = 256_000_000
_DIGEST_LENGTH = 64
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# What Modelfolio worked out before. Safe to delete.\n"
"""Tells backup programs to pass the folder by (https://bford.info/cachedir/)."""


def code_digest(folder: Path, also: Iterable[str] = ()) -> str:
    """Hex SHA-256 over the files of a package, and whatever else its results depend on."""
    digest = hashlib.sha256()
    files = (path for path in folder.rglob("*") if "__pycache__" not in path.parts and path.is_file())
    for path in sorted(files):
        digest.update(_digest(path.relative_to(folder).as_posix().encode()) + _digest(path.read_bytes()))
    for text in also:
        digest.update(_digest(text.encode()))
    return digest.hexdigest()


class Cache:
    """Bytes by key, in a folder that may vanish at any time."""

    def __init__(self, folder: Path, *, limit: int = _LIMIT) -> None:
        """Remember where; nothing is made until something is put.

        Args:
            folder: where the entries lie.
            limit: bytes above which :meth:`trim` removes the entries that were not used for longest.
        """
        self._folder = folder
        self._limit = limit
        self._draft = f".draft-{os.getpid()}-"
        """How drafts of this process begin, and of those that are forked from it."""

    def apart(self, name: str, *, limit: int) -> "Cache":
        """A cache in a folder of its own beside the entries of this one, with a limit of its own."""
        return Cache(self._folder.with_name(f"{self._folder.name}-{name}"), limit=limit)

    def get(self, key: str) -> bytes | None:
        """The content put under a key, a hexadecimal digest, or None when there is none that can be trusted."""
        path = self._path(key)
        try:
            entry = _read(path)
            content = entry[_DIGEST_LENGTH:]
            if entry[:_DIGEST_LENGTH] != _digest(content):
                return None
            os.utime(path)
        except OSError:
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep some content, if it is not too large and the folder lets us."""
        if len(content) > _LARGEST_ENTRY - _DIGEST_LENGTH:
            return
        path = self._path(key)
        with suppress(OSError):
            self._make(path.parent)
            draft = tempfile.NamedTemporaryFile(  # noqa: SIM115 closed below, before it takes the place of an entry
                dir=path.parent, prefix=self._draft, delete=False
            )
            try:
                with draft:
                    draft.write(_digest(content) + content)
                Path(draft.name).replace(path)
            except BaseException:  # a full disk, and also a signal
                Path(draft.name).unlink(missing_ok=True)
                raise

    def sweep(self) -> None:
        """Remove what processes forked from this one were stopped in writing; they have ended."""
        for path in self._folder.glob(f"*/{self._draft}*"):
            with suppress(OSError):
                path.unlink()

    def trim(self) -> None:
        """Remove the entries that were not used for longest, until the rest fits the limit."""
        entries: list[tuple[int, int, Path]] = []
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                found = path.lstat()
                entries.append((found.st_mtime_ns, found.st_size, path))
        excess = sum(size for _, size, _ in entries) - self._limit
        for _, size, path in sorted(entries):
            if excess <= 0:
                break
            with suppress(OSError):
                path.unlink()
                excess -= size

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]

    def _make(self, shelf: Path) -> None:
        """Make the folders, marked so that neither backups nor version control take them in."""
        if shelf.is_dir():
            return
        shelf.mkdir(parents=True, exist_ok=True)
        (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (self._folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")


def cache_for(settings: Settings) -> Cache | None:
    """What was worked out before; None where remembering would write into what is read or published."""
    forbidden = (settings.site_dir, *settings.sources)
    return (
        None if any(lies_in(settings.cache_dir, other) for other in forbidden) else Cache(settings.cache_dir)
    )


def _read(path: Path) -> bytes:
    """A file up to a bearable size, without waiting should somebody have put a pipe there.

    Raises:
        OSError: when there is no such file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        # As much as there is: room for the largest entry costs more than to read an ordinary one.
        return file.read(min(os.fstat(file.fileno()).st_size, _LARGEST_ENTRY))


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
