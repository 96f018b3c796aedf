"""What the files of one folder were in each commit of a branch."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.readers.git.commits import CommitObject, read_commit
from generator.readers.git.repository import GitRepository, MissingObjectError

MOST_COMMITS = 2000
"""Commits of a branch that are looked at, counted from its end."""


@dataclass(frozen=True, slots=True)
class State:
    """A folder as one commit left it."""

    commit: CommitObject
    files: dict[str, str]
    """Names of objects by the names of files, of those asked for that are there."""
    complete: bool
    """Whether everything before it is known: False for the first state of a history that begins in the dark."""


@dataclass(slots=True)
class FolderHistory:
    """The first-parent history of a folder.

    Only first parents are followed: what a merge brought is the work of whoever merged it, since that is who let it in.
    """

    repository: GitRepository
    shallow: frozenset[str]
    """Commits whose parents were not fetched."""
    _folders: dict[tuple[str, str], str] = field(default_factory=dict)

    def states(self, head: str, folder: str, names: tuple[str, ...]) -> tuple[State, ...]:
        """Every state of some files of a folder, the oldest first; commits that change none of them are left out.

        Args:
            head: name of the commit at the end of the branch.
            folder: path in the repository; empty for its root.
            names: of files in the folder.

        Raises:
            MissingObjectError: when an object cannot be read; the message ends a sentence that names it.
        """
        found: list[State] = []
        for commit, complete in self._first_parents(head):
            files = self._files(commit.tree, folder, names)
            if found and found[-1].files == files:
                found.pop()
            found.append(State(commit, files, complete))
        return tuple(reversed(found))

    def _first_parents(self, head: str) -> Iterator[tuple[CommitObject, bool]]:
        """The commits from the end of a branch back to its beginning, and whether each one's past is known."""
        name = head
        for number in range(1, MOST_COMMITS + 1):
            commit = read_commit(self.repository, name)
            dark = name in self.shallow or (number == MOST_COMMITS and bool(commit.parents))
            yield commit, not dark
            if dark or not commit.parents:
                return
            name = commit.parents[0]

    def _files(self, tree: str, folder: str, names: tuple[str, ...]) -> dict[str, str]:
        """The objects of files in a folder of a tree."""
        held = self._folder(tree, folder)
        entries = self.repository.entries(held) if held else {}
        return {name: entries[name] for name in names if name in entries}

    def _folder(self, tree: str, folder: str) -> str:
        """The tree of a folder; empty when it is not there."""
        known = self._folders.get((tree, folder))
        if known is None:
            head, _, rest = folder.partition("/")
            below = self.repository.entries(tree).get(head, "") if head else tree
            known = self._folder(below, rest) if rest and below else below
            self._folders[tree, folder] = known
        return known


__all__ = ["MOST_COMMITS", "FolderHistory", "MissingObjectError", "State"]
