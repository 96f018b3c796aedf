"""The registry in MLflow's database: registered models, their versions and aliases, and prompts among them."""

from dataclasses import dataclass, field

from generator.catalog import Alias, Prompt, RegisteredModel, Severity, Tag
from generator.provenance.document import Document
from generator.readers.mlflow.aliases import check_aliases
from generator.readers.mlflow.database.row_places import DEFAULT_WORKSPACE, place_of
from generator.readers.mlflow.database.rows import Owner, Tables, label_of
from generator.readers.mlflow.model_files import ModelFiles
from generator.readers.mlflow.registered import Registered, RegisteredVersion, models_and_prompts

TABLES = (
    "registered_models", "registered_model_tags", "registered_model_aliases", "model_versions", "model_version_tags",
)  # fmt: skip
"""Of every revision of the schema (mlflow/store/db_migrations/versions)."""

_MODEL_COLUMNS = ("creation_time", "last_updated_time", "description")
_VERSION_COLUMNS = (
    "creation_time", "last_updated_time", "description", "user_id", "current_stage", "source", "run_id", "status",
    "status_message", "storage_location",
)  # fmt: skip

_NAME = ("workspace", "name")


@dataclass(slots=True)
class _Parts:
    """What is recorded under one name."""

    document: Document | None = None
    aliases: list[Alias] = field(default_factory=list)
    versions: list[RegisteredVersion] = field(default_factory=list)


def read_registered(
    tables: Tables, label: str, files: ModelFiles
) -> tuple[tuple[RegisteredModel, ...], tuple[Prompt, ...]]:
    """The registered models of a database, and the prompts that MLflow keeps among them.

    Args:
        tables: of the database.
        label: for the records; those of another workspace than the default one have that behind it.
        files: of every run and logged model of the database.
    """
    parts = _parts(tables)
    tags = tables.tags("registered_model_tags", _NAME)
    by_workspace: dict[str, list[Registered]] = {}
    for (workspace, name), part in sorted(parts.items()):
        registered = _registered(tables, (workspace, name), part, tags.pop((workspace, name), ()))
        if registered is not None:
            by_workspace.setdefault(workspace, []).append(registered)
    tables.report_orphans("registered_model_tags", tags, "registered model", has_workspace=True)
    models: list[RegisteredModel] = []
    prompts: list[Prompt] = []
    for workspace, each in by_workspace.items():
        found = models_and_prompts(tables.reading, label_of(label, workspace), each, files)
        models.extend(found[0])
        prompts.extend(found[1])
    return tuple(models), tuple(prompts)


def _parts(tables: Tables) -> dict[Owner, _Parts]:
    """Everything that is recorded under each name."""
    found: dict[Owner, _Parts] = {}
    for document in tables.documents("registered_models", _NAME, _MODEL_COLUMNS, "registered model"):
        found.setdefault(_name(document), _Parts()).document = document
    tags = tables.tags("model_version_tags", (*_NAME, "version"))
    for document in tables.documents("model_versions", (*_NAME, "version"), _VERSION_COLUMNS, "version"):
        number = _number(tables, document, "the version is not shown")
        if number is not None:
            name = _name(document)
            version = RegisteredVersion(number, document, tags.pop((*name, document.text("version")), ()))
            found.setdefault(name, _Parts()).versions.append(version)
    tables.report_orphans("model_version_tags", tags, "version", has_workspace=True)
    for document in tables.documents("registered_model_aliases", (*_NAME, "alias"), ("version",), "alias"):
        number = _number(tables, document, f"the alias {document.text('alias')!a} is not shown")
        if number is not None:
            alias = Alias(document.text("alias"), str(number), document.source)
            found.setdefault(_name(document), _Parts()).aliases.append(alias)
    return found


def _registered(tables: Tables, name: Owner, parts: _Parts, tags: tuple[Tag, ...]) -> Registered | None:
    """What is recorded under one name; None, and a problem, when that is neither a model nor a version."""
    place = place_of(tables.database.source, "registered_models", name, has_workspace=True)
    if parts.document is None:
        cost = (
            "its own description and times are shown as missing"
            if parts.versions
            else "the registered model is not shown"
        )
        tables.reading.report(
            "record-missing",
            Severity.ERROR,
            place,
            "a registered model has no row in the table of them",
            cost,
        )
        if not parts.versions:
            return None
    registered = Registered(
        name=name[1],
        document=parts.document,
        source=place,
        tags=tags,
        aliases=tuple(sorted(parts.aliases, key=lambda alias: alias.name)),
        versions=tuple(sorted(parts.versions, key=lambda version: version.number)),
    )
    check_aliases(tables.reading, registered.aliases, registered.listed)
    return registered


def _name(document: Document) -> Owner:
    return (document.text("workspace") or DEFAULT_WORKSPACE, document.text("name"))


def _number(tables: Tables, document: Document, cost: str) -> int | None:
    """The number of a version; None, and a problem, when there is none."""
    number = document.integer("version")
    if number is None or number < 0:
        tables.reading.report(
            "version-number-invalid", Severity.WARNING, document.source,
            f"version is {document.text('version')!a}, not a number of a version", cost,
        )  # fmt: skip
        document.faults.clear()
        return None
    return number
