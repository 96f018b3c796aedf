"""The members of an archive, put into a tree as each turns out to be fit for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.catalog import Severity
from generator.errors import StoreError
from generator.readers.archives.findings import Findings
from generator.readers.archives.names import tidy
from generator.readers.tree import Entry, Kind, Tree, UnfitNameError

MOST_MEMBERS = 2_000_000
"""Members that are taken in: those of some forty thousand runs in MLflow's files."""
LARGEST_QUIET = 2**30
"""Bytes that an archive may unpack to however well it is packed."""
HIGHEST_RATIO = 200
"""How many times its own size an archive beyond that may unpack to."""
_MACOS = "__MACOSX"
"""Where macOS puts what it knows of the files in a zip beside their contents."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member, as the archive tells of it."""

    name: str
    entry: Entry
    same_as: str | None = None
    """The name of an earlier member whose bytes are its own too: a hard link of a tar."""


def planted(members: Iterable[Member], stem: str, findings: Findings) -> tuple[Tree, str]:
    """A tree of all members that are fit for one, and the folder in it that is the store.

    That is the one folder at the top when there is nothing beside it and it is called as the archive is: then somebody
    packed a folder, and not what is in it.

    Raises:
        StoreError: when there are too many members.
    """
    tree, tops = Tree(), set[str]()
    for member in _bounded(members, findings):
        name = tidy(member.name)
        if not name:
            if member.entry.kind is not Kind.FOLDER:
                findings.member(member.name, "member-refused", "has no name", "the member is not read")
            continue
        top = name.partition("/")[0]
        if top == _MACOS:
            continue
        try:
            twice = tree.add(name, _settled(member, tree))
        except UnfitNameError as error:
            findings.member(member.name, "member-refused", str(error), "the member is not read")
            continue
        tops.add(top)
        if twice:
            findings.member(
                member.name, "member-twice", "is in the archive twice",
                "the last one is read, as when the archive is unpacked", Severity.WARNING,
            )  # fmt: skip
    wrapped = tops == {stem} and tree.is_folder(stem)
    return tree, stem if wrapped else ""


def refuse_bomb(unpacked: int, packed: int, label: str) -> None:
    """Refuse an archive that is made to exhaust the machine.

    Args:
        unpacked: bytes that its members have, or claim to have.
        packed: bytes of the archive.
        label: of the store.

    Raises:
        StoreError: when that is so.
    """
    if unpacked > LARGEST_QUIET and unpacked > HIGHEST_RATIO * packed:
        raise StoreError(
            f"would unpack to more than {HIGHEST_RATIO} times its {packed} bytes, as only archives made to harm do",
            slug="archive-bomb",
            location=label,
            hint="unpack it where that does no harm, and name the folder",
        )


def _bounded(members: Iterable[Member], findings: Findings) -> Iterator[Member]:
    macos = False
    for count, member in enumerate(members):
        if count >= MOST_MEMBERS:
            raise StoreError(
                f"has more than {MOST_MEMBERS} members",
                slug="archive-too-large",
                location=findings.label,
                hint="unpack it, and name the folder",
            )
        macos = macos or member.name.startswith(f"{_MACOS}/")
        yield member
    if macos:
        findings.whole(
            "stray-file", f"has a folder {_MACOS}, in which macOS keeps what only it needs", "nothing is lost",
            severity=Severity.NOTE,
        )  # fmt: skip


def _settled(member: Member, tree: Tree) -> Entry:
    """What stands under a member's name: what stands under that of another one when it is a hard link to it."""
    if member.same_as is None:
        return member.entry
    try:
        place, size = tree.file(tidy(member.same_as), "")
    except StoreError:
        raise UnfitNameError("is a hard link to something that is no file of the archive before it") from None
    return Entry(Kind.FILE, size, place)
