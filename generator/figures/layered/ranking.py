"""Columns: network simplex (Gansner, Koutsofios, North and Vo 1993, section 2) with a floor under every node.

A root before the first column is joined to every node by an edge as long as its floor; so floors are edges like any
other, and their weight keeps a node in its own column until three edges draw it away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.figures.layered.structure import Edge

_ROOT = 0
_FLOOR_WEIGHT = 2
_PIVOTS = 400
"""More than a drawing of sixty boxes needs; stopped there, the columns are right, only not the tightest."""


@dataclass(frozen=True, slots=True)
class _Arc:
    tail: int
    head: int
    length: int
    weight: int


def columns(nodes: Sequence[int], edges: Sequence[Edge], floors: Sequence[int]) -> dict[int, int]:
    """The column of each node: beyond those of its predecessors, not before its floor, edges short in sum.

    Args:
        nodes: the nodes to place.
        edges: between them, without a cycle.
        floors: leftmost column by node.
    """
    number = {node: index for index, node in enumerate(nodes, 1)}
    arcs = [_Arc(number[start], number[end], 1, 1) for start, end in edges]
    arcs += [_Arc(_ROOT, number[node], floors[node] + 1, _FLOOR_WEIGHT) for node in nodes]
    ranks = _Simplex(len(nodes) + 1, arcs).solve()
    return {node: ranks[number[node]] - ranks[_ROOT] - 1 for node in nodes}


class _Simplex:
    def __init__(self, count: int, arcs: Sequence[_Arc]) -> None:
        self._count = count
        self._arcs = arcs
        self._touching: list[list[int]] = [[] for _ in range(count)]
        self._pull = [0] * count
        for index, arc in enumerate(arcs):
            self._touching[arc.tail].append(index)
            self._touching[arc.head].append(index)
            self._pull[arc.tail] += arc.weight
            self._pull[arc.head] -= arc.weight
        self._rank = self._longest_paths()
        self._tree: set[int] = set()

    def solve(self) -> list[int]:
        self._grow_tight_tree()
        for _ in range(_PIVOTS):
            leaving = self._leaving()
            if leaving is None or not self._pivot(*leaving):
                break
        return self._rank

    def _longest_paths(self) -> list[int]:
        waiting = [0] * self._count
        for arc in self._arcs:
            waiting[arc.head] += 1
        rank = [0] * self._count
        queue = [_ROOT]
        for node in queue:
            for index in self._touching[node]:
                arc = self._arcs[index]
                if arc.tail == node:
                    rank[arc.head] = max(rank[arc.head], rank[node] + arc.length)
                    waiting[arc.head] -= 1
                    if not waiting[arc.head]:
                        queue.append(arc.head)
        return rank

    def _slack(self, arc: _Arc) -> int:
        return self._rank[arc.head] - self._rank[arc.tail] - arc.length

    def _grow_tight_tree(self) -> None:
        """Every arc of the tree is as short as it may be; ranks move until the tree spans all nodes."""
        while True:
            self._tree, inside = set(), {_ROOT}
            stack = [_ROOT]
            while stack:
                node = stack.pop()
                for index in self._touching[node]:
                    arc = self._arcs[index]
                    other = arc.head if arc.tail == node else arc.tail
                    if other not in inside and not self._slack(arc):
                        inside.add(other)
                        self._tree.add(index)
                        stack.append(other)
            if len(inside) == self._count:
                return
            nearest = min(
                (arc for arc in self._arcs if (arc.tail in inside) != (arc.head in inside)), key=self._slack
            )
            shift = self._slack(nearest) * (-1 if nearest.head in inside else 1)
            for node in inside:
                self._rank[node] += shift

    def _leaving(self) -> tuple[int, set[int]] | None:
        """The tree arc of least, negative cut value, and the nodes on its far side from the root."""
        beside: list[list[int]] = [[] for _ in range(self._count)]
        for index in sorted(self._tree):
            beside[self._arcs[index].tail].append(index)
            beside[self._arcs[index].head].append(index)
        above = self._walk(_ROOT, beside)
        pull = list(self._pull)
        worst = (0, 0, 0)
        for node, index in reversed(list(above.items())[1:]):
            arc = self._arcs[index]
            leaves = arc.tail == node
            worst = min(worst, (pull[node] if leaves else -pull[node], index, node))
            pull[arc.head if leaves else arc.tail] += pull[node]
        cut, leaving, node = worst
        if cut == 0:
            return None
        beside[node].remove(leaving)
        return leaving, set(self._walk(node, beside))

    def _walk(self, start: int, beside: Sequence[Sequence[int]]) -> dict[int, int]:
        """The nodes met along the arcs given for each node, in order, with the arc that led there."""
        above, stack = {start: -1}, [start]
        while stack:
            node = stack.pop()
            for index in beside[node]:
                arc = self._arcs[index]
                other = arc.head if arc.tail == node else arc.tail
                if other not in above:
                    above[other] = index
                    stack.append(other)
        return above

    def _pivot(self, leaving: int, side: set[int]) -> bool:
        """Replace the arc by the tightest one that joins both sides the other way."""
        tail_moves = self._arcs[leaving].tail in side
        entering = min(
            (
                (self._slack(arc), index)
                for index, arc in enumerate(self._arcs)
                if (arc.head in side) == tail_moves and (arc.tail in side) != tail_moves
            ),
            default=None,
        )
        if entering is None:
            return False
        shift = -entering[0] if tail_moves else entering[0]
        for node in side:
            self._rank[node] += shift
        self._tree.remove(leaving)
        self._tree.add(entering[1])
        return True
