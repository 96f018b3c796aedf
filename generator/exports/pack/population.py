"""The population of a pack: every model and version in its scope, assessed or not, as the registry has it."""

from collections.abc import Iterator

from generator.catalog import ModelVersion, RegisteredModel
from generator.exports.pack.scope import Scope
from generator.exports.pack.tables import PLACE, place, table
from generator.governance.assessment import tally
from generator.governance.finding import Status, SubjectRef
from generator.provenance import Source

PATH = "population.csv"
_COLUMNS = (
    "kind", "model", "version", "registry_status", "stage", "aliases", "registered", "run_id", "owner", "risk_tier",
    "assessed",
)  # fmt: skip
_STATUSES = tuple(sorted(Status, key=lambda status: status.rank))


def population_file(scope: Scope) -> bytes:
    """The table; of what was not assessed it says why."""
    head = (*_COLUMNS, *(status.value for status in _STATUSES), *PLACE)
    return table(head, _rows(scope))


def population_sources(scope: Scope) -> Iterator[tuple[str, Source]]:
    """Every subject of the table, with the place that it stands on."""
    for model in scope.models:
        yield str(SubjectRef(model.name)), model.source
        for version in model.versions:
            yield str(SubjectRef(model.name, version.version)), version.source


def _rows(scope: Scope) -> Iterator[tuple[object, ...]]:
    if not scope.model:
        subject = SubjectRef()
        yield (subject.kind, *[""] * 9, *_results(scope, subject), *place(Source("")))
    for model in scope.models:
        yield _model_row(scope, model)
        for version in model.versions:
            yield _version_row(scope, model, version)


def _model_row(scope: Scope, model: RegisteredModel) -> tuple[object, ...]:
    subject, asked = SubjectRef(model.name), scope.portfolio.subjects[model.name]
    aliases = tuple(f"{alias.name}={alias.version}" for alias in model.aliases)
    owner = asked.answer("owner").fact
    facts = (model.creation_time, "", owner.value if owner.present else "", asked.strictest_tier)
    return (
        subject.kind,
        model.name,
        "",
        "",
        "",
        aliases,
        *facts,
        *_results(scope, subject),
        *place(model.source),
    )


def _version_row(scope: Scope, model: RegisteredModel, version: ModelVersion) -> tuple[object, ...]:
    subject = SubjectRef(model.name, version.version)
    aliases = tuple(alias.name for alias in model.aliases if alias.version == version.version)
    status = "deleted" if version.deleted else version.status
    facts = (status, version.stage, aliases, version.creation_time, version.run_id, "", "")
    results = _results(scope, subject, deleted=version.deleted)
    return (subject.kind, model.name, version.version, *facts, *results, *place(version.source))


def _results(scope: Scope, subject: SubjectRef, *, deleted: bool = False) -> tuple[object, ...]:
    assessment = scope.portfolio.assessment
    counted = tally(assessment.by_subject.get(subject, ()))
    left_out = assessment.left_out_of(subject.model, subject.version)
    assessed = left_out.reason if left_out else "no: the registry hides it as deleted" if deleted else "yes"
    return (assessed, *(counted[status] for status in _STATUSES))
