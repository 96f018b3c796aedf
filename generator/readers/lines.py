"""On which line of a file a fact stands, for those who mend it in an editor."""

from generator.errors import DocumentError, StoreError
from generator.provenance import Source
from generator.provenance.document import Place
from generator.readers.governance.front_matter import split_front_matter
from generator.readers.store import Store
from generator.readers.text import decode
from generator.readers.yaml_documents import read_yaml, yaml_lines

_LARGEST = 2**20
"""Bytes; in a longer file the first line has to do."""
_YAML = (".yaml", ".yml", ".json", "mlmodel")
"""JSON is read as the YAML that it nearly always is."""


def line_of(store: Store, path: str, pointer: str) -> int:
    """The line, counted from 1, of a place in a file of a store; the first where the file cannot be read."""
    if not _is_found(path, pointer):
        return line_in(b"", Source(path), pointer)
    try:
        data, source = store.read(path, _LARGEST)
    except StoreError:
        return 1
    return line_in(data, source, pointer)


def line_in(data: bytes, source: Source, pointer: str) -> int:
    """The line, counted from 1, of a place in the bytes of a file.

    A field that is not there is given the line of the nearest field above it; where there is none, or the file is no
    YAML, JSON or front matter, the first line.
    """
    if pointer.startswith("line "):
        return int(pointer.removeprefix("line "))
    if not _is_found(source.path, pointer):
        return 1
    text = decode(data)[0]
    if source.path.casefold().endswith(".md"):
        text = split_front_matter(text).front_matter or ""
    try:
        read_yaml(text, source)  # holds the text to the limits that finding lines relies on
    except DocumentError:
        return 1
    find = yaml_lines(text)
    place = _steps(pointer)
    while place:
        line = find(place)
        if line:
            return line
        place = place[:-1]
    return 1


def _is_found(path: str, pointer: str) -> bool:
    """Whether the file has to be looked into for the line."""
    return pointer.startswith("/") and path.rpartition("/")[2].casefold().endswith((*_YAML, ".md"))


def _steps(pointer: str) -> Place:
    """The keys and positions of a JSON Pointer (RFC 6901, section 4)."""
    return tuple(
        int(step) if step.isdecimal() and step.isascii() else step.replace("~1", "/").replace("~0", "~")
        for step in pointer[1:].split("/")
    )
