"""From bytes to text: what can be wrong with any text file, whatever its format."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_LFS_POINTER = b"version https://git-lfs.github.com/spec/v1"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_POINTER = 1024
"""Bytes, by the specification of Git LFS."""
_SIGNS = (b"\0", _BYTE_ORDER_MARK, b"<<<<<<< ", _LFS_POINTER)
"""Bytes without which a text has no other fault than not to be UTF-8."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONFLICT = re.compile(rb"^<{7} .*?^={7}\r?$.*?^>{7} ", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextFault:
    """Something wrong with the bytes of a text."""

    slug: str
    message: str
    line: int = 0
    """Counted from 1; 0 for the whole file."""
    remedy: str = ""
    harmless: bool = False
    """Whether the text is whole all the same."""
    absent: bool = False
    """Whether the text is not the file's own at all."""


@dataclass(frozen=True, slots=True)
class LargeFilePointer:
    """What Git LFS leaves in place of a file: the digest and the size of the real one."""

    sha256: str
    size: int


def decode(data: bytes) -> tuple[str, tuple[TextFault, ...]]:
    r"""The text of a file, with every fault named.

    Bytes that are not UTF-8 are shown as ``\xff``, a leading byte order mark is left out, all else is kept as it is.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _decode_oddly(data)
    if b"\0" in data or data[:3] == _BYTE_ORDER_MARK or b"<<<<<<< " in data or data.startswith(_LFS_POINTER):
        return _decode_oddly(data)
    return text, ()


def large_file_pointer(data: bytes) -> LargeFilePointer | None:
    """The Git LFS pointer that a file consists of; None for every other file."""
    if not data.startswith(_LFS_POINTER) or len(data) > LONGEST_POINTER:
        return None
    fields = dict(line.partition(" ")[::2] for line in data.decode("utf-8", "replace").splitlines())
    kind, _, sha256 = fields.get("oid", "").partition(":")
    size = fields.get("size", "")
    if kind != "sha256" or not re.fullmatch(r"[0-9]{1,19}", size):
        return None
    return LargeFilePointer(sha256, int(size))


def decode_plain(data: Sequence[bytes]) -> Sequence[str] | None:
    """The texts of some files, when :func:`decode` finds no fault in any of them; None when it may find one."""
    together = b"\n".join(data)
    if any(sign in together for sign in _SIGNS):
        return None
    try:
        return [each.decode() for each in data]
    except UnicodeDecodeError:
        return None


def split_lines(blocks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """The lines of a file of any size without their line feeds.

    Args:
        blocks: of its bytes.
        longest: bytes after which a line is cut.
    """
    rest, skipping = b"", False
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            if not skipping:
                yield line[:longest]
            skipping = False
        if len(rest) > longest:
            if not skipping:
                yield rest[:longest]
            rest, skipping = b"", True
    if rest and not skipping:
        yield rest


def is_visible(name: str) -> bool:
    """Whether a file name can be written anywhere as it is."""
    return name.isascii() or not _SURROGATE.search(name)


def visible_name(name: str) -> str:
    """A file name that can be written anywhere: bytes that are not UTF-8, and lone surrogates, as escapes."""
    if is_visible(name):
        return name
    return _SURROGATE.sub(lambda found: _escape(ord(found[0])), name)


def _escape(code: int) -> str:
    """Python keeps the byte 0xff of a name as U+DCFF."""
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"  # noqa: PLR2004


def _decode_oddly(data: bytes) -> tuple[str, tuple[TextFault, ...]]:
    faults = []
    if data.startswith(_LFS_POINTER):
        faults.append(
            TextFault(
                "git-lfs-pointer",
                "holds a Git LFS pointer, not the file itself",
                remedy="fetch the file with git lfs pull",
                absent=True,
            )
        )
    if data.startswith(_BYTE_ORDER_MARK):
        data = data[3:]
        faults.append(TextFault("byte-order-mark", "begins with a byte order mark", harmless=True))
    conflict = _CONFLICT.search(data)
    if conflict:
        faults.append(
            TextFault(
                "merge-conflict",
                "holds the markers of an unfinished merge",
                data.count(b"\n", 0, conflict.start()) + 1,
                remedy="settle the conflict in git and commit the file",
            )
        )
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        faults.append(TextFault("text-null", "holds null characters", line))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "backslashreplace")
        line = data.count(b"\n", 0, error.start) + 1
        faults.append(TextFault("text-not-utf8", "holds bytes that are not UTF-8", line))
    return text, tuple(faults)
