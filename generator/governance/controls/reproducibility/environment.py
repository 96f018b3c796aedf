"""The packages that a version was made with."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.packaging.container_images import image_tags
from generator.analyses.packaging.pinning import lock_files, pinning_of, requirement_files
from generator.catalog import Artifact, Requirement
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import say, say_many

_QUOTED = 20
"""Requirements that evidence quotes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependenciesPinned(VersionControl):
    """Installing the requirements twice gives the same packages."""

    about: ClassVar = About(
        id="REP-004",
        title=say("Dependencies pinned"),
        family=Family.REPRODUCIBILITY,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say("every version whose files are in the store"),
        passes=say("a lock file is there, or every requirement is exact: == without a wildcard, ===, a full commit, or a URL with a digest"),
        warns=say("a few requirements are not exact, or the file names none"),
        fails=say("no requirements are there, or more of them are not exact than max_unpinned allows"),
        evidence=say("the requirements with their lines, and the digest of the file"),
        remediation=say("Pin the packages that are listed, or ship a lock file with the model."),
        clauses=(
            "AIA:IV.1c", "NIST:MAP-4.2", "ISO42001:A.4.4", "SS1/23:P3.6", "AIA:17.b-c", "G7:system",
        ),
    )  # fmt: skip

    max_unpinned: int = 2
    """Requirements that may be loose and only give a warning."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        artifacts = subject.origin.artifacts
        if not artifacts:
            return not_applicable(say("none of its files are in the store"), evidence(subject.version.source))
        locks = lock_files(artifacts)
        if locks:
            return passed(
                say("{path} locks every package", path=locks[0].path), _files(locks), observed=locks[0].path
            )
        package = subject.origin.package
        files = _files(requirement_files(artifacts))
        if not files or package is None:
            place = package.source if package else subject.version.source
            return failed(say("no requirements are beside the model"), [evidence(place, "", "requirements")])
        pinning = pinning_of(package.requirements)
        count = len(pinning.exact) + len(pinning.loose)
        if not count:
            return warned(say("the requirements name no package"), files, observed=0)
        if not pinning.loose:
            return passed(
                say("all {count_} requirements are exact", count_=count),
                files,
                observed=say("{count_} of {count_}", count_=count),
            )
        names = ", ".join(one.name or one.line for one in pinning.loose[:_QUOTED])
        message = say_many(
            len(pinning.loose),
            "{n} of {count} requirements is not exact: {names}",
            "{n} of {count} requirements are not exact: {names}",
            count=count,
            names=names,
        )
        proof = [*map(_line, pinning.loose[:_QUOTED])]
        make = warned if len(pinning.loose) <= self.max_unpinned else failed
        return make(message, proof, observed=len(pinning.loose), limit=self.max_unpinned)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentLocked(VersionControl):
    """The whole environment is recorded, with what the requirements pull in."""

    about: ClassVar = About(
        id="REP-005",
        title=say("Environment locked"),
        family=Family.REPRODUCIBILITY,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say("every version in production"),
        passes=say(
            "the version of Python is recorded, and a lock file or the digest of a container image with it"
        ),
        warns=say("only one of the two is recorded"),
        fails=say("neither is recorded"),
        evidence=say("MLmodel, the lock file, the tag with the digest of the image"),
        remediation=say(
            "Ship uv.lock or another lock file with the model, or record the digest of the image that it was trained in as a tag."
        ),
        clauses=("SS1/23:P4.3", "AIA:IV.1c", "ISO42001:A.4.5", "NIST:MEASURE-2.8"),
        extended=True,
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(say("it is not in production"), evidence(subject.version.source))
        origin = subject.origin
        package = origin.package
        python = package.python_version if package else ""
        locked = [*_files(lock_files(origin.artifacts)), *_images(subject)]
        place = package.source if package else subject.version.source
        proof = [evidence(place, python, say("Python")), *locked]
        if python and locked:
            return passed(
                say("Python {python} and {excerpt}", python=python, excerpt=locked[0].excerpt),
                proof,
                observed=say("Python {python}", python=python),
            )
        if python:
            message = say(
                "Python {python} is recorded, and neither a lock file nor an image is", python=python
            )
            return warned(message, proof, observed=say("Python {python}", python=python))
        if locked:
            return warned(
                say(
                    "{excerpt} is there, and the version of Python is not recorded", excerpt=locked[0].excerpt
                ),
                proof,
            )
        return failed(say("neither Python nor a lock file nor an image is recorded"), proof)


def _files(found: tuple[Artifact, ...]) -> list[Evidence]:
    return [evidence(each.source, each.path, "file") for each in found]


def _line(requirement: Requirement) -> Evidence:
    return evidence(requirement.source, requirement.line, "requirement")


def _images(subject: VersionSubject) -> list[Evidence]:
    """The tags that name a container image by its digest."""
    return [evidence(tag.source, tag.value, "image") for tag in image_tags(subject.origin)]
