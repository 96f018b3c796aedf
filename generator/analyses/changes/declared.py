"""The semantic version that a team gives a version itself, and how large a change it declares with it."""

import re
from dataclasses import dataclass

from generator.analyses.changes.values import BumpSize
from generator.catalog import ModelVersion
from generator.provenance import Source

DECLARING_TAGS = ("semver", "semantic_version", "version", "model_version", "release")
"""Tags of a version that may declare one, by precedence; compared without case, with ``_`` for ``-`` and ``.``."""
_SEMVER = re.compile(
    r"v?(0|[1-9][0-9]{0,9})\.(0|[1-9][0-9]{0,9})\.(0|[1-9][0-9]{0,9})(?:[-+][0-9A-Za-z.+-]*)?"
)
"""Semantic Versioning 2.0.0, items 2, 9 and 10, with the ``v`` that tags in git have before it."""
_PARTS = (BumpSize.MAJOR, BumpSize.MINOR, BumpSize.PATCH)


@dataclass(frozen=True, slots=True)
class DeclaredVersion:
    """A semantic version, and the place that declares it."""

    text: str
    """As written."""
    numbers: tuple[int, int, int]
    """Major, minor and patch; what follows a hyphen or a plus is left out."""
    source: Source


def declared_version(version: ModelVersion) -> DeclaredVersion | None:
    """What a tag declares, else the version's own name, as GTO's are; None where neither is a semantic version."""
    tags = {re.sub(r"[-.]", "_", tag.key.casefold()): tag for tag in reversed(version.tags)}
    written = [(tags[key].value, tags[key].source) for key in DECLARING_TAGS if key in tags]
    for text, source in (*written, (version.version, version.source)):
        found = _SEMVER.fullmatch(text.strip())
        if found:
            return DeclaredVersion(text.strip(), (int(found[1]), int(found[2]), int(found[3])), source)
    return None


def declared_size(old: DeclaredVersion, new: DeclaredVersion) -> BumpSize:
    """How large a change the step declares; unknown for a step back, none where the numbers are the same.

    Before 1.0.0 anything may change with a minor step (Semantic Versioning 2.0.0, item 4), so that one counts as major.
    """
    if new.numbers < old.numbers:
        return BumpSize.UNKNOWN
    step = next((place for place in range(len(_PARTS)) if new.numbers[place] != old.numbers[place]), None)
    if step is None:
        return BumpSize.NONE
    early = new.numbers[0] == 0 and _PARTS[step] is BumpSize.MINOR
    return BumpSize.MAJOR if early else _PARTS[step]
