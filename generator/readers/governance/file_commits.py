"""When a file that sets limits was last changed: by the commit that made it what it is.

A limit was fixed before something was measured when the whole file was what it is by then. A later commit may have
changed another line; then the commit alone does not tell.
"""

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from generator.catalog import FileCommit
from generator.errors import StoreError
from generator.readers.git.heads import cut_commits, head_commit
from generator.readers.git.history import FolderHistory, State
from generator.readers.git.repository import GitRepository, MissingObjectError
from generator.readers.governance.attribution import Repository, told_commit
from generator.readers.reading import Reading


def file_commits(reading: Reading, repository: Repository, paths: Iterable[str]) -> tuple[FileCommit, ...]:
    """The commit that made each file what it is, for those that are committed as they are.

    That the history cannot be read is told where the registers' entries are attributed, and not again.

    Args:
        reading: of the governance folder.
        repository: where its history is.
        paths: of files in the governance folder.
    """
    git = GitRepository(Reading(repository.store), "")
    head = head_commit(git, repository.head)
    names: dict[str, list[str]] = {}
    for path in sorted(set(paths)):
        folder, name = posixpath.split(path)
        names.setdefault(folder, []).append(name)
    found: list[FileCommit] = []
    try:
        history = FolderHistory(git, cut_commits(git))
        for folder, held in names.items() if head else ():
            place = posixpath.join(repository.folder, folder).strip("/")
            states = history.states(head, place, tuple(held))
            found += _of_folder(reading, git, folder, held, states)
    except MissingObjectError:
        return ()
    return tuple(found)


def _of_folder(
    reading: Reading, git: GitRepository, folder: str, names: Sequence[str], states: Sequence[State]
) -> Iterator[FileCommit]:
    for name in names:
        blob, last = "", None
        for state in states:
            now = state.files.get(name, "")
            if now != blob:
                blob, last = now, state if state.complete else None
        path = posixpath.join(folder, name)
        commit = told_commit(last.commit) if last and blob else None
        if commit is not None and git.read(blob).data == _bytes(reading, path):
            yield FileCommit(path=reading.store.source(path).path, commit=commit)


def _bytes(reading: Reading, path: str) -> bytes | None:
    """What is in the file now; None when it cannot be read, which has been told when it was read the first time."""
    try:
        return reading.store.read(path)[0]
    except StoreError:
        return None
