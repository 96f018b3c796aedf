"""Where a version or a run was made, as its package or its tracker records it: Python, packages, system, hardware."""

from typing import TypeAlias

from generator.analyses.origin import Ingredients
from generator.catalog import Requirement, Tag
from generator.provenance import Source

PYTHON_TAGS = ("wandb.python", "sacred.python", "python_version", "python")
"""Tags of a run that name its version of Python: as W&B and Sacred record it, and as people write it."""
PACKAGE_TAGS = ("wandb.packages", "sacred.dependencies")
"""Tags of a run that hold the packages that were installed where it ran, parted by commas."""
SYSTEM_TAGS = ("wandb.os", "sacred.os", "os")
"""Tags of a run that name its operating system."""
HARDWARE_TAGS = (
    "wandb.cpu_count", "wandb.gpu", "wandb.gpu_count", "wandb.cuda", "sacred.cpu", "sacred.gpus", "cpu", "gpu", "hardware",
)  # fmt: skip
"""Tags of a run that name what it ran on."""

Found: TypeAlias = tuple[str, Source | None]
"""A text and its place; empty and None for nothing."""
_NOTHING: Found = ("", None)


def python_of(made: Ingredients) -> Found:
    """The version of Python: of the package, else as the tracker found it where the run ran."""
    package = made.package
    if package is not None and package.python_version:
        return package.python_version, package.source
    tag = _first(made, PYTHON_TAGS)
    if tag is None:
        return ("", package.source) if package else _NOTHING
    return tag.value.strip().removeprefix("CPython").strip(), tag.source


def system_of(made: Ingredients) -> Found:
    """The operating system that the run ran on."""
    tag = _first(made, SYSTEM_TAGS)
    return (tag.value.strip(), tag.source) if tag else _NOTHING


def hardware_of(made: Ingredients) -> tuple[Tag, ...]:
    """What the run ran on, as far as tags tell."""
    tags = _run_tags(made)
    return tuple(tags[key] for key in HARDWARE_TAGS if key in tags)


def requirements_of(made: Ingredients) -> tuple[Requirement, ...]:
    """The packages: those that the packed model asks for, else those that the tracker found installed."""
    if made.package is not None and made.package.requirements:
        return made.package.requirements
    tag = _first(made, PACKAGE_TAGS)
    lines = [line.strip() for line in tag.value.split(", ")] if tag else []
    return tuple(Requirement.of(line, tag.source) for line in lines if tag and line)


def _first(made: Ingredients, keys: tuple[str, ...]) -> Tag | None:
    tags = _run_tags(made)
    return next((tags[key] for key in keys if key in tags), None)


def _run_tags(made: Ingredients) -> dict[str, Tag]:
    return {tag.key: tag for tag in made.run.tags if tag.value.strip()} if made.run else {}
