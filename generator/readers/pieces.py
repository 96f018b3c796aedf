"""Reading in pieces: parts of a store that can be read by themselves, in any order and in any process.

A reader that knows such parts says which they are, and hands them to its store. Who opened the store decides how they
are done: one after another, several at a time, or not at all where what they gave before still stands.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from generator.catalog import Records

if TYPE_CHECKING:
    from generator.readers.store import Store


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a store that is read by itself."""

    name: str
    """Tells it from every other piece of its store, and stays the same as long as the part does."""
    context: str
    """Everything besides the files themselves that what is read depends on, as text."""
    read: Callable[[], Records]
    """Gives the records of the part and the problems met in it; depends on the context, and on what it asks the store."""


class Doing(Protocol):
    """A way of doing pieces."""

    def __call__(self, store: "Store", pieces: Sequence[Piece]) -> Iterable[Records]:
        """What each piece gives, in their order."""
        ...


def one_by_one(store: "Store", pieces: Sequence[Piece]) -> Iterator[Records]:  # noqa: ARG001 as every way of doing
    """Do pieces here and now."""
    return (piece.read() for piece in pieces)
