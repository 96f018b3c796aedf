"""From places to one catalogue: what the trackers recorded, and what people wrote about it."""

from collections.abc import Sequence
from contextlib import ExitStack, closing

from generator.analyses.overlay import overlay_problems
from generator.catalog import Catalog, Records
from generator.pipeline.settings import Place
from generator.readers.governance.reader import read_governance
from generator.readers.join import join
from generator.readers.opening import open_store
from generator.readers.reader import read_catalog
from generator.readers.store import Store


def read_everything(stores: Sequence[Place], governance: Place | None) -> Catalog:
    """The records of all stores joined with the governance folder, and where the two do not fit together.

    Args:
        stores: in the order in which they were named.
        governance: None where people wrote nothing.

    Raises:
        StoreError: when one of the places cannot be opened.
        ReaderError: when no reader knows any of the stores.
    """
    with ExitStack() as opened:
        catalog = read_catalog([_opened(place, opened) for place in stores])
    if governance is None:
        return catalog
    labels = tuple(place.label for place in stores)
    written = read_governance(Store(governance.root, governance.label))
    joined = join((catalog, written), labels)
    return join((joined, Records(problems=overlay_problems(joined))), labels)


def _opened(place: Place, until: ExitStack) -> Store:
    return until.enter_context(closing(open_store(place.root, place.label)))
