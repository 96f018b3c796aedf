"""What differs in how two versions were made: parameters, data, code."""

from collections.abc import Iterable
from dataclasses import replace

from generator.analyses.changes.pairing import paired, presence
from generator.analyses.changes.values import (
    Change,
    CodeChange,
    DataChange,
    DatasetUse,
    ParamChange,
    TagChange,
)
from generator.analyses.origin import Ingredients
from generator.catalog import Catalog, Param, Tag


def param_changes(old: Iterable[Param], new: Iterable[Param]) -> tuple[tuple[ParamChange, ...], int]:
    """The parameters that differ, by name, and how many are the same."""
    changes = [
        ParamChange(key=key, change=_presence(before, after), old=before, new=after)
        for key, before, after in paired(old, new, lambda param: param.key)
    ]
    differing = [change for change in changes if change.change is not Change.SAME]
    return tuple(sorted(differing, key=lambda change: change.key)), len(changes) - len(differing)


def tag_changes(old: Iterable[Tag], new: Iterable[Tag]) -> tuple[tuple[TagChange, ...], int]:
    """The tags that differ, by name, and how many are the same."""
    changes = [
        TagChange(key=key, change=_presence(before, after), old=before, new=after)
        for key, before, after in paired(old, new, lambda tag: tag.key)
    ]
    differing = [change for change in changes if change.change is not Change.SAME]
    return tuple(sorted(differing, key=lambda change: change.key)), len(changes) - len(differing)


def data_changes(
    catalog: Catalog, old: Ingredients | None, new: Ingredients, *, compared: bool
) -> tuple[DataChange, ...]:
    """The data of both versions, by context.

    Within a context, datasets of one name belong together; when one of each side is left, one replaced the other.

    Args:
        catalog: where the datasets are described.
        old: what stands behind the older version; None when there is none.
        new: what stands behind the newer version.
        compared: whether both sides recorded data; without, every change is unknown.
    """
    before, after = _uses(catalog, old) if old else {}, _uses(catalog, new)
    changes: list[DataChange] = []
    for context in sorted(before.keys() | after.keys()):
        changes += _context_changes(context, before.get(context, []), after.get(context, []))
    return tuple(changes if compared else (replace(change, change=Change.UNKNOWN) for change in changes))


def code_change(old: Ingredients, new: Ingredients) -> CodeChange:
    """Whether the code is the same, by its commit."""
    before, after = old.code, new.code
    if before is None or after is None or not before.commit or not after.commit:
        change = Change.UNKNOWN
    elif before.commit != after.commit:
        change = Change.CHANGED
    else:
        change = Change.UNKNOWN if before.dirty or after.dirty else Change.SAME
    same_run = old.run is not None and new.run is not None and old.run.run_id == new.run.run_id
    return CodeChange(change=Change.SAME if same_run else change, old=before, new=after)


def _presence(old: Param | Tag | None, new: Param | Tag | None) -> Change:
    return presence(old, new, equal=bool(old and new and old.value == new.value))


def _uses(catalog: Catalog, origin: Ingredients) -> dict[str, list[DatasetUse]]:
    uses: dict[str, list[DatasetUse]] = {}
    for used in origin.inputs:
        uses.setdefault(used.context, []).append(DatasetUse(used, catalog.datasets_by_key.get(used.key)))
    return uses


def _context_changes(context: str, old: list[DatasetUse], new: list[DatasetUse]) -> list[DataChange]:
    before, after = {use.used.key: use for use in old}, {use.used.key: use for use in new}
    pairs = [(before[key], after[key]) for key in before if key in after]
    old = [use for key, use in before.items() if key not in after]
    new = [use for key, use in after.items() if key not in before]
    gone: list[DatasetUse] = []
    come: list[DatasetUse] = []
    for _, one, other in paired(old, new, lambda use: use.used.name):
        if one and other:
            pairs.append((one, other))
        elif one:
            gone.append(one)
        elif other:
            come.append(other)
    changes = [_data_change(context, *pair) for pair in pairs]
    if len(gone) == len(come) == 1:
        return [*changes, DataChange(context=context, change=Change.REPLACED, old=gone[0], new=come[0])]
    changes += [DataChange(context=context, change=Change.ADDED, old=None, new=use) for use in come]
    changes += [DataChange(context=context, change=Change.REMOVED, old=use, new=None) for use in gone]
    return changes


def _data_change(context: str, old: DatasetUse, new: DatasetUse) -> DataChange:
    if not old.used.digest or not new.used.digest:
        change = Change.UNKNOWN
    else:
        change = Change.SAME if old.used.digest == new.used.digest else Change.CHANGED
    return DataChange(context=context, change=change, old=old, new=new)
