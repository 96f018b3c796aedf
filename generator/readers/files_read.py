"""What became of the files of a store that were opened: which they are, and what their bytes were."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from operator import attrgetter

from generator.catalog import FileRead
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.backend import Backend
from generator.readers.together import Together

_path = attrgetter("path")
_ANYWHERE = "/"
"""Stands for the folders of files that wait, where nobody looked at which they are; no folder is called so."""


@dataclass(slots=True)
class Asked:
    """What was asked of a store during some time."""

    paths: set[str] = field(default_factory=set)
    """Of every file and folder, there or not."""
    files: tuple[FileRead, ...] = ()
    """Those that were opened, by path; known when the time is over."""


class FilesRead:
    """Every file opened, by its path as people see it: no two have the same, as none has a backslash in it."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._known: dict[str, FileRead] = {}
        self._waiting: list[Iterable[FileRead]] = []
        """Files that are to be taken in among those above when any like them is asked for, all at once."""
        self._folders: set[str] = set()
        """Folders that files wait in, as people see them."""

    def are_new(self, together: Together) -> bool:
        """Whether none of some files was opened before."""
        return self._of(together.folders).keys().isdisjoint(together.shown)

    @property
    def all(self) -> tuple[FileRead, ...]:
        """All of them, by path."""
        self._take_in()
        return tuple(sorted(self._known.values(), key=_path))

    def get(self, path: str) -> FileRead | None:
        """What is known of a file of the store; None when it was not opened."""
        return self._find(self._backend.shown(path))

    def add(self, files: Iterable[FileRead]) -> None:
        """Files that were read whole."""
        self._waiting.append(files)
        self._folders.add(_ANYWHERE)

    def digested(self, together: Together) -> Iterable[Source]:
        """The places of some files that are new."""
        digests = [sha256(data).hexdigest() for data in together.data]
        # Made at once: what makes them later would hold on to all the bytes.
        self._waiting.append(list(map(FileRead, together.shown, digests, map(len, together.data))))
        self._folders.update(together.folders)
        return map(Source, together.shown, digests)

    def begin(self, path: str, size: int) -> FileRead:
        """Count a file as opened, whatever comes of it."""
        shown = self._backend.shown(path)
        known = self._find(shown)
        if known is None:
            known = self._known[shown] = FileRead(shown, "", size, self._backend.etag(path))
        return known

    def finish(self, path: str, sha256: str, size: int) -> Source:
        """Know the digest of a file that was read whole; gives its place.

        Raises:
            StoreError: when it had another one before.
        """
        shown = self._backend.shown(path)
        before = self._find(shown)
        if before is None or before.sha256 != sha256:
            self._known[shown] = FileRead(shown, sha256, size, self._backend.etag(path))
        if before is not None and before.sha256 not in {"", sha256}:
            raise StoreError(
                "changed while the store was read",
                slug="file-changed",
                location=shown,
                hint="read the store when nothing writes to it",
            )
        return Source(shown, sha256)

    def _find(self, shown: str) -> FileRead | None:
        return self._of((shown.rpartition("/")[0],)).get(shown)

    def _of(self, folders: Iterable[str]) -> dict[str, FileRead]:
        """The files opened, with all that lie in some folders among them."""
        waiting = self._folders
        if waiting and (_ANYWHERE in waiting or not waiting.isdisjoint(folders)):
            self._take_in()
        return self._known

    def _take_in(self) -> None:
        self._known.update([(file.path, file) for file in chain.from_iterable(self._waiting)])
        self._waiting.clear()
        self._folders.clear()
