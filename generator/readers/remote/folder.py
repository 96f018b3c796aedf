"""A store elsewhere: the backend over the objects at and below a URL."""

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO

from generator.catalog import FileRead, Problem, Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.folder import Folder
from generator.readers.places import beside
from generator.readers.remote.ahead import Ahead
from generator.readers.remote.filesystem import Listed, RemoteFileSystem
from generator.readers.text import visible_name
from generator.readers.tree import FOLDER, Entry, Kind, Tree, UnfitNameError

SMALL = 256 * 2**10
"""Bytes; objects up to this size are fetched whole and with others, greater ones part by part."""
PART = 8 * 2**20
"""Bytes of a great object that are fetched at a time."""
_HEAD = 1024
"""Bytes of a great object that are fetched to tell what it is."""
_MOST_REFUSED = 100


class RemoteFolder:
    """The backend of what lies below a URL; of a database, with what lies beside it."""

    evidence: tuple[FileRead, ...] = ()

    def __init__(self, files: RemoteFileSystem, label: str) -> None:
        """List everything, once.

        Args:
            files: the file system.
            label: begins every path as people see it.

        Raises:
            StoreError: when there is nothing, or it cannot be listed.
        """
        self._files = files
        self._label = label
        self._tree = Tree()
        self._problems: list[Problem] = []
        self._versions: dict[str, str] = {}
        base = files.root
        found = files.find(base)
        if base in found and not found[base].is_folder:
            base, _, name = base.rpartition("/")
            found = {
                place: each for other in sorted(beside(name)) for place, each in _found(files, base, other)
            }
        if not found:
            raise StoreError("is not there, or holds nothing", slug="file-missing", location=str(files.url))
        self._base = base
        lengths = self._plant(base, found.values())
        self._whole = Ahead(files, ((place, size + 1) for place, size in lengths if 0 < size <= SMALL))
        self._heads = Ahead(files, ((place, _HEAD) for place, size in lengths if size > SMALL))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Objects whose names or sizes do not fit into a folder."""
        return tuple(self._problems)

    def shown(self, path: str) -> str:
        """How a path is written for people: after the label, without the URL."""
        return visible_name(f"{self._label}/{path}" if path else self._label)

    def etag(self, path: str) -> str:
        """What the storage called the object when it was listed."""
        return self._versions.get(f"{self._base}/{path}", "")

    def listed(self, path: str) -> Folder:
        """What one folder holds."""
        return self._tree.listed(path, self.shown(path))

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the root."""
        return self._tree.is_folder(path)

    def file(self, path: str) -> tuple[str, int]:
        """Which object a path ends at, and its size."""
        return self._tree.file(path, self.shown(path))

    def contents_below(self, *_asked: object) -> tuple[()]:
        """Several objects come no quicker than each; they are fetched ahead as it is."""
        return ()

    def stamp(self, _paths: Iterable[str]) -> None:
        """Nothing: every build fetches what it shows."""

    def contents(self, place: str, size: int, limit: int) -> bytes:  # noqa: ARG002 no object is longer than it was listed
        """All bytes of an object."""
        return b"".join(self._parts(place, size))

    def pieces(self, place: str, block: int) -> Iterator[bytes]:  # noqa: ARG002 parts are as long as a request is worth
        """The bytes of an object, part by part."""
        return self._parts(place, self._sizes[place])

    def beginning(self, place: str, length: int) -> bytes:
        """The first bytes of an object."""
        if not self._sizes[place]:
            return b""
        if place in self._whole:
            return self._whole.get(place)[:length]
        return (
            self._heads.get(place)[:length] if length <= _HEAD else self._files.fetch_part(place, 0, length)
        )

    def local_file(self, path: str) -> None:
        """No library can open an object where it lies."""
        self.file(path)

    def close(self) -> None:
        """Nothing is kept open for one store alone."""

    def _parts(self, place: str, size: int) -> Iterator[bytes]:
        if place in self._whole:
            data = self._whole.get(place)
            _refuse_other_size(len(data), size)
            yield data
            return
        for start in range(0, size, PART):
            end = min(start + PART, size)
            part = self._files.fetch_part(place, start, end)
            _refuse_other_size(len(part), end - start)
            yield part
        if self._versions[place] and self._files.look(place).version != self._versions[place]:
            raise OSError("it changed while it was read")

    def _plant(self, base: str, found: Iterable[Listed]) -> list[tuple[str, int]]:
        """Put every object into the tree; gives place and size of those that are files."""
        lengths: list[tuple[str, int]] = []
        for each in sorted(found, key=lambda each: each.place):
            name = each.place[len(base) + 1 :].removesuffix("/")
            if not name:
                continue
            if each.size < 0 and not each.is_folder:
                self._refuse(name, "is of a size that its server does not tell")
                continue
            entry = FOLDER if each.is_folder else Entry(Kind.FILE, each.size, each.place)
            try:
                self._tree.add(name, entry)
            except UnfitNameError as error:
                self._refuse(name, str(error))
                continue
            if not each.is_folder:
                lengths.append((each.place, each.size))
                self._versions[each.place] = each.version
        self._sizes = dict(lengths)
        return lengths

    def _refuse(self, name: str, reason: str) -> None:
        if len(self._problems) <= _MOST_REFUSED:
            last = len(self._problems) == _MOST_REFUSED
            self._problems.append(
                Problem(
                    slug="object-refused",
                    severity=Severity.ERROR,
                    source=Source(self.shown("" if last else name)),
                    message="has more objects with which such is wrong" if last else reason,
                    cost="the object is not read",
                )
            )


def _found(files: RemoteFileSystem, base: str, name: str) -> Iterator[tuple[str, Listed]]:
    yield from files.find(f"{base}/{name}").items()


def _refuse_other_size(length: int, size: int) -> None:
    if length != size:
        raise OSError("it changed while it was read")


def fetched(files: RemoteFileSystem, limit: int) -> IO[bytes] | None:
    """An object copied to a file without a name, for what must be read from any place on.

    Args:
        files: the file system; the URL names the object.
        limit: bytes that are copied at most.

    Returns:
        The file at its beginning; None when the URL names a folder.

    Raises:
        StoreError: when it is too long.
        OSError: when it is not there, or cannot be fetched.
    """
    found = files.look(files.root)
    if found.is_folder:
        return None
    if found.size < 0:
        raise OSError("its server does not tell its size")
    if found.size > limit:
        raise StoreError(
            f"is {found.size} bytes long, more than the {limit} that are fetched",
            slug="file-too-large",
            location=str(files.url),
        )
    made = TemporaryFile()  # noqa: SIM115 closed by whoever asked for it
    try:
        for start in range(0, found.size, PART):
            end = min(start + PART, found.size)
            part = files.fetch_part(found.place, start, end)
            _refuse_other_size(len(part), end - start)
            made.write(part)
        made.seek(0)
    except BaseException:
        made.close()
        raise
    return made
