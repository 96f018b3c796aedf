"""What a folder of a store holds."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct


class Folder(Struct, frozen=True, gc=False):
    """What one folder holds: names by kind, each kind in the order of its names."""

    path: str
    files: tuple[str, ...]
    folders: tuple[str, ...]
    links: tuple[str, ...]
    """Symbolic links of any kind, followed only when asked for."""
    others: tuple[str, ...]
    """Pipes, sockets, devices: never opened."""

    @property
    def leaves(self) -> tuple[str, ...]:
        """Everything but folders: what a reader may try to read as a file, and the store may refuse."""
        return (*self.files, *self.links, *self.others) if self.links or self.others else self.files

    def __contains__(self, name: str) -> bool:
        return name in self.folders or name in self.leaves


class FolderContents(NamedTuple):
    """Some files of one folder with all their bytes."""

    folder: Folder
    names: Sequence[str]
    contents: Sequence[bytes | None]
    """None in place of a file that needs a closer look."""
