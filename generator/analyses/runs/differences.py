"""What differs between two runs, one thing after another, in words: for the page and for the command alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.analyses.changes import (
    BumpSize,
    Change,
    DatasetUse,
    ParamChange,
    SignatureFieldChange,
    TagChange,
    TextChange,
)
from generator.analyses.runs.compare import RunDiff, RunPart
from generator.analyses.wording import signed
from generator.catalog import CodeVersion, SignatureField
from generator.messages import put_together, say
from generator.provenance import Source

_DIGEST = 12
"""Characters of a digest or a commit that are told."""
_TREES = {True: say("uncommitted changes"), False: say("clean"), None: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs."""

    part: RunPart
    name: str
    change: Change
    old: str
    """Empty where the older run has none."""
    new: str
    remark: str = ""
    """How far apart the two are, such as ``+120 rows``; empty where that says nothing."""
    old_source: Source | None = None
    new_source: Source | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The places of both sides."""
        return tuple(place for place in dict.fromkeys((self.old_source, self.new_source)) if place)


def differences_of(diff: RunDiff) -> tuple[Difference, ...]:
    """Everything but the metrics that differs, or of which the records cannot say, in the order of the parts."""
    return (
        *_settings(RunPart.PARAMS, diff.params),
        *_data(diff),
        *_code(diff),
        *_environment(diff),
        *_packages(diff),
        *_signature(diff),
        *_files(diff),
        *_settings(RunPart.TAGS, diff.tags),
    )


def _settings(part: RunPart, changes: Iterable[ParamChange | TagChange]) -> Iterator[Difference]:
    """Params or tags, which are a name and a value."""
    for each in changes:
        old, new = each.old, each.new
        yield Difference(
            part=part,
            name=each.key,
            change=each.change,
            old=old.value if old else "",
            new=new.value if new else "",
            old_source=old.source if old else None,
            new_source=new.source if new else None,
        )


def _data(diff: RunDiff) -> Iterator[Difference]:
    for each in diff.data:
        if each.change is Change.SAME:
            continue
        yield Difference(
            part=RunPart.DATA,
            name=each.context or say("context not recorded"),
            change=each.change,
            old=_dataset(each.old),
            new=_dataset(each.new),
            remark=say("{delta} rows", delta=signed(each.rows_delta)) if each.rows_delta else "",
            old_source=each.old.source if each.old else None,
            new_source=each.new.source if each.new else None,
        )


def _dataset(use: DatasetUse | None) -> str:
    if use is None:
        return ""
    if not use.used.digest:
        return use.used.name
    return say("{name}, digest {digest}", name=use.used.name, digest=use.used.digest[:_DIGEST])


def _code(diff: RunDiff) -> Iterator[Difference]:
    old, new = diff.code.old, diff.code.new
    if old is None and new is None:
        return
    commits = [side.commit[:_DIGEST] if side else "" for side in (old, new)]
    trees = [_TREES[side.dirty] if side else "" for side in (old, new)]
    if commits[0] != commits[1]:
        yield _sides(say("commit"), _side_change(*commits), commits[0], commits[1], old, new)
    if diff.code.change is Change.UNKNOWN and commits[0] and commits[0] == commits[1]:
        yield _sides(say("commit"), Change.UNKNOWN, commits[0], commits[1], old, new, say("not all that ran"))
    if trees[0] != trees[1]:
        yield _sides(say("working tree"), _side_change(*trees), trees[0], trees[1], old, new)
    for name, before, after in (
        (say("entry point"), old.entry_point if old else "", new.entry_point if new else ""),
        (say("branch"), old.branch if old else "", new.branch if new else ""),
        (say("repository"), old.repository if old else "", new.repository if new else ""),
    ):
        if before != after:
            yield _sides(name, _side_change(before, after), before, after, old, new)


def _side_change(old: str, new: str) -> Change:
    """What one side alone records cannot be compared."""
    return Change.CHANGED if old and new else Change.UNKNOWN


def _sides(
    name: str,
    change: Change,
    old: str,
    new: str,
    before: CodeVersion | None,
    after: CodeVersion | None,
    remark: str = "",
) -> Difference:
    return Difference(
        part=RunPart.CODE, name=name, change=change, old=old, new=new, remark=remark,
        old_source=before.source if before else None, new_source=after.source if after else None,
    )  # fmt: skip


def _environment(diff: RunDiff) -> Iterator[Difference]:
    named: tuple[tuple[str, TextChange], ...] = (
        ("Python", diff.python), (say("container image"), diff.image), (say("operating system"), diff.system),
    )  # fmt: skip
    for name, each in named:
        if each.change is not Change.SAME and (each.old or each.new):
            yield Difference(
                part=RunPart.ENVIRONMENT, name=name, change=each.change, old=each.old, new=each.new,
                old_source=each.old_source, new_source=each.new_source,
            )  # fmt: skip


def _packages(diff: RunDiff) -> Iterator[Difference]:
    for each in diff.dependencies:
        old, new = each.old, each.new
        told = each.size if each.size and each.size is not BumpSize.NONE else None
        yield Difference(
            part=RunPart.PACKAGES,
            name=each.name,
            change=each.change,
            old=(old.specifier or old.line) if old else "",
            new=(new.specifier or new.line) if new else "",
            remark=say(told.value) if told else "",
            old_source=old.source if old else None,
            new_source=new.source if new else None,
        )


def _signature(diff: RunDiff) -> Iterator[Difference]:
    for each in diff.signature.changes:
        yield Difference(
            part=RunPart.SIGNATURE,
            name=_field_name(each),
            change=each.change,
            old=_field(each.old),
            new=_field(each.new),
            old_source=diff.signature.old.source if diff.signature.old else None,
            new_source=diff.signature.new.source if diff.signature.new else None,
        )


def _field_name(change: SignatureFieldChange) -> str:
    return put_together((say(change.side.value), " ", change.name))


def _field(field: SignatureField | None) -> str:
    if field is None:
        return ""
    return field.type + {True: say(", required"), False: say(", optional"), None: ""}[field.required]


def _files(diff: RunDiff) -> Iterator[Difference]:
    for each in diff.files:
        old, new = each.old, each.new
        both = old is not None and new is not None
        yield Difference(
            part=RunPart.FILES,
            name=each.path,
            change=each.change,
            old=(old.source.sha256[:_DIGEST] or say("not read")) if old else "",
            new=(new.source.sha256[:_DIGEST] or say("not read")) if new else "",
            remark=f"{signed(new.size - old.size)} B"
            if both and old and new and old.size != new.size
            else "",
            old_source=old.source if old else None,
            new_source=new.source if new else None,
        )
