"""The ledger on the disk: where it is read, and whether one that should be there is lost."""

from dataclasses import dataclass

from generator.catalog import FileRead, Problem, Severity
from generator.errors import StoreError
from generator.history.ledger import LEDGER_NAME, Ledger, read_ledger
from generator.pipeline.git_directory import git_directory
from generator.pipeline.settings import Settings
from generator.provenance import Source
from generator.readers.git.heads import cut_commits, head_commit
from generator.readers.git.history import FolderHistory
from generator.readers.git.repository import GitRepository, MissingObjectError
from generator.readers.reading import Reading
from generator.readers.store import Store

LARGEST = 2**30
"""Bytes of a ledger that is read: some million lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFile:
    """The ledger, and what reading it costs and shows."""

    ledger: Ledger
    files: tuple[FileRead, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_ledger_file(settings: Settings) -> LedgerFile:
    """Read the ledger of a project; an empty one where there is none."""
    place = settings.ledger
    if place is None:
        return LedgerFile(ledger=Ledger())
    if not place.root.exists():
        problems = (_lost(Source(f"{place.label}/{place.root.name}")),) if is_lost(settings) else ()
        return LedgerFile(ledger=Ledger(source=Source(f"{place.label}/{place.root.name}")), problems=problems)
    real = place.root.resolve()
    store = Store(real, place.label)
    try:
        data, source = store.read(real.name, LARGEST)
    except StoreError as error:
        problem = Problem(
            slug=error.slug,
            severity=Severity.ERROR,
            source=store.source(real.name),
            message=error.message,
            cost="nothing that the ledger records is shown",
            remedy=error.hint,
        )
        return LedgerFile(ledger=Ledger(source=store.source(real.name)), problems=(problem,))
    return LedgerFile(ledger=read_ledger(data, source), files=store.files)


def is_lost(settings: Settings) -> bool:
    """Whether the ledger is missing, and git has had it."""
    place = settings.ledger
    found = git_directory(place.root.parent) if place is not None and not place.root.exists() else None
    if place is None or found is None:
        return False
    git = GitRepository(Reading(Store(found.directory, ".git")), "")
    try:
        head = head_commit(git, found.head)
        states = (
            FolderHistory(git, cut_commits(git)).states(head, found.folder, (place.root.name,))
            if head
            else ()
        )
    except MissingObjectError:
        return False
    return any(place.root.name in state.files for state in states)


def _lost(source: Source) -> Problem:
    return Problem(
        slug="ledger-lost",
        severity=Severity.ERROR,
        source=source,
        message=f"{LEDGER_NAME} is not here, and git has had it",
        cost="what only it records is unknown",
        remedy="restore it from git, or begin another with modelfolio record --restart REASON",
    )
