"""What the registry records for the first heading of a card: the model, and the version that the card describes."""

from collections.abc import Iterator

from generator.analyses.wording import version_label
from generator.catalog import RegisteredModel
from generator.messages import say
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
            label=say("Version described"), fact=missing(model.source, detail=say("no version is registered"))
        )
    else:
        yield from _version_rows(portfolio, described)
    created = recorded(instant(model.creation_time), model.at("creation_time"))
    yield FactRow(label=say("First registered"), fact=created)


def _version_rows(portfolio: Portfolio, described: Described) -> Iterator[FactRow]:
    version = described.version
    origin = portfolio.origin(version)
    page = paths.version(version.name, version.version)
    diff = portfolio.diffs[version.name, version.version]
    yield FactRow(label=say("Type"), fact=version_facts.type_fact(origin))
    yield FactRow(
        label=say("Version described"),
        fact=recorded(
            version_label(version.version),
            version.source,
            *described.sources,
            href=page,
            detail=described.reason,
        ),
        pill=bump_pill(diff),
    )
    yield FactRow(label=say("Registered"), fact=version_facts.registered_fact(version))
    if origin.logged_model is not None or version.model_id:
        yield FactRow(label=say("Logged model"), fact=version_facts.logged_model_fact(origin))
    yield FactRow(label=say("Run"), fact=version_facts.run_fact(portfolio, origin))
    yield FactRow(label=say("Size"), fact=version_facts.size_fact(origin))
    yield FactRow(
        label=say("Model file, SHA-256"),
        fact=version_facts.model_file_fact(origin, f"{page}#files"),
        code=True,
    )
    yield FactRow(label=say("Code"), fact=version_facts.code_fact(origin), code=True)
    same = diff.old is not None and diff.signature.old is not None and not diff.signature.changes
    since = (
        say("unchanged since {version}", version=version_label(diff.old.version)) if same and diff.old else ""
    )
    yield FactRow(label=say("Signature"), fact=version_facts.signature_fact(origin, since))
    yield FactRow(label=say("Packed with"), fact=version_facts.environment_fact(origin))
