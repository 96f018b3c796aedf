"""One state of a dataset: what the tracker knows of it, who used it, and what came of that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.analyses.wording import version_label
from generator.catalog import Dataset, ModelVersion
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.datasets.uses import DatasetUse, dataset_uses, versions_by_model
from generator.pages.portfolio import Portfolio, version_link
from generator.pages.prose import safe_link
from generator.pages.stored import store_fact
from generator.pages.text import number
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Fact, missing, recorded

USES = 500
"""Runs listed; the rest is counted."""
COLUMNS = 1_000
"""Columns of the schema listed; the rest is counted."""
VERSIONS = 12
"""Versions of one model that a row links; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRow:
    """One run that used the data."""

    use: DatasetUse
    href: str
    """The run's own page, or its experiment's; empty when it has neither."""
    made: tuple[Link, ...]
    judged: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A model that the data stands behind."""

    link: Link
    versions: tuple[Link, ...]
    """Newest first; at most :data:`VERSIONS`."""
    version_count: int
    contexts: tuple[str, ...]
    """What the runs behind its versions used the data for, as recorded."""
    came: int
    """Versions that came of runs which used the data."""
    judged: int
    """Versions that another run judged on the data."""
    newest: ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetView:
    """The page of one dataset."""

    dataset: Dataset
    facts: tuple[tuple[str, Fact], ...]
    link: str
    """The address of the data where it may be followed; empty where it may not."""
    uses: tuple[UseRow, ...]
    use_count: int
    any_judged: bool
    """Whether some version was judged on the data by a run of its own."""
    models: tuple[ModelRow, ...]
    others: tuple[tuple[Dataset, str], ...]
    """The other states of the same name with their pages, by digest."""
    columns_shown: int


def dataset_views(portfolio: Portfolio) -> Iterator[Page]:
    """The page of every dataset that a store describes, each state of a name once."""
    by_name: dict[str, list[Dataset]] = {}
    for dataset in portfolio.catalog.datasets_by_key.values():
        by_name.setdefault(dataset.name, []).append(dataset)
    for dataset in portfolio.catalog.datasets_by_key.values():
        yield _page(portfolio, dataset, by_name)


def _page(portfolio: Portfolio, dataset: Dataset, by_name: Mapping[str, list[Dataset]]) -> Page:
    uses = dataset_uses(portfolio, dataset.key)
    models = tuple(_model_row(name, versions, uses) for name, versions in versions_by_model(uses).items())
    view = DatasetView(
        dataset=dataset,
        facts=_facts(dataset),
        link=dataset.uri if safe_link(dataset.uri) else "",
        uses=tuple(_use_row(portfolio, use) for use in uses[:USES]),
        use_count=len(uses),
        any_judged=any(use.judged for use in uses),
        models=models,
        others=tuple(
            (other, paths.dataset(*other.key))
            for other in sorted(by_name[dataset.name], key=lambda other: other.digest)
            if other.key != dataset.key
        ),
        columns_shown=min(len(dataset.columns), COLUMNS),
    )
    return Page(
        path=paths.dataset(*dataset.key),
        kind=PageKind.DATASET,
        title=dataset.name or dataset.digest or say("Dataset without a name"),
        summary=say(
            "Dataset used by {uses}; it stands behind {models}.",
            uses=say_many(len(uses), "{n} run", "{n} runs"),
            models=say_many(len(models), "{n} model", "{n} models"),
        ),
        view=view,
        sections=_sections(view),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME), Link(say("Datasets"), paths.DATASETS)),
        keywords=tuple(
            dict.fromkeys(
                name
                for name in (
                    dataset.digest,
                    *(row.link.text for row in models),
                    *(column.name for column in dataset.columns[:100]),
                )
                if name
            )
        ),
    )


def _facts(dataset: Dataset) -> tuple[tuple[str, Fact], ...]:
    rows = None if dataset.row_count is None else number(dataset.row_count)
    return (
        (say("Digest (a label)"), recorded(dataset.digest, dataset.at("digest"))),
        (say("Rows"), recorded(rows, dataset.at("row_count"))),
        (
            say("Columns"),
            recorded(number(len(dataset.columns)), dataset.at("columns"))
            if dataset.columns
            else missing(dataset.at("columns"), detail=say("no schema recorded")),
        ),
        (say("Kind of source"), recorded(dataset.source_type, dataset.at("source_type"))),
        (say("Store"), store_fact(dataset)),
    )


def _use_row(portfolio: Portfolio, use: DatasetUse) -> UseRow:
    return UseRow(
        use=use,
        href=portfolio.run_href(use.run),
        made=tuple(version_link(version) for version in use.made),
        judged=tuple(version_link(version) for version in use.judged),
    )


def _model_row(name: str, versions: tuple[ModelVersion, ...], uses: tuple[DatasetUse, ...]) -> ModelRow:
    return ModelRow(
        link=Link(name, paths.model(name)),
        versions=tuple(
            Link(version_label(version.version), version_link(version).href)
            for version in versions[:VERSIONS]
        ),
        version_count=len(versions),
        contexts=tuple(
            sorted(
                {
                    context
                    for use in uses
                    if any(version.name == name for version in use.made)
                    for context in use.contexts
                }
            )
        ),
        came=len({version.ref for use in uses for version in use.made if version.name == name}),
        judged=len({version.ref for use in uses for version in use.judged if version.name == name}),
        newest=versions[0],
    )


def _sections(view: DatasetView) -> tuple[Section, ...]:
    candidates = (
        (True, Section("models", say("Models it stands behind"))),
        (True, Section("runs", say("Runs that used it"))),
        (True, Section("schema", say("Schema"))),
        (bool(view.dataset.profile), Section("profile", say("Profile"))),
        (bool(view.others), Section("states", say("Other states of this name"))),
    )
    return tuple(section for present, section in candidates if present)
