"""What differs between two versions, part by part, as frozen values that carry the records they compare."""

from dataclasses import dataclass
from enum import StrEnum

from generator.analyses.evaluation.key_metric import Direction
from generator.catalog import (
    Artifact,
    CodeVersion,
    Dataset,
    DatasetInput,
    Flavor,
    Metric,
    MetricGoal,
    Param,
    Requirement,
    Signature,
    SignatureField,
    Tag,
)
from generator.messages import word
from generator.provenance import Source


class Change(StrEnum):
    """How one thing stands in the newer version against the older."""

    ADDED = word("added")
    REMOVED = word("removed")
    CHANGED = word("changed")
    REPLACED = word("replaced")
    """Another dataset took the place of one."""
    SAME = word("same")
    UNKNOWN = word("unknown")
    """Too little is recorded to say."""


class Part(StrEnum):
    """A side of a version that is compared."""

    PARAMS = word("parameters")
    METRICS = word("metrics")
    DATA = word("data")
    CODE = word("code")
    SIGNATURE = word("signature")
    FLAVORS = word("flavors")
    DEPENDENCIES = word("dependencies")
    PYTHON = word("Python version")
    IMAGE = word("container image")
    SYSTEM = word("operating system")
    FILES = word("model files")


class BumpSize(StrEnum):
    """How large a change is to those who use the model, in the words of Semantic Versioning 2.0.0."""

    MAJOR = word("major")
    MINOR = word("minor")
    PATCH = word("patch")
    NONE = word("none")
    UNKNOWN = word("unknown")

    @property
    def rank(self) -> int:
        """0 for the largest; the unknown comes last."""
        return list(BumpSize).index(self)


class Verdict(StrEnum):
    """What a changed metric means."""

    BETTER = word("better")
    WORSE = word("worse")
    WITHIN_NOISE = word("within noise")
    SAME = word("same")
    UNKNOWN = word("unknown")
    """There is nothing to compare with, or nobody said which way is better."""


class SignatureSide(StrEnum):
    """Where in a signature a field stands."""

    INPUT = word("input")
    OUTPUT = word("output")
    PARAM = word("param")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamChange:
    """A parameter of the training that differs."""

    key: str
    change: Change
    old: Param | None
    new: Param | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChange:
    """A tag of the version that differs."""

    key: str
    change: Change
    old: Tag | None
    new: Tag | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricChange:
    """A metric of either version, differing or not."""

    key: str
    change: Change
    old: Metric | None
    new: Metric | None
    delta: float | None
    """New less old, exact in decimal; None unless both are finite."""
    verdict: Verdict
    direction: Direction | None
    goal: MetricGoal | None
    """What the owners say about it: title, unit, threshold, noise."""
    met: bool | None
    """Whether the new value keeps the goal's threshold; None without a threshold, a direction or a value. NaN never does."""

    @property
    def title(self) -> str:
        """A name for people."""
        return self.goal.title if self.goal and self.goal.title else self.key

    @property
    def old_value(self) -> float | None:
        """The latest value of the older version."""
        return self.old.last.value if self.old else None

    @property
    def new_value(self) -> float | None:
        """The latest value of the newer version."""
        return self.new.last.value if self.new else None

    @property
    def same_data(self) -> bool | None:
        """Whether both were measured on the same dataset; None when that is not recorded."""
        if not (self.old and self.new and self.old.dataset_name and self.new.dataset_name):
            return None
        return (self.old.dataset_name, self.old.dataset_digest) == (
            self.new.dataset_name,
            self.new.dataset_digest,
        )


@dataclass(frozen=True, slots=True)
class DatasetUse:
    """A dataset as one version used it."""

    used: DatasetInput
    dataset: Dataset | None
    """None when no store describes it."""

    @property
    def source(self) -> Source:
        """The record of the use."""
        return self.used.source

    @property
    def rows(self) -> int | None:
        """How many rows it has, if recorded."""
        return self.dataset.row_count if self.dataset else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataChange:
    """The data of one use, such as training, differing or not."""

    context: str
    """As recorded; empty when not recorded."""
    change: Change
    """``changed`` is the same name with another digest, ``replaced`` another name, ``unknown`` a missing digest."""
    old: DatasetUse | None
    new: DatasetUse | None

    @property
    def rows_delta(self) -> int | None:
        """How many rows more; None unless both are recorded."""
        before = self.old.rows if self.old else None
        after = self.new.rows if self.new else None
        return after - before if before is not None and after is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFieldChange:
    """A column or parameter of the signature that differs."""

    side: SignatureSide
    name: str
    """``#1`` and so on, by position, for a field without a name."""
    change: Change
    old: SignatureField | None
    new: SignatureField | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureDiff:
    """The signatures of both versions and what differs."""

    old: Signature | None = None
    new: Signature | None = None
    changes: tuple[SignatureFieldChange, ...] = ()
    same: int = 0
    """How many fields are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyChange:
    """A required package that differs."""

    name: str
    """Its normalised name; the whole line for one that names no package."""
    change: Change
    old: Requirement | None
    new: Requirement | None
    size: BumpSize | None
    """How far apart two exact pins are by the release segment of PEP 440; None when they cannot be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlavorChange:
    """A flavor that differs."""

    name: str
    change: Change
    old: Flavor | None
    new: Flavor | None
    fields: tuple[str, ...] = ()
    """The names of the fields that differ in a changed one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeChange:
    """The code behind both versions."""

    change: Change
    """Unknown when a commit is missing, or is the same with uncommitted changes on either side."""
    old: CodeVersion | None = None
    new: CodeVersion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A text of both versions, such as the description."""

    change: Change
    old: str = ""
    new: str = ""
    old_source: Source | None = None
    new_source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file of the model that differs."""

    path: str
    """Below the model's own folder."""
    change: Change
    """Unknown when a digest is missing."""
    old: Artifact | None
    new: Artifact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesDiff:
    """The files of both models."""

    payload: Change
    """Whether the model itself is the same, changed, or unknown: every file but those that record how it was packed."""
    changes: tuple[FileChange, ...] = ()
    same: int = 0
