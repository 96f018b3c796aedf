"""What a run records of how it could be repeated, beside its recipe: seeds, the command line, and whether its files stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.analyses.approval.manifests import Manifest, Match, manifests_of, matches
from generator.analyses.origin import Ingredients, Origin
from generator.catalog import Approval, Artifact, Param, Tag

SEED_NAMES = r"(^|[./_])(random_?state|seed|rng_?seed)$"
"""What the name of a param or tag that holds a seed looks like; searched for, without case."""
COMMAND_TAGS = ("wandb.args", "sacred.command", "mlflow.project.entryPoint")
"""Tags that say how a run was started beyond the script: its arguments, or the command of it that was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """The files of a run, held against what somebody wrote down of them."""

    manifest: Manifest
    same: int
    others: tuple[str, ...]
    """Paths of files that are not as written down: different, missing, not named, or not read."""


def seeds_of(made: Ingredients) -> tuple[Param | Tag, ...]:
    """The params and tags that hold a seed, by name; of several of one name the first."""
    pattern = re.compile(SEED_NAMES, re.IGNORECASE)
    held: tuple[Param | Tag, ...] = (*made.params, *made.tags)
    found = {each.key: each for each in reversed(held) if pattern.search(each.key)}
    return tuple(found[key] for key in sorted(found))


def command_of(made: Ingredients) -> Tag | None:
    """What the run was started with beside its script; None when the tracker does not say."""
    tags = {tag.key: tag for tag in made.tags if tag.value.strip()}
    return next((tags[key] for key in COMMAND_TAGS if key in tags), None)


def file_checks(
    made: Ingredients, versions: Iterable[tuple[Origin, tuple[Approval, ...]]]
) -> tuple[FileCheck, ...]:
    """The files held against checksum files and signatures beside them, and against approvals of the versions they became.

    Args:
        made: the run.
        versions: what stands behind each version that came of it, with the approvals of the version in force.
    """
    listed = [_checked(manifest, made.artifacts) for manifest in manifests_of(made, ())]
    known = {manifest.manifest.source for manifest in listed}
    approved = [
        _checked(manifest, origin.artifacts)
        for origin, approvals in versions
        for manifest in manifests_of(origin, approvals)
        if manifest.source not in known
    ]
    return (*listed, *approved)


def _checked(manifest: Manifest, artifacts: Iterable[Artifact]) -> FileCheck:
    found = matches(manifest, artifacts)
    return FileCheck(
        manifest=manifest,
        same=sum(each.match is Match.SAME for each in found),
        others=tuple(each.path for each in found if each.match is not Match.SAME),
    )
