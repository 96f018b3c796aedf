"""The only opener of files below the pipeline: lists, reads and digests what lies under one root, and nothing else.

Whatever would lead out of the root is refused by where it really ends, not by how it is spelled: links are resolved
before they are followed. Sockets, pipes and devices are never opened. Nothing is ever written. Readers hold paths as
POSIX text relative to the root and never touch the file system themselves, so that another backend (an archive, a
bucket) stands behind the same methods: see ``backend.py``.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.catalog import ContentKind, FileRead, Problem, Records
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.backend import Backend, Stamp
from generator.readers.content_kind import ContentEnds
from generator.readers.depth import Depth
from generator.readers.files_read import Asked, FilesRead
from generator.readers.folder import Folder
from generator.readers.local_file import LocalFile
from generator.readers.local_folder import LocalFolder
from generator.readers.pieces import Doing, Piece, one_by_one
from generator.readers.places import refusal
from generator.readers.together import FilesTogether, Together

TEXT_LIMIT = 16 * 2**20
"""Bytes that :meth:`Store.read` takes at most unless told otherwise; a longer text file is not one of a tracker's."""
DIGEST_LIMIT = 16 * 2**30
"""Bytes that :meth:`Store.digest` takes at most: some ten seconds on ordinary hardware."""
_BLOCK = 2**20


class Store:
    r"""A folder that a tracker wrote, or people did; or a database with what belongs to it in the same folder.

    Every path handed in and out is relative to the root, with ``/`` between its parts. Names that are not UTF-8 keep
    their bytes as Python's surrogate escapes in these paths, and show them as ``\xff`` in every :class:`Source`.
    """

    def __init__(
        self,
        root: Path | Backend,
        label: str,
        *,
        digest_limit: int = DIGEST_LIMIT,
        doing: Doing = one_by_one,
        depth: Depth = Depth.WHOLE,
    ) -> None:
        """Open the store.

        Args:
            root: the folder, or a database in it; or what stands in for a folder.
            label: begins the path of every source, such as ``mlruns``.
            digest_limit: bytes; greater files are listed without a digest.
            doing: how the pieces of a folder are done that readers read it in; those of anything else are done here and
                now.
            depth: how much readers are to read.

        Raises:
            StoreError: when the root is not there, is a pipe, socket or device, or may not be listed.
        """
        self.label = label
        self.depth = depth
        self._digest_limit = digest_limit
        self._asked: Asked | None = None
        self._listings: dict[str, Folder] | None = None
        """Of the folders listed, while none is listed twice."""
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._backend = LocalFolder(root, label) if isinstance(root, Path) else root
        # What an archive is read through cannot be shared by processes, and tells nothing of its members.
        self._doing = doing if isinstance(self._backend, LocalFolder) else one_by_one
        self._reads = FilesRead(self._backend)
        self._kinds: dict[str, ContentKind] = {}
        """What every file is that was digested for its own sake, by path."""
        self._sensitive: dict[str, tuple[str, ...]] = {}

    @property
    def files(self) -> tuple[FileRead, ...]:
        """Every file that was opened so far, by path."""
        return (*self._backend.evidence, *self._reads.all)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the store as a whole, and cost only a part of it."""
        return self._backend.problems

    def close(self) -> None:
        """Give back what the system lent; nothing is read afterwards."""
        self._backend.close()

    def in_pieces(self, pieces: Sequence[Piece]) -> Iterable[Records]:
        """What each piece of the store gives, in their order, wherever and whenever it was read."""
        return self._doing(self, pieces)

    @contextmanager
    def observed(self, *, paths: bool = True) -> Iterator[Asked]:
        """Take note of what is asked meanwhile: of the files that are opened, and of every path unless told otherwise."""
        asked, reads = self._asked, self._reads
        observed = Asked()
        self._asked = observed if paths else None
        self._reads = FilesRead(self._backend)
        try:
            yield observed
        finally:
            observed.files = self._reads.all
            self._asked, self._reads = asked, reads
            self.add_files(observed.files)

    def add_files(self, files: Iterable[FileRead]) -> None:
        """Count files as read that were read elsewhere on behalf of this store."""
        self._reads.add(files)

    def stamp(self, paths: Iterable[str]) -> Stamp | None:
        """What the system tells of files and folders; None when it tells too little to notice every change."""
        return self._backend.stamp(paths)

    def source(self, path: str) -> Source:
        """The place of a file or folder, there or not; with the digest once the file has been read whole."""
        known = self._reads.get(path)
        return Source(known.path, known.sha256) if known else Source(self._backend.shown(path))

    def folder(self, path: str = "") -> Folder:
        """List one folder.

        Raises:
            StoreError: when it is no folder, is not there, may not be listed, or is not inside the root.
        """
        self._note(path)
        if self._listings is None:
            return self._backend.listed(path)
        known = self._listings.get(path)
        if known is None:
            known = self._listings[path] = self._shared(self._backend.listed(path))
        return known

    @contextmanager
    def listing_once(self) -> Iterator[None]:
        """List no folder twice meanwhile: several readers look through the whole store for what they know."""
        self._listings = {}
        try:
            yield
        finally:
            self._listings = None
            self._names.clear()

    def _shared(self, folder: Folder) -> Folder:
        """The same with the names in common that folders have in common, as those of runs mostly do."""
        kinds = (folder.files, folder.folders, folder.links, folder.others)
        return Folder(folder.path, *(self._names.setdefault(names, names) for names in kinds))

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder inside the root."""
        self._note(path)
        return self._backend.is_folder(path)

    def size(self, path: str) -> int:
        """Bytes of a file.

        Raises:
            StoreError: as :meth:`read` does.
        """
        self._note(path)
        return self._backend.file(path)[1]

    def read(self, path: str, limit: int = TEXT_LIMIT) -> tuple[bytes, Source]:
        """All bytes of a file and where they stand.

        Raises:
            StoreError: when it is no regular file, is not there, may not be read, is greater than the limit, is not
                inside the root, or differs from what was read of it before.
        """
        self._note(path)
        place, size = self._backend.file(path)
        if size > limit:
            raise self._too_large(path, size, limit)
        try:
            data = self._backend.contents(place, size, limit)
        except OSError as error:
            raise refusal(error, self._reads.begin(path, size).path) from error
        if len(data) > limit:
            raise self._too_large(path, len(data), limit)
        return data, self._reads.finish(path, hashlib.sha256(data).hexdigest(), len(data))

    def read_listed(
        self, folder: Folder, names: Sequence[str], limit: int = TEXT_LIMIT
    ) -> Sequence[tuple[bytes, Source] | None]:
        """What :meth:`read` gives of some files in the folder that was listed last, all together and quickly.

        None in place of a file that is not read so: :meth:`read` then tells why, or reads it with more care.
        """
        found = self.read_below(folder, names, (), limit)
        return found[0].contents if found else (None,) * len(names)

    def read_below(
        self,
        folder: Folder,
        files: Sequence[str],
        folders: Sequence[str],
        limit: int = TEXT_LIMIT,
        unread: frozenset[str] = frozenset(),
    ) -> Sequence[FilesTogether]:
        """The same of some files in the folder that was listed last, and of all files below some folders in it.

        Those of the folder itself come first. A folder that is not read so is left out with all below it: :meth:`folder`
        then tells why. One that holds a file called as in ``unread`` is not, nor one with a hidden file.
        """
        found = self._backend.contents_below(folder, files, folders, limit, unread)
        together = Together(self._backend.shown, found)
        if not together.is_visible or not self._reads.are_new(together):
            return ()
        if self._asked is not None:
            self._asked.paths.update(together.paths)
        latest = self.depth is Depth.LATEST
        return together.placed(map(Source, together.shown) if latest else self._reads.digested(together))

    def blocks(self, path: str, block: int = _BLOCK) -> Iterator[bytes]:
        """The bytes of a file of any size, piece by piece; its digest is known once the last piece was taken.

        Raises:
            StoreError: as :meth:`read` does, at the first piece or at any later one.
        """
        self._note(path)
        place, size = self._backend.file(path)
        shown = self._reads.begin(path, size).path
        digest, length = hashlib.sha256(), 0
        try:
            for piece in self._backend.pieces(place, block):
                digest.update(piece)
                length += len(piece)
                yield piece
        except OSError as error:
            raise refusal(error, shown) from error
        self._reads.finish(path, digest.hexdigest(), length)

    def head(self, path: str, length: int) -> bytes:
        """The first bytes of a file, by which to tell what it is; it does not count as read for that.

        Raises:
            StoreError: as :meth:`read` does.
        """
        self._note(path)
        place, _ = self._backend.file(path)
        try:
            return self._backend.beginning(place, length)
        except OSError as error:
            raise refusal(error, self._backend.shown(path)) from error

    def local_file(self, path: str) -> LocalFile | None:
        """A file at a place on this machine, for a library that opens files by itself; it does not count as read.

        None when the store lies in something that such a library cannot open: then it needs a copy.

        Raises:
            StoreError: as :meth:`read` does.
        """
        self._note(path)
        return self._backend.local_file(path)

    def digest(self, path: str) -> FileRead:
        """Size and SHA-256 of a file of any kind, read once however often this is asked.

        Raises:
            StoreError: as :meth:`read` does; ``file-too-large`` beyond the store's digest limit.
        """
        known = self._reads.get(path)
        if known is None or not known.sha256:
            size = self.size(path)
            if size > self._digest_limit:
                raise self._too_large(path, size, self._digest_limit)
            ends = ContentEnds()
            for piece in self.blocks(path):
                ends.take(piece)
            known = self._reads.begin(path, size)
            self._kinds[path] = ends.kind
            self._sensitive[path] = ends.sensitive
        return known

    def kind(self, path: str) -> ContentKind | None:
        """What a file is by its bytes; None unless :meth:`digest` read it."""
        return self._kinds.get(path)

    def sensitive(self, path: str) -> tuple[str, ...]:
        """Ids of the shapes of secrets and personal data in the text of a file; nothing unless :meth:`digest` read it."""
        return self._sensitive.get(path, ())

    def _note(self, path: str) -> None:
        if self._asked is not None:
            self._asked.paths.add(path)

    def _too_large(self, path: str, size: int, limit: int) -> StoreError:
        return StoreError(
            f"is {size} bytes long, more than the {limit} that are read of such a file",
            slug="file-too-large",
            location=self._backend.shown(path),
        )
