"""Components, cycles and in-column history: what is settled before anything is placed."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

Edge = tuple[int, int]


def components(count: int, edges: Iterable[Edge]) -> list[list[int]]:
    """Connected parts, the largest first; all nodes without an edge together make the last one."""
    neighbours = defaultdict[int, list[int]](list)
    for start, end in edges:
        neighbours[start].append(end)
        neighbours[end].append(start)
    seen = [False] * count
    parts: list[list[int]] = []
    for root in range(count):
        if seen[root] or not neighbours[root]:
            continue
        seen[root] = True
        part, queue = [], deque([root])
        while queue:
            node = queue.popleft()
            part.append(node)
            for other in neighbours[node]:
                if not seen[other]:
                    seen[other] = True
                    queue.append(other)
        parts.append(sorted(part))
    parts.sort(key=lambda part: (-len(part), part[0]))
    alone = [node for node in range(count) if not seen[node]]
    return [*parts, alone] if alone else parts


def backward(nodes: Sequence[int], edges: Sequence[Edge]) -> set[Edge]:
    """The edges that close a cycle when the graph is walked depth first; reversed, the rest has no cycle."""
    following = defaultdict[int, list[int]](list)
    for start, end in edges:
        following[start].append(end)
    open_, closed = 1, 2
    state: dict[int, int] = {}
    closing: set[Edge] = set()
    for root in nodes:
        if root in state:
            continue
        state[root] = open_
        stack = [(root, iter(following[root]))]
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if state.get(other) == open_:
                    closing.add((node, other))
                elif other not in state:
                    state[other] = open_
                    stack.append((other, iter(following[other])))
                    break
            else:
                state[node] = closed
                stack.pop()
    return closing


def newest_first(history: Sequence[Edge]) -> list[list[int]]:
    """Chains of nodes that history joins, each from the newest to the oldest, ties by number.

    Args:
        history: (older, newer) pairs without a cycle.
    """
    older = defaultdict[int, list[int]](list)
    waiting = defaultdict[int, int](int)
    for old, new in history:
        older[new].append(old)
        waiting[old] += 1
    nodes = sorted({node for edge in history for node in edge})
    root = _roots(nodes, history)
    ready = [node for node in nodes if not waiting[node]]
    heapify(ready)
    chains = defaultdict[int, list[int]](list)
    while ready:
        node = heappop(ready)
        chains[root[node]].append(node)
        for old in older[node]:
            waiting[old] -= 1
            if not waiting[old]:
                heappush(ready, old)
    return [chains[key] for key in sorted(chains)]


def _roots(nodes: Sequence[int], edges: Sequence[Edge]) -> dict[int, int]:
    """For each node the smallest one it is connected with."""
    parent = {node: node for node in nodes}

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for start, end in edges:
        first, second = sorted((find(start), find(end)))
        parent[second] = first
    return {node: find(node) for node in nodes}
