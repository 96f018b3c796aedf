"""What may befall the files of a store, and what a reader owes whoever reads it then."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.catalog import Problem, Records
from generator.readers.reader import Reader
from generator.readers.store import Store

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""Names of problems, and of readers."""
_GONE = "is not there"
DAMAGE = (
    _GONE,
    "is empty",
    "is cut in half",
    "holds other bytes",
    "holds null characters",
    "is nested without end",
    "has the marks of an unfinished merge",
    "is a folder",
    "is a link to itself",
)
"""What may befall a file."""
_DEEP = 50_000
_COUNTED = ("experiments", "runs", "logged_models", "datasets", "models")


def damage(path: Path, what: str) -> None:
    """Do to a file what one of :data:`DAMAGE` says."""
    data = path.read_bytes()
    path.unlink()
    match what:
        case "is empty":
            path.write_bytes(b"")
        case "is cut in half":
            path.write_bytes(data[: len(data) // 2])
        case "holds other bytes":
            path.write_bytes(bytes(range(256)) * 16)
        case "holds null characters":
            path.write_bytes(b"\0" * len(data))
        case "is nested without end":
            path.write_bytes(b"[" * _DEEP)
        case "has the marks of an unfinished merge":
            path.write_bytes(b"<<<<<<< HEAD\n" + data + b"\n=======\nx: 1\n>>>>>>> other\n")
        case "is a folder":
            path.mkdir()
        case "is a link to itself":
            path.symlink_to(path)


def faults_when_damaged(reader: Reader, folder: Path, label: str, whole: Records, what: str) -> Iterator[str]:
    """What a reader does wrong about a damaged store.

    Args:
        reader: under test.
        folder: the damaged store.
        label: for it.
        whole: what the reader finds in the store when nothing is wrong.
        what: befell it; of a file that is not there, nobody can tell that it ever was.
    """
    try:
        store = Store(folder, label)
        known = reader.recognizes(store)
        records = reader.read(store) if known else Records()
    except Exception as error:  # noqa: BLE001 that it raises anything is what is looked for
        yield f"it raises {error!r}"
        return
    for problem in records.problems:
        yield from _incomplete(problem, label)
    lost = [name for name in _COUNTED if len(getattr(records, name)) < len(getattr(whole, name))]
    if known and lost and what != _GONE and set(records.problems) <= set(whole.problems):
        yield f"some {', '.join(lost)} are gone and no problem says so"


def _incomplete(problem: Problem, label: str) -> Iterator[str]:
    if not SLUG.fullmatch(problem.slug):
        yield f"the slug {problem.slug!r} is not like file-missing"
    if problem.source.path.partition("/")[0] != label:
        yield f"the problem {problem.slug} names no place in the store: {problem.source}"
    if not problem.message or problem.message.endswith("."):
        yield f"the problem {problem.slug} does not say in a phrase what is wrong: {problem.message!r}"
    if not problem.cost:
        yield f"the problem {problem.slug} does not say what it costs"
