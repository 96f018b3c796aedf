"""A graph whose every edge joins neighbouring layers: long edges are cut by a bend in each layer they pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from generator.figures.layered.structure import Edge

Links = list[tuple[int, int]]
"""Neighbours in one adjacent layer, each with the weight of the edge."""


@dataclass(slots=True)
class Proper:
    """Vertices are 0 ... n-1; the first ones are the nodes, the others bends."""

    nodes: Sequence[int]
    """The caller's number of each node vertex."""
    layer: list[int]
    """By vertex."""
    before: list[Links]
    """By vertex: neighbours in the layer before."""
    after: list[Links]
    """By vertex: neighbours in the layer after."""
    paths: dict[Edge, list[int]] = field(default_factory=dict)
    """By edge in the caller's numbers: its vertices from end to end."""

    def is_bend(self, vertex: int) -> bool:
        """Whether the vertex is where a line passes, not a box."""
        return vertex >= len(self.nodes)

    def depth(self) -> int:
        """Number of layers."""
        return max(self.layer) + 1


def proper(
    nodes: Sequence[int], edges: Sequence[Edge], column: Mapping[int, int], weights: Mapping[Edge, int]
) -> Proper:
    """Cut the edges, each of which runs to a later column."""
    vertex = {node: index for index, node in enumerate(nodes)}
    graph = Proper(
        nodes=nodes,
        layer=[column[node] for node in nodes],
        before=[[] for _ in nodes],
        after=[[] for _ in nodes],
    )
    for start, end in edges:
        weight = weights.get((start, end), 1)
        path = [vertex[start]]
        for layer in range(column[start] + 1, column[end]):
            path.append(len(graph.layer))
            graph.layer.append(layer)
            graph.before.append([])
            graph.after.append([])
        path.append(vertex[end])
        for first, second in pairwise(path):
            graph.after[first].append((second, weight))
            graph.before[second].append((first, weight))
        graph.paths[start, end] = path
    return graph
