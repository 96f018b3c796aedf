"""Tell what a file is from its first and last bytes, while it is digested. Nothing is unpickled, loaded or run.

Sources: pickle, ``pickletools`` (opcode ``PROTO``) · PyTorch, ``torch/serialization.py`` (``archive/data.pkl``) · skops,
``skops/io/_persist.py`` (``schema.json``) · safetensors, "Format" (8 bytes of length, then JSON) · ONNX, ``onnx.proto``
(``ModelProto``: field 1 is ``ir_version``) · NumPy, NEP 1 · GGUF, HDF5, Parquet and UBJSON by their specifications.
"""

import bz2
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable

from generator.catalog import ContentKind
from generator.screening.screen import matches

HEAD_LENGTH = 4096
"""First bytes that are looked at."""
TAIL_LENGTH = 2**16
"""Last bytes that are looked at: the table of contents of a zip archive stands at its end."""

_PICKLE = re.compile(
    rb"\x80[\x02-\x05]"  # PROTO, since protocol 2
    rb"|\(?c[A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n"  # GLOBAL, protocols 0 and 1
    rb"|\(i[A-Za-z_][\w.]*\n\w+\n"  # INST
    rb"|\([dl]p[0-9]+\n"  # an empty dict or list of protocol 0
    rb"|[\]})]q[\x00-\xff]"  # the same of protocol 1
)
_BEGINNINGS = (
    (_PICKLE, ContentKind.PICKLE),
    (re.compile(rb"\x89HDF\r\n\x1a\n"), ContentKind.HDF5),
    (re.compile(rb"GGUF"), ContentKind.GGUF),
    (re.compile(rb"CBM1"), ContentKind.CATBOOST),
    (re.compile(rb"PAR1"), ContentKind.PARQUET),
    (re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8"), ContentKind.IMAGE),
    (re.compile(rb"%PDF-"), ContentKind.PDF),
    (re.compile(rb"\x7fELF|MZ|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe"), ContentKind.PROGRAM),
    (re.compile(rb"\{L\x00\x00\x00\x00"), ContentKind.UBJSON),
    # a length of less than a terabyte in eight bytes, the least first, and the JSON that is so long
    (re.compile(rb'[\x00-\xff]{5}\x00\x00\x00\{\s*"'), ContentKind.SAFETENSORS),
    # SavedModel: schema version 1, then the first graph
    (re.compile(rb"\x08\x01\x12"), ContentKind.TENSORFLOW),
    # ModelProto: ir_version, then any other of its fields
    (re.compile(rb"\x08[\x03-\x1e][\x12\x1a\x22\x28\x32\x3a\x42\x72]"), ContentKind.ONNX),
)
_NUMPY = b"\x93NUMPY"
_NUMPY_OF_OBJECTS = re.compile(rb"'descr':[^}]*\|O")
_ZIP = b"PK\x03\x04"
_COMPRESSED: tuple[tuple[re.Pattern[bytes], Callable[[bytes], bytes]], ...] = (
    (re.compile(rb"\x1f\x8b"), lambda head: zlib.decompressobj(31).decompress(head, HEAD_LENGTH)),
    (re.compile(rb"[\x58\x68\x78][\x01\x5e\x9c\xda]"), lambda head: zlib.decompressobj().decompress(head, HEAD_LENGTH)),
    (re.compile(rb"BZh[1-9]"), lambda head: bz2.BZ2Decompressor().decompress(head, HEAD_LENGTH)),
    (re.compile(rb"\xfd7zXZ\x00|\x5d\x00\x00"), lambda head: lzma.LZMADecompressor().decompress(head, HEAD_LENGTH)),
)  # fmt: skip
_TEXTS = frozenset({ContentKind.JSON, ContentKind.TEXT, ContentKind.XML})
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class ContentEnds:
    """The first and the last bytes of a file that passes by in pieces."""

    __slots__ = ("_head", "_length", "_tail")

    def __init__(self) -> None:
        self._head = b""
        self._tail = b""
        self._length = 0

    def take(self, piece: bytes) -> None:
        """The next piece."""
        if len(self._head) < HEAD_LENGTH:
            self._head += piece[: HEAD_LENGTH - len(self._head)]
        self._tail = (
            piece[-TAIL_LENGTH:] if len(piece) >= TAIL_LENGTH else (self._tail + piece)[-TAIL_LENGTH:]
        )
        self._length += len(piece)

    @property
    def kind(self) -> ContentKind:
        """What the file is, when the last piece was taken."""
        return content_kind(self._head, self._tail, whole=self._length <= HEAD_LENGTH)

    @property
    def sensitive(self) -> tuple[str, ...]:
        """As :func:`sensitive_shapes`, of the last bytes."""
        return sensitive_shapes(self._tail, self.kind)


def sensitive_shapes(data: bytes, kind: ContentKind) -> tuple[str, ...]:
    """Ids of the shapes of secrets and personal data in a file of text, each once; none in any other file."""
    if kind not in _TEXTS:
        return ()
    return tuple(dict.fromkeys(match.shape.id for match in matches(data.decode("utf-8", "replace"))))


def content_kind(head: bytes, tail: bytes, *, whole: bool) -> ContentKind:
    """What a file is.

    Args:
        head: its first bytes, :data:`HEAD_LENGTH` at most.
        tail: its last bytes, :data:`TAIL_LENGTH` at most.
        whole: whether the head is all there is of it.
    """
    if head.startswith(_ZIP):
        return _zip_kind(head, tail)
    if head.startswith(_NUMPY):
        return ContentKind.PICKLE if _NUMPY_OF_OBJECTS.search(head) else ContentKind.NUMPY
    for pattern, kind in _BEGINNINGS:
        if pattern.match(head):
            return kind
    for pattern, decompress in _COMPRESSED:
        if pattern.match(head):
            return _compressed_kind(head, decompress)
    return _text_kind(head, whole=whole)


def _zip_kind(head: bytes, tail: bytes) -> ContentKind:
    """The kind of a zip archive by the names in it.

    ``zipfile`` counts from the end, and so reads the table of contents from the last bytes alone when they hold it.
    Where they do not, since it is longer or damaged, the first name can show that there is a pickle and never that
    there is none.
    """
    names, whole = {_first_name(head)}, True
    try:
        with zipfile.ZipFile(io.BytesIO(tail)) as archive:
            names.update(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        whole = False
    bases = {name.rpartition("/")[2] for name in names}
    if "data.pkl" in bases:
        return ContentKind.TORCH_ARCHIVE
    if any(base.endswith((".pkl", ".pickle", ".joblib")) for base in bases):
        return ContentKind.PICKLE
    if not whole:
        names.clear()
    if "schema.json" in names:
        return ContentKind.SKOPS
    if {"config.json", "metadata.json"} <= names:
        return ContentKind.KERAS
    if names and all(name.endswith(".npy") for name in names):
        return ContentKind.NUMPY
    return ContentKind.ZIP


def _first_name(head: bytes) -> str:
    length = int.from_bytes(head[26:28], "little")
    return head[30 : 30 + length].decode("utf-8", "replace")


def _compressed_kind(head: bytes, decompress: Callable[[bytes], bytes]) -> ContentKind:
    try:
        plain = decompress(head)
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError):
        return ContentKind.OTHER
    return ContentKind.COMPRESSED_PICKLE if _PICKLE.match(plain) else ContentKind.COMPRESSED


def _text_kind(head: bytes, *, whole: bool) -> ContentKind:
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _NOT_TEXT.search(head):
        return ContentKind.OTHER
    try:
        head.decode()
    except UnicodeDecodeError as error:
        if whole or error.start < len(head) - 3:
            return ContentKind.OTHER
    if begin.startswith((b"{", b"[")):
        return ContentKind.JSON
    return ContentKind.XML if begin.startswith(b"<?xml") else ContentKind.TEXT
