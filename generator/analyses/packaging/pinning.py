"""Whether the requirements of a packaged model say exactly what is installed."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as ParsedRequirement

from generator.catalog import Artifact, Requirement

LOCK_FILES = frozenset(
    {
        "conda-lock.yml", "pdm.lock", "Pipfile.lock", "pixi.lock", "poetry.lock", "pylock.toml", "requirements.lock",
        "uv.lock",
    }
)  # fmt: skip
"""Names of files that hold every package of an environment with its exact version."""
REQUIREMENT_FILES = frozenset({"requirements.txt", "conda.yaml", "conda.yml"})
"""Names of the files that :attr:`~generator.catalog.ModelPackage.requirements` are read from."""

_OPTION = re.compile(r"--?[A-Za-z]")
_FURTHER = re.compile(r"(?:-r|-c|--requirement|--constraint)\b")
"""Options that bring in requirements of their own (pip, "Requirements File Format")."""
_EDITABLE = re.compile(r"(?:-e|--editable)[\s=]\s*")
_HASHES = re.compile(r"(?:\s+\\?\s*--hash[= ]\S+)+\s*\\?\s*$|\s*\\\s*$")
_FULL_COMMIT = re.compile(r"@(?:[0-9a-f]{64}|[0-9a-f]{40})(?:#|$)", re.IGNORECASE)
_URL_DIGEST = re.compile(r"#(?:.*&)?sha(?:256|384|512)=[0-9a-f]{64,}", re.IGNORECASE)
_CONDA_BUILD = re.compile(r"=[^=\s]+=[^=\s]+")
"""``=1.26.4=py311h64a7726_0``: version and build, as conda exports them."""


@dataclass(frozen=True, slots=True)
class Pinning:
    """The requirements that are exact, and those that are not."""

    exact: tuple[Requirement, ...] = ()
    loose: tuple[Requirement, ...] = ()


def pinning_of(requirements: Iterable[Requirement]) -> Pinning:
    """Sort requirements; lines that only tell pip how to go about it are neither."""
    exact: list[Requirement] = []
    loose: list[Requirement] = []
    for requirement in requirements:
        line = requirement.line.strip()
        if _FURTHER.match(line):
            loose.append(requirement)
        elif not _OPTION.match(line) or _EDITABLE.match(line):
            (exact if is_exact(requirement) else loose).append(requirement)
    return Pinning(tuple(exact), tuple(loose))


def is_exact(requirement: Requirement) -> bool:
    """Whether only one distribution can satisfy a requirement.

    That is so for ``==`` without a wildcard, ``===``, the full commit of a version-controlled URL, a URL with a SHA-2
    digest (PEP 440, PEP 508, pip "VCS Support"), and conda's ``=version=build``.
    """
    line = _HASHES.sub("", _EDITABLE.sub("", requirement.line.strip()))
    if _CONDA_BUILD.fullmatch(requirement.specifier.strip()):
        return True
    try:
        parsed = ParsedRequirement(line)
    except InvalidRequirement:
        return (
            bool(_FULL_COMMIT.search(line))
            if line.startswith(("git+", "hg+"))
            else bool(_URL_DIGEST.search(line))
        )
    if parsed.url:
        return bool(_FULL_COMMIT.search(parsed.url) or _URL_DIGEST.search(parsed.url))
    return pinned_version(requirement) != ""


def pinned_version(requirement: Requirement) -> str:
    """The version that a requirement pins with ``==`` or ``===``; empty when it pins none."""
    try:
        parsed = ParsedRequirement(_HASHES.sub("", requirement.line.strip()))
    except InvalidRequirement:
        return ""
    pins = [
        one.version for one in parsed.specifier if one.operator in {"==", "==="} and "*" not in one.version
    ]
    return pins[0] if pins else ""


def lock_files(artifacts: Iterable[Artifact]) -> tuple[Artifact, ...]:
    """The lock files among artifacts."""
    return tuple(found for found in artifacts if posixpath.basename(found.path) in LOCK_FILES)


def requirement_files(artifacts: Iterable[Artifact]) -> tuple[Artifact, ...]:
    """The files among artifacts that requirements are read from."""
    return tuple(found for found in artifacts if posixpath.basename(found.path) in REQUIREMENT_FILES)
