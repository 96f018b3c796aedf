"""A git directory inside a store: its tags, and the objects that they name, read without git.

Git itself is never run: what it does is decided by settings that the repository brings along. Nothing outside the store is
followed, so objects that the repository borrows from another one (``objects/info/alternates``) count as missing.
"""

import hashlib
import re
import zlib
from dataclasses import dataclass, field

from generator.catalog import Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.git.packs import LONGEST_OBJECT, Pack, PackError, offset_in
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading
from generator.readers.text import decode, visible_name

LARGEST_PACK = 256 * 2**20
"""Bytes of a pack that is read for the sake of an object in it."""
MOST_TAGS = 50_000
DEEPEST = 20
"""Levels of folders in the name of a tag."""
_MOST_NAMED = 100
_NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PACKED = re.compile(r"([0-9a-f]{40}(?:[0-9a-f]{24})?) (refs/\S.*)")
_TAGS = "refs/tags"
_LOOSE_HEADER = re.compile(rb"(commit|tree|blob|tag) ([0-9]{1,12})\0")


@dataclass(frozen=True, slots=True)
class Ref:
    """One tag as git keeps it: a name for an object."""

    name: str
    """Below ``refs/tags``, such as ``model@v1.0.0``."""
    object_name: str
    """Hexadecimal."""
    source: Source


@dataclass(frozen=True, slots=True)
class GitObject:
    """One object; its content has the digest that its name claims."""

    kind: str
    """``commit``, ``tree``, ``blob`` or ``tag``."""
    data: bytes
    source: Source


class MissingObjectError(Exception):
    """An object is not there, or cannot be trusted; the message ends a sentence that names it."""


@dataclass(slots=True)
class GitRepository:
    """Reads one git directory. Packs are opened only when an object is in them."""

    reading: Reading
    path: str
    """Of the directory with ``HEAD``, ``objects`` and ``refs``, in the store."""
    _indexes: dict[str, bytes] | None = None
    _packs: dict[str, tuple[Pack, Source]] = field(default_factory=dict)
    _named: int = 0
    """Deltas to a named object that are being followed."""

    def tags(self) -> tuple[Ref, ...]:
        """Every tag by name; one in a file of its own goes before one of that name in ``packed-refs``, as in git."""
        found = self._packed_tags()
        waiting = [("", 0)]
        while waiting and len(found) < MOST_TAGS:
            prefix, depth = waiting.pop()
            folder = below(self.path, f"{_TAGS}/{prefix}".rstrip("/"))
            if not self.reading.store.is_folder(folder):
                continue
            held = self.reading.folder(folder, "the tags in it are not shown")
            if held is None:
                continue
            for name in held.files:
                ref = self._loose_tag(prefix + name)
                if ref is not None:
                    found[ref.name] = ref
            if depth < DEEPEST:
                waiting.extend((f"{prefix}{name}/", depth + 1) for name in held.folders)
        if len(found) >= MOST_TAGS:
            self.reading.report(
                "search-bounded", Severity.WARNING, self.reading.store.source(below(self.path, _TAGS)),
                f"has more tags than the {MOST_TAGS} that are looked at", "versions registered by other tags are not shown",
            )  # fmt: skip
        return tuple(found[name] for name in sorted(found))

    def read(self, name: str) -> GitObject:
        """One object.

        Raises:
            MissingObjectError: when it is not there, is damaged, or lies in a pack too large to be read.
        """
        found = self._loose(name) or self._packed(name)
        digest = hashlib.sha1 if len(name) == 40 else hashlib.sha256  # noqa: PLR2004 hexadecimal digits of SHA-1
        if digest(b"%s %d\0" % (found.kind.encode(), len(found.data)) + found.data).hexdigest() != name:
            raise MissingObjectError("is damaged: its content has another digest than its name")
        return found

    def blob_at(self, commit: str, path: str) -> str:
        """The name of the object that a file has in a commit; empty when the commit has no such file.

        Raises:
            MissingObjectError: when the commit or a folder of it cannot be read.
        """
        found = self.read(commit)
        head = re.match(rb"tree ([0-9a-f]{40,64})\n", found.data) if found.kind == "commit" else None
        if head is None:
            raise MissingObjectError("is no commit")
        name = head[1].decode()
        for part in path.split("/"):
            name = self.entries(name).get(part, "")
            if not name:
                return ""
        return name

    def entries(self, tree: str) -> dict[str, str]:
        """The names of the objects in a folder by the names of files and folders; empty for what is no folder.

        Raises:
            MissingObjectError: when it cannot be read.
        """
        folder = self.read(tree)
        return _entries(folder.data, len(tree) // 2) if folder.kind == "tree" else {}

    def _packed_tags(self) -> dict[str, Ref]:
        path = below(self.path, "packed-refs")
        found: dict[str, Ref] = {}
        try:
            self.reading.store.size(path)
        except StoreError:
            return found
        read = self.reading.text(path, "versions registered by tags in it are not shown")
        text, source = read or ("", Source(""))
        for number, line in enumerate(text.split("\n"), 1):
            packed = _PACKED.fullmatch(line.rstrip("\r"))
            if packed and packed[2].startswith(f"{_TAGS}/") and len(found) < MOST_TAGS:
                name = packed[2][len(_TAGS) + 1 :]
                found[name] = Ref(name, packed[1], source.line(number))
        return found

    def _loose_tag(self, name: str) -> Ref | None:
        path = below(self.path, f"{_TAGS}/{name}")
        cost = "what was registered by this tag is not shown"
        try:
            data, source = self.reading.store.read(path, 4096)
        except StoreError as error:
            self.reading.report_error(error, self.reading.store.source(path), cost)
            return None
        text = decode(data)[0].strip()
        if not _NAME.fullmatch(text):
            self.reading.report(
                "git-ref-invalid", Severity.WARNING, source, "does not hold the name of an object", cost,
                "fetch the tag again",
            )  # fmt: skip
            return None
        return Ref(visible_name(name), text, source)

    def _loose(self, name: str) -> GitObject | None:
        path = below(self.path, f"objects/{name[:2]}/{name[2:]}")
        store = self.reading.store
        try:
            store.size(path)
        except StoreError:
            return None
        try:
            data, source = store.read(path)
            content = zlib.decompressobj().decompress(data, LONGEST_OBJECT + 64)
        except (StoreError, zlib.error) as error:
            raise MissingObjectError("is damaged: it cannot be decompressed") from error
        header = _LOOSE_HEADER.match(content)
        if header is None or len(content) - header.end() != int(header[2]):
            raise MissingObjectError("is damaged, or too long")
        return GitObject(header[1].decode(), content[header.end() :], source)

    def _packed(self, name: str) -> GitObject:
        wanted = bytes.fromhex(name)
        for stem, index in self._known_indexes().items():
            try:
                offset = offset_in(index, wanted)
                if offset is None:
                    continue
                pack, source = self._pack(stem, len(wanted))
                kind, data = pack.read(offset, self._base)
            except PackError as error:
                raise MissingObjectError(f"lies in the pack {stem}, which {error}") from error
            return GitObject(kind, data, source.at(name))
        raise MissingObjectError("is not in the repository")

    def _base(self, name: bytes) -> tuple[str, bytes]:
        """The object that a delta of a pack names."""
        self._named += 1
        try:
            if self._named > _MOST_NAMED:
                raise PackError("has an endless chain of deltas")
            found = self._loose(name.hex()) or self._packed(name.hex())
        except MissingObjectError as error:
            raise PackError(f"has a delta to the object {name.hex()}, which {error}") from error
        finally:
            self._named -= 1
        return found.kind, found.data

    def _pack(self, stem: str, name_size: int) -> tuple[Pack, Source]:
        known = self._packs.get(stem)
        if known is None:
            try:
                data, source = self.reading.store.read(f"{stem}.pack", LARGEST_PACK)
            except StoreError as error:
                raise PackError(error.message) from error
            known = self._packs[stem] = Pack(data, name_size), source
        return known

    def _known_indexes(self) -> dict[str, bytes]:
        if self._indexes is None:
            self._indexes = {}
            folder = below(self.path, "objects/pack")
            held = (
                self.reading.folder(folder, "objects in packs are not read")
                if self.reading.store.is_folder(folder)
                else None
            )
            for name in held.files if held else ():
                if name.endswith(".idx"):
                    try:
                        data, _ = self.reading.store.read(f"{folder}/{name}", LARGEST_PACK)
                    except StoreError as error:
                        self.reading.report_error(
                            error, self.reading.store.source(f"{folder}/{name}"), "objects in its pack are not read"
                        )  # fmt: skip
                    else:
                        self._indexes[f"{folder}/{name[:-4]}"] = data
        return self._indexes


def _entries(tree: bytes, name_size: int) -> dict[str, str]:
    """The objects of a folder by name."""
    found: dict[str, str] = {}
    position = 0
    while position < len(tree):
        end = tree.find(b"\0", position)
        if end < 0:
            break
        _, _, name = tree[position:end].partition(b" ")
        position = end + 1 + name_size
        found[name.decode("utf-8", "surrogateescape")] = tree[end + 1 : position].hex()
    return found
