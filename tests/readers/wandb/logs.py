"""Small ``.wandb`` files for tests, framed as W&B frames them, of records made by hand."""

import struct
import zlib
from collections.abc import Iterable

BLOCK = 32 * 1024
HEADER = struct.pack("<4sHB", b":W&B", 0xBEE1, 0)


def field(number: int, value: bytes | str | float) -> bytes:
    """One field of a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(value: int) -> bytes:
    """A number as seven bits a byte."""
    value &= 2**64 - 1
    made = bytearray()
    while value >= 0x80:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)


def run_record(run_id: str = "abc12345", *, entity: str = "", project: str = "", more: bytes = b"") -> bytes:
    """The record of a run that began at 2026-01-05T08:00:00Z."""
    run = field(1, run_id) + (field(2, entity) if entity else b"") + (field(3, project) if project else b"")
    return field(17, run + field(17, field(1, 1_767_600_000)) + more)


def item(value: str, *keys: str) -> bytes:
    """An item of a history, a summary or a configuration: JSON below keys."""
    return field(1, b"".join(field(2, key) for key in keys) + field(16, value))


def history_record(step: int, *items: bytes) -> bytes:
    """The record of one step."""
    return field(2, b"".join(items) + field(2, field(1, step) if step else b""))


def exit_record(code: int = 0, runtime: int = 0) -> bytes:
    """The record of a run's end."""
    return field(18, (field(1, code) if code else b"") + (field(2, runtime) if runtime else b""))


def log(records: Iterable[bytes]) -> bytes:
    """The whole file."""
    made = bytearray(HEADER)
    for record in records:
        rest, first = record, True
        while first or rest:
            space = BLOCK - len(made) % BLOCK
            if space < 7:
                made += bytes(space)
                continue
            part, rest = rest[: space - 7], rest[space - 7 :]
            kind = (1 if not rest else 2) if first else (4 if not rest else 3)
            made += struct.pack("<IHB", zlib.crc32(bytes((kind,)) + part), len(part), kind) + part
            first = False
    return bytes(made)
