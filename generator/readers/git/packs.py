"""Objects inside pack files of git, read without git.

The formats are those of ``gitformat-pack``: a pack holds compressed objects, many of them as a delta to another one, and
an index beside it, version 2, tells at which byte each begins. Everything is bounded, since a pack can be made to
claim anything.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

LONGEST_OBJECT = 16 * 2**20
"""Bytes of one object."""
_LONGEST_CHAIN = 4096
"""Deltas between an object and one that is whole; git allows 4095."""
_INDEX_MAGIC = b"\xfftOc\x00\x00\x00\x02"
_PACK_MAGICS = (b"PACK\x00\x00\x00\x02", b"PACK\x00\x00\x00\x03")
_FANOUT = len(_INDEX_MAGIC) + 256 * 4
_KINDS = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
_OFFSET_DELTA, _NAMED_DELTA = 6, 7
_LARGE = 2**31


class PackError(ValueError):
    """A pack or its index is not what it should be."""


def offset_in(index: bytes, name: bytes) -> int | None:
    """At which byte of its pack an object begins; None when the pack does not hold it.

    Args:
        index: the whole ``.idx`` file.
        name: of the object, as 20 or 32 bytes.

    Raises:
        PackError: when it is no index of version 2, or is cut.
    """
    if not index.startswith(_INDEX_MAGIC):
        raise PackError("is no index of version 2")
    size, count = len(name), _word(index, _FANOUT - 4)
    if len(index) < _FANOUT + count * (size + 8):
        raise PackError("is cut")
    low = _word(index, len(_INDEX_MAGIC) + (name[0] - 1) * 4) if name[0] else 0
    high = min(_word(index, len(_INDEX_MAGIC) + name[0] * 4), count)
    while low < high:
        middle = (low + high) // 2
        found = index[_FANOUT + middle * size : _FANOUT + (middle + 1) * size]
        if found == name:
            return _offset(index, _FANOUT + count * (size + 4), count, middle)
        low, high = (middle + 1, high) if found < name else (low, middle)
    return None


@dataclass(frozen=True, slots=True)
class Pack:
    """The bytes of one ``.pack`` file."""

    data: bytes
    name_size: int
    """Bytes of an object's name."""

    def read(self, offset: int, elsewhere: Callable[[bytes], tuple[str, bytes]]) -> tuple[str, bytes]:
        """Kind and content of the object that begins at a byte.

        Args:
            offset: as :func:`offset_in` gives it.
            elsewhere: reads an object by name, for a delta to one that is named.

        Raises:
            PackError: when anything of it is damaged or beyond the bounds.
        """
        if not self.data.startswith(_PACK_MAGICS):
            raise PackError("is no pack")
        deltas: list[bytes] = []
        while len(deltas) <= _LONGEST_CHAIN:
            code, size, start = self._header(offset)
            if code in _KINDS:
                return _KINDS[code], _applied(self._inflate(start, size), deltas)
            if code == _OFFSET_DELTA:
                back, start = self._distance(start)
                if not 0 < back <= offset:
                    raise PackError("has a delta to nothing")
                deltas.append(self._inflate(start, size))
                offset -= back
            elif code == _NAMED_DELTA:
                name = self.data[start : start + self.name_size]
                deltas.append(self._inflate(start + self.name_size, size))
                kind, base = elsewhere(name)
                return kind, _applied(base, deltas)
            else:
                raise PackError(f"has an object of the unknown kind {code}")
        raise PackError("has an endless chain of deltas")

    def _header(self, offset: int) -> tuple[int, int, int]:
        """Kind, length, and the byte after both."""
        byte = self._byte(offset)
        code, size, shift = byte >> 4 & 7, byte & 15, 4
        while byte & 0x80:
            offset += 1
            byte = self._byte(offset)
            size |= (byte & 0x7F) << shift
            shift += 7
            if size > LONGEST_OBJECT:
                raise PackError(f"has an object longer than {LONGEST_OBJECT} bytes")
        return code, size, offset + 1

    def _distance(self, offset: int) -> tuple[int, int]:
        """How far back the base of a delta begins, and the byte after that."""
        byte = self._byte(offset)
        back = byte & 0x7F
        while byte & 0x80:
            offset += 1
            byte = self._byte(offset)
            back = (back + 1) << 7 | byte & 0x7F
            if back > len(self.data):
                raise PackError("has a delta to nothing")
        return back, offset + 1

    def _inflate(self, start: int, size: int) -> bytes:
        return inflated(self.data[start : start + size + (size >> 3) + 1024], size)

    def _byte(self, offset: int) -> int:
        if offset >= len(self.data):
            raise PackError("is cut")
        return self.data[offset]


def inflated(data: bytes, size: int) -> bytes:
    """What a zlib stream holds, of which the length is known.

    Raises:
        PackError: when it is damaged, or of another length.
    """
    try:
        found = zlib.decompressobj().decompress(data, size + 1)
    except zlib.error as error:
        raise PackError("is damaged: an object cannot be decompressed") from error
    if len(found) != size:
        raise PackError("is damaged: an object has not the length it claims")
    return found


def _applied(base: bytes, deltas: list[bytes]) -> bytes:
    for delta in reversed(deltas):
        base = _patched(base, delta)
    return base


def _patched(base: bytes, delta: bytes) -> bytes:
    """A delta is a list of stretches of its base to copy and of bytes to insert."""
    before, position = _length(delta, 0)
    after, position = _length(delta, position)
    if before != len(base) or after > LONGEST_OBJECT:
        raise PackError("is damaged: a delta does not fit its base")
    made = bytearray()
    while position < len(delta) and len(made) <= after:
        code = delta[position]
        position += 1
        if code & 0x80:
            start, count, position = _stretch(delta, position, code)
            made += base[start : start + count]
        else:
            made += delta[position : position + code]
            position += code
    if len(made) != after:
        raise PackError("is damaged: a delta does not make what it claims")
    return bytes(made)


def _stretch(delta: bytes, position: int, code: int) -> tuple[int, int, int]:
    """Start and length of what is copied; a set bit of the code says that its byte is there."""
    numbers = [0, 0]
    for bit in range(7):
        if code & 1 << bit:
            if position >= len(delta):
                raise PackError("is damaged: a delta is cut")
            which, place = (0, bit) if bit < 4 else (1, bit - 4)  # noqa: PLR2004 four bytes of start, three of length
            numbers[which] |= delta[position] << 8 * place
            position += 1
    return numbers[0], numbers[1] or 0x10000, position


def _length(delta: bytes, position: int) -> tuple[int, int]:
    number = shift = 0
    while position < len(delta) and shift < 64:  # noqa: PLR2004 bits
        byte = delta[position]
        position += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return number, position
    raise PackError("is damaged: a delta is cut")


def _offset(index: bytes, table: int, count: int, position: int) -> int:
    """From the table of four-byte offsets, or by way of it from that of eight-byte ones."""
    offset = _word(index, table + position * 4)
    if offset < _LARGE:
        return offset
    place = table + count * 4 + (offset - _LARGE) * 8
    if place + 8 > len(index):
        raise PackError("is cut")
    return int.from_bytes(index[place : place + 8], "big")


def _word(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "big")
