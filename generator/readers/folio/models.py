"""Registered models of a folio, and their versions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from generator.catalog import (
    Alias,
    ModelPackage,
    ModelVersion,
    RegisteredModel,
    RegistryAction,
    RegistryEvent,
    Severity,
    VersionRef,
)
from generator.provenance.document import FieldError
from generator.readers.folio.entries import artifacts_beside, finish, record_form, rest_as_tags
from generator.readers.folio.layout import FolioRoot, RecordFile, record_files
from generator.readers.folio.packages import package_of
from generator.readers.governance.form import Form
from generator.readers.mlflow.artifacts import ArtifactFolder, below
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

MODELS = "models"
VERSIONS = "versions"
_NUMBERED = re.compile(r"[vV]?([0-9]{1,18}(?:\.[0-9]{1,18})*)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?")
"""``7``, ``v7``, ``1.2.0``, ``1.2.0-rc.1``."""
_REFERENCE = re.compile(r"models:/(?P<name>[^/]+)/(?P<version>[^/]+)")
_NEVER = datetime.max.replace(tzinfo=UTC)
_MISSING = "the field is shown as missing"


@dataclass(frozen=True, slots=True)
class _Version:
    """A version as its file has it, and the aliases that the file claims for it."""

    record: ModelVersion
    aliases: tuple[Alias, ...]


def read_models(reading: Reading, root: FolioRoot, runs: Mapping[str, str]) -> tuple[RegisteredModel, ...]:
    """Every registered model, by name.

    Args:
        reading: for the store, and where the problems go.
        root: the folio.
        runs: the id of each run of the folio, by the name of its file or folder.
    """
    cost = "the model is not shown"
    found: dict[str, RegisteredModel] = {}
    for file in record_files(reading, root.folder(MODELS), "model", cost):
        model = _model(reading, root, file, runs)
        first = found.setdefault(model.name, model)
        if first is not model:
            reading.report(
                "folio-record-twice", Severity.ERROR, model.source,
                f"is about the model {model.name!a}, as {first.source.path} is", cost, "make one folder of the two",
            )  # fmt: skip
    return tuple(found[name] for name in sorted(found))


def in_order(versions: Iterable[ModelVersion]) -> tuple[ModelVersion, ...]:
    """Versions with their positions: by number as Semantic Versioning 2.0.0 has it (section 11), others by their dates."""
    ordered = sorted(versions, key=_precedence)
    return tuple(replace(version, sequence=position) for position, version in enumerate(ordered, 1))


def _model(reading: Reading, root: FolioRoot, file: RecordFile, runs: Mapping[str, str]) -> RegisteredModel:
    form = record_form(reading, file, "what it says of the model is not shown")
    name = form.text("name") or visible_name(file.name)
    folder = below(file.folder, VERSIONS) if file.folder else ""
    files = record_files(reading, folder, "version", "the version is not shown") if folder else ()
    versions = [_version(reading, root, name, each, runs) for each in files]
    events = tuple(_events(form))
    model = RegisteredModel(
        name=name,
        description=form.text("description"),
        creation_time=form.instant("creation_time"),
        last_updated_time=form.instant("last_updated_time"),
        aliases=_aliases(reading, form, versions),
        versions=in_order(_once(reading, versions)),
        events=tuple(sorted(events, key=lambda event: event.at or _NEVER)),
        store=visible_name(root.label),
        source=form.source,
    )
    model = replace(model, tags=rest_as_tags(reading, form, form.mapping("tags")))
    finish(reading, form, _MISSING)
    return model


def _version(
    reading: Reading, root: FolioRoot, model: str, file: RecordFile, runs: Mapping[str, str]
) -> _Version:
    form = record_form(reading, file, "what it says of the version is not shown")
    number = form.text("version") or visible_name(file.name)
    files = artifacts_beside(reading, file)
    run = form.text("run_id")
    version = ModelVersion(
        name=model,
        version=number,
        sequence=0,
        description=form.text("description"),
        creation_time=form.instant("creation_time"),
        last_updated_time=form.instant("last_updated_time"),
        stage=form.text("stage"),
        status=form.text("status"),
        status_message=form.text("status_message"),
        user=without_personal_data(form.text("user")),
        run_id=runs.get(run, run),
        source_uri=without_personal_data(form.text("source_uri")),
        copied_from=_copied_from(form),
        deleted=form.flag("deleted") or False,
        artifacts=files.artifacts,
        package=_package(form, files),
        store=visible_name(root.label),
        source=form.source,
    )
    aliases = tuple(Alias(alias, number, form.at("aliases")) for alias in form.texts("aliases") if alias)
    version = replace(version, tags=rest_as_tags(reading, form, form.mapping("tags")))
    finish(reading, form, _MISSING)
    return _Version(version, aliases)


def _package(form: Form, files: ArtifactFolder) -> ModelPackage | None:
    """What the version's file says of the model's interface; else an ``MLmodel`` among its files."""
    return package_of(form, files.artifacts) or next(iter(files.packages), None)


def _once(reading: Reading, versions: Iterable[_Version]) -> Iterator[ModelVersion]:
    known: dict[str, ModelVersion] = {}
    for version in versions:
        record = version.record
        first = known.setdefault(record.version, record)
        if first is record:
            yield record
        else:
            reading.report(
                "folio-record-twice", Severity.ERROR, record.source,
                f"is about the version {record.version!a}, as {first.source.path} is", "it is not shown",
                "make one file of the two",
            )  # fmt: skip


def _aliases(reading: Reading, form: Form, versions: Iterable[_Version]) -> tuple[Alias, ...]:
    """The aliases that ``model.yaml`` sets, then those that versions claim; the first word on an alias counts."""
    written = form.mapping("aliases")
    claims = [Alias(visible_name(name), written.text(name), written.at(name)) for name in written]
    found: dict[str, Alias] = {}
    for alias in (*claims, *(alias for version in versions for alias in version.aliases)):
        first = found.setdefault(alias.name, alias)
        if alias.version != first.version:
            reading.report(
                "folio-alias-twice", Severity.WARNING, alias.source,
                f"gives the alias {alias.name!a} to {alias.version!a}, and {first.source} gives it to {first.version!a}",
                f"the alias is shown at {first.version!a}", "leave the alias with one version",
            )  # fmt: skip
    known = {version.record.version for version in versions}
    for alias in found.values():
        if alias.version not in known:
            reading.report(
                "alias-dangling", Severity.WARNING, alias.source,
                f"the alias {alias.name!a} names the version {alias.version!a}, which has no file",
                "the alias is shown without a version", "write the version, or take the alias off",
            )  # fmt: skip
    return tuple(found[name] for name in sorted(found))


def _events(form: Form) -> Iterator[RegistryEvent]:
    for event in form.mappings("events"):
        try:
            made = RegistryEvent(
                action=event.require_choice("action", RegistryAction),
                version=event.text("version"),
                stage=event.text("stage"),
                at=event.instant("at"),
                by=without_personal_data(event.text("by")),
                message=event.text("message"),
                source=event.source,
            )
        except FieldError as fault:
            form.document.faults.append(fault)
        else:
            event.finish()
            yield made


def _copied_from(form: Form) -> VersionRef | None:
    text = form.text("copied_from")
    found = _REFERENCE.fullmatch(text)
    if text and found is None:
        form.refuse(
            "copied_from", f"copied_from is {text!a}, not a version", hint="write it as models:/name/version"
        )
    return VersionRef(found["name"], found["version"]) if found else None


def _precedence(version: ModelVersion) -> tuple[object, ...]:
    found = _NUMBERED.fullmatch(version.version)
    if found is None:
        return (1, version.creation_time or _NEVER, version.version)
    numbers = tuple(map(int, found[1].split(".")))
    return (
        0,
        numbers,
        found[2] is None,
        tuple(map(_identifier, (found[2] or "").split("."))),
        version.version,
    )


def _identifier(text: str) -> tuple[int, int, str]:
    """A part of a pre-release: numbers go by value and before words."""
    return (0, int(text[:18]), text) if text.isascii() and text.isdigit() else (1, 0, text)
