"""The search: what can be found, and the index of it in pieces small enough to be fetched while somebody types."""

from generator.site.search.index import add_index

__all__ = ["add_index"]
