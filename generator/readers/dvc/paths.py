"""Paths as DVC writes them, and where they lie in a store."""

import posixpath
import re

from generator.readers.text import visible_name

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|/|[A-Za-z]:[\\/]")


def plain_path(path: str) -> str:
    r"""A path with ``/`` between its parts and nothing needless: ``.\data\raw\`` is ``data/raw``."""
    if _ELSEWHERE.match(path):
        return path
    parts = path.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in {"", "."})


def is_elsewhere(path: str) -> bool:
    """Whether a path leads to another machine, or begins at the root of this one."""
    return _ELSEWHERE.match(path) is not None


def place_of(folder: str, path: str) -> str:
    """The path in the store of what DVC names from a folder of it; one that leads elsewhere or out stays as written.

    Args:
        folder: in the store; empty for its top.
        path: as DVC writes it.
    """
    if is_elsewhere(path):
        return visible_name(path)
    found = posixpath.normpath(posixpath.join(folder, plain_path(path) or "."))
    return "" if found == "." else found


def is_inside(path: str) -> bool:
    """Whether what :func:`place_of` gave lies in the store at all."""
    return not is_elsewhere(path) and path != ".." and not path.startswith("../")


def with_folders(path: str) -> list[str]:
    """A path and every folder above it."""
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]


def covers(folder: str, path: str) -> bool:
    """Whether one path is the other, or lies below it."""
    return path == folder or path.startswith(f"{folder}/")
