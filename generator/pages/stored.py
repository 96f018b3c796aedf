"""Which store a record was read from, and where else it stands."""

from generator.catalog import Record
from generator.messages import say, say_many
from generator.provenance import Fact, recorded


def store_fact(record: Record) -> Fact:
    """The label of the store, with every place at which the record was read."""
    others = len(record.also)
    detail = (
        say("and in {others}", others=say_many(others, "{n} other place", "{n} other places"))
        if others
        else ""
    )
    return recorded(record.store, record.source, *record.also, detail=detail)
