"""How large a change is: the table of rules, and the one that decides.

The sizes are those of Semantic Versioning 2.0.0, read for models. **Major**: who calls the model must change something,
since a call that worked may fail or its answer may be read wrongly. **Minor**: the same calls work, but the answers may
be others, or more can be asked. **Patch**: the model answers as before; what is written about it, measured of it or
installed beside it changed. **None**: nothing recorded differs. **Unknown**: too little is recorded to claim a size.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.analyses.changes.diff import Bump, RuleHit, VersionDiff
from generator.analyses.changes.values import (
    BumpSize,
    Change,
    DataChange,
    Part,
    SignatureFieldChange,
    SignatureSide,
    TextChange,
)
from generator.messages import say

FIRST = Bump(BumpSize.NONE, "first-version", ())
"""The first listed version has nothing to be compared with."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    id: str
    size: BumpSize
    meaning: str
    """Half a sentence that says what happened, such as ``optional inputs were added``."""
    subjects: Callable[[VersionDiff], Iterator[str]]
    """The names of what answers to the rule in a difference; the rule applies when there are any."""


def judge(diff: VersionDiff) -> Bump:
    """The size of a difference: that of the first rule of the largest size that applies.

    Rules on training, data, code and metrics say nothing when the files of the model are known to be the same: the same
    bytes give the same answers. Where no rule above a patch applies, a size is claimed only if enough was compared to
    show that the model itself is the same.
    """
    if diff.is_first:
        return FIRST
    hits = tuple(
        RuleHit(rule.id, rule.size, rule.meaning, subjects)
        for rule in RULES
        if (subjects := tuple(dict.fromkeys(rule.subjects(diff))))
    )
    deciding = min(hits, key=lambda hit: hit.size.rank, default=None)
    size = deciding.size if deciding else BumpSize.NONE
    if size not in {BumpSize.MAJOR, BumpSize.MINOR} and not _is_vouched(diff):
        return Bump(BumpSize.UNKNOWN, "nothing-comparable", hits)
    if deciding is None:
        return Bump(BumpSize.NONE, "no-difference", ())
    return Bump(size, deciding.rule, (deciding, *(hit for hit in hits if hit is not deciding)))


def _is_vouched(diff: VersionDiff) -> bool:
    """Whether enough is recorded to say that the model itself did not change."""
    if diff.files.payload is Change.SAME:
        return True
    measured = any(change.old and change.new for change in diff.metrics)
    return measured and not {Part.PARAMS, Part.DATA, Part.METRICS} & set(diff.uncompared)


def _fields(
    side: SignatureSide, change: Change, holds: Callable[[SignatureFieldChange], bool] = lambda _: True
) -> Callable[[VersionDiff], Iterator[str]]:
    """The names of the signature's fields on one side that changed in one way."""

    def names(diff: VersionDiff) -> Iterator[str]:
        for found in diff.signature.changes:
            if found.side is side and found.change is change and holds(found):
                yield found.name

    return names


def _required(required: bool | None) -> Callable[[SignatureFieldChange], bool]:
    return lambda found: found.new is not None and found.new.required is required


def _type_differs(found: SignatureFieldChange) -> bool:
    return bool(found.old and found.new and found.old.type != found.new.type)


def _default_differs(found: SignatureFieldChange) -> bool:
    return bool(found.old and found.new and found.old.default != found.new.default)


def _became(required: bool) -> Callable[[SignatureFieldChange], bool]:
    return lambda found: bool(
        found.old and found.new and found.old.required is (not required) and found.new.required is required
    )


def _signature_lost(diff: VersionDiff) -> Iterator[str]:
    if diff.signature.old and not diff.signature.new and Part.FLAVORS not in diff.uncompared:
        yield "signature"


def _signature_gained(diff: VersionDiff) -> Iterator[str]:
    if diff.signature.new and not diff.signature.old and Part.FLAVORS not in diff.uncompared:
        yield "signature"


def _flavors(change: Change) -> Callable[[VersionDiff], Iterator[str]]:
    return lambda diff: (found.name for found in diff.flavors if found.change is change)


def _flavor_fields(diff: VersionDiff) -> Iterator[str]:
    for found in diff.flavors:
        yield from (f"{found.name}.{field}" for field in found.fields)


def _is_evaluation(context: str) -> bool:
    words = context.casefold()
    return any(word in words for word in ("eval", "test", "valid", "holdout"))


def _data(*changes: Change) -> Callable[[VersionDiff], Iterator[str]]:
    """The datasets that the model itself came of and that changed in these ways."""

    def names(diff: VersionDiff) -> Iterator[str]:
        made_from = [found for found in diff.data if not _is_evaluation(found.context)]
        told_by_both = any(found.old for found in made_from) and any(found.new for found in made_from)
        if told_by_both and diff.files.payload is not Change.SAME:
            yield from (_dataset_name(found) for found in made_from if found.change in changes)

    return names


def _evaluation_data(diff: VersionDiff) -> Iterator[str]:
    for found in diff.data:
        if found.change not in {Change.SAME, Change.UNKNOWN} and _is_evaluation(found.context):
            yield _dataset_name(found)


def _dataset_name(change: DataChange) -> str:
    use = change.new or change.old
    return (use.used.name if use else "") or say("unnamed dataset")


def _params(diff: VersionDiff) -> Iterator[str]:
    if diff.files.payload is not Change.SAME:
        yield from (found.key for found in diff.params)


def _code(diff: VersionDiff) -> Iterator[str]:
    if diff.code.change is Change.CHANGED and diff.code.new and diff.files.payload is not Change.SAME:
        yield diff.code.new.commit


def _metrics(diff: VersionDiff) -> Iterator[str]:
    if diff.files.payload is not Change.SAME:
        yield from (found.key for found in diff.metrics if found.change is Change.CHANGED)


def _files(diff: VersionDiff) -> Iterator[str]:
    if diff.files.payload is Change.CHANGED:
        yield from (found.path for found in diff.files.changes if found.change is not Change.UNKNOWN)


def _dependencies(*, grave: bool) -> Callable[[VersionDiff], Iterator[str]]:
    return lambda diff: (found.name for found in diff.dependencies if (found.size is BumpSize.MAJOR) is grave)


def _python(*, grave: bool) -> Callable[[VersionDiff], Iterator[str]]:
    def names(diff: VersionDiff) -> Iterator[str]:
        old, new = diff.python.old.split(".")[:2], diff.python.new.split(".")[:2]
        if diff.python.change is Change.CHANGED and (old != new) is grave:
            yield diff.python.new

    return names


def _tree(diff: VersionDiff) -> Iterator[str]:
    """The commit that was clean on one side and had uncommitted changes on the other."""
    old, new = diff.code.old, diff.code.new
    states = {old.dirty, new.dirty} if old and new else set()
    if new and states == {True, False} and diff.code.change is Change.UNKNOWN:
        yield new.commit


def _named_otherwise(change: TextChange) -> Iterator[str]:
    if change.change is Change.CHANGED:
        yield change.new


def _words(diff: VersionDiff) -> Iterator[str]:
    if diff.description.change is not Change.SAME:
        yield "description"
    yield from (say("tag {key}", key=found.key) for found in diff.tags)


_MAJOR, _MINOR, _PATCH = BumpSize.MAJOR, BumpSize.MINOR, BumpSize.PATCH
_INPUT, _OUTPUT, _PARAM = SignatureSide
_ADDED, _REMOVED, _CHANGED = Change.ADDED, Change.REMOVED, Change.CHANGED

RULES: tuple[Rule, ...] = (
    Rule("signature.required-input-added", _MAJOR, say("required inputs were added"), _fields(_INPUT, _ADDED, _required(True))),
    Rule("signature.input-added", _MAJOR, say("inputs were added, and it is not recorded whether they are required"), _fields(_INPUT, _ADDED, _required(None))),
    Rule("signature.input-removed", _MAJOR, say("inputs were removed"), _fields(_INPUT, _REMOVED)),
    Rule("signature.input-type-changed", _MAJOR, say("inputs changed their type"), _fields(_INPUT, _CHANGED, _type_differs)),
    Rule("signature.input-now-required", _MAJOR, say("optional inputs became required"), _fields(_INPUT, _CHANGED, _became(True))),
    Rule("signature.output-removed", _MAJOR, say("outputs were removed"), _fields(_OUTPUT, _REMOVED)),
    Rule("signature.output-type-changed", _MAJOR, say("outputs changed their type"), _fields(_OUTPUT, _CHANGED, _type_differs)),
    Rule("signature.param-removed", _MAJOR, say("inference parameters were removed"), _fields(_PARAM, _REMOVED)),
    Rule("signature.param-type-changed", _MAJOR, say("inference parameters changed their type"), _fields(_PARAM, _CHANGED, _type_differs)),
    Rule("signature.lost", _MAJOR, say("the model no longer says what goes in and what comes out"), _signature_lost),
    Rule("flavor.removed", _MAJOR, say("ways to load the model were removed"), _flavors(_REMOVED)),
    Rule("signature.optional-input-added", _MINOR, say("optional inputs were added"), _fields(_INPUT, _ADDED, _required(False))),
    Rule("signature.input-now-optional", _MINOR, say("required inputs became optional"), _fields(_INPUT, _CHANGED, _became(False))),
    Rule("signature.output-added", _MINOR, say("outputs were added"), _fields(_OUTPUT, _ADDED)),
    Rule("signature.param-added", _MINOR, say("inference parameters were added"), _fields(_PARAM, _ADDED)),
    Rule("signature.param-default-changed", _MINOR, say("inference parameters have another default"), _fields(_PARAM, _CHANGED, _default_differs)),
    Rule("signature.first-recorded", _MINOR, say("the model now says what goes in and what comes out"), _signature_gained),
    Rule("flavor.added", _MINOR, say("ways to load the model were added"), _flavors(_ADDED)),
    Rule("data.replaced", _MINOR, say("it was made from other data"), _data(Change.REPLACED, _CHANGED)),
    Rule("data.added", _MINOR, say("it was made from more data"), _data(_ADDED)),
    Rule("data.removed", _MINOR, say("it was made from less data"), _data(_REMOVED)),
    Rule("params.changed", _MINOR, say("it was made with other parameters"), _params),
    Rule("code.changed", _MINOR, say("it was made by other code"), _code),
    Rule("metrics.changed", _MINOR, say("it measures differently"), _metrics),
    Rule("files.changed", _MINOR, say("its files differ"), _files),
    Rule("dependencies.major-changed", _MINOR, say("packages it needs are of another major version"), _dependencies(grave=True)),
    Rule("python.changed", _MINOR, say("it needs another Python"), _python(grave=True)),
    Rule("dependencies.changed", _PATCH, say("packages it needs changed"), _dependencies(grave=False)),
    Rule("python.patched", _PATCH, say("it was packed with another Python of the same series"), _python(grave=False)),
    Rule("code.tree-changed", _PATCH, say("the same commit had uncommitted changes on one side only"), _tree),
    Rule("image.changed", _PATCH, say("it was made in another container image"), lambda diff: _named_otherwise(diff.image)),
    Rule("system.changed", _PATCH, say("it was made on another operating system"), lambda diff: _named_otherwise(diff.system)),
    Rule("flavor.changed", _PATCH, say("what a flavor records changed"), _flavor_fields),
    Rule("data.evaluation-changed", _PATCH, say("it was measured on other data"), _evaluation_data),
    Rule("metadata-only", _PATCH, say("what is written about it changed"), _words),
)  # fmt: skip
"""Every rule, the gravest first; of equal size, the first that applies decides."""
