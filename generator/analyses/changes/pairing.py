"""Putting the records of two versions side by side."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from generator.analyses.changes.values import Change

Item = TypeVar("Item")


def paired(
    old: Iterable[Item], new: Iterable[Item], key: Callable[[Item], str]
) -> Iterator[tuple[str, Item | None, Item | None]]:
    """Yield (key, old, new) for every key: in the order of the new ones, then the old ones that are left.

    Items that share a key are taken in their order: the first with the first, the second with the second.
    """
    before = _numbered(old, key)
    for name, item in _numbered(new, key).items():
        yield name[0], before.pop(name, None), item
    for name, item in before.items():
        yield name[0], item, None


def presence(old: object | None, new: object | None, *, equal: bool) -> Change:
    """Whether something was added, removed, changed or is the same."""
    if old is None:
        return Change.ADDED
    if new is None:
        return Change.REMOVED
    return Change.SAME if equal else Change.CHANGED


def _numbered(items: Iterable[Item], key: Callable[[Item], str]) -> dict[tuple[str, int], Item]:
    seen: Counter[str] = Counter()
    numbered: dict[tuple[str, int], Item] = {}
    for item in items:
        name = key(item)
        numbered[name, seen[name]] = item
        seen[name] += 1
    return numbered
