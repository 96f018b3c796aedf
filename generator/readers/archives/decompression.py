"""What a compressed tar holds, put where it can be read from any place on."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from generator.errors import StoreError
from generator.readers.archives.findings import Findings
from generator.readers.archives.members import refuse_bomb

LARGEST = 16 * 2**30
"""Bytes that are unpacked at most."""
_IN_MEMORY = 256 * 2**20
"""Bytes that are kept in memory; beyond, the system keeps them in a file without a name."""
_XZ_MEMORY = 256 * 2**20
"""Bytes that an archive may ask for to be unpacked; the strongest setting of ``xz`` asks for 65 MiB."""
_BLOCK = 2**20
_GZIP = b"\x1f\x8b"
_BZIP2 = b"BZh"
_XZ = b"\xfd7zXZ\0"


def is_compressed(head: bytes) -> bool:
    """Whether a file that begins so is compressed as a whole."""
    return head.startswith((_GZIP, _BZIP2, _XZ))


def decompressed(file: IO[bytes], size: int, findings: Findings) -> IO[bytes]:
    """The bytes of a compressed file, in memory or in a file without a name; as far as they go when it is damaged.

    Args:
        file: at its beginning.
        size: of it, in bytes.
        findings: told of damage.

    Raises:
        StoreError: when it is made to harm, or longer than is unpacked.
    """
    made = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 closed by whoever asked for it
    length = 0
    try:
        for piece in _pieces(file):
            length += len(piece)
            _refuse_length(length, size, findings.label)
            made.write(piece)
    except EOFError:
        findings.whole(
            "archive-cut",
            "ends before its end",
            "what stood in the missing part is not shown",
            "copy it again",
        )
    except (gzip.BadGzipFile, zlib.error, lzma.LZMAError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            made.close()
            raise
        findings.whole(
            "archive-damaged", f"cannot be unpacked to its end: {str(error)[:200].lower()}",
            "what stood behind the damage is not shown, and what stands before it may be wrong", "copy or make it again",
        )  # fmt: skip
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _refuse_length(length: int, size: int, label: str) -> None:
    refuse_bomb(length, size, label)
    if length > LARGEST:
        raise StoreError(
            f"unpacks to more than {LARGEST} bytes",
            slug="archive-too-large",
            location=label,
            hint="unpack it, and name the folder",
        )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    head = file.read(len(_XZ))
    file.seek(0)
    if head.startswith(_XZ):
        yield from _unpacked_xz(file)
        return
    opened = gzip.GzipFile(fileobj=file) if head.startswith(_GZIP) else bz2.BZ2File(file)
    with opened:
        while piece := opened.read1(_BLOCK):
            yield piece


def _unpacked_xz(file: IO[bytes]) -> Iterator[bytes]:
    """As ``lzma.LZMAFile`` does, which sets no bound to the memory that an archive asks for."""
    made, waiting = _xz(), b""
    while True:
        if made.eof:
            waiting = (made.unused_data or file.read(_BLOCK)).lstrip(b"\0")
            if not waiting:
                return
            made = _xz()
        elif made.needs_input and not waiting:
            waiting = file.read(_BLOCK)
            if not waiting:
                raise EOFError
        piece = made.decompress(waiting, _BLOCK)
        waiting = b""
        if piece:
            yield piece


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
