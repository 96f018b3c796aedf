"""Everything that differs between two versions, and how large that is."""

from dataclasses import dataclass

from generator.analyses.changes.values import (
    BumpSize,
    CodeChange,
    DataChange,
    DependencyChange,
    FilesDiff,
    FlavorChange,
    MetricChange,
    ParamChange,
    Part,
    SignatureDiff,
    TagChange,
    TextChange,
)
from generator.catalog import ModelVersion


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that a difference answers to."""

    rule: str
    """Such as ``signature.required-input-added``."""
    size: BumpSize
    meaning: str
    """Half a sentence, such as ``optional inputs were added``."""
    subjects: tuple[str, ...]
    """The names of what it speaks of; empty where there are none."""


@dataclass(frozen=True, slots=True)
class Bump:
    """How large the change is, and why."""

    size: BumpSize
    rule: str
    """The rule that decided."""
    hits: tuple[RuleHit, ...]
    """Every rule that a difference answers to, the one that decided first."""


@dataclass(frozen=True, kw_only=True)
class VersionDiff:
    """Everything that differs between two versions."""

    old: ModelVersion | None
    """The version before; None for the first listed one."""
    new: ModelVersion
    bump: Bump
    old_label: str = ""
    """Label suggested for the older version, such as ``2.3.1``; empty when there is none. See :func:`changelog`."""
    new_label: str = ""
    params: tuple[ParamChange, ...] = ()
    params_same: int = 0
    metrics: tuple[MetricChange, ...] = ()
    """All metrics of both, those with a goal first in the order stated, then by name."""
    data: tuple[DataChange, ...] = ()
    """All data of both, by context."""
    signature: SignatureDiff
    dependencies: tuple[DependencyChange, ...] = ()
    dependencies_same: int = 0
    flavors: tuple[FlavorChange, ...] = ()
    flavors_same: int = 0
    code: CodeChange
    python: TextChange
    image: TextChange
    """The container images that both were made in, by their digests."""
    system: TextChange
    """The operating systems that both were made on."""
    files: FilesDiff
    tags: tuple[TagChange, ...] = ()
    tags_same: int = 0
    description: TextChange
    uncompared: tuple[Part, ...] = ()
    """What one side or both do not record, so that no difference is told; empty for the first version."""

    @property
    def is_first(self) -> bool:
        """Whether there is no version before."""
        return self.old is None
