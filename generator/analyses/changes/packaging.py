"""What differs in how two versions are packed: signature, flavors, dependencies, Python, files."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from generator.analyses.changes.pairing import paired, presence
from generator.analyses.changes.pins import pin_distance
from generator.analyses.changes.values import (
    BumpSize,
    Change,
    DependencyChange,
    FileChange,
    FilesDiff,
    FlavorChange,
    SignatureDiff,
    SignatureFieldChange,
    SignatureSide,
    TextChange,
)
from generator.analyses.origin import Origin
from generator.catalog import Artifact, Flavor, ModelPackage, Requirement, Signature, SignatureField
from generator.provenance import Source

_PACKING = frozenset(
    {"MLmodel", "registered_model_meta", "conda.yaml", "python_env.yaml", "requirements.txt"}
)
"""Files that MLflow writes beside the model and that tell when, by whom and with what it was packed."""
_EXAMPLES = frozenset({"input_example.json", "serving_input_example.json"})
_IRRELEVANT_FIELDS = frozenset({"model_path", "pickled_model", "data", "env"})
"""Flavor fields that say where in the package something lies."""


def signature_diff(old: ModelPackage | None, new: ModelPackage | None) -> SignatureDiff:
    """The fields of the signature that differ; nothing is compared unless both packages have one."""
    before = old.signature if old else None
    after = new.signature if new else None
    if before is None or after is None:
        return SignatureDiff(old=before, new=after)
    changes = [change for side in SignatureSide for change in _field_changes(side, before, after)]
    differing = tuple(change for change in changes if change.change is not Change.SAME)
    return SignatureDiff(old=before, new=after, changes=differing, same=len(changes) - len(differing))


def dependency_changes(
    old: Iterable[Requirement], new: Iterable[Requirement]
) -> tuple[tuple[DependencyChange, ...], int]:
    """The required packages that differ, by name, and how many are the same."""
    changes = [
        DependencyChange(
            name=name,
            change=presence(before, after, equal=bool(before and after and _required_same(before, after))),
            old=before,
            new=after,
            size=pin_distance(before.specifier, after.specifier) if before and after else None,
        )
        for name, before, after in paired(old, new, lambda found: found.name or found.line)
    ]
    differing = [change for change in changes if change.change is not Change.SAME]
    return tuple(sorted(differing, key=lambda change: change.name)), len(changes) - len(differing)


def flavor_changes(old: Iterable[Flavor], new: Iterable[Flavor]) -> tuple[tuple[FlavorChange, ...], int]:
    """The flavors that differ, by name, and how many are the same."""
    changes = []
    for name, before, after in paired(old, new, lambda flavor: flavor.name):
        fields = _differing_fields(before, after) if before and after else ()
        change = presence(before, after, equal=not fields)
        changes.append(FlavorChange(name=name, change=change, old=before, new=after, fields=fields))
    differing = [change for change in changes if change.change is not Change.SAME]
    return tuple(sorted(differing, key=lambda change: change.name)), len(changes) - len(differing)


def files_diff(old: Origin, new: Origin) -> FilesDiff:
    """The files of both models, by their paths below the model's own folder."""
    changes = [_file_change(*each) for each in paired_files(old, new)]
    payload = [change for change in changes if is_payload(change.path)]
    differing = tuple(change for change in changes if change.change is not Change.SAME)
    return FilesDiff(payload=_payload(payload), changes=differing, same=len(changes) - len(differing))


def file_changes(
    old: Mapping[str, Artifact], new: Mapping[str, Artifact]
) -> tuple[tuple[FileChange, ...], int]:
    """The files that differ, by path, and how many are the same."""
    changes = [_file_change(path, old.get(path), new.get(path)) for path in sorted({*old, *new})]
    differing = tuple(change for change in changes if change.change is not Change.SAME)
    return differing, len(changes) - len(differing)


def paired_files(old: Origin, new: Origin) -> Iterator[tuple[str, Artifact | None, Artifact | None]]:
    """Yield (path, old, new) for every file of either model, by path."""
    before, after = _files(old), _files(new)
    for path in sorted(before.keys() | after.keys()):
        yield path, before.get(path), after.get(path)


def text_change(
    old: str, new: str, old_source: Source | None, new_source: Source | None, *, known: bool = True
) -> TextChange:
    """How a text differs. Without ``known``, an empty one is a text that nobody recorded."""
    if not known and not (old and new):
        change = Change.UNKNOWN
    elif old == new:
        change = Change.SAME
    else:
        change = Change.ADDED if not old else Change.REMOVED if not new else Change.CHANGED
    return TextChange(change=change, old=old, new=new, old_source=old_source, new_source=new_source)


def _field_changes(side: SignatureSide, old: Signature, new: Signature) -> Iterator[SignatureFieldChange]:
    before, after = _fields(side, old), _fields(side, new)
    for name, one, other in paired(before, after, lambda entry: entry[0]):
        was, now = one and one[1], other and other[1]
        equal = bool(was and now and _field_same(was, now))
        yield SignatureFieldChange(
            side=side, name=name, change=presence(was, now, equal=equal), old=was, new=now
        )


def _fields(side: SignatureSide, signature: Signature) -> list[tuple[str, SignatureField]]:
    match side:
        case SignatureSide.INPUT:
            fields = signature.inputs
        case SignatureSide.OUTPUT:
            fields = signature.outputs
        case SignatureSide.PARAM:
            fields = signature.params
    return [(field.name or f"#{position}", field) for position, field in enumerate(fields, start=1)]


def _field_same(old: SignatureField, new: SignatureField) -> bool:
    """Whether two fields ask the same; what the format of the day did not record is no difference."""
    required_same = old.required is None or new.required is None or old.required == new.required
    return required_same and (old.type, old.default) == (new.type, new.default)


def _required_same(old: Requirement, new: Requirement) -> bool:
    if old.line.split() == new.line.split():
        return True
    apart = pin_distance(old.specifier, new.specifier)
    rest = [found.line.replace(found.specifier, "", 1).split() for found in (old, new)]
    return apart is BumpSize.NONE and rest[0] == rest[1]


def _differing_fields(old: Flavor, new: Flavor) -> tuple[str, ...]:
    before, after = dict(old.fields), dict(new.fields)
    return tuple(
        name
        for name in sorted(before.keys() | after.keys())
        if name not in _IRRELEVANT_FIELDS and before.get(name) != after.get(name)
    )


def _files(origin: Origin) -> dict[str, Artifact]:
    folder = f"{origin.package.path.strip('/')}/" if origin.package and origin.package.path else ""
    inside = {
        artifact.path.removeprefix(folder): artifact
        for artifact in origin.artifacts
        if artifact.path.startswith(folder)
    }
    return inside or {artifact.path: artifact for artifact in origin.artifacts}


def _file_change(path: str, old: Artifact | None, new: Artifact | None) -> FileChange:
    if old and new and not (old.source.sha256 and new.source.sha256):
        change = Change.CHANGED if old.size != new.size else Change.UNKNOWN
    else:
        change = presence(old, new, equal=bool(old and new and old.source.sha256 == new.source.sha256))
    return FileChange(path=path, change=change, old=old, new=new)


def is_payload(path: str) -> bool:
    """Whether a file is of the model itself, and not of how it was packed."""
    return path not in _PACKING and posixpath.basename(path) not in _EXAMPLES


def _payload(changes: list[FileChange]) -> Change:
    found = {change.change for change in changes}
    if not changes:
        return Change.UNKNOWN
    if not any(change.old for change in changes) or not any(change.new for change in changes):
        return Change.UNKNOWN
    if found & {Change.CHANGED, Change.ADDED, Change.REMOVED}:
        return Change.CHANGED
    return Change.UNKNOWN if Change.UNKNOWN in found else Change.SAME
