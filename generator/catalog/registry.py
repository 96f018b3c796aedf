"""What a registry records: registered models, their versions, aliases and stages; prompts apart."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.catalog.package import ModelPackage
from generator.catalog.record import Record
from generator.catalog.runs import Artifact, Tag
from generator.messages import word
from generator.provenance import Source


@dataclass(frozen=True, slots=True, order=True)
class VersionRef:
    """``models:/name/version``."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"models:/{self.name}/{self.version}"


@dataclass(frozen=True, slots=True)
class Alias:
    """A movable name for one version, such as ``champion``."""

    name: str
    version: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion(Record):
    """One registered version of a model."""

    name: str
    """Of the registered model."""
    version: str
    """As the registry writes it: ``7`` in MLflow, ``v1.2.0`` elsewhere."""
    sequence: int
    """Position among the model's versions, ascending; MLflow's version number."""
    description: str = ""
    creation_time: datetime | None = None
    last_updated_time: datetime | None = None
    stage: str = ""
    """``Staging``, ``Production``, ``Archived`` or the registry's own; empty for none."""
    status: str = ""
    """``READY``, ``PENDING_REGISTRATION``, ``FAILED_REGISTRATION``; empty when not recorded."""
    status_message: str = ""
    user: str = ""
    run_id: str = ""
    """Empty for a version that came from outside."""
    model_id: str = ""
    """The logged model (MLflow 3) behind it; empty for none."""
    source_uri: str = ""
    """As recorded; shown, never followed."""
    copied_from: VersionRef | None = None
    """For ``models:/name/version`` sources: the version it is a copy of."""
    deleted: bool = False
    """``Deleted_Internal``: MLflow hides it, its folder is still on disk."""
    tags: tuple[Tag, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    """The files of the model itself, found in the store; empty when they are not there."""
    package: ModelPackage | None = None
    """The ``MLmodel`` of the version, found in the store; None when it is not there."""

    @property
    def ref(self) -> VersionRef:
        """``models:/name/version``."""
        return VersionRef(self.name, self.version)


class RegistryAction(StrEnum):
    """What was done in a registry that keeps every step, in the words of GTO."""

    REGISTERED = word("registered")
    DEREGISTERED = word("deregistered")
    ASSIGNED = word("assigned")
    UNASSIGNED = word("unassigned")
    DEPRECATED = word("deprecated")
    """The model as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryEvent:
    """One step that a registry recorded, with its date and author."""

    action: RegistryAction
    version: str = ""
    """Empty when it concerns the model as a whole."""
    stage: str = ""
    """For an assignment or its undoing: the stage."""
    at: datetime | None
    by: str = ""
    """Self-declared."""
    message: str = ""
    """What its author wrote about it."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredModel(Record):
    """A name under which versions are registered."""

    name: str
    description: str = ""
    creation_time: datetime | None = None
    last_updated_time: datetime | None = None
    tags: tuple[Tag, ...] = ()
    aliases: tuple[Alias, ...] = ()
    """By name."""
    versions: tuple[ModelVersion, ...] = ()
    """By ascending sequence; deleted ones too."""
    events: tuple[RegistryEvent, ...] = ()
    """Every step by time, where the registry keeps them; MLflow's does not."""

    @property
    def listed_versions(self) -> tuple[ModelVersion, ...]:
        """The versions that the registry still lists."""
        return tuple(version for version in self.versions if not version.deleted)

    def version(self, version: str) -> ModelVersion | None:
        """The version of that name, deleted or not."""
        return next((found for found in self.versions if found.version == version), None)

    def aliases_of(self, version: str) -> tuple[Alias, ...]:
        """The aliases that point at a version."""
        return tuple(alias for alias in self.aliases if alias.version == version)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptVersion:
    """One version of a prompt."""

    version: str
    sequence: int
    template: str = ""
    """The prompt's text as recorded."""
    description: str = ""
    creation_time: datetime | None = None
    tags: tuple[Tag, ...] = ()
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt(Record):
    """A prompt: MLflow keeps it as a registered model, we do not call it one."""

    name: str
    description: str = ""
    aliases: tuple[Alias, ...] = ()
    versions: tuple[PromptVersion, ...] = ()
    tags: tuple[Tag, ...] = ()
