"""A cut of the lineage as a figure, and as the table of the same objects beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.analyses.lineage.graph import (
    EdgeKind,
    Gap,
    Lineage,
    LineageCut,
    LineageEdge,
    LineageNode,
    NodeKind,
)
from generator.analyses.standing.roles import Role
from generator.figures.spec import EdgeStyle, GraphEdge, GraphNode, GraphSpec, Tone
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.portfolio import Portfolio
from generator.pages.text import count, visible
from generator.provenance import Source

_LONGEST_LABEL = 120
"""Characters; a box shows far fewer, and the table shows all."""
_COLUMNS = (say("Datasets"), say("Runs"), say("Logged models"), say("Versions"), say("Aliases"))
_COLUMN = {
    NodeKind.DATASET: 0,
    NodeKind.RUN: 1,
    NodeKind.LOGGED_MODEL: 2,
    NodeKind.EXTERNAL: 2,
    NodeKind.VERSION: 3,
    NodeKind.ALIAS: 4,
}
_LOOKS = {
    NodeKind.DATASET: ("database", Tone.C1),
    NodeKind.RUN: ("play-circle-outline", Tone.C2),
    NodeKind.LOGGED_MODEL: ("cube-outline", Tone.C4),
    NodeKind.EXTERNAL: ("cloud-outline", Tone.C6),
    NodeKind.VERSION: ("tag-outline", Tone.C3),
    NodeKind.ALIAS: ("bookmark-outline", Tone.C5),
}
_GAP_WORDS = {
    Gap.RUN_GONE: "gone",
    Gap.LOGGED_MODEL_GONE: "gone",
    Gap.VERSION_GONE: "gone",
    Gap.VERSION_DELETED: "deleted",
    Gap.DATASET_GONE: say("not described"),
    Gap.NO_DATASET: "gap",
    Gap.NO_DIGEST: say("no digest"),
    Gap.EXTERNAL: "outside",
    Gap.NO_ORIGIN: "gap",
}
_THERE = frozenset({None, Gap.NO_DIGEST, Gap.EXTERNAL, Gap.VERSION_DELETED})
"""Nodes of these gaps, and of none, are things; those of the others are holes."""
_STYLES = {EdgeKind.PREVIOUS: EdgeStyle.HISTORY, EdgeKind.POINTS_AT: EdgeStyle.POINTER}
_LEGEND = (
    (EdgeStyle.FLOW, say("used by, produced")),
    (EdgeStyle.HISTORY, say("previous version")),
    (EdgeStyle.POINTER, say("alias points at")),
)
_STAGE_TONES = {"production": Tone.PASS, "staging": Tone.WARN}
_ROLE_PILLS = {
    Role.PRODUCTION: (say("Production"), Tone.PASS),
    Role.CHALLENGER: (say("Challenger"), Tone.WARN),
}
_PLAIN_STEPS = frozenset({EdgeKind.USED, EdgeKind.GENERATED, EdgeKind.REGISTERED, EdgeKind.POINTS_AT})
"""Steps that the kinds of their ends explain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestor:
    """One thing that an object comes from."""

    label: str
    digest: str
    """For data: what tells it from other data of that name; else empty."""
    href: str
    step: str
    """How, where that is not plain: ``previous version``, ``copied from``; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageRow:
    """One object of a lineage as a row of the table."""

    label: str
    href: str
    kind: NodeKind
    detail: str
    gap: Gap | None
    folded: bool
    """Whether the figure shows it in a pile only."""
    comes_from: tuple[Ancestor, ...]
    sources: tuple[Source, ...]


def graph_spec(portfolio: Portfolio, cut: LineageCut, *, page: str, title: str) -> GraphSpec:
    """The drawing of a cut.

    Args:
        portfolio: what stands behind the links.
        cut: what to draw.
        page: path of the page that the figure stands on.
        title: accessible name.
    """
    used = sorted({_COLUMN[node.kind] for node in cut.nodes})
    styles = {_style(edge) for edge in cut.edges}
    return GraphSpec(
        title=title,
        description=contents(cut.nodes),
        columns=tuple(_COLUMNS[column] for column in used),
        nodes=tuple(_box(portfolio, cut, node, used.index(_COLUMN[node.kind]), page) for node in cut.nodes),
        edges=tuple(GraphEdge(edge.start, edge.end, _style(edge)) for edge in cut.edges),
        legend=tuple((style, words) for style, words in _LEGEND if style in styles),
    )


def lineage_rows(portfolio: Portfolio, cut: LineageCut) -> Iterator[LineageRow]:
    """Every object that a cut stands for, those in piles one by one."""
    lineage = portfolio.lineage
    for node in cut.nodes:
        for member in (lineage.by_id[each] for each in node.members) if node.is_pile else (node,):
            yield LineageRow(
                label=member.label,
                href=node_href(portfolio, member),
                kind=member.kind,
                detail=member.detail,
                gap=member.gap,
                folded=node.is_pile,
                comes_from=tuple(_ancestors(portfolio, lineage, member)),
                sources=(member.source,),
            )


def contents(nodes: Iterable[LineageNode]) -> str:
    """What a cut holds, such as ``2 datasets, 1 run and 1 gap.``, piles counted by their members."""
    tally: dict[NodeKind, int] = {}
    gaps = 0
    for node in nodes:
        objects = len(node.members) or 1
        gaps += objects if node.gap else 0
        if node.gap in _THERE:
            tally[node.kind] = tally.get(node.kind, 0) + objects
    plurals = {NodeKind.ALIAS: "aliases"}
    told = [count(tally[kind], kind.value, plurals.get(kind, "")) for kind in NodeKind if kind in tally]
    ending = say("; {gaps} in the record", gaps=say_many(gaps, "{n} gap", "{n} gaps")) if gaps else ""
    return put_together((put_together(told, ", "), ending, ".")) if told else say("Nothing is recorded.")


def node_href(portfolio: Portfolio, node: LineageNode) -> str:
    """The page that tells most of a node; empty when there is none, as for a pile."""
    match node.kind:
        case NodeKind.DATASET if not node.is_pile:
            return _dataset_href(portfolio, node)
        case NodeKind.RUN if node.key and (run := portfolio.catalog.runs_by_id.get(node.key[0])):
            return portfolio.run_href(run)
        case NodeKind.LOGGED_MODEL if not node.is_pile:
            return _logged_model_href(portfolio, node)
        case NodeKind.VERSION | NodeKind.ALIAS if (node.model, node.version) in portfolio.version_pages:
            return paths.version(node.model, node.version)
        case _:
            return ""


def _dataset_href(portfolio: Portfolio, node: LineageNode) -> str:
    """Its own page; for data that was not recorded, the run that should have."""
    if node.gap is Gap.NO_DATASET:
        return _first_href(portfolio, (edge.end for edge in portfolio.lineage.outgoing[node.id]))
    name, digest = node.key
    return portfolio.dataset_href((name, digest))


def _logged_model_href(portfolio: Portfolio, node: LineageNode) -> str:
    """The version it was registered as, else the run that made it."""
    lineage = portfolio.lineage
    registered = (edge.end for edge in lineage.outgoing[node.id] if edge.kind is EdgeKind.REGISTERED)
    made = (edge.start for edge in lineage.incoming[node.id] if edge.kind is EdgeKind.GENERATED)
    return _first_href(portfolio, (*registered, *made))


def _first_href(portfolio: Portfolio, near: Iterable[str]) -> str:
    nodes = (portfolio.lineage.by_id[each] for each in near)
    return next((href for node in nodes if (href := node_href(portfolio, node))), "")


def _ancestors(portfolio: Portfolio, lineage: Lineage, node: LineageNode) -> Iterator[Ancestor]:
    for edge in lineage.incoming[node.id]:
        before = lineage.by_id[edge.start]
        yield Ancestor(
            label=before.label,
            digest=before.key[1] if before.kind is NodeKind.DATASET and before.key else "",
            href=node_href(portfolio, before),
            step="" if edge.kind in _PLAIN_STEPS else edge.kind.value,
        )


def _box(portfolio: Portfolio, cut: LineageCut, node: LineageNode, column: int, page: str) -> GraphNode:
    icon, tone = _LOOKS[node.kind]
    pill, pill_tone = _pill(node)
    href = node_href(portfolio, node)
    return GraphNode(
        id=node.id,
        column=column,
        label=visible(node.label, _LONGEST_LABEL),
        detail=visible(node.detail, _LONGEST_LABEL),
        icon="layers-triple-outline" if node.is_pile else "help-circle-outline" if node.gap else icon,
        tone=Tone.NEUTRAL if node.gap and node.gap is not Gap.NO_DIGEST else tone,
        href=paths.relative(page, href) if href else "",
        kind=node.kind.value,
        pill=pill,
        pill_tone=pill_tone,
        hidden=cut.hidden.get(node.id, 0),
        focus=node.id == cut.focus,
        stacked=node.is_pile,
    )


def _pill(node: LineageNode) -> tuple[str, Tone]:
    if node.gap:
        return _GAP_WORDS[node.gap], Tone.NEUTRAL if node.gap is Gap.EXTERNAL else Tone.WARN
    if node.deleted:
        return "deleted", Tone.NEUTRAL
    if node.stage and node.stage.casefold() != "none":
        return visible(node.stage, 24), _STAGE_TONES.get(node.stage.casefold(), Tone.NEUTRAL)
    return _ROLE_PILLS[node.role] if node.role else ("", Tone.NEUTRAL)


def _style(edge: LineageEdge) -> EdgeStyle:
    return _STYLES.get(edge.kind, EdgeStyle.FLOW)
