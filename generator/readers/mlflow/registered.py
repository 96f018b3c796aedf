"""Registered models, their versions and prompts as MLflow records them: from documents to records.

A folder of the file store and rows of a database are first made into :class:`Registered`, which is one for both.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from generator.catalog import Alias, ModelVersion, Prompt, PromptVersion, RegisteredModel, Tag
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.mlflow.model_files import ModelFiles, model_id_in, version_copied
from generator.readers.reading import Reading

_DELETED = "Deleted_Internal"
"""The stage by which MLflow hides a deleted version that it keeps (``STAGE_DELETED_INTERNAL``)."""
_REDACTED = "REDACTED-"
"""What MLflow's database begins the fields of a deleted version with, such as ``REDACTED-RUN-ID``."""
_NO_STAGE = frozenset({"", "None"})
_CREATED = ("creation_timestamp", "creation_time")
_UPDATED = ("last_updated_timestamp", "last_updated_time")
_MODEL_NAMES = {"creation_time": _CREATED, "last_updated_time": _UPDATED}
_VERSION_NAMES = {
    **_MODEL_NAMES, "stage": ("current_stage",), "user": ("user_id",), "source_uri": ("source",),
}  # fmt: skip
"""What a file or a database calls the fields of a registered model and of a version, where it is not our own word."""
_IS_PROMPT = "mlflow.prompt.is_prompt"
_PROMPT_TEXT = "mlflow.prompt.text"


@dataclass(frozen=True, slots=True)
class RegisteredVersion:
    """One version as read, be it a model's or a prompt's."""

    number: int
    document: Document
    tags: tuple[Tag, ...]

    @property
    def deleted(self) -> bool:
        """Whether MLflow no longer lists it."""
        return self.document.text("current_stage") == _DELETED

    def kept(self, key: str) -> str:
        """The text of a field; empty when deleting the version overwrote it."""
        text = self.document.text(key)
        return "" if self.deleted and text.startswith(_REDACTED) else text


@dataclass(frozen=True, slots=True)
class Registered:
    """One name of a registry as read: a registered model or a prompt."""

    name: str
    document: Document | None
    """None when the record is broken and the versions are not."""
    source: Source
    tags: tuple[Tag, ...]
    aliases: tuple[Alias, ...]
    versions: tuple[RegisteredVersion, ...]
    """By number."""

    @property
    def is_prompt(self) -> bool:
        """Whether MLflow marks it as one; the mark of a version serves when the model's own is gone."""
        tags = (self.tags, *(version.tags for version in self.versions))
        return any(tag.key == _IS_PROMPT and tag.value.lower() == "true" for each in tags for tag in each)

    @property
    def listed(self) -> frozenset[str]:
        """The numbers of the versions that MLflow lists."""
        return frozenset(str(version.number) for version in self.versions if not version.deleted)


def models_and_prompts(
    reading: Reading, store: str, registered: list[Registered], files: ModelFiles
) -> tuple[list[RegisteredModel], list[Prompt]]:
    """The registered models of one registry, and the prompts that MLflow keeps among them.

    Args:
        reading: where the faults of their fields go.
        store: label for the records.
        registered: everything that the registry holds.
        files: that versions may have been made from.
    """
    models = [_model(reading, store, each, files) for each in registered if not each.is_prompt]
    prompts = [_prompt(reading, store, each) for each in registered if each.is_prompt]
    return _with_files_of_originals(models), prompts


def _model(reading: Reading, store: str, registered: Registered, files: ModelFiles) -> RegisteredModel:
    document = registered.document
    model = RegisteredModel(
        name=registered.name,
        description=document.text("description") if document else "",
        creation_time=_created(document) if document else None,
        last_updated_time=_updated(document) if document else None,
        tags=registered.tags,
        aliases=registered.aliases,
        versions=tuple(
            _model_version(reading, store, registered.name, version, files) for version in registered.versions
        ),
        store=store,
        source=registered.source,
        places=document.places(_MODEL_NAMES) if document else (),
    )
    if document is not None:
        reading.report_faults(document)
    return model


def _model_version(
    reading: Reading, store: str, name: str, version: RegisteredVersion, files: ModelFiles
) -> ModelVersion:
    document = version.document
    source_uri = version.kept("source")
    uris = tuple(filter(None, (source_uri, document.text("storage_location"))))
    model_id = document.text("model_id") or model_id_in(uris)
    found = files.find(model_id, uris)
    stage = document.text("current_stage")
    made = ModelVersion(
        name=name,
        version=str(version.number),
        sequence=version.number,
        description=document.text("description"),
        creation_time=_created(document),
        last_updated_time=_updated(document),
        stage="" if stage in _NO_STAGE or version.deleted else stage,
        status=document.text("status"),
        status_message=document.text("status_message"),
        user=document.text("user_id"),
        run_id=version.kept("run_id"),
        model_id=model_id,
        source_uri=source_uri,
        copied_from=version_copied(source_uri),
        deleted=version.deleted,
        tags=version.tags,
        artifacts=found.artifacts,
        package=found.package,
        store=store,
        source=document.source,
        places=document.places(_VERSION_NAMES),
    )
    reading.report_faults(document)
    return made


def _prompt(reading: Reading, store: str, registered: Registered) -> Prompt:
    document = registered.document
    prompt = Prompt(
        name=registered.name,
        description=document.text("description") if document else "",
        aliases=registered.aliases,
        versions=tuple(
            _prompt_version(reading, version) for version in registered.versions if not version.deleted
        ),
        tags=registered.tags,
        store=store,
        source=registered.source,
    )
    if document is not None:
        reading.report_faults(document)
    return prompt


def _prompt_version(reading: Reading, version: RegisteredVersion) -> PromptVersion:
    document = version.document
    made = PromptVersion(
        version=str(version.number),
        sequence=version.number,
        template=next((tag.value for tag in version.tags if tag.key == _PROMPT_TEXT), ""),
        description=document.text("description"),
        creation_time=_created(document),
        tags=tuple(tag for tag in version.tags if tag.key != _PROMPT_TEXT),
        source=document.source,
    )
    reading.report_faults(document)
    return made


def _created(document: Document) -> datetime | None:
    return _first_instant(document, _CREATED)


def _updated(document: Document) -> datetime | None:
    return _first_instant(document, _UPDATED)


def _first_instant(document: Document, keys: tuple[str, ...]) -> datetime | None:
    return next((found for key in keys if (found := document.instant(key))), None)


def _with_files_of_originals(models: list[RegisteredModel]) -> list[RegisteredModel]:
    """Copied versions without files of their own, with those of the version they were copied from."""
    versions = {version.ref: version for model in models for version in model.versions}

    def completed(version: ModelVersion) -> ModelVersion:
        original, passed = version, {version.ref}
        while not original.artifacts and original.copied_from in versions:
            original = versions[original.copied_from]
            if original.ref in passed:
                return version
            passed.add(original.ref)
        if original is version:
            return version
        return replace(version, artifacts=original.artifacts, package=original.package)

    return [replace(model, versions=tuple(map(completed, model.versions))) for model in models]
