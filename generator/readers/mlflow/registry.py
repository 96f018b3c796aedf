"""The registry of MLflow's file store: registered models, their versions and aliases, and prompts among them."""

import re
import unicodedata

from generator.catalog import Prompt, RegisteredModel, Severity
from generator.provenance.document import Document
from generator.readers.folder import Folder
from generator.readers.mlflow.aliases import check_aliases, note_stale_aliases, read_aliases
from generator.readers.mlflow.artifacts import below
from generator.readers.mlflow.fields import read_tags
from generator.readers.mlflow.model_files import ModelFiles
from generator.readers.mlflow.records import report_missing
from generator.readers.mlflow.registered import Registered, RegisteredVersion, models_and_prompts
from generator.readers.mlflow.roots import META, REGISTRY, MlflowRoot
from generator.readers.reading import Reading
from generator.readers.text import visible_name

_VERSION = re.compile(r"version-([0-9]{1,18})")


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
    if held is None:
        return [], []
    reading.report_odd_entries(held, "what may be a registered model is not shown")
    found = [_read_registered(reading, f"{path}/{name}") for name in held.folders]
    return models_and_prompts(reading, root.label, [each for each in found if each], files)


def _read_registered(reading: Reading, path: str) -> Registered | None:
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
    registered = Registered(
        name=_checked_name(reading, document, folder_name),
        document=document,
        source=document.source if document else reading.store.source(f"{path}/{META}"),
        tags=read_tags(reading, f"{path}/tags") if "tags" in held.folders else (),
        aliases=read_aliases(reading, f"{path}/aliases") if "aliases" in held.folders else (),
        versions=tuple(version for version in versions if version),
    )
    _report_odd_versions(reading, held)
    check_aliases(reading, registered.aliases, registered.listed)
    for copy in filter(None, (document, *(version.document for version in registered.versions))):
        note_stale_aliases(reading, registered.aliases, copy)
    return registered


def _read_version(reading: Reading, number: int, path: str) -> RegisteredVersion | None:
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
    return RegisteredVersion(
        number, document, read_tags(reading, f"{path}/tags") if "tags" in held.folders else ()
    )


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
