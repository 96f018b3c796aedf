"""From GTO's tags to what they mean together: which versions there are, and which stage is at which.

The rules are those of ``gto/base.py`` (1.10). A version stays registered until its undoing. A stage is assigned to the
version at the tag's commit; of several versions that a stage was assigned to, and not taken from since, the one of the
latest assignment has it. Versions taken back hold no stage.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.catalog import RegistryAction, Severity
from generator.readers.gto.tags import GtoTag
from generator.readers.reading import Reading

_VERSION = re.compile(r"v([0-9]+)\.([0-9]+)\.([0-9]+)(?:-([^+]+))?(?:\+.*)?")
_LONGEST_NUMBER = 40


@dataclass(slots=True)
class VersionState:
    """One version of an artifact, as far as the tags tell."""

    name: str
    """``v1.2.3``; the commit's own name for a stage that was assigned where no version is registered."""
    commit: str
    registered: GtoTag | None = None
    undone: GtoTag | None = None
    """The tag that took the registration back; None while it holds."""
    stages: dict[str, GtoTag] = field(default_factory=dict)
    """The assignment of each stage not taken away again."""
    events: list[GtoTag] = field(default_factory=list)


@dataclass(slots=True)
class ArtifactState:
    """All that the tags tell of one artifact."""

    name: str
    versions: dict[str, VersionState] = field(default_factory=dict)
    deprecated: GtoTag | None = None
    """None when it was not given up, or something was done to it since."""
    events: list[tuple[GtoTag, str]] = field(default_factory=list)
    """Every tag by time, with the version that it concerns."""

    def holders(self) -> dict[str, tuple[VersionState, GtoTag]]:
        """For each stage: the version that has it, and its assignment."""
        found: dict[str, tuple[VersionState, GtoTag]] = {}
        for version in self.versions.values():
            for stage, tag in version.stages.items() if version.undone is None else ():
                if stage not in found or found[stage][1].order < tag.order:
                    found[stage] = version, tag
        return {stage: found[stage] for stage in sorted(found)}

    def in_order(self) -> list[VersionState]:
        """The versions by precedence; those without a registration first."""
        return sorted(self.versions.values(), key=lambda version: precedence(version.name))


def settle(reading: Reading, tags: Iterable[GtoTag]) -> dict[str, ArtifactState]:
    """What tags, given by time, mean for each artifact."""
    found: dict[str, ArtifactState] = {}
    for tag in tags:
        state = found.setdefault(tag.artifact, ArtifactState(tag.artifact))
        state.deprecated = tag if tag.action is RegistryAction.DEPRECATED else None
        version = _take(reading, state, tag)
        if version is not None:
            version.events.append(tag)
        state.events.append((tag, version.name if version else ""))
    return found


def precedence(version: str) -> tuple[object, ...]:
    """Sorts versions as Semantic Versioning 2.0.0 has it (section 11); what is no version comes first."""
    found = _VERSION.fullmatch(version)
    if found is None or any(len(part) > _LONGEST_NUMBER for part in found.groups()[:3]):
        return (0, version)
    identifiers = tuple(
        (0, int(part[:_LONGEST_NUMBER]), "") if part.isascii() and part.isdigit() else (1, 0, part)
        for part in (found[4] or "").split(".")
    )
    return (1, int(found[1]), int(found[2]), int(found[3]), found[4] is None, identifiers, version)


def _take(reading: Reading, state: ArtifactState, tag: GtoTag) -> VersionState | None:
    """One more tag; the version that it concerns."""
    match tag.action:
        case RegistryAction.REGISTERED:
            version = state.versions.setdefault(tag.version, VersionState(tag.version, tag.commit))
            version.registered, version.undone, version.commit = tag, None, tag.commit
        case RegistryAction.DEREGISTERED:
            return _undo(reading, state, tag)
        case RegistryAction.ASSIGNED:
            version = _version_at(reading, state, tag)
            version.stages[tag.stage] = tag
        case RegistryAction.UNASSIGNED:
            version = _version_at(reading, state, tag)
            if version.stages.pop(tag.stage, None) is None:
                _report_undoing_of_nothing(
                    reading, tag, f"the version {version.name!a} did not have the stage"
                )
        case RegistryAction.DEPRECATED:
            return None
    return version


def _undo(reading: Reading, state: ArtifactState, tag: GtoTag) -> VersionState | None:
    version = state.versions.get(tag.version)
    if version is None or version.undone is not None:
        _report_undoing_of_nothing(reading, tag, f"the version {tag.version!a} was not registered then")
        return version
    version.undone = tag
    return version


def _version_at(reading: Reading, state: ArtifactState, tag: GtoTag) -> VersionState:
    """The version at the tag's commit; one named as the commit itself when none was registered there."""
    there = [version for version in state.in_order() if version.commit == tag.commit]
    there = [version for version in there if version.undone is None] or there
    if not there:
        reading.report(
            "gto-stage-unregistered", Severity.NOTE, tag.source,
            f"the tag {tag.name!a} assigns a stage at a commit where no version was registered",
            "the commit itself is shown as the version", "register a version there with gto register",
        )  # fmt: skip
        name = tag.commit or tag.name
        return state.versions.setdefault(name, VersionState(name, tag.commit))
    if len(there) > 1:
        reading.report(
            "gto-stage-ambiguous", Severity.WARNING, tag.source,
            f"the tag {tag.name!a} assigns a stage at a commit with {len(there)} versions, "
            + ", ".join(version.name for version in there),
            f"the stage is shown at the greatest of them, {there[-1].name}",
            "register each version at a commit of its own",
        )  # fmt: skip
    return there[-1]


def _report_undoing_of_nothing(reading: Reading, tag: GtoTag, why: str) -> None:
    reading.report(
        "gto-undone-nothing", Severity.NOTE, tag.source, f"the tag {tag.name!a} takes something back, yet {why}",
        "it changes nothing",
    )  # fmt: skip
