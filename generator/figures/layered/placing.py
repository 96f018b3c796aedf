"""Heights: each vertex as near to its neighbours as the order and the distances of its layer let it."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from generator.figures.isotonic import isotonic
from generator.figures.layered.ordering import Layers
from generator.figures.layered.proper import Proper

_PASSES = 24
_SETTLED = 0.25
"""px: a pass that moves nothing farther is the last."""
_STRAIGHTEN = 14.0
"""px within which a box is drawn level with one of its neighbours."""


class Placing:
    """The heights of one component while they are found."""

    def __init__(
        self, graph: Proper, layers: Layers, height: float, node_gap: float, lane_gap: float
    ) -> None:
        """Stack every layer tightly around zero.

        Args:
            graph: the graph.
            layers: its vertices in order.
            height: of a box, in px; a bend has none.
            node_gap: px between two boxes.
            lane_gap: px between two lines.
        """
        self._graph = graph
        self._layers = layers
        self._distances = [
            [
                _distance(graph.is_bend(upper), graph.is_bend(lower), height, node_gap, lane_gap)
                for upper, lower in pairwise(layer)
            ]
            for layer in layers
        ]
        self._links = [
            [self._strength(vertex, links) for links in (graph.before[vertex], graph.after[vertex])]
            for vertex in range(len(graph.layer))
        ]
        self.y = [0.0] * len(graph.layer)
        for layer, distances in zip(layers, self._distances, strict=True):
            stacked = [0.0, *accumulate(distances)]
            for vertex, y in zip(layer, stacked, strict=True) if layer else ():
                self.y[vertex] = y - stacked[-1] / 2

    def _strength(self, vertex: int, links: Sequence[tuple[int, int]]) -> list[tuple[int, float]]:
        """Lines between bends want most to be straight, then those between a box and a bend."""
        mine = self._graph.is_bend(vertex)
        return [(other, weight * (1, 2, 8)[mine + self._graph.is_bend(other)]) for other, weight in links]

    def settle(self) -> list[float]:
        """Sweep to and fro until nothing moves; then level what is almost level. Heights by vertex."""
        count = len(self._layers)
        for step in range(_PASSES):
            rightward = step % 2 == 0
            both = step % 4 > 1 or step >= _PASSES // 2
            moved = 0.0
            for index in range(count) if rightward else range(count - 1, -1, -1):
                moved = max(moved, self._place(index, rightward=rightward, both=both))
            if both and moved < _SETTLED:
                break
        self._straighten()
        return self.y

    def _place(self, index: int, *, rightward: bool, both: bool) -> float:
        layer, y = self._layers[index], self.y
        wanted, weights = [], []
        for vertex in layer:
            before, after = self._links[vertex]
            links = before + after if both else (before or after) if rightward else (after or before)
            mass = sum(strength for _, strength in links)
            wanted.append(sum(strength * y[other] for other, strength in links) / mass if mass else y[vertex])
            weights.append(mass or 0.01)
        moved = 0.0
        if layer:
            for vertex, height in zip(layer, isotonic(wanted, weights, self._distances[index]), strict=True):
                moved = max(moved, abs(y[vertex] - height))
                y[vertex] = height
        return moved

    def _straighten(self) -> None:
        y = self.y
        for _ in range(3):
            for layer, distances in zip(self._layers, self._distances, strict=True):
                for place, vertex in enumerate(layer):
                    near = [y[other] for links in self._links[vertex] for other, _ in links]
                    if not near:
                        continue
                    target = min(near, key=lambda height: (abs(height - y[vertex]), height))
                    top = y[layer[place - 1]] + distances[place - 1] if place else target
                    bottom = y[layer[place + 1]] - distances[place] if place + 1 < len(layer) else target
                    if abs(target - y[vertex]) < _STRAIGHTEN and top <= target <= bottom:
                        y[vertex] = target


def _distance(upper: bool, lower: bool, height: float, node_gap: float, lane_gap: float) -> float:
    """Between the middles of two neighbours of a layer, each a bend or a box."""
    gap = (node_gap, (node_gap + lane_gap) / 2, lane_gap)[upper + lower]
    return gap + height * (2 - upper - lower) / 2
