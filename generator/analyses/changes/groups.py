"""A difference in the groups of Keep a Changelog 1.1.0 (https://keepachangelog.com/en/1.1.0/)."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from generator.analyses.changes.diff import VersionDiff
from generator.analyses.changes.notes import ChangeNote, NoteKind, describe
from generator.analyses.changes.values import Change, CodeChange, MetricChange, TextChange
from generator.analyses.wording import number
from generator.messages import say, word

_DEPRECATED = "deprecat"
_NO = frozenset({"", "false", "no", "0", "none"})


class ChangeGroup(StrEnum):
    """The groups, in the order in which a changelog tells them. It knows one more, Security, of which no store speaks."""

    ADDED = word("Added")
    CHANGED = word("Changed")
    DEPRECATED = word("Deprecated")
    REMOVED = word("Removed")
    FIXED = word("Fixed")


def grouped(diff: VersionDiff) -> tuple[tuple[ChangeGroup, tuple[ChangeNote, ...]], ...]:
    """The sentences on a difference by group, those that have any; the size of the change is in none of them.

    Added and removed is what only one side has; changed is what both have and differs, metrics among it. Deprecated are
    tags that say so; fixed is a bound that the older version missed and the newer one keeps.
    """
    if diff.is_first:
        return ()
    notes = {
        ChangeGroup.ADDED: _told(_only(diff, Change.ADDED)),
        ChangeGroup.CHANGED: _told(_without(diff, Change.ADDED, Change.REMOVED)),
        ChangeGroup.DEPRECATED: tuple(_deprecated(diff)),
        ChangeGroup.REMOVED: _told(_only(diff, Change.REMOVED)),
        ChangeGroup.FIXED: tuple(_fixed(diff)),
    }
    return tuple((group, found) for group, found in notes.items() if found)


def _told(diff: VersionDiff) -> tuple[ChangeNote, ...]:
    return tuple(note for note in describe(diff) if note.kind is not NoteKind.BUMP)


def _only(diff: VersionDiff, kind: Change) -> VersionDiff:
    """What only one side has, and nothing else."""
    same = TextChange(change=Change.SAME)
    kept = _narrowed(diff, frozenset({kind}))
    return replace(
        kept, metrics=(), code=CodeChange(change=Change.SAME), python=same, image=same, system=same
    )


def _without(diff: VersionDiff, *kinds: Change) -> VersionDiff:
    return _narrowed(diff, frozenset(Change) - frozenset(kinds))


def _narrowed(diff: VersionDiff, kinds: frozenset[Change]) -> VersionDiff:
    return replace(
        diff,
        params=tuple(each for each in diff.params if each.change in kinds),
        data=tuple(each for each in diff.data if each.change in kinds),
        dependencies=tuple(each for each in diff.dependencies if each.change in kinds),
        signature=replace(
            diff.signature, changes=tuple(each for each in diff.signature.changes if each.change in kinds)
        ),
    )


def _deprecated(diff: VersionDiff) -> Iterator[ChangeNote]:
    for each in diff.tags:
        tag = each.new
        if tag and each.key.casefold().startswith(_DEPRECATED) and tag.value.strip().casefold() not in _NO:
            yield ChangeNote(kind=NoteKind.TAG, text=f"{each.key}: {tag.value}", sources=(tag.source,))


def _fixed(diff: VersionDiff) -> Iterator[ChangeNote]:
    for change in diff.metrics:
        if change.old and change.new and change.met and _missed_before(change):
            bound = change.goal.threshold if change.goal else None
            yield ChangeNote(
                kind=NoteKind.BETTER,
                text=(
                    say(
                        "{change} is {last} and keeps its bound{rest}; it was {last2}.",
                        change=change.title,
                        last=number(change.new.last.value),
                        rest=say(" of {bound}", bound=number(bound)) if bound is not None else "",
                        last2=number(change.old.last.value),
                    )
                ),
                sources=(change.old.source, change.new.source),
            )


def _missed_before(change: MetricChange) -> bool:
    """Whether the older value was beyond the bound that holds now; never where nobody said which way is better."""
    if not (change.old and change.goal and change.goal.threshold is not None and change.direction):
        return False
    value, bound = change.old.last.value, change.goal.threshold
    return value < bound if change.direction.higher_is_better else value > bound
