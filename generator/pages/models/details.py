"""What the registry records for the first heading of a card: the model, and the version that the card describes."""

from collections.abc import Iterator

from generator.analyses.wording import version_label
from generator.catalog import RegisteredModel
from generator.pages import paths
from generator.pages.fact_rows import FactRow
from generator.pages.models.described import Described
from generator.pages.pills import bump_pill
from generator.pages.portfolio import Portfolio
from generator.pages.text import instant
from generator.pages.versions import facts as version_facts
from generator.provenance import missing, recorded


def detail_rows(
    portfolio: Portfolio, model: RegisteredModel, described: Described | None
) -> Iterator[FactRow]:
    """The version described and what is known of it, then the model's own dates."""
    if described is None:
        yield FactRow(
            label="Version described", fact=missing(model.source, detail="no version is registered")
        )
    else:
        yield from _version_rows(portfolio, described)
    created = recorded(instant(model.creation_time), model.at("creation_time"))
    yield FactRow(label="First registered", fact=created)


def _version_rows(portfolio: Portfolio, described: Described) -> Iterator[FactRow]:
    version = described.version
    origin = portfolio.origin(version)
    page = paths.version(version.name, version.version)
    diff = portfolio.diffs[version.name, version.version]
    yield FactRow(label="Type", fact=version_facts.type_fact(origin))
    yield FactRow(
        label="Version described",
        fact=recorded(
            version_label(version.version),
            version.source,
            *described.sources,
            href=page,
            detail=described.reason,
        ),
        pill=bump_pill(diff),
    )
    yield FactRow(label="Registered", fact=version_facts.registered_fact(version))
    if origin.logged_model is not None or version.model_id:
        yield FactRow(label="Logged model", fact=version_facts.logged_model_fact(origin))
    yield FactRow(label="Run", fact=version_facts.run_fact(portfolio, origin))
    yield FactRow(label="Size", fact=version_facts.size_fact(origin))
    yield FactRow(
        label="Model file, SHA-256", fact=version_facts.model_file_fact(origin, f"{page}#files"), code=True
    )
    yield FactRow(label="Code", fact=version_facts.code_fact(origin), code=True)
    same = diff.old is not None and diff.signature.old is not None and not diff.signature.changes
    since = f"unchanged since {version_label(diff.old.version)}" if same and diff.old else ""
    yield FactRow(label="Signature", fact=version_facts.signature_fact(origin, since))
    yield FactRow(label="Packed with", fact=version_facts.environment_fact(origin))
