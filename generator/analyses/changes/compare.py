"""Comparing two versions, and the changelog of a model."""

from collections.abc import Mapping
from dataclasses import replace

from generator.analyses.changes.diff import VersionDiff
from generator.analyses.changes.environment import image_change, python_change, system_change
from generator.analyses.changes.measures import metric_changes
from generator.analyses.changes.packaging import (
    dependency_changes,
    files_diff,
    flavor_changes,
    signature_diff,
    text_change,
)
from generator.analyses.changes.rules import FIRST, judge
from generator.analyses.changes.training import code_change, data_changes, param_changes, tag_changes
from generator.analyses.changes.values import (
    BumpSize,
    Change,
    CodeChange,
    FilesDiff,
    Part,
    SignatureDiff,
    TextChange,
)
from generator.analyses.origin import Origin, origin_of
from generator.catalog import Catalog, ModelVersion, RegisteredModel

FIRST_LABEL = (1, 0, 0)
"""The label that the first listed version of a model is suggested to have."""


def compare_versions(catalog: Catalog, old: ModelVersion | None, new: ModelVersion) -> VersionDiff:
    """What differs between two versions, of one model or of two.

    Args:
        catalog: where the records behind the versions stand.
        old: the version to compare with; None for the first one.
        new: the version that is told about.

    Returns:
        The differences, judged. The suggested labels are empty: only a changelog knows them.
    """
    after = origin_of(catalog, new)
    if old is None:
        return _first(catalog, after)
    diff = _compared(catalog, origin_of(catalog, old), after)
    return replace(diff, bump=judge(diff))


def changelog(catalog: Catalog, model: RegisteredModel) -> tuple[VersionDiff, ...]:
    """What each listed version changed against the listed one before it, newest first, with suggested labels.

    Deleted versions are left out, also as the ones compared with. Labels count from 1.0.0 for the first version by the
    sizes of the changes; a change of unknown size gets none, and the count goes on behind it.
    """
    entries: list[VersionDiff] = []
    before: ModelVersion | None = None
    last, old_label = FIRST_LABEL, ""
    for version in sorted(model.listed_versions, key=lambda found: found.sequence):
        diff = compare_versions(catalog, before, version)
        last = last if diff.is_first else _raised(last, diff.bump.size)
        label = "" if diff.bump.size is BumpSize.UNKNOWN else ".".join(str(number) for number in last)
        entries.append(replace(diff, old_label=old_label, new_label=label))
        before, old_label = version, label
    return tuple(reversed(entries))


def suggested_labels(entries: tuple[VersionDiff, ...]) -> Mapping[str, str]:
    """The label suggested for each version of a changelog, by version; empty for an unknown one."""
    return {entry.new.version: entry.new_label for entry in entries}


def _raised(label: tuple[int, int, int], size: BumpSize) -> tuple[int, int, int]:
    major, minor, patch = label
    match size:
        case BumpSize.MAJOR:
            return major + 1, 0, 0
        case BumpSize.MINOR:
            return major, minor + 1, 0
        case BumpSize.PATCH:
            return major, minor, patch + 1
        case BumpSize.NONE | BumpSize.UNKNOWN:
            return label


def _first(catalog: Catalog, new: Origin) -> VersionDiff:
    return VersionDiff(
        old=None,
        new=new.version,
        bump=FIRST,
        metrics=metric_changes(catalog, None, new, compared=True),
        data=data_changes(catalog, None, new, compared=True),
        signature=SignatureDiff(new=new.package.signature if new.package else None),
        code=CodeChange(change=Change.UNKNOWN, new=new.code),
        python=python_change(None, new),
        image=image_change(None, new),
        system=system_change(None, new),
        files=FilesDiff(payload=Change.UNKNOWN),
        description=TextChange(change=Change.UNKNOWN, new=new.version.description),
    )


def _compared(catalog: Catalog, old: Origin, new: Origin) -> VersionDiff:
    trained = _has_training(old) and _has_training(new)
    packed = old.package is not None and new.package is not None
    params, params_same = param_changes(old.params, new.params) if trained else ((), 0)
    dependencies, dependencies_same = dependency_changes(
        old.package.requirements if old.package and packed else (),
        new.package.requirements if new.package and packed else (),
    )
    flavors, flavors_same = flavor_changes(
        old.package.flavors if old.package and packed else (),
        new.package.flavors if new.package and packed else (),
    )
    tags, tags_same = tag_changes(old.version.tags, new.version.tags)
    diff = VersionDiff(
        old=old.version,
        new=new.version,
        bump=FIRST,
        params=params,
        params_same=params_same,
        metrics=metric_changes(catalog, old, new, compared=trained),
        data=data_changes(catalog, old, new, compared=_have_data(old, new)),
        signature=signature_diff(old.package, new.package),
        dependencies=dependencies,
        dependencies_same=dependencies_same,
        flavors=flavors,
        flavors_same=flavors_same,
        code=code_change(old, new),
        python=python_change(old, new),
        image=image_change(old, new),
        system=system_change(old, new),
        files=files_diff(old, new) if old.artifacts and new.artifacts else FilesDiff(payload=Change.UNKNOWN),
        tags=tags,
        tags_same=tags_same,
        description=text_change(
            old.version.description,
            new.version.description,
            old.version.at("description"),
            new.version.at("description"),
        ),
    )
    return replace(diff, uncompared=_uncompared(diff, old, new))


def _has_training(origin: Origin) -> bool:
    return origin.run is not None or origin.logged_model is not None


def _have_data(old: Origin, new: Origin) -> bool:
    """Whether both recorded data: a run that recorded none still read some."""
    return bool(old.inputs and new.inputs)


def _one_sided(change: TextChange) -> bool:
    """Whether one side alone records it; what few trackers record and neither side has is told with the packaging."""
    return bool(change.old) is not bool(change.new)


def _uncompared(diff: VersionDiff, old: Origin, new: Origin) -> tuple[Part, ...]:
    trained = _has_training(old) and _has_training(new)
    packed = old.package is not None and new.package is not None
    compared = {
        Part.PARAMS: trained,
        Part.METRICS: trained,
        Part.DATA: _have_data(old, new),
        Part.CODE: diff.code.change is not Change.UNKNOWN,
        Part.SIGNATURE: diff.signature.old is not None and diff.signature.new is not None,
        Part.FLAVORS: packed,
        Part.DEPENDENCIES: packed,
        Part.PYTHON: diff.python.change is not Change.UNKNOWN,
        Part.IMAGE: not _one_sided(diff.image),
        Part.SYSTEM: not _one_sided(diff.system),
        Part.FILES: diff.files.payload is not Change.UNKNOWN,
    }
    return tuple(part for part in Part if not compared[part])
