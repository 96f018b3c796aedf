"""From a file to the store in it."""

import hashlib
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from generator.catalog import FileRead
from generator.errors import StoreError
from generator.readers.archives.archive import Archive, Packed
from generator.readers.archives.decompression import decompressed, is_compressed
from generator.readers.archives.findings import Findings
from generator.readers.archives.names import stem
from generator.readers.archives.tar_file import TarMembers
from generator.readers.archives.zip_file import BEGINNINGS, ZipMembers
from generator.readers.places import refusal

_BLOCK = 2**20


def open_archive(root: Path, label: str) -> Archive:
    """The store in a zip or tar file.

    Args:
        root: the file; a link is followed.
        label: begins every path as people see it.

    Raises:
        StoreError: when it cannot be read, is no archive, or is made to harm.
    """
    try:
        file = root.open("rb")
    except OSError as error:
        raise refusal(error, str(root)) from error
    return archive_in(file, root.name, label)


def archive_in(file: IO[bytes], name: str, label: str) -> Archive:
    """The store in an open file, which is closed with it.

    Args:
        file: a real one, at its beginning.
        name: of the file.
        label: begins every path as people see it.

    Raises:
        StoreError: when it cannot be read, is no archive, or is made to harm.
    """
    with ExitStack() as opened:
        opened.callback(file.close)
        try:
            sha256, size = _digest(file)
            findings = Findings(label, sha256)
            packed = _packed(file, size, findings)
            opened.callback(packed.close)
            made = Archive(packed, file, FileRead(label, sha256, size), stem(name), findings)
        except OSError as error:
            raise refusal(error, label) from error
        opened.pop_all()
    return made


def _packed(file: IO[bytes], size: int, findings: Findings) -> Packed:
    """The archive by what is in the file, whatever it is called."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if not size:
        raise StoreError(
            "is empty", slug="archive-invalid", location=findings.label, hint="copy or make it again"
        )
    if head.startswith(BEGINNINGS):
        return ZipMembers(file, size, findings.label)
    if not is_compressed(head):
        return TarMembers(file, findings.label)
    unpacked = decompressed(file, size, findings)
    try:
        return TarMembers(unpacked, findings.label)
    except BaseException:
        unpacked.close()
        raise


def _digest(file: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := file.read(_BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size
