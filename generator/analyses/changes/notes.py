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
from generator.analyses.wording import counted, listed, number, signed
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
    BETTER = "better"
    WORSE = "worse"
    METRICS = "metrics"
    """Metrics that changed, nobody having said which way is better."""
    DATA = "data"
    CODE = "code"
    ENVIRONMENT = "environment"
    SIGNATURE = "signature"
    DEPENDENCY = "dependency"
    PARAMS = "params"
    TAG = "tag"


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
    yield _metric_note(NoteKind.BETTER, diff, Verdict.BETTER, "Better")
    yield _metric_note(NoteKind.WORSE, diff, Verdict.WORSE, "Worse")
    yield from _missed(diff)
    yield _metric_note(
        NoteKind.METRICS, diff, Verdict.UNKNOWN, "Changed, and nobody said which way is better"
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
        return "The first listed version."
    if bump.size is BumpSize.NONE:
        return "Nothing that is recorded differs."
    if bump.size is BumpSize.UNKNOWN:
        parts = listed([part.value for part in diff.uncompared], len(diff.uncompared))
        return f"The size of the change is unknown: {parts} could not be compared."
    hit = bump.hits[0]
    names = "" if hit.subjects == ("signature",) else f": {listed(hit.subjects)}"
    return f"{bump.size.value.capitalize()}, because {hit.meaning}{names}."


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
    text = f"{word}: {listed([_told(change) for change in found], _TOLD)}." if found else ""
    return ChangeNote(kind=kind, text=text, sources=_places(found))


def _told(change: MetricChange) -> str:
    """Such as ``Cost per call +0.025 (+8.1 %)``."""
    delta = change.delta or 0.0
    relative = ""
    if change.old_value:
        relative = f" ({signed(round(_PER_CENT * delta / abs(change.old_value), 1))} %)"
    elsewhere = " on other data" if change.same_data is False else ""
    return f"{change.title} {signed(delta)}{relative}{elsewhere}"


def _missed(diff: VersionDiff) -> Iterator[ChangeNote]:
    for change in diff.metrics:
        if change.met is False and change.goal and change.goal.threshold is not None and change.new:
            bound = "at least" if change.direction and change.direction.higher_is_better else "at most"
            yield ChangeNote(
                kind=NoteKind.WORSE,
                text=(
                    f"{change.title} is {number(change.new.last.value)}; "
                    f"it has to be {bound} {number(change.goal.threshold)}."
                ),
                sources=(change.new.source, change.goal.source),
            )


def _is_worth_telling(change: DataChange) -> bool:
    if change.change is Change.UNKNOWN:
        return change.old is not None and change.new is not None
    return change.change is not Change.SAME


def _data(change: DataChange) -> ChangeNote:
    old, new = change.old, change.new
    role = f"{change.context[:1].upper()}{change.context[1:]} data" if change.context else "Data"
    before = (old.used.name or "an unnamed dataset") if old else ""
    after = (new.used.name or "an unnamed dataset") if new else ""
    match change.change:
        case Change.REPLACED:
            text = f"{role} replaced: {before} → {after}"
        case Change.ADDED:
            text = f"{role} added: {after}"
        case Change.REMOVED:
            text = f"{role} removed: {before}"
        case Change.UNKNOWN:
            text = f"{role} {after} has no digest on one side, so nobody can tell whether it is the same"
        case _:
            text = f"{role} {after} has another digest"
    rows = f", {signed(change.rows_delta)} rows" if change.rows_delta else ""
    return ChangeNote(kind=NoteKind.DATA, text=f"{text}{rows}.", sources=_places([change]))


def _signature(diff: VersionDiff) -> ChangeNote:
    changes = diff.signature.changes
    clauses = [
        f"{found.value} {listed(names)}"
        for found in (Change.ADDED, Change.REMOVED, Change.CHANGED)
        if (names := [_field(change) for change in changes if change.change is found])
    ]
    text = f"Signature: {'; '.join(clauses)}." if clauses else ""
    return ChangeNote(kind=NoteKind.SIGNATURE, text=text, sources=_places([diff.signature]))


def _field(change: SignatureFieldChange) -> str:
    return f"{change.side.value} {change.name}"


def _params(diff: VersionDiff) -> ChangeNote:
    clauses = []
    for found in (Change.CHANGED, Change.ADDED, Change.REMOVED):
        names = [change.key for change in diff.params if change.change is found]
        if names:
            clauses.append(f"{found.value} {listed(names)}")
    verb = "differs" if len(diff.params) == 1 else "differ"
    text = f"{counted(len(diff.params), 'parameter')} {verb}: {'; '.join(clauses)}." if clauses else ""
    return ChangeNote(kind=NoteKind.PARAMS, text=text, sources=_places(diff.params))


def _dependencies(diff: VersionDiff) -> ChangeNote:
    text = listed([_dependency(change) for change in diff.dependencies], _TOLD)
    text = f"Packages: {text}." if text else ""
    return ChangeNote(kind=NoteKind.DEPENDENCY, text=text, sources=_places(diff.dependencies))


def _dependency(change: DependencyChange) -> str:
    if change.change is Change.CHANGED and change.old and change.new:
        before = change.old.specifier.removeprefix("==") or "unpinned"
        after = change.new.specifier.removeprefix("==") or "unpinned"
        size = f" ({change.size.value})" if change.size and change.size is not BumpSize.NONE else ""
        return f"{change.name} {before} → {after}{size}"
    return f"{change.name} {change.change.value}"


def _code(diff: VersionDiff) -> ChangeNote:
    old, new = diff.code.old, diff.code.new
    sentences = []
    if diff.code.change is Change.CHANGED and old and new:
        sentences.append(f"Code commit {old.commit[:_COMMIT_SHOWN]} → {new.commit[:_COMMIT_SHOWN]}.")
    if new and new.dirty:
        sentences.append("The code had changes that no commit holds.")
    return ChangeNote(kind=NoteKind.CODE, text=" ".join(sentences), sources=_places([diff.code]))


def _environment(diff: VersionDiff) -> ChangeNote:
    told = [
        (f"{name} {change.old[:_ENVIRONMENT_SHOWN]} → {change.new[:_ENVIRONMENT_SHOWN]}", change)
        for name, change in (
            ("Python", diff.python),
            ("container image", diff.image),
            ("operating system", diff.system),
        )
        if change.change is Change.CHANGED
    ]
    text = f"Environment: {'; '.join(words for words, _ in told)}." if told else ""
    sources = tuple(place for _, change in told for place in _text_places(change))
    return ChangeNote(kind=NoteKind.ENVIRONMENT, text=text, sources=sources)


def _text_places(change: TextChange) -> tuple[Source, ...]:
    return tuple(place for place in (change.old_source, change.new_source) if place)


def _places(pairs: Iterable[_Pair]) -> tuple[Source, ...]:
    """The places of the records on both sides, each once."""
    return tuple(dict.fromkeys(side.source for pair in pairs for side in (pair.old, pair.new) if side))
