"""The registry of MLflow's file store: registered models, their versions and aliases, and prompts among them."""

import re
import unicodedata
from dataclasses import dataclass, replace

from generator.catalog import (
    Alias,
    ModelVersion,
    Prompt,
    PromptVersion,
    RegisteredModel,
    Severity,
    Tag,
)
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.mlflow_aliases import check_aliases, note_stale_aliases, read_aliases
from generator.readers.mlflow_artifacts import below
from generator.readers.mlflow_fields import read_tags
from generator.readers.mlflow_model_files import ModelFiles, model_id_in, version_copied
from generator.readers.mlflow_records import report_missing
from generator.readers.mlflow_roots import META, REGISTRY, MlflowRoot
from generator.readers.reading import Reading
from generator.readers.store import Folder
from generator.readers.text import visible_name

_VERSION = re.compile(r"version-([0-9]{1,18})")
_DELETED = "Deleted_Internal"
"""The stage by which MLflow hides a deleted version whose folder it keeps (``STAGE_DELETED_INTERNAL``)."""
_NO_STAGE = frozenset({"", "None"})
_IS_PROMPT = "mlflow.prompt.is_prompt"
_PROMPT_TEXT = "mlflow.prompt.text"


@dataclass(frozen=True, slots=True)
class _Version:
    """One version's folder as read, be it a model's or a prompt's."""

    number: int
    document: Document
    tags: tuple[Tag, ...]

    @property
    def deleted(self) -> bool:
        """Whether MLflow no longer lists it."""
        return self.document.text("current_stage") == _DELETED


@dataclass(frozen=True, slots=True)
class _Registered:
    """One folder of the registry as read: a registered model or a prompt."""

    name: str
    document: Document | None
    """None when the record is broken and the versions are not."""
    source: Source
    tags: tuple[Tag, ...]
    aliases: tuple[Alias, ...]
    versions: tuple[_Version, ...]
    """By number."""

    @property
    def is_prompt(self) -> bool:
        """Whether MLflow marks it as one; the mark of a version serves when the model's own is gone."""
        tags = (self.tags, *(version.tags for version in self.versions))
        return any(tag.key == _IS_PROMPT and tag.value.lower() == "true" for each in tags for tag in each)


def read_registry(
    reading: Reading, root: MlflowRoot, files: ModelFiles
) -> tuple[list[RegisteredModel], list[Prompt]]:
    """The registered models of a root, and the prompts that MLflow keeps among them.

    Args:
        reading: of the store.
        root: that has a registry.
        files: of every run and logged model of the store.
    """
    path = below(root.path, REGISTRY)
    held = reading.folder(path, "no registered model is shown", Severity.ERROR)
    models: list[RegisteredModel] = []
    prompts: list[Prompt] = []
    if held is None:
        return models, prompts
    reading.report_odd_entries(held, "what may be a registered model is not shown")
    for name in held.folders:
        registered = _read_registered(reading, f"{path}/{name}")
        if registered is None:
            continue
        if registered.is_prompt:
            prompts.append(_prompt(reading, root.label, registered))
        else:
            models.append(_model(reading, root.label, registered, files))
    return _with_files_of_originals(models), prompts


def _read_registered(reading: Reading, path: str) -> _Registered | None:
    """What one folder of the registry holds; None, and a problem, when nothing can be made of it."""
    held = reading.folder(path, "the registered model is not shown", Severity.ERROR)
    if held is None:
        return None
    folder_name = visible_name(path.rpartition("/")[2])
    numbers = sorted(
        (int(found[1]), folder) for folder in held.folders if (found := _VERSION.fullmatch(folder))
    )
    document = None
    if META in held:
        cost = (
            "its own description and times are shown as missing"
            if numbers
            else "the registered model is not shown"
        )
        document = reading.document(f"{path}/{META}", cost, Severity.WARNING if numbers else Severity.ERROR)
    elif numbers:
        report_missing(
            reading, held, "registered model", "its own description and times are shown as missing"
        )
    else:
        report_missing(reading, held, "registered model", "the registered model is not shown")
    if document is None and not numbers:
        return None
    versions = [_read_version(reading, number, f"{path}/{folder}") for number, folder in numbers]
    registered = _Registered(
        name=_checked_name(reading, document, folder_name),
        document=document,
        source=document.source if document else reading.store.source(f"{path}/{META}"),
        tags=read_tags(reading, f"{path}/tags") if "tags" in held.folders else (),
        aliases=read_aliases(reading, f"{path}/aliases") if "aliases" in held.folders else (),
        versions=tuple(version for version in versions if version),
    )
    _report_odd_versions(reading, held)
    listed = {str(version.number) for version in registered.versions if not version.deleted}
    check_aliases(reading, registered.aliases, listed)
    for copy in filter(None, (document, *(version.document for version in registered.versions))):
        note_stale_aliases(reading, registered.aliases, copy)
    return registered


def _read_version(reading: Reading, number: int, path: str) -> _Version | None:
    held = reading.folder(path, "the version is not shown", Severity.ERROR)
    if held is None:
        return None
    if META not in held:
        report_missing(reading, held, "version", "the version is not shown")
        return None
    document = reading.document(f"{path}/{META}", "the version is not shown")
    if document is None:
        return None
    stated = document.integer("version")
    if stated != number:
        fault = document.fault("version", f"version is {stated}, the folder says {number}", slug="id-differs")
        reading.report_error(fault, fault.source, "the version is shown under the number of its folder")
    return _Version(number, document, read_tags(reading, f"{path}/tags") if "tags" in held.folders else ())


def _checked_name(reading: Reading, document: Document | None, folder: str) -> str:
    """The model's name: its folder's, which file systems may have kept in another Unicode form."""
    stated = document.text("name") if document else ""
    if unicodedata.normalize("NFC", stated) == unicodedata.normalize("NFC", folder):
        return stated
    if document is not None:
        says = f"name is {stated!a}" if stated else "name is missing"
        fault = document.fault("name", f"{says}, the folder is called {folder!a}", slug="id-differs")
        reading.report_error(fault, fault.source, "the model is shown under the name of its folder")
    return folder


def _report_odd_versions(reading: Reading, held: Folder) -> None:
    reading.report_odd_entries(held, "what may be a version is not shown")
    for name in held.folders:
        if name.startswith("version-") and not _VERSION.fullmatch(name):
            reading.report(
                "version-number-invalid", Severity.WARNING, reading.store.source(f"{held.path}/{name}"),
                "is the folder of a version without a number", "the version is not shown",
            )  # fmt: skip


def _model(reading: Reading, store: str, registered: _Registered, files: ModelFiles) -> RegisteredModel:
    document = registered.document
    model = RegisteredModel(
        name=registered.name,
        description=document.text("description") if document else "",
        creation_time=document.instant("creation_timestamp") if document else None,
        last_updated_time=document.instant("last_updated_timestamp") if document else None,
        tags=registered.tags,
        aliases=registered.aliases,
        versions=tuple(
            _model_version(reading, store, registered.name, version, files) for version in registered.versions
        ),
        store=store,
        source=registered.source,
    )
    if document is not None:
        reading.report_faults(document)
    return model


def _model_version(
    reading: Reading, store: str, name: str, version: _Version, files: ModelFiles
) -> ModelVersion:
    document = version.document
    source_uri = document.text("source")
    uris = tuple(filter(None, (source_uri, document.text("storage_location"))))
    model_id = document.text("model_id") or model_id_in(uris)
    found = files.find(model_id, uris)
    stage = document.text("current_stage")
    made = ModelVersion(
        name=name,
        version=str(version.number),
        sequence=version.number,
        description=document.text("description"),
        creation_time=document.instant("creation_timestamp"),
        last_updated_time=document.instant("last_updated_timestamp"),
        stage="" if stage in _NO_STAGE or version.deleted else stage,
        status=document.text("status"),
        status_message=document.text("status_message"),
        user=document.text("user_id"),
        run_id=document.text("run_id"),
        model_id=model_id,
        source_uri=source_uri,
        copied_from=version_copied(source_uri),
        deleted=version.deleted,
        tags=version.tags,
        artifacts=found.artifacts,
        package=found.package,
        store=store,
        source=document.source,
    )
    reading.report_faults(document)
    return made


def _prompt(reading: Reading, store: str, registered: _Registered) -> Prompt:
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


def _prompt_version(reading: Reading, version: _Version) -> PromptVersion:
    document = version.document
    made = PromptVersion(
        version=str(version.number),
        sequence=version.number,
        template=next((tag.value for tag in version.tags if tag.key == _PROMPT_TEXT), ""),
        description=document.text("description"),
        creation_time=document.instant("creation_timestamp"),
        tags=tuple(tag for tag in version.tags if tag.key != _PROMPT_TEXT),
        source=document.source,
    )
    reading.report_faults(document)
    return made


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
