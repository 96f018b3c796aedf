"""From places to one catalogue: what the trackers recorded, and what people wrote about it."""

from collections.abc import Sequence

from generator.catalog import Catalog
from generator.pipeline.settings import Place
from generator.readers.governance import read_governance
from generator.readers.join import join
from generator.readers.reader import read_catalog
from generator.readers.store import Store


def read_everything(stores: Sequence[Place], governance: Place | None) -> Catalog:
    """The records of all stores joined with the governance folder.

    Args:
        stores: in the order in which they were named.
        governance: None where people wrote nothing.

    Raises:
        StoreError: when one of the places cannot be opened.
        ReaderError: when no reader knows one of the stores.
    """
    catalog = read_catalog([Store(place.root, place.label) for place in stores])
    if governance is None:
        return catalog
    written = read_governance(Store(governance.root, governance.label))
    return join((catalog, written), tuple(place.label for place in stores))
