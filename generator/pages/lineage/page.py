"""Where all versions of a model come from: one page a model, and the same as data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from generator.analyses.lineage import Gap, LineageCut, LineageNode, of_model
from generator.catalog import RegisteredModel
from generator.figures.spec import GraphSpec
from generator.figures.svg import standalone
from generator.messages import say
from generator.pages import paths
from generator.pages.documents import Cited, timestamp, written
from generator.pages.lineage.graph import LineageRow, contents, graph_spec, lineage_rows
from generator.pages.models.navigation import model_breadcrumbs, model_navigation, versions_said
from generator.pages.portfolio import Portfolio
from generator.pages.view import Page, PageKind, Section, SiteFile

SCHEMA_VERSION = 1
ROWS = 500
"""Objects in the table; the data file holds all."""
_GAPS_TOLD = 12
"""Objects named for each kind of gap; the table marks all it shows."""

_FIGURE = Section("all-versions", say("All versions"))
_OBJECTS = Section("objects", say("Objects"))
_GAPS = Section("gaps", say("Gaps in the record"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GapGroup:
    """All holes of one kind."""

    gap: Gap
    rows: tuple[LineageRow, ...]
    """The first of them."""
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageView:
    """The lineage page of a model."""

    model: str
    contents: str
    """What the figure stands for, in words."""
    deleted: int
    """Versions that the registry no longer lists."""
    figure: GraphSpec | None
    """None when nothing is recorded."""
    folded: int
    """Objects that the figure shows in piles only."""
    rows: tuple[LineageRow, ...]
    total: int
    gaps: tuple[GapGroup, ...]
    changelog: str
    data: str
    """Path of the same as JSON."""
    drawing: str
    """Path of the figure as a file."""


def lineage_views(portfolio: Portfolio) -> Iterator[Page]:
    """One page for each registered model."""
    for model in portfolio.catalog.models:
        yield _page(portfolio, model)


def lineage_data_files(portfolio: Portfolio) -> Iterator[SiteFile]:
    """Everything that the lineage page of each model stands for, unfolded, as JSON."""
    for model in portfolio.catalog.models:
        cut = of_model(portfolio.lineage, model)
        yield SiteFile(paths.lineage_data(model.name), _document(portfolio, model, cut))


def lineage_figure_files(pages: Iterable[Page], figures: Mapping[str, str]) -> Iterator[SiteFile]:
    """The figure of each lineage page as an SVG file that carries its own colours.

    Args:
        pages: all pages; those of other kinds are passed over.
        figures: inline SVG by the digest of its spec.
    """
    for page in pages:
        if page.kind is PageKind.LINEAGE:
            for spec in page.figures:
                svg = standalone(figures[spec.digest])
                yield SiteFile(paths.lineage_figure(page.model), svg.encode())


def gap_groups(rows: tuple[LineageRow, ...]) -> tuple[GapGroup, ...]:
    """The holes among the rows, by kind."""
    groups: dict[Gap, list[LineageRow]] = {}
    for row in rows:
        if row.gap:
            groups.setdefault(row.gap, []).append(row)
    return tuple(
        GapGroup(gap=gap, rows=tuple(groups[gap][:_GAPS_TOLD]), total=len(groups[gap]))
        for gap in Gap
        if gap in groups
    )


def _page(portfolio: Portfolio, model: RegisteredModel) -> Page:
    path = paths.lineage(model.name)
    cut = of_model(portfolio.lineage, model)
    rows = tuple(lineage_rows(portfolio, cut))
    gaps = gap_groups(rows)
    figure = (
        graph_spec(portfolio, cut, page=path, title=say("Lineage of {model}", model=model.name))
        if cut.nodes
        else None
    )
    sections = [_FIGURE, *([_OBJECTS] if rows else []), *([_GAPS] if gaps else [])]
    return Page(
        path=path,
        kind=PageKind.LINEAGE,
        title=say("Lineage of {model}", model=model.name),
        summary=say(
            "Where {model} of {model2} come from: {nodes}",
            model=versions_said(model),
            model2=model.name,
            nodes=contents(cut.nodes),
        ),
        view=LineageView(
            model=model.name,
            contents=contents(cut.nodes),
            deleted=len(model.versions) - len(model.listed_versions),
            figure=figure,
            folded=sum(len(node.members) for node in cut.nodes),
            rows=tuple(islice(rows, ROWS)),
            total=len(rows),
            gaps=gaps,
            changelog=paths.changelog(model.name),
            data=paths.lineage_data(model.name),
            drawing=paths.lineage_figure(model.name),
        ),
        sections=tuple(sections),
        breadcrumbs=model_breadcrumbs(model),
        local_navigation=model_navigation(model),
        figures=(figure,) if figure else (),
        keywords=tuple(dict.fromkeys(row.label for row in rows[:ROWS])),
        wide=True,
        model=model.name,
    )


def _document(portfolio: Portfolio, model: RegisteredModel, cut: LineageCut) -> bytes:
    lineage = portfolio.lineage
    cited = Cited()
    ids = [each for node in cut.nodes for each in (node.members or (node.id,))]
    inside = set(ids)
    edges = [edge for each in ids for edge in lineage.incoming[each] if edge.start in inside]
    document = {
        "schema_version": SCHEMA_VERSION,
        "model": model.name,
        "page": paths.lineage(model.name),
        "nodes": [_node(lineage.by_id[each], cited) for each in ids],
        "edges": [
            {
                "start": edge.start,
                "end": edge.end,
                "kind": edge.kind.value,
                "sources": cited.places(edge.sources),
            }
            for edge in edges
        ],
    }
    return written(document | {"files": cited.files})


def _node(node: LineageNode, cited: Cited) -> dict[str, object]:
    return {
        "id": node.id,
        "kind": node.kind.value,
        "key": list(node.key),
        "label": node.label,
        "detail": node.detail,
        "stage": node.stage,
        "role": node.role.value if node.role else None,
        "instant": timestamp(node.instant),
        "deleted": node.deleted,
        "gap": node.gap.value if node.gap else None,
        "source": cited.place(node.source),
    }
