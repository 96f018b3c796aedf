"""Every dataset that the stores name, and which models came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.catalog import Dataset, DatasetInput, ModelVersion
from generator.figures.spec import MatrixCell, MatrixSpec
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.datasets.uses import dataset_uses, versions_by_model
from generator.pages.portfolio import Portfolio
from generator.pages.text import day, number
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Fact, derived, missing

MATRIX_ROWS = 30
MATRIX_COLUMNS = 20
"""Beyond this many datasets or models the table is clearer than the figure."""
UNDESCRIBED = 200
"""Datasets without a description listed; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRow:
    """One dataset of the table."""

    dataset: Dataset
    link: Link
    contexts: tuple[str, ...]
    runs: int
    last_used: Fact
    models: tuple[Link, ...]
    """By name."""
    versions: Mapping[str, tuple[ModelVersion, ...]]
    """The versions whose run used it and those judged on it, by the model's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undescribed:
    """A dataset that runs name and no store describes."""

    first: DatasetInput
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetsView:
    """The page of all datasets."""

    rows: tuple[DatasetRow, ...]
    names: int
    """Different names among them."""
    matrix: MatrixSpec | None
    matrix_rows: tuple[DatasetRow, ...]
    too_large: bool
    """Whether there would be a matrix if there were fewer datasets or models."""
    undescribed: tuple[Undescribed, ...]
    undescribed_count: int


def datasets_views(portfolio: Portfolio) -> Iterator[Page]:
    """The one page of all datasets; there is none when no store describes or uses any."""
    rows = tuple(
        sorted(
            (_row(portfolio, dataset) for dataset in portfolio.catalog.datasets_by_key.values()),
            key=lambda row: (row.dataset.name, row.dataset.digest),
        )
    )
    undescribed = _undescribed(portfolio)
    if not rows and not undescribed:
        return
    matrix_rows = tuple(row for row in rows if row.models)
    columns = sorted({link.text for row in matrix_rows for link in row.models})
    fits = len(matrix_rows) <= MATRIX_ROWS and len(columns) <= MATRIX_COLUMNS
    matrix = _matrix(matrix_rows, columns) if fits and len(columns) > 1 else None
    names = len({row.dataset.name for row in rows})
    yield Page(
        path=paths.DATASETS,
        kind=PageKind.DATASETS,
        title=say("Datasets"),
        summary=say(
            "{rows} under {names}.",
            rows=say_many(len(rows), "{n} dataset", "{n} datasets"),
            names=say_many(names, "{n} name", "{n} names"),
        ),
        view=DatasetsView(
            rows=rows,
            names=names,
            matrix=matrix,
            matrix_rows=matrix_rows,
            too_large=bool(matrix_rows) and not fits,
            undescribed=undescribed[:UNDESCRIBED],
            undescribed_count=len(undescribed),
        ),
        sections=(Section("datasets", say("All datasets")),)
        + ((Section("matrix", say("Datasets and models")),) if matrix else ())
        + ((Section("undescribed", say("Named but not described")),) if undescribed else ()),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        figures=(matrix,) if matrix else (),
        keywords=tuple(dict.fromkeys(row.dataset.name for row in rows if row.dataset.name)),
        wide=True,
    )


def _row(portfolio: Portfolio, dataset: Dataset) -> DatasetRow:
    uses = dataset_uses(portfolio, dataset.key)
    versions = versions_by_model(uses)
    last = next((use.run for use in uses if use.run.start_time), None)
    return DatasetRow(
        dataset=dataset,
        link=Link(dataset.name or say("without a name"), paths.dataset(*dataset.key)),
        contexts=tuple(sorted({context for use in uses for context in use.contexts})),
        runs=len(uses),
        last_used=derived(day(last.start_time), last.at("start_time")) if last else missing(),
        models=tuple(Link(name, paths.model(name)) for name in versions),
        versions=versions,
    )


def _undescribed(portfolio: Portfolio) -> tuple[Undescribed, ...]:
    catalog = portfolio.catalog
    return tuple(
        Undescribed(first=next(used for used in runs[0].inputs if used.key == key), runs=len(runs))
        for key, runs in sorted(catalog.runs_by_dataset.items())
        if key not in catalog.datasets_by_key
    )


def _matrix(rows: Sequence[DatasetRow], columns: Sequence[str]) -> MatrixSpec:
    repeated = {row.link.text for row in rows if sum(other.link.text == row.link.text for other in rows) > 1}
    places = {name: column for column, name in enumerate(columns)}
    cells = tuple(
        MatrixCell(
            row=index,
            column=places[name],
            text=number(len(versions)),
            href=paths.relative(paths.DATASETS, paths.model(name)),
            label=say(
                "{link}: {versions} of {name}",
                link=row.link.text,
                versions=say_many(len(versions), "{n} version", "{n} versions"),
                name=name,
            ),
        )
        for index, row in enumerate(rows)
        for name, versions in row.versions.items()
    )
    widest = max(rows, key=lambda row: len(row.models))
    return MatrixSpec(
        title=say("Datasets against models"),
        description=(
            say(
                "{link} stands behind {models}, more than any other dataset.",
                link=widest.link.text,
                models=say_many(len(widest.models), "{n} model", "{n} models"),
            )
        ),
        rows=tuple(
            f"{row.link.text} ({row.dataset.digest})" if row.link.text in repeated else row.link.text
            for row in rows
        ),
        columns=tuple(columns),
        cells=cells,
    )
