"""The registers of a pack as tables: what people decided, and what the ledger and the records tell of the past."""

from collections.abc import Iterator

from generator.catalog import REGISTER_FIELDS, Entry, field_names
from generator.exports.pack.archive import PackFile
from generator.exports.pack.scope import Scope
from generator.exports.pack.tables import PLACE, place, table
from generator.pages.text import count

FOLDER = "registers"
LEDGER = f"{FOLDER}/ledger.csv"
_APART = ("id", "commit", "source")
"""Fields that have columns of their own."""
_HISTORY = (
    "ledger_line", "subject", "model", "version", "name", "was", "value", "at", "after", "until", "by", "witness",
    "reference", "withdrawn",
)  # fmt: skip


def register_path(name: str) -> str:
    """Of one register."""
    return f"{FOLDER}/{name}.csv"


def register_files(scope: Scope) -> Iterator[PackFile]:
    """A table for every register that is kept, with no row where it says nothing of the scope; and the ledger."""
    catalog = scope.portfolio.catalog
    for name, entries in scope.entries.items():
        if catalog.register(name) is None and not entries:
            continue
        yield PackFile(
            register_path(name),
            _register(entries),
            f"register of {name}: {count(len(entries), 'entry', 'entries')}",
        )
    told = scope.told
    rows = [
        (
            each.line or "", key.subject, key.model, key.version, key.name, event.was, event.value, event.at,
            event.after, event.until, event.by, event.witness, event.reference, each.withdrawn, *place(event.source),
        )
        for each in told
        for event in (each.event,)
        for key in (event.key,)
    ]  # fmt: skip
    yield PackFile(
        LEDGER,
        table((*_HISTORY, *PLACE), rows),
        f"what the ledger records and the registry dates: {count(len(told), 'event')}",
    )


def missing_registers(scope: Scope) -> tuple[str, ...]:
    """The registers that nobody keeps."""
    catalog = scope.portfolio.catalog
    return tuple(
        name for name in REGISTER_FIELDS if catalog.register(name) is None and not scope.entries[name]
    )


def _register(entries: tuple[Entry, ...]) -> bytes:
    names = [name for name in field_names(type(entries[0])) if name not in _APART] if entries else []
    head = ("id", *names, "commit", "commit_author", "commit_at", "commit_signature", *PLACE)
    return table(head, (_row(entry, names) for entry in entries))


def _row(entry: Entry, names: list[str]) -> tuple[object, ...]:
    commit = entry.commit
    attributed = (commit.commit, commit.author, commit.at, commit.signature) if commit else ("", "", "", "")
    return (entry.id, *(getattr(entry, name) for name in names), *attributed, *place(entry.source))
