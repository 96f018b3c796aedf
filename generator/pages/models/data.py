"""The whole card of a model as JSON, and the lineage of its versions."""

from collections.abc import Iterator

from generator.analyses.cards.completeness import Completeness
from generator.analyses.standing.roles import RoleHolder
from generator.catalog import MetricGoal, ModelNarrative, RegisteredModel
from generator.pages import paths
from generator.pages.documents import Cited, finite, timestamp, value_document, written
from generator.pages.lineage.page import lineage_data_files
from generator.pages.models.answers import further_statements
from generator.pages.models.described import standings
from generator.pages.portfolio import Portfolio
from generator.pages.versions.document import record_document, tags_document, version_document
from generator.pages.view import SiteFile

SCHEMA_VERSION = 1


def model_data_files(portfolio: Portfolio) -> Iterator[SiteFile]:
    """For each registered model, ``api/models/<slug>.json`` and ``api/lineage/<slug>.json``."""
    for model in portfolio.catalog.models:
        yield SiteFile(paths.model_data(model.name), _document(portfolio, model))
    yield from lineage_data_files(portfolio)


def _document(portfolio: Portfolio, model: RegisteredModel) -> bytes:
    cited = Cited()
    place = standings(model)
    narrative = portfolio.catalog.narratives_by_model.get(model.name)
    completeness = portfolio.completeness[model.name]
    document = {
        "schema_version": SCHEMA_VERSION,
        "as_of": timestamp(portfolio.snapshot.as_of),
        "snapshot": portfolio.snapshot.digest,
        "page": paths.model(model.name),
        "name": model.name,
        "store": model.store,
        "description": model.description,
        "creation_time": timestamp(model.creation_time),
        "last_updated_time": timestamp(model.last_updated_time),
        "source": cited.place(model.source),
        "production": _holder(place.production, cited),
        "challenger": _holder(place.challenger, cited),
        "described": place.described.version.version if place.described else None,
        "described_because": place.described.reason if place.described else None,
        "completeness": {"answered": completeness.answered, "required": completeness.required},
        "fields": list(_fields(completeness, narrative, cited)),
        "further": [
            {"title": further.title, **cited.fact(further.fact)} for further in further_statements(narrative)
        ],
        "goals": [_goal(goal, cited) for goal in (narrative.goals if narrative else ())],
        "aliases": {
            alias.name: {"version": alias.version, "source": cited.place(alias.source)}
            for alias in model.aliases
        },
        "tags": tags_document(model.tags, cited),
        "versions": [
            version_document(portfolio, version, cited) for version in reversed(model.listed_versions)
        ],
        "deleted_versions": [
            record_document(version, cited) for version in reversed(model.versions) if version.deleted
        ],
    }
    return written(document | {"files": cited.files})


def _holder(holder: RoleHolder | None, cited: Cited) -> dict[str, object] | None:
    if holder is None:
        return None
    return {
        "version": holder.version.version,
        "claim": holder.claim,
        "rivals": [rival.version for rival in holder.rivals],
        "source": cited.place(holder.source),
    }


def _fields(
    completeness: Completeness, narrative: ModelNarrative | None, cited: Cited
) -> Iterator[dict[str, object]]:
    for answer in completeness.answers:
        field = answer.field
        statement = narrative.fields.get(field.key) if narrative else None
        yield {
            "key": field.key,
            "title": field.title,
            "heading": field.heading.value,
            "kind": field.kind.value,
            "required": field.required,
            "question": field.question,
            **cited.fact(answer.fact),
            "as_written": value_document(statement.value) if statement else None,
        }


def _goal(goal: MetricGoal, cited: Cited) -> dict[str, object]:
    return {
        "metric": goal.metric,
        "title": goal.title,
        "unit": goal.unit,
        "higher_is_better": goal.higher_is_better,
        "threshold": finite(goal.threshold),
        "noise": finite(goal.noise),
        "source": cited.place(goal.source),
    }
