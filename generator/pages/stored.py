"""Which store a record was read from, and where else it stands."""

from generator.catalog import Record
from generator.pages.text import count
from generator.provenance import Fact, recorded


def store_fact(record: Record) -> Fact:
    """The label of the store, with every place at which the record was read."""
    others = len(record.also)
    detail = f"and in {count(others, 'other place')}" if others else ""
    return recorded(record.store, record.source, *record.also, detail=detail)
