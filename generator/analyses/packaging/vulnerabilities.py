"""Which known vulnerabilities the requirements of a version have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from generator.analyses.packaging.pinning import pinned_version
from generator.catalog import Advisory, Requirement

SEVERITIES = ("low", "medium", "high", "critical")
"""From the mildest up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vulnerability:
    """One requirement and one advisory that concerns it."""

    requirement: Requirement
    version: str
    """As pinned; empty when it is not, so that only some of the versions that satisfy it may be affected."""
    advisory: Advisory
    severity: str
    """As the database rates it, or another database under the same alias; empty when none does."""


def vulnerabilities_of(
    requirements: Iterable[Requirement], advisories: Iterable[Advisory]
) -> tuple[Vulnerability, ...]:
    """Every requirement that an advisory concerns, by package and advisory.

    A pinned requirement is concerned when its version is affected, one that is not pinned by every advisory on its
    package. Versions are compared as PEP 440 asks.
    """
    by_package: dict[str, list[Advisory]] = {}
    kept = tuple(advisories)
    for advisory in kept:
        by_package.setdefault(advisory.package, []).append(advisory)
    rated = _rated(kept)
    found = []
    for requirement in requirements:
        version = pinned_version(requirement)
        for advisory in by_package.get(requirement.name, ()) if requirement.name else ():
            if not version or is_affected(advisory, version):
                severity = max(
                    (rated.get(name, "") for name in (advisory.id, *advisory.aliases)), key=severity_rank
                )
                found.append(
                    Vulnerability(
                        requirement=requirement, version=version, advisory=advisory, severity=severity
                    )
                )
    return tuple(found)


def is_affected(advisory: Advisory, version: str) -> bool:
    """Whether an advisory concerns a version; one that PEP 440 does not know is only looked for as it is written."""
    if version in advisory.versions:
        return True
    here = _version(version)
    if here is None:
        return False
    if any(_version(each) == here for each in advisory.versions):
        return True
    for each in advisory.ranges:
        introduced, fixed, last = (
            _version(each.introduced),
            _version(each.fixed),
            _version(each.last_affected),
        )
        begun = each.introduced == "0" or (introduced is not None and introduced <= here)
        ended = (fixed is not None and here >= fixed) or (last is not None and here > last)
        if begun and not ended:
            return True
    return False


def severity_rank(severity: str) -> int:
    """0 for one that is not rated, and more the graver it is."""
    return SEVERITIES.index(severity) + 1 if severity in SEVERITIES else 0


def _rated(advisories: Iterable[Advisory]) -> Mapping[str, str]:
    """The gravest rating of each advisory under any of its names."""
    found: dict[str, str] = {}
    for advisory in advisories:
        for name in (advisory.id, *advisory.aliases):
            found[name] = max(found.get(name, ""), advisory.severity, key=severity_rank)
    return found


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None
