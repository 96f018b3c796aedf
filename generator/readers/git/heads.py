"""Where a repository stands: the commit that is checked out, and where its history was cut off."""

import re

from generator.errors import StoreError
from generator.readers.git.repository import GitRepository
from generator.readers.mlflow.artifacts import below
from generator.readers.text import decode

_NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"ref: (refs/\S+)")
_MOST_LINKS = 5
_LONGEST = 4096


def head_commit(repository: GitRepository, head: str = "HEAD") -> str:
    """The name of the commit that is checked out; empty when there is none yet, or it cannot be told.

    Args:
        repository: the git directory.
        head: path of the file in it that says what is checked out.
    """
    text = _line(repository, head)
    for _ in range(_MOST_LINKS):
        if _NAME.fullmatch(text):
            return text
        ref = _REF.fullmatch(text)
        if ref is None:
            return ""
        text = _line(repository, ref[1]) or _packed(repository, ref[1])
    return ""


def cut_commits(repository: GitRepository) -> frozenset[str]:
    """The commits whose parents were not fetched (``shallow``)."""
    return frozenset(line for line in _text(repository, "shallow").split("\n") if _NAME.fullmatch(line))


def _packed(repository: GitRepository, ref: str) -> str:
    """The commit that ``packed-refs`` has of a branch."""
    for line in _text(repository, "packed-refs").split("\n"):
        name, _, called = line.strip().partition(" ")
        if called == ref:
            return name
    return ""


def _line(repository: GitRepository, path: str) -> str:
    text = _text(repository, path).strip()
    return text if len(text) <= _LONGEST else ""


def _text(repository: GitRepository, path: str) -> str:
    """The text of a file of the git directory; empty when it is not there or cannot be read."""
    try:
        data, _ = repository.reading.store.read(below(repository.path, path))
    except StoreError:
        return ""
    return decode(data)[0]
