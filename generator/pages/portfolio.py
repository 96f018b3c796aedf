"""What page builders share: the catalogue, the snapshot, and answers worked out once."""

from dataclasses import dataclass

from generator.catalog import Catalog
from generator.pages.view import Snapshot


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """Everything a page may speak of."""

    catalog: Catalog
    snapshot: Snapshot
