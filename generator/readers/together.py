"""Files of several folders that were read together, on the way to their places."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from generator.provenance import Source
from generator.readers.folder import Folder, FolderContents
from generator.readers.text import is_visible


class FilesTogether(NamedTuple):
    """Some files of one folder with their places."""

    folder: Folder
    names: Sequence[str]
    contents: Sequence[tuple[bytes, Source] | None]
    """None in place of a file that needs a closer look."""


class Together:
    """What a backend read at once."""

    __slots__ = ("_found", "_partly", "data", "folders", "names", "shown")

    def __init__(self, shown: Callable[[str], str], found: Sequence[FolderContents]) -> None:
        """Take in what was read.

        Args:
            shown: how a path is written for people.
            found: by folder.
        """
        self._found = found
        self.folders = [shown(each.folder.path) for each in found]
        """As people see them."""
        self.names = [name for each in found for name in each.names]
        self.shown = [
            f"{above}/{name}" for above, each in zip(self.folders, found, strict=True) for name in each.names
        ]
        """Every file with all its bytes, as people see it."""
        self.data: list[bytes] = []
        """The bytes of each of these."""
        every = [data for each in found for data in each.contents]
        self._partly = None in every
        if self._partly:
            self.shown = [place for place, data in zip(self.shown, every, strict=True) if data is not None]
        self.data = [data for data in every if data is not None]

    @property
    def is_visible(self) -> bool:
        """Whether every file is called as people see it."""
        return is_visible("".join(self.names))

    @property
    def paths(self) -> Iterator[str]:
        """Every folder and every file read, by its path in the store."""
        for each in self._found:
            yield each.folder.path
            before = f"{each.folder.path}/"
            for name, data in zip(each.names, each.contents, strict=True):
                if data is not None:
                    yield before + name

    def placed(self, sources: Iterable[Source]) -> list[FilesTogether]:
        """The same with the place of every file.

        Args:
            sources: in the order of :attr:`shown`.
        """
        whole = zip(self.data, sources, strict=True)
        if self._partly:
            return [
                FilesTogether(folder, names, [None if data is None else next(whole) for data in contents])
                for folder, names, contents in self._found
            ]
        return [
            FilesTogether(folder, names, list(islice(whole, len(names)))) for folder, names, _ in self._found
        ]
