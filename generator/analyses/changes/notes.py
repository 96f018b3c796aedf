"""A difference in short sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from generator.analyses.changes.diff import VersionDiff
from generator.analyses.changes.values import (
    BumpSize,
    Change,
    DataChange,
    DependencyChange,
    MetricChange,
    SignatureFieldChange,
    TextChange,
    Verdict,
)
from generator.analyses.wording import listed, number, signed
from generator.messages import put_together, say, say_many, word
from generator.provenance import Source

_COMMIT_SHOWN = 8
"""Characters of a commit that a sentence tells."""
_ENVIRONMENT_SHOWN = 60
"""Characters of an image or a system that a sentence tells."""
_TOLD = 4
"""Metrics, datasets and packages that a sentence tells before it counts the rest."""
_PER_CENT = 100


class NoteKind(StrEnum):
    """What a sentence is about."""

    BUMP = "bump"
    BETTER = word("better")
    WORSE = word("worse")
    METRICS = word("metrics")
    """Metrics that changed, nobody having said which way is better."""
    DATA = word("data")
    CODE = word("code")
    ENVIRONMENT = word("environment")
    SIGNATURE = word("signature")
    DEPENDENCY = word("dependency")
    PARAMS = word("params")
    TAG = word("tag")


class _Sourced(Protocol):
    @property
    def source(self) -> Source: ...


class _Pair(Protocol):
    @property
    def old(self) -> _Sourced | None: ...
    @property
    def new(self) -> _Sourced | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNote:
    """One sentence about a difference, in plain text that holds names from the store."""

    kind: NoteKind
    text: str
    rule: str = ""
    """For the bump: the rule that decided."""
    sources: tuple[Source, ...] = ()
    """The places of both sides that vouch for it."""


def describe(diff: VersionDiff) -> tuple[ChangeNote, ...]:
    """What a difference comes to: how large it is and why, then better, worse, data, signature, and so on."""
    return tuple(note for note in _notes(diff) if note.text)


def _notes(diff: VersionDiff) -> Iterator[ChangeNote]:
    yield ChangeNote(kind=NoteKind.BUMP, text=_bump(diff), rule=diff.bump.rule, sources=_bump_sources(diff))
    if diff.is_first:
        yield from _missed(diff)
        return
    yield _metric_note(NoteKind.BETTER, diff, Verdict.BETTER, say("Better"))
    yield _metric_note(NoteKind.WORSE, diff, Verdict.WORSE, say("Worse"))
    yield from _missed(diff)
    yield _metric_note(
        NoteKind.METRICS, diff, Verdict.UNKNOWN, say("Changed, and nobody said which way is better")
    )
    yield from (_data(change) for change in diff.data if _is_worth_telling(change))
    yield _signature(diff)
    yield _params(diff)
    yield _dependencies(diff)
    yield _code(diff)
    yield _environment(diff)


def _bump(diff: VersionDiff) -> str:
    bump = diff.bump
    if diff.is_first:
        return say("The first listed version.")
    if bump.size is BumpSize.NONE:
        return say("Nothing that is recorded differs.")
    if bump.size is BumpSize.UNKNOWN:
        parts = listed([say(part.value) for part in diff.uncompared], len(diff.uncompared))
        return say("The size of the change is unknown: {parts} could not be compared.", parts=parts)
    hit = bump.hits[0]
    names = "" if hit.subjects == ("signature",) else put_together((": ", listed(hit.subjects)))
    reason = say("because {meaning}{names}.", meaning=hit.meaning, names=names)
    return put_together((say(bump.size.value.capitalize()), ", ", reason))


def _bump_sources(diff: VersionDiff) -> tuple[Source, ...]:
    """The places of both sides that the deciding rule looks at; the versions themselves for what is written of them."""
    pairs: dict[str, Sequence[_Pair]] = {
        "signature": [diff.signature],
        "flavor": diff.flavors,
        "data": diff.data,
        "params": diff.params,
        "code": [diff.code],
        "metrics": [change for change in diff.metrics if change.change is Change.CHANGED],
        "files": diff.files.changes,
        "dependencies": diff.dependencies,
    }
    family = diff.bump.rule.partition(".")[0]
    texts = {"python": diff.python, "image": diff.image, "system": diff.system}
    if family in texts:
        return _text_places(texts[family])
    return _places(pairs.get(family, [diff]))


def _metric_note(kind: NoteKind, diff: VersionDiff, verdict: Verdict, word: str) -> ChangeNote:
    """The metrics of one verdict; what was measured on other data is left out where the same data tells the metric too."""
    alike = {change.key for change in diff.metrics if change.same_data}
    found = [
        change
        for change in diff.metrics
        if change.verdict is verdict
        and change.delta not in {None, 0.0}
        and not (change.same_data is False and change.key in alike)
    ]
    metrics = listed([_told(change) for change in found], _TOLD)
    text = put_together((word, ": ", metrics, ".")) if found else ""
    return ChangeNote(kind=kind, text=text, sources=_places(found))


def _told(change: MetricChange) -> str:
    """Such as ``Cost per call +0.025 (+8.1 %)``."""
    delta = change.delta or 0.0
    relative = ""
    if change.old_value:
        relative = f" ({signed(round(_PER_CENT * delta / abs(change.old_value), 1))}\u00a0%)"
    elsewhere = say(" on other data") if change.same_data is False else ""
    return put_together((change.title, f" {signed(delta)}{relative}", elsewhere))


def _missed(diff: VersionDiff) -> Iterator[ChangeNote]:
    for change in diff.metrics:
        if change.met is False and change.goal and change.goal.threshold is not None and change.new:
            bound = (
                say("at least") if change.direction and change.direction.higher_is_better else say("at most")
            )
            yield ChangeNote(
                kind=NoteKind.WORSE,
                text=(
                    say(
                        "{change} is {last}; it has to be {bound} {threshold}.",
                        change=change.title,
                        last=number(change.new.last.value),
                        bound=bound,
                        threshold=number(change.goal.threshold),
                    )
                ),
                sources=(change.new.source, change.goal.source),
            )


def _is_worth_telling(change: DataChange) -> bool:
    if change.change is Change.UNKNOWN:
        return change.old is not None and change.new is not None
    return change.change is not Change.SAME


def _data(change: DataChange) -> ChangeNote:
    old, new = change.old, change.new
    role = (
        say("{context_}{context_2} data", context_=change.context[:1].upper(), context_2=change.context[1:])
        if change.context
        else say("Data")
    )
    before = (old.used.name or say("an unnamed dataset")) if old else ""
    after = (new.used.name or say("an unnamed dataset")) if new else ""
    match change.change:
        case Change.REPLACED:
            text = say("{role} replaced: {before} → {after}", role=role, before=before, after=after)
        case Change.ADDED:
            text = say("{role} added: {after}", role=role, after=after)
        case Change.REMOVED:
            text = say("{role} removed: {before}", role=role, before=before)
        case Change.UNKNOWN:
            text = say(
                "{role} {after} has no digest on one side, so nobody can tell whether it is the same",
                role=role,
                after=after,
            )
        case _:
            text = say("{role} {after} has another digest", role=role, after=after)
    rows = say(", {rows_delta} rows", rows_delta=signed(change.rows_delta)) if change.rows_delta else ""
    return ChangeNote(kind=NoteKind.DATA, text=put_together((text, rows, ".")), sources=_places([change]))


def _signature(diff: VersionDiff) -> ChangeNote:
    changes = diff.signature.changes
    clauses = [
        put_together((say(found.value), " ", listed(names)))
        for found in (Change.ADDED, Change.REMOVED, Change.CHANGED)
        if (names := [_field(change) for change in changes if change.change is found])
    ]
    text = say("Signature: {clauses}.", clauses=put_together(clauses, "; ")) if clauses else ""
    return ChangeNote(kind=NoteKind.SIGNATURE, text=text, sources=_places([diff.signature]))


def _field(change: SignatureFieldChange) -> str:
    return put_together((say(change.side.value), " ", change.name))


def _params(diff: VersionDiff) -> ChangeNote:
    clauses = []
    for found in (Change.CHANGED, Change.ADDED, Change.REMOVED):
        names = [change.key for change in diff.params if change.change is found]
        if names:
            clauses.append(put_together((say(found.value), " ", listed(names))))
    text = (
        say_many(
            len(diff.params),
            "{n} parameter differs: {clauses}.",
            "{n} parameters differ: {clauses}.",
            clauses=put_together(clauses, "; "),
        )
        if clauses
        else ""
    )
    return ChangeNote(kind=NoteKind.PARAMS, text=text, sources=_places(diff.params))


def _dependencies(diff: VersionDiff) -> ChangeNote:
    text = listed([_dependency(change) for change in diff.dependencies], _TOLD)
    text = say("Packages: {text}.", text=text) if text else ""
    return ChangeNote(kind=NoteKind.DEPENDENCY, text=text, sources=_places(diff.dependencies))


def _dependency(change: DependencyChange) -> str:
    if change.change is Change.CHANGED and change.old and change.new:
        before = change.old.specifier.removeprefix("==") or say("unpinned")
        after = change.new.specifier.removeprefix("==") or say("unpinned")
        size = (
            put_together((" (", say(change.size.value), ")"))
            if change.size and change.size is not BumpSize.NONE
            else ""
        )
        return put_together((change.name, " ", before, " → ", after, size))
    return put_together((change.name, " ", say(change.change.value)))


def _code(diff: VersionDiff) -> ChangeNote:
    old, new = diff.code.old, diff.code.new
    sentences = []
    if diff.code.change is Change.CHANGED and old and new:
        sentences.append(
            say(
                "Code commit {commit} → {commit2}.",
                commit=old.commit[:_COMMIT_SHOWN],
                commit2=new.commit[:_COMMIT_SHOWN],
            )
        )
    if new and new.dirty:
        sentences.append(say("The code had changes that no commit holds."))
    return ChangeNote(kind=NoteKind.CODE, text=put_together(sentences, " "), sources=_places([diff.code]))


def _environment(diff: VersionDiff) -> ChangeNote:
    told = [
        (
            put_together((name, f" {change.old[:_ENVIRONMENT_SHOWN]} → {change.new[:_ENVIRONMENT_SHOWN]}")),
            change,
        )
        for name, change in (
            (say("Python"), diff.python),
            (say("container image"), diff.image),
            (say("operating system"), diff.system),
        )
        if change.change is Change.CHANGED
    ]
    text = say("Environment: {join}.", join=put_together((words for words, _ in told), "; ")) if told else ""
    sources = tuple(place for _, change in told for place in _text_places(change))
    return ChangeNote(kind=NoteKind.ENVIRONMENT, text=text, sources=sources)


def _text_places(change: TextChange) -> tuple[Source, ...]:
    return tuple(place for place in (change.old_source, change.new_source) if place)


def _places(pairs: Iterable[_Pair]) -> tuple[Source, ...]:
    """The places of the records on both sides, each once."""
    return tuple(dict.fromkeys(side.source for pair in pairs for side in (pair.old, pair.new) if side))
