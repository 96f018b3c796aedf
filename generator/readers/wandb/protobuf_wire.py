"""The wire format of Protocol Buffers: a message as its fields, by number (protobuf.dev/programming-guides/encoding).

Only what is needed to take a few fields out of messages that others wrote; which field means what is for the caller.
"""

import math
import struct
from collections.abc import Iterator
from typing import TypeAlias

Value: TypeAlias = "int | bytes"
"""A varint, as the unsigned number that it is, or the bytes of anything else."""

_LONGEST_VARINT = 10
_LONGEST_TAG = 2**29
_SIGN = 2**63
_DOUBLE = struct.Struct("<d")


class WireError(ValueError):
    """Bytes that are no message."""


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """Number and value of every field, in the order in which they stand.

    Raises:
        WireError: where the bytes are no message any more.
    """
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        number, kind = tag >> 3, tag & 7
        if not 0 < number < _LONGEST_TAG:
            raise WireError("a field has no number")
        match kind:
            case 0:
                value, position = _varint(message, position)
                yield number, value
                continue
            case 1:
                length = 8
            case 2:
                length, position = _varint(message, position)
            case 5:
                length = 4
            case _:
                raise WireError("a field is of an unknown kind")
        if position + length > len(message):
            raise WireError("a field is longer than its message")
        yield number, message[position : position + length]
        position += length


def message_in(value: Value) -> bytes:
    """A message within a message; an empty one where there is a number instead."""
    return value if isinstance(value, bytes) else b""


def text_in(value: Value) -> str:
    """The text of a field; empty where there is a number instead."""
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else ""


def integer_in(value: Value) -> int:
    """An ``int32`` or ``int64``; 0 where there is no number."""
    if isinstance(value, bytes):
        return 0
    value &= 2 * _SIGN - 1
    return value - 2 * _SIGN if value >= _SIGN else value


def zigzag_in(value: Value) -> int:
    """A ``sint64``; 0 where there is no number."""
    return 0 if isinstance(value, bytes) else (value >> 1) ^ -(value & 1)


def double_in(value: Value) -> float:
    """A ``double``; NaN where there is none."""
    if not isinstance(value, bytes) or len(value) != _DOUBLE.size:
        return math.nan
    found: float = _DOUBLE.unpack(value)[0]
    return found


def _varint(message: bytes, position: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    found = 0
    for shift, byte in enumerate(message[position : position + _LONGEST_VARINT]):
        found |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:  # noqa: PLR2004 the last byte lacks the highest bit
            return found, position + shift + 1
    raise WireError("a number has no end")
