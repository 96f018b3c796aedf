"""From the place of a fact to the file that somebody opens to mend it."""

import os
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from generator.errors import StoreError
from generator.pipeline.settings import Place
from generator.provenance import Source
from generator.readers.archives.names import is_archive_name
from generator.readers.lines import line_of
from generator.readers.opening import open_store
from generator.readers.store_url import StoreUrl


class Locator:
    """Knows where the labels of the stores lie, as seen from one folder."""

    def __init__(self, places: Iterable[Place[Path | StoreUrl]], folder: Path) -> None:
        """Remember the places.

        Args:
            places: every store and the governance folder.
            folder: the paths given out are relative to it, such as the root of a repository.
        """
        self._places = sorted(places, key=lambda place: len(place.label), reverse=True)
        self._folder = folder
        self.locate = lru_cache(maxsize=4096)(self._locate)
        """The path of a source below the folder, with ``/`` between its parts, and the line counted from 1."""

    def _locate(self, source: Source) -> tuple[str, int]:
        place = next((place for place in self._places if _is_within(source.path, place.label)), None)
        if place is None:
            return source.path, 1
        root = place.root
        if isinstance(root, StoreUrl):
            return source.path, 1
        if root.is_file() and is_archive_name(root.name):
            return self._shown(root), 1
        inner = source.path.removeprefix(place.label).lstrip("/")
        base = root.parent if root.is_file() else root
        return self._shown(base / inner), self._line(place, inner, source.pointer)

    def _line(self, place: Place[Path | StoreUrl], inner: str, pointer: str) -> int:
        try:
            with closing(open_store(place.root, place.label)) as store:
                return line_of(store, inner, pointer)
        except StoreError:  # it was there when it was read; where to mend it is all that is lost
            return 1

    def _shown(self, path: Path) -> str:
        return Path(os.path.relpath(path, self._folder)).as_posix()


def _is_within(path: str, label: str) -> bool:
    return path == label or path.startswith(f"{label}/")
