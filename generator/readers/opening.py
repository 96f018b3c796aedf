"""From the place of a store to the store."""

from pathlib import Path

from generator.readers.archives.names import is_archive_name
from generator.readers.archives.opening import open_archive
from generator.readers.depth import Depth
from generator.readers.pieces import Doing, one_by_one
from generator.readers.remote.opening import open_url
from generator.readers.store import Store
from generator.readers.store_url import StoreUrl


def open_store(
    root: Path | StoreUrl, label: str, doing: Doing = one_by_one, depth: Depth = Depth.WHOLE
) -> Store:
    """Open a store wherever it lies; whoever opened it closes it.

    Args:
        root: a folder, a database in one, or an archive of one; of this machine, or elsewhere.
        label: begins the path of every source.
        doing: how the pieces are done that readers read it in.
        depth: how much readers are to read.

    Raises:
        StoreError: when it cannot be opened.
    """
    if isinstance(root, StoreUrl):
        return Store(open_url(root, label), label, depth=depth)
    if is_archive_name(root.name) and root.is_file():
        return Store(open_archive(root, label), label, doing=doing, depth=depth)
    return Store(root, label, doing=doing, depth=depth)
