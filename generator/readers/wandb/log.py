"""The framing of a ``.wandb`` file: records in blocks, as LevelDB's log has them.

The file begins with seven bytes of its own (``:W&B``, the number 0xBEE1, a version), and its blocks of 32 KiB are
counted from its very beginning. A record, or a part of one, has a checksum, a length and a kind before it; unlike
LevelDB's, the checksum is the plain CRC-32 of zlib over the kind and the bytes. A block ends in zeros where no header
fits. (LevelDB, ``doc/log_format.md``; W&B, ``core/pkg/leveldb/record.go``.)
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

BLOCK = 32 * 1024
"""Bytes."""
LONGEST_RECORD = 64 * 2**20
"""Bytes of a record put together of parts; a longer one counts as damaged."""

_FILE_HEADER = struct.Struct("<4sHB")
_IDENT, _MAGIC = b":W&B", 0xBEE1
_HEADER = struct.Struct("<IHB")
_WHOLE, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4


@dataclass(slots=True)
class LogRecords:
    """The whole records of a file, one after the other; what was wrong is known when the last one was taken."""

    pieces: Iterable[bytes]
    """The bytes of the file, in pieces of any size."""
    begun: bool = False
    """Whether the file holds a byte at all."""
    is_log: bool = False
    """Whether the file begins as it must."""
    damaged: int = 0
    """Stretches whose checksum, length or order is wrong."""
    cut: bool = False
    """Whether it ends in the middle of a record, as it does while a run is on or when one was killed."""
    _parts: list[bytes] = field(default_factory=list)

    def __iter__(self) -> Iterator[bytes]:
        for number, block in enumerate(self._blocks()):
            start, self.begun = 0, True
            if number == 0:
                if not _begins_as_log(block):
                    return
                self.is_log = True
                start = _FILE_HEADER.size
            yield from self._block(block, start)
        if self._parts:
            self.cut = True

    def _blocks(self) -> Iterator[bytes]:
        """The bytes in blocks, the last one as long as it is."""
        rest = b""
        for piece in self.pieces:
            rest += piece
            while len(rest) >= BLOCK:
                yield rest[:BLOCK]
                rest = rest[BLOCK:]
        if rest:
            yield rest

    def _block(self, block: bytes, start: int) -> Iterator[bytes]:
        """The records that end in a block."""
        while start + _HEADER.size <= len(block):
            checksum, length, kind = _HEADER.unpack_from(block, start)
            if kind == 0 and length == 0:
                return
            start += _HEADER.size
            if not _WHOLE <= kind <= _LAST or start + length > len(block):
                self._break(at_end=len(block) < BLOCK and _WHOLE <= kind <= _LAST)
                return
            body = block[start : start + length]
            start += length
            if zlib.crc32(body, zlib.crc32(bytes((kind,)))) != checksum:
                self._break(at_end=False)
                continue
            record = self._joined(kind, body)
            if record is not None:
                yield record
        if len(block) < BLOCK and any(block[start:]):
            self.cut = True

    def _joined(self, kind: int, body: bytes) -> bytes | None:
        """The record that a part completes; None while it goes on."""
        if (kind in {_WHOLE, _FIRST}) == bool(self._parts):
            if kind in {_MIDDLE, _LAST}:  # its beginning was damaged, which is counted already
                return None
            self._break(at_end=False)
        if kind == _WHOLE:
            return body
        self._parts.append(body)
        if sum(map(len, self._parts)) > LONGEST_RECORD:
            self._break(at_end=False)
        if kind != _LAST or not self._parts:
            return None
        record = b"".join(self._parts)
        self._parts.clear()
        return record

    def _break(self, *, at_end: bool) -> None:
        """Note a stretch that is no record, and forget what was begun."""
        self._parts.clear()
        if at_end:
            self.cut = True
        else:
            self.damaged += 1


def _begins_as_log(block: bytes) -> bool:
    return len(block) >= _FILE_HEADER.size and _FILE_HEADER.unpack_from(block)[:2] == (_IDENT, _MAGIC)
