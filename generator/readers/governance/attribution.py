"""Who brought each entry of a register in: the git commit, and what git shows of entries that were changed since.

A name typed into a register is a claim. The commit that brought the line in is better evidence of who wrote it, and its
signature better still. Entries are told apart by their id; how they are laid out, and comments, do not count.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.catalog import REGISTER_FIELDS, Commit, Entry, Problem, Records, Severity, SignatureState
from generator.provenance import Source
from generator.provenance.document import FieldError
from generator.readers.git.commits import CommitObject
from generator.readers.git.heads import cut_commits, head_commit
from generator.readers.git.history import MOST_COMMITS, FolderHistory, State
from generator.readers.git.repository import GitRepository, MissingObjectError
from generator.readers.reading import Reading
from generator.readers.store import Store
from generator.readers.text import decode
from generator.readers.yaml_documents import read_yaml

_UNKNOWN = "who brought the entries of the registers in is not shown"

Contents = Mapping[str, object]
"""What stands in a register, by the id of the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """The git directory that holds the history of the governance folder."""

    store: Store
    """The git directory, and for one of several worktrees the directory that all of them share."""
    head: str = "HEAD"
    """Path of the file in it that says what is checked out."""
    folder: str = ""
    """Path of the governance folder in the repository."""


def attributed(records: Records, reading: Reading, repository: Repository) -> Records:
    """The records with the commit that brought each entry of a register in.

    Args:
        records: what was read of the governance folder.
        reading: of the governance folder; what the history shows of entries that were changed becomes a problem of it.
        repository: where the history is.
    """
    files = reading.store.folder().leaves
    read = {register.name for register in records.registers}
    names = tuple(f"{name}.yaml" for name in REGISTER_FIELDS if name in read or f"{name}.yaml" not in files)
    git = GitRepository(Reading(repository.store), "")
    head = head_commit(git, repository.head)
    if not head:
        return records
    try:
        states = FolderHistory(git, cut_commits(git)).states(head, repository.folder, names)
        histories = {name: _history(git, states, name) for name in names}
    except MissingObjectError as error:
        place = Source(repository.store.label)
        message = f"the history of the registers cannot be read: an object {error}"
        reading.report(
            "git-history-unreadable", Severity.WARNING, place, message, _UNKNOWN, "fetch the repository again"
        )
        return records
    changed: dict[str, Any] = {}
    for name, history in histories.items():
        register = name.removesuffix(".yaml")
        now = _contents(decode(reading.store.read(name)[0])[0], register) if name in files else {}
        entries = getattr(records, REGISTER_FIELDS[register])
        changed[REGISTER_FIELDS[register]] = tuple(
            replace(entry, commit=history.commit(entry.id, now.get(entry.id))) for entry in entries
        )
        reading.problems += history.problems(entries, now, reading.store.source(name))
    reading.problems += _dark(states, changed, repository)
    return replace(records, **changed)


@dataclass(slots=True)
class _History:
    """What became of the entries of one register, commit by commit."""

    first: dict[str, CommitObject | None] = field(default_factory=dict)
    """The commit that each id came in with; None where that lies before what is known."""
    latest: dict[str, tuple[object, CommitObject | None]] = field(default_factory=dict)
    """What each id last stood for, and the commit that made it so."""
    rewritten: dict[str, CommitObject] = field(default_factory=dict)
    """The last commit that changed an entry which was there before."""
    removed: dict[str, CommitObject] = field(default_factory=dict)
    """The commit that took an entry out which is not back since."""

    def add(self, contents: Contents, commit: CommitObject, *, complete: bool) -> None:
        """One more state."""
        for identifier in self.latest.keys() - contents.keys() - self.removed.keys():
            self.removed[identifier] = commit
        for identifier, content in contents.items():
            self.removed.pop(identifier, None)
            known = self.latest.get(identifier)
            if known is None:
                self.first[identifier] = commit if complete else None
                self.latest[identifier] = (content, self.first[identifier])
            elif known[0] is not content and known[0] != content:
                self.rewritten[identifier] = commit
                self.latest[identifier] = (content, commit)

    def commit(self, identifier: str, content: object) -> Commit | None:
        """The commit that made an entry what it is; None when it is not committed, or that is not known."""
        known = self.latest.get(identifier)
        if known is None or known[0] != content or known[1] is None:
            return None
        return told_commit(known[1])

    def problems(self, entries: Sequence[Entry], now: Contents, register: Source) -> Iterator[Problem]:
        """Entries that were changed or taken out."""
        for entry in entries:
            known = self.latest.get(entry.id)
            if known is None:
                continue
            uncommitted = known[0] != now.get(entry.id)
            if uncommitted or entry.id in self.rewritten:
                changed = (
                    "a change that is not committed" if uncommitted else _named(self.rewritten[entry.id])
                )
                yield Problem(
                    slug="register-entry-rewritten",
                    severity=Severity.ERROR,
                    source=entry.source,
                    message=f"{entry.id!a} came in with {_named(self.first[entry.id])} and was rewritten by {changed}",
                    cost="it is shown as it is now; what was decided then stands in the history of the file",
                    remedy="restore the entry, and correct it by a new one with corrects",
                )
        here = {entry.id for entry in entries}
        for identifier in self.latest:
            if identifier not in here and identifier not in now:
                by = self.removed.get(identifier)
                yield Problem(
                    slug="register-entry-removed",
                    severity=Severity.ERROR,
                    source=register,
                    message=f"{identifier!a} came in with {_named(self.first[identifier])} and was taken out by "
                    + (_named(by) if by else "a change that is not committed"),
                    cost="the entry is not shown",
                    remedy="restore the entry, and correct it by a new one with corrects",
                )


def _history(git: GitRepository, states: Sequence[State], name: str) -> _History:
    """The history of one register."""
    history = _History()
    file = _File(name.removesuffix(".yaml"))
    before = ""
    for state in states:
        blob = state.files.get(name, "")
        if blob != before or not state.complete:
            file.read(git.read(blob).data if blob else b"")
            history.add(file.contents, state.commit, complete=state.complete)
        before = blob
    return history


@dataclass(slots=True)
class _File:
    """One register, read in state after state.

    A register grows at its end, so each state is as a rule the one before with entries below. Then only these are
    parsed: else the work would grow with the square of the entries.
    """

    register: str
    text: str = ""
    contents: Contents = field(default_factory=dict)

    def read(self, data: bytes) -> None:
        """Take in one more state."""
        text, _ = decode(data)
        added = self._added(text)
        self.contents = _contents(text, self.register) if added is None else {**added, **self.contents}
        self.text = text

    def _added(self, text: str) -> Contents | None:
        """The entries below those that are known; None when the file did more than grow by entries of its list."""
        first = re.search(rf"^{self.register}:[ \t]*\n(?:[ \t]*(?:#.*)?\n)*( *)- ", self.text, re.MULTILINE)
        if first is None or not (self.text.endswith("\n") and text.startswith(self.text) and self.contents):
            return None
        tail = text[len(self.text) :]
        lines = (line for line in tail.split("\n") if line.strip() and not line.lstrip().startswith("#"))
        begins = next(lines, None)
        if begins is None:
            return {}
        return _appended(tail, self.register) if begins.startswith(f"{first[1]}- ") else None


def _contents(text: str, register: str) -> Contents:
    """What stands in a register, by id; the first of two of one id; nothing when it cannot be read."""
    try:
        node, _ = read_yaml(text, Source(register))
    except FieldError:
        return {}
    return _by_id(node.get(register) if isinstance(node, dict) else None)


def _appended(tail: str, register: str) -> Contents | None:
    """The entries in the tail of a register; None when there is anything odd about it, or anything else in it."""
    try:
        node, faults = read_yaml(f"{register}:\n{tail}", Source(register))
    except FieldError:
        return None
    return _by_id(node[register]) if isinstance(node, dict) and len(node) == 1 and not faults else None


def _by_id(listed: object) -> Contents:
    found: dict[str, object] = {}
    for entry in listed if isinstance(listed, list) else ():
        identifier = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(identifier, str):
            found.setdefault(identifier.strip(), entry)
    return found


def told_commit(commit: CommitObject) -> Commit | None:
    """A commit as records have it; None when it does not say who made it and when."""
    author = commit.author
    if author is None or author.at is None:
        return None
    return Commit(
        commit=commit.name,
        author=f"{author.name} <{author.mail}>",
        at=author.at,
        signature=SignatureState.SIGNED if commit.signed else SignatureState.UNSIGNED,
    )


def _named(commit: CommitObject | None) -> str:
    return f"commit {commit.name[:12]}" if commit else "a commit before those that are here"


def _dark(
    states: Sequence[State], changed: Mapping[str, Sequence[Entry]], repository: Repository
) -> Iterator[Problem]:
    """What the history does not reach back to."""
    if not states or states[0].complete:
        return
    count = sum(entry.commit is None for entries in changed.values() for entry in entries)
    yield Problem(
        slug="git-history-cut",
        severity=Severity.NOTE,
        source=Source(repository.store.label),
        message=f"the history reaches back to commit {states[0].commit.name[:12]} only",
        cost=f"for {count} entries of registers it is not shown who brought them in",
        remedy=f"fetch the whole history with git fetch --unshallow; at most {MOST_COMMITS} commits are looked at",
    )
