"""Pieces of a store read in several processes, and not read again while nothing in them changed.

What a piece gave is kept together with the paths that it asked the store for and the stamp that these had. It stands as
long as the stamp does. A stamp is trusted only when everything in it was last changed well before the reading began: a
change that came at the same tick of the clock could not be told from none. On a machine where files were just checked
out, every stamp is new, so everything is read.

An entry is never an authority: one that is missing, cut or odd means that the piece is read. Neither can one be slipped
in: it only counts where the files have the inodes and times of change that it names, which nobody can set.
"""

import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

import generator
from generator.catalog import Records
from generator.pipeline.cache import SETTLED, Cache, code_digest
from generator.pipeline.work import ordered_results
from generator.readers.packing import pack, unpack
from generator.readers.pieces import Piece
from generator.readers.store import Store

_ROOMS = ("catalog", "provenance")
"""Whose code decides what a piece gives, besides the readers' own."""
_LIMIT = 1_000_000_000
"""Bytes that are kept at most: some hundred thousand runs."""
_FEWEST = 8
"""Pieces below which other processes are not worth their start."""


class _Kept(msgspec.Struct, array_like=True):
    """What is kept of one piece."""

    paths: list[str]
    """That were asked for."""
    stamp: bytes
    records: bytes


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Kept)


def piecework(jobs: int, cache: Cache | None) -> "Piecework":
    """The way of doing pieces of one build.

    Args:
        jobs: processes.
        cache: keeps what pieces gave; None to read everything.
    """
    if cache is None:
        return Piecework(jobs=jobs)
    package = Path(generator.__file__).parent
    rooms = (code_digest(package / room) for room in _ROOMS)
    code = code_digest(package / "readers", (*rooms, sys.version, sys.byteorder, msgspec.__version__))
    return Piecework(jobs=jobs, cache=cache.apart("pieces", limit=_LIMIT), code=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piecework:
    """A way of doing the pieces of stores."""

    jobs: int = 1
    """Processes."""
    cache: Cache | None = None
    """Keeps what pieces gave; None to read everything."""
    code: str = ""
    """Digest of whatever decides what a piece gives besides the store."""
    now: Callable[[], int] = field(default=time.time_ns)
    """Nanoseconds of Unix time."""

    def __call__(self, store: Store, pieces: Sequence[Piece]) -> Iterator[Records]:
        """What each piece gives, in their order."""
        if self.jobs <= 1 and self.cache is None:
            for piece in pieces:
                yield piece.read()
            return
        done = ordered_results(
            lambda piece: self._done(store, piece),
            pieces,
            jobs=self.jobs,
            name=lambda piece: piece.name,
            fewest=_FEWEST,
            here=lambda piece: self._done(store, piece, here=True),
        )
        try:
            with closing(done):  # the processes end before what they were stopped in writing is removed
                for piece, made in zip(pieces, done, strict=True):
                    try:
                        records = unpack(made) if isinstance(made, bytes) else made
                    except ValueError:  # kept by somebody else than us, for all its digest fits
                        records = piece.read()
                    store.add_files(records.files)
                    yield records
        finally:
            if self.cache is not None:
                self.cache.sweep()
                self.cache.trim()

    def _done(self, store: Store, piece: Piece, *, here: bool = False) -> bytes | Records:
        """What a piece gives; packed where that can be, unless it is read in this process and not kept before."""
        key = self._key(store, piece)
        kept = self._kept(store, key)
        if kept is not None:
            return kept
        began = self.now()
        with store.observed(paths=self.cache is not None) as asked:
            records = piece.read()
        if here and self.cache is None:
            return records  # the store knows the files
        travelling = replace(records, files=asked.files)
        packed = pack(travelling)
        if packed is None:
            return travelling
        if self.cache is not None:
            paths = sorted(asked.paths)
            stamp = store.stamp(paths)
            if stamp is not None and stamp.newest + SETTLED < began:
                self.cache.put(key, _ENCODER.encode(_Kept(paths, stamp.digest, packed)))
        return records if here else packed

    def _kept(self, store: Store, key: str) -> bytes | None:
        """What a piece gave before, when that still stands."""
        content = self.cache.get(key) if self.cache is not None else None
        if content is None:
            return None
        try:
            kept = _DECODER.decode(content)
        except ValueError:
            return None
        stamp = store.stamp(kept.paths)
        return kept.records if stamp is not None and stamp.digest == kept.stamp else None

    def _key(self, store: Store, piece: Piece) -> str:
        parts = (self.code, store.label, piece.name, piece.context)
        written = _ENCODER.encode([part.encode("utf-8", "surrogatepass") for part in parts])
        return hashlib.sha256(written).hexdigest()
