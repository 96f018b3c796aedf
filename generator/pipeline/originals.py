"""The files that were read, read once more: for those who are handed a copy."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from generator.catalog import FileRead
from generator.errors import StoreError
from generator.pipeline.settings import Place, Settings
from generator.readers.opening import open_store
from generator.readers.store import Store
from generator.readers.store_url import StoreUrl


class Originals:
    """Opens every place of a build when a file of it is first asked for; to be closed when no more is."""

    def __init__(self, settings: Settings) -> None:
        """Remember the places."""
        ledger = settings.ledger
        own = (ledger,) if ledger is not None and ledger.root.is_file() else ()
        self._places: tuple[Place[Path | StoreUrl], ...] = (
            *settings.inputs,
            *(Place(place.root.resolve(), place.label) for place in (*settings.policies, *own)),
        )
        self._opened: dict[Place[Path | StoreUrl], Store] = {}
        self._until = ExitStack()

    def close(self) -> None:
        """Close what was opened."""
        self._until.close()

    def read(self, file: FileRead, limit: int) -> bytes | None:
        """The bytes of a file as they were read before; None where it cannot be found by the path that it is shown by.

        Raises:
            StoreError: when it changed meanwhile, is greater than the limit, or cannot be read any more.
        """
        for store, inner in self._found(file.path):
            data, source = store.read(inner, limit)
            if source.sha256 != file.sha256:
                raise StoreError(
                    "changed while the pack was made",
                    slug="file-changed",
                    location=file.path,
                    hint="make the pack when nothing writes to the store",
                )
            return data
        return None

    def _found(self, path: str) -> Iterator[tuple[Store, str]]:
        """Every file of a store that is shown by a path. What an archive has above the store is not in its own paths."""
        for place in self._places:
            rest = path.removeprefix(place.label)
            if rest == path or not rest.startswith(("/", "!/")):
                continue
            store = self._store(place)
            steps = rest.partition("/")[2].split("/")
            for first in range(len(steps)):
                inner = "/".join(steps[first:])
                if store.source(inner).path == path:
                    yield store, inner

    def _store(self, place: Place[Path | StoreUrl]) -> Store:
        if place not in self._opened:
            opened = open_store(place.root, place.label)
            self._opened[place] = self._until.enter_context(closing(opened))
        return self._opened[place]
