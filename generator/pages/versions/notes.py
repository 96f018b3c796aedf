"""What a version changed, in short sentences, each behind a pill."""

from dataclasses import dataclass

from generator.analyses.changes import ChangeNote, NoteKind, VersionDiff, describe, grouped
from generator.messages import say
from generator.pages.pills import Pill, bump_pill
from generator.provenance import Source

_NOTE_PILLS = {
    NoteKind.BETTER: Pill("pass", say("Better")),
    NoteKind.WORSE: Pill("fail", say("Worse")),
    NoteKind.METRICS: Pill("info", say("Metrics")),
    NoteKind.DATA: Pill("info", say("Data")),
    NoteKind.CODE: Pill("info", say("Code")),
    NoteKind.ENVIRONMENT: Pill("info", say("Environment")),
    NoteKind.SIGNATURE: Pill("info", say("Signature")),
    NoteKind.DEPENDENCY: Pill("info", say("Packages")),
    NoteKind.TAG: Pill("warn", say("Deprecated")),
    NoteKind.PARAMS: Pill("info", say("Parameters")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One sentence on what changed."""

    pill: Pill
    text: str
    rule: str
    """The rule that decided on the size; empty but for the first sentence."""
    sources: tuple[Source, ...]


def note_rows(diff: VersionDiff) -> tuple[NoteRow, ...]:
    """What a difference comes to, a pill before each sentence instead of its first word."""
    return tuple(_note_row(diff, note) for note in describe(diff))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGroup:
    """What a version added, changed and so on."""

    heading: str
    notes: tuple[NoteRow, ...]


def note_groups(diff: VersionDiff) -> tuple[NoteGroup, ...]:
    """The sentences on a difference in the groups of Keep a Changelog, only those that have any."""
    return tuple(
        NoteGroup(heading=say(group.value), notes=tuple(_note_row(diff, note) for note in notes))
        for group, notes in grouped(diff)
    )


def _note_row(diff: VersionDiff, note: ChangeNote) -> NoteRow:
    pill = _NOTE_PILLS.get(note.kind) or Pill(bump_pill(diff).tone, say(diff.bump.size.value.capitalize()))
    if note.kind is NoteKind.BUMP and diff.is_first:
        pill = Pill("info", say("First"))
    elif note.kind is NoteKind.WORSE and not note.text.startswith(f"{pill.words}: "):
        pill = Pill("fail", say("Bound missed"))
    text = note.text.removeprefix(f"{pill.words}: ").removeprefix(f"{pill.words}, ")
    return NoteRow(pill=pill, text=text, rule=note.rule, sources=note.sources)
