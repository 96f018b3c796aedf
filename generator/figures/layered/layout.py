"""The whole layout: each component laid out by itself, then set below one another in columns they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.figures.layered.ordering import Layers, ordered
from generator.figures.layered.placing import Placing
from generator.figures.layered.proper import Proper, proper
from generator.figures.layered.ranking import columns
from generator.figures.layered.routing import Column, detours, line
from generator.figures.layered.structure import Edge, backward, components, newest_first
from generator.figures.marks import Point

_CHAIN_WEIGHT = 5
_NEAR_CHAIN_WEIGHT = 2
_WIDEST_SLOPE = 46.0
"""px that a gap between columns may grow by, for lines that climb far in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Free space in px."""

    column: float = 46.0
    node: float = 18.0
    lane: float = 10.0
    """Between two lines that pass a column side by side."""
    component: float = 30.0
    detour: float = 14.0
    """From a column to the first line that runs along its right side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where everything stands, in px, y downward, the top left corner at (0, 0)."""

    centres: tuple[Point, ...]
    """By node."""
    ranks: tuple[int, ...]
    """Column by node."""
    routes: Mapping[Edge, tuple[Point, ...]]
    """Corner points by edge, from its start to its end; loops and history beside a flow edge have none."""
    columns: tuple[Column, ...]
    """Left and right side of each column."""
    width: float
    height: float
    crossings: int = 0


@dataclass(slots=True)
class _Part:
    """One component, laid out around its own zero."""

    graph: Proper
    layers: Layers
    y: list[float]
    column: dict[int, int]
    across: list[Edge]
    """Edges from column to column, some of them backward."""
    inside: list[Edge]
    """History edges within one column."""


def arrange(
    floors: Sequence[int],
    flow: Sequence[Edge],
    history: Sequence[Edge],
    *,
    box: tuple[float, float],
    gaps: Gaps | None = None,
) -> Layout:
    """Lay out a graph of equal boxes.

    Args:
        floors: leftmost column by node; nodes are the numbers 0 ... n-1, and the smaller wins a tie.
        flow: edges that run from column to column; cycles are drawn backwards somewhere.
        history: (older, newer) pairs, drawn inside a column where both stand in it, the newer on top.
        box: width and height of every node.
        gaps: free space.
    """
    gaps = gaps or Gaps()
    flow = list(dict.fromkeys(edge for edge in flow if edge[0] != edge[1]))
    taken = {*flow, *((end, start) for start, end in flow)}
    history = list(dict.fromkeys(edge for edge in history if edge[0] != edge[1] and edge not in taken))
    weights = _weights(flow)
    parts = [
        _lay_out(nodes, floors, flow, history, weights, box[1], gaps)
        for nodes in components(len(floors), [*flow, *history])
    ]
    sides = _columns(parts, box[0], gaps)
    return _assemble(parts, sides, len(floors), box, gaps)


def _weights(flow: Sequence[Edge]) -> dict[Edge, int]:
    """Edges that are the only one of their start and of their end hold a chain together."""
    leaving: dict[int, int] = {}
    arriving: dict[int, int] = {}
    for start, end in flow:
        leaving[start] = leaving.get(start, 0) + 1
        arriving[end] = arriving.get(end, 0) + 1
    heavy = {2: _CHAIN_WEIGHT, 3: _NEAR_CHAIN_WEIGHT}
    return {(start, end): heavy.get(leaving[start] + arriving[end], 1) for start, end in flow}


def _lay_out(
    nodes: Sequence[int],
    floors: Sequence[int],
    flow: Sequence[Edge],
    history: Sequence[Edge],
    weights: Mapping[Edge, int],
    height: float,
    gaps: Gaps,
) -> _Part:
    members = set(nodes)
    flow = [edge for edge in flow if edge[0] in members]
    history = [edge for edge in history if edge[0] in members]
    turned = backward(nodes, flow)
    weights = {**weights, **{(end, start): weights[start, end] for start, end in turned}}
    forward = [(end, start) if (start, end) in turned else (start, end) for start, end in flow]
    column = columns(nodes, list(dict.fromkeys(forward)), floors)
    inside = [(start, end) for start, end in history if column[start] == column[end]]
    across = [*flow, *((start, end) for start, end in history if column[start] != column[end])]
    rightward = dict.fromkeys(
        (start, end) if column[start] < column[end] else (end, start) for start, end in across
    )
    graph = proper(nodes, list(rightward), column, weights)
    vertex = {node: index for index, node in enumerate(nodes)}
    loops = backward(nodes, inside)
    lasting = [(vertex[start], vertex[end]) for start, end in inside if (start, end) not in loops]
    layers = ordered(graph, newest_first(lasting))
    settled = Placing(graph, layers, height, gaps.node, gaps.lane).settle()
    y = [float(round(value)) for value in settled]  # whole px: lines stay sharp, and rows level
    return _Part(graph, layers, y, column, across, inside)


def _columns(parts: Sequence[_Part], width: float, gaps: Gaps) -> tuple[Column, ...]:
    """Left and right of each column; a gap in which a line climbs far is wider."""
    count = max((part.graph.depth() for part in parts), default=0)
    climbs = [0.0] * count
    for part in parts:
        for vertex, layer in enumerate(part.graph.layer):
            for other, _ in part.graph.before[vertex]:
                climbs[layer] = max(climbs[layer], abs(part.y[vertex] - part.y[other]))
    sides: list[Column] = []
    x = 0.0
    for climb in climbs:
        if sides:
            x += gaps.column + round(min(_WIDEST_SLOPE, climb * 0.1))
        sides.append((x, x + width))
        x += width
    return tuple(sides)


def _assemble(
    parts: Sequence[_Part], sides: Sequence[Column], count: int, box: tuple[float, float], gaps: Gaps
) -> Layout:
    centres: list[Point] = [(0.0, 0.0)] * count
    ranks = [0] * count
    routes: dict[Edge, tuple[Point, ...]] = {}
    top = 0.0
    for part in parts:
        reach = [0.0 if part.graph.is_bend(vertex) else box[1] / 2 for vertex in range(len(part.y))]
        shift = top - min(y - half for y, half in zip(part.y, reach, strict=True))
        part.y = [y + shift for y in part.y]
        for vertex, node in enumerate(part.graph.nodes):
            left, right = sides[part.column[node]]
            centres[node] = ((left + right) / 2, part.y[vertex])
            ranks[node] = part.column[node]
        for start, end in part.across:
            path = part.graph.paths.get((start, end)) or part.graph.paths[end, start]
            points = line(path, part.graph, part.y, sides)
            routes[start, end] = points if (start, end) in part.graph.paths else points[::-1]
        order = {vertex: place for layer in part.layers for place, vertex in enumerate(layer)}
        place = {node: order[vertex] for vertex, node in enumerate(part.graph.nodes)}
        routes |= detours(part.inside, centres, ranks, place, sides, box, gaps.detour)
        top = max(y + half for y, half in zip(part.y, reach, strict=True)) + gaps.component
    width = max((x for route in routes.values() for x, _ in route), default=0.0)
    return Layout(
        centres=tuple(centres),
        ranks=tuple(ranks),
        routes=routes,
        columns=tuple(sides),
        width=max(width, sides[-1][1] if sides else 0.0),
        height=max(0.0, top - gaps.component),
    )
