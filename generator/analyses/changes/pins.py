"""How far apart two pinned versions of a package are."""

import re
from typing import NamedTuple

from generator.analyses.changes.values import BumpSize

_PIN = re.compile(
    r"\s*={2,3}\s*v?(?:(?P<epoch>[0-9]{1,9})!)?(?P<release>[0-9]{1,9}(?:\.[0-9]{1,9}){0,9})"
    r"(?P<rest>[-_.]?[a-z][-_.a-z0-9]*|-[0-9]{1,9})?(?P<local>\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?\s*",
    re.IGNORECASE,
)
"""``==`` and a version as PEP 440 spells it (appendix B), with its pre-, post- and development parts in one piece."""


class _Pin(NamedTuple):
    epoch: int
    release: tuple[int, ...]
    rest: str


def pin_distance(old: str, new: str) -> BumpSize | None:
    """How far apart two specifiers are by the first part of their versions that differs.

    Args:
        old: a specifier such as ``==1.8.1``.
        new: another.

    Returns:
        Major when the epochs or the first numbers differ, minor when the second numbers differ, patch for anything
        after that, none when both are the same version; None when either pins no exact version.
    """
    before, after = _parsed(old), _parsed(new)
    if before is None or after is None:
        return None
    if before == after:
        return BumpSize.NONE
    if before.epoch != after.epoch or before.release[0] != after.release[0]:
        return BumpSize.MAJOR
    return BumpSize.MINOR if before.release[1] != after.release[1] else BumpSize.PATCH


def _parsed(specifier: str) -> _Pin | None:
    found = _PIN.fullmatch(specifier)
    if found is None:
        return None
    release = [int(part) for part in found["release"].split(".")]
    while len(release) > 2 and not release[-1]:  # noqa: PLR2004 - 1.8.0 is 1.8
        release.pop()
    rest = f"{found['rest'] or ''}{found['local'] or ''}".casefold()
    return _Pin(int(found["epoch"] or 0), tuple(release + [0] * (2 - len(release))), rest)
