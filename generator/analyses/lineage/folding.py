"""Folding: several nodes of one kind become a pile, until a cut is small enough to draw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.analyses.lineage.graph import EdgeKind, LineageEdge, LineageNode, NodeKind, node_id
from generator.analyses.wording import counted, number
from generator.messages import say

MOST_NODES = 60
"""A drawing with more boxes cannot be read."""
MOST_EDGES = 120
"""A drawing with more lines cannot be read."""


@dataclass(frozen=True, slots=True)
class Pile:
    """What a node is folded with: nodes of equal piles become one."""

    kind: NodeKind
    is_gap: bool
    """Holes in the record are never folded with records."""
    group: str
    """Tells piles of one kind apart, such as the sweep or the stretch of versions."""
    label: str = ""
    """Empty to count the members: ``5 runs``."""
    detail: str = ""


@dataclass(frozen=True)
class Folded:
    """Nodes and edges after folding, and which node stands for which."""

    nodes: tuple[LineageNode, ...]
    edges: tuple[LineageEdge, ...]
    standing_for: Mapping[str, str]
    """Pile by the id of each member."""

    @property
    def fits(self) -> bool:
        """Whether it can be drawn."""
        return len(self.nodes) <= MOST_NODES and len(self.edges) <= MOST_EDGES


def fold(
    nodes: Iterable[LineageNode], edges: Iterable[LineageEdge], piles: Mapping[str, Pile], smallest: int
) -> Folded:
    """Fold nodes into their piles.

    Args:
        nodes: every node, in the order of the lineage.
        edges: every edge between them.
        piles: the pile of each node to be folded, by its id.
        smallest: the least number of members a pile is worth; members of smaller ones stay as they are.

    Returns:
        The nodes that are left, each pile at the place of its first member, and every edge that is left between two
        of them: an edge inside a pile is gone, edges of a kind between the same two are one with all their sources.
    """
    order = list(nodes)
    members: dict[Pile, list[LineageNode]] = {}
    for node in order:
        if node.id in piles:
            members.setdefault(piles[node.id], []).append(node)
    standing_for: dict[str, str] = {}
    heads: dict[str, LineageNode] = {}
    for pile, found in members.items():
        if len(found) >= smallest:
            head = _pile_node(pile, found)
            heads[found[0].id] = head
            standing_for.update((node.id, head.id) for node in found)
    left = [heads.get(node.id, node) for node in order if node.id in heads or node.id not in standing_for]
    return Folded(tuple(left), _folded_edges(edges, standing_for), standing_for)


def _folded_edges(edges: Iterable[LineageEdge], standing_for: Mapping[str, str]) -> tuple[LineageEdge, ...]:
    sources: dict[tuple[str, str, EdgeKind], list[LineageEdge]] = {}
    for edge in edges:
        start = standing_for.get(edge.start, edge.start)
        end = standing_for.get(edge.end, edge.end)
        if start != end:
            sources.setdefault((start, end, edge.kind), []).append(edge)
    return tuple(
        LineageEdge(
            start=start,
            end=end,
            kind=kind,
            sources=tuple(dict.fromkeys(source for edge in found for source in edge.sources)),
        )
        for (start, end, kind), found in sources.items()
    )


def _pile_node(pile: Pile, members: list[LineageNode]) -> LineageNode:
    first = members[0]
    noun = "alias" if pile.kind is NodeKind.ALIAS else pile.kind.value
    counted_members = (
        say("{members} aliases", members=number(len(members)))
        if noun == "alias"
        else counted(len(members), noun)
    )
    return LineageNode(
        id=node_id(pile.kind, "pile", *(node.id for node in members)),
        kind=pile.kind,
        key=(),
        label=pile.label or counted_members,
        detail=pile.detail,
        model=first.model if all(node.model == first.model for node in members) else "",
        deleted=all(node.deleted for node in members),
        gap=first.gap,
        members=tuple(node.id for node in members),
        source=first.source,
    )
