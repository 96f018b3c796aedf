"""Commits of git, read without git: who wrote each, when, whether it is signed, and what came before it.

The format is that of ``git help hash-object`` and "Git Internals - Git Objects": header lines, an empty line, the
message. A header line that begins with a space goes on with the one above it, as the signature does.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from generator.readers.git.repository import GitRepository, MissingObjectError
from generator.readers.text import visible_name

_AUTHOR = re.compile(r"(.*?) ?<([^<>]*)> (-?[0-9]{1,15}) ([-+][0-9]{4})")
_LAST_SECOND = 253402300799
"""9999-12-31."""
_NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a commit or a tag, as their own configuration had it."""

    name: str
    mail: str
    at: datetime | None
    """None when the time is beyond what a date can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitObject:
    """One commit."""

    name: str
    tree: str
    parents: tuple[str, ...]
    author: Author | None
    """None when it cannot be read."""
    signed: bool
    """Whether it carries a signature; it is not verified."""


def read_author(text: str) -> Author | None:
    """``Name <mail> seconds zone``; None when it is nothing of that shape."""
    found = _AUTHOR.fullmatch(text)
    if found is None:
        return None
    seconds = int(found[3])
    at = datetime.fromtimestamp(seconds, UTC) if 0 <= seconds <= _LAST_SECOND else None
    return Author(visible_name(found[1].strip()), visible_name(found[2].strip()), at)


def read_commit(repository: GitRepository, name: str) -> CommitObject:
    """One commit.

    Raises:
        MissingObjectError: when it is not there, is damaged, or is no commit.
    """
    found = repository.read(name)
    if found.kind != "commit":
        raise MissingObjectError("is no commit")
    headers: list[tuple[str, str]] = []
    for line in found.data.decode("utf-8", "replace").split("\n"):
        if not line:
            break
        if not line.startswith(" "):
            key, _, value = line.partition(" ")
            headers.append((key, value))
    named = dict(reversed(headers))
    tree = named.get("tree", "")
    parents = tuple(value for key, value in headers if key == "parent")
    if not all(_NAME.fullmatch(each) for each in (tree, *parents)):
        raise MissingObjectError("is no commit that can be read")
    return CommitObject(
        name=name,
        tree=tree,
        parents=parents,
        author=read_author(named.get("author", "")),
        signed=any(key in {"gpgsig", "gpgsig-sha256"} for key, _ in headers),
    )
