"""Documents with one thing about them changed: for a schema and a reader to say the same of each."""

import copy
from collections.abc import Iterator
from typing import Any

ODD = (None, "", "word", 3, -1, 0.25, True, [], {}, ["x"], {"x": 1}, "2026-11-20", [None], [[]], [{}])
"""Values that belong in few places."""
_REMOVED, _ADDED = object(), object()


def changes(document: Any) -> Iterator[Any]:
    """The document with each thing about it in turn replaced by each odd value, removed, or joined by a stranger."""
    for *above, last in _places(document):
        for odd in (*ODD, _REMOVED, _ADDED):
            changed = copy.deepcopy(document)
            parent: Any = changed
            for step in above:
                parent = parent[step]
            if odd is _REMOVED:
                del parent[last]
            elif odd is _ADDED:
                if isinstance(parent, dict):
                    parent["unheard_of"] = 1
            else:
                parent[last] = odd
            yield changed


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document but the top."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in steps:
        yield (*path, step)
        yield from _places(below, (*path, step))
