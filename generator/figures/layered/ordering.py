"""The order inside each layer: layer-by-layer sweeps by median and barycentre, then exchanges of neighbours.

After Gansner et al. 1993, section 3. Crossings count by the weights of the edges that cross.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import pairwise

from generator.figures.layered.proper import Links, Proper

_SWEEPS = 24
_PATIENCE = 6
"""Sweeps without gain after which a start is given up."""
_EXCHANGE_ROUNDS = 8
_LARGE = 400
"""Vertices beyond which one start is made instead of three."""

Layers = list[list[int]]


def ordered(graph: Proper, chains: Sequence[Sequence[int]]) -> Layers:
    """The vertices of each layer from top to bottom, few edges crossing.

    Args:
        graph: the graph to order.
        chains: vertices of one layer that keep the sequence given.
    """
    fixed = {
        vertex: (number, place) for number, chain in enumerate(chains) for place, vertex in enumerate(chain)
    }
    best: tuple[int, Layers] | None = None
    starts = ((True, True), (False, True), (True, False))
    for forward, deep in starts if len(graph.layer) <= _LARGE else starts[:1]:
        found = _improve(graph, _initial(graph, forward=forward, deep=deep), fixed)
        if best is None or found[0] < best[0]:
            best = found
        if not best[0]:
            break
    return best[1] if best else []


def _initial(graph: Proper, *, forward: bool, deep: bool) -> Layers:
    """Vertices in the order they are met from the sources, or from the sinks, depth or breadth first."""
    onward, backward = (graph.after, graph.before) if forward else (graph.before, graph.after)
    every = range(len(graph.layer))
    queue = deque(vertex for vertex in every if not backward[vertex])
    met: dict[int, None] = {}
    while queue:
        vertex = queue.popleft()
        if vertex in met:
            continue
        met[vertex] = None
        following = [other for other, _ in onward[vertex] if other not in met]
        if deep:
            queue.extendleft(reversed(following))
        else:
            queue.extend(following)
    layers: Layers = [[] for _ in range(graph.depth())]
    for vertex in met:
        layers[graph.layer[vertex]].append(vertex)
    return layers


def _improve(graph: Proper, layers: Layers, fixed: Mapping[int, tuple[int, int]]) -> tuple[int, Layers]:
    for layer in layers:
        _restore_chains(layer, fixed)
    best, best_crossings, stalled = [list(layer) for layer in layers], crossings(graph, layers), 0
    for sweep in range(_SWEEPS):
        if not best_crossings or stalled == _PATIENCE:
            break
        _sweep(graph, layers, fixed, sweep)
        _exchange(graph, layers, fixed)
        count = crossings(graph, layers)
        if count < best_crossings:
            best, best_crossings, stalled = [list(layer) for layer in layers], count, 0
        else:
            stalled += 1
    return best_crossings, best


def _restore_chains(layer: list[int], fixed: Mapping[int, tuple[int, int]]) -> None:
    """Give the places that a chain holds to its members in their sequence."""
    places: dict[int, list[int]] = {}
    for place, vertex in enumerate(layer):
        if vertex in fixed:
            places.setdefault(fixed[vertex][0], []).append(place)
    for taken in places.values():
        members = sorted((layer[place] for place in taken), key=lambda vertex: fixed[vertex][1])
        for place, vertex in zip(taken, members, strict=True):
            layer[place] = vertex


def _sweep(graph: Proper, layers: Layers, fixed: Mapping[int, tuple[int, int]], sweep: int) -> None:
    """Sort each layer by where its neighbours in the layer just sorted stand."""
    rightward, by_median, flip = sweep % 2 == 0, sweep % 4 < 2, sweep % 8 >= 4  # noqa: PLR2004
    links = graph.before if rightward else graph.after
    steps = range(1, len(layers)) if rightward else range(len(layers) - 2, -1, -1)
    for step in steps:
        place = {vertex: index for index, vertex in enumerate(layers[step - 1 if rightward else step + 1])}
        layer = layers[step]
        wanted = {
            vertex: _median(links[vertex], place) if by_median else _barycentre(links[vertex], place)
            for vertex in layer
            if links[vertex]
        }
        moving = [vertex for vertex in layer if vertex in wanted]
        ranked = iter(sorted(reversed(moving) if flip else moving, key=wanted.__getitem__))
        layers[step] = [next(ranked) if vertex in wanted else vertex for vertex in layer]
        _restore_chains(layers[step], fixed)


def _barycentre(links: Links, place: Mapping[int, int]) -> float:
    return sum(place[other] * weight for other, weight in links) / sum(weight for _, weight in links)


def _median(links: Links, place: Mapping[int, int]) -> float:
    """The weighted median: between two middles, nearer to the side whose neighbours lie closer together."""
    places = sorted(place[other] for other, weight in links for _ in range(weight))
    middle = len(places) // 2
    if len(places) % 2:
        return places[middle]
    if len(places) == 2:  # noqa: PLR2004
        return (places[0] + places[1]) / 2
    left, right = places[middle - 1] - places[0], places[-1] - places[middle]
    if left + right == 0:
        return (places[middle - 1] + places[middle]) / 2
    return (places[middle - 1] * right + places[middle] * left) / (left + right)


def _exchange(graph: Proper, layers: Layers, fixed: Mapping[int, tuple[int, int]]) -> None:
    """Swap neighbours of a layer while that removes crossings, over all layers until nothing moves."""
    places = [{vertex: index for index, vertex in enumerate(layer)} for layer in layers]
    for _ in range(_EXCHANGE_ROUNDS):
        moved = False
        for step, layer in enumerate(layers):
            before = _seen_from(graph.before, layer, places[step - 1]) if step else {}
            after = _seen_from(graph.after, layer, places[step + 1]) if step + 1 < len(layers) else {}
            gains: dict[tuple[int, int], int] = {}
            for index in range(len(layer) - 1):
                pair = upper, lower = layer[index], layer[index + 1]
                if upper in fixed and lower in fixed and fixed[upper][0] == fixed[lower][0]:
                    continue
                if pair not in gains:
                    gains[pair] = sum(
                        _crossing(seen[upper], seen[lower]) - _crossing(seen[lower], seen[upper])
                        for seen in (before, after)
                        if seen
                    )
                if gains[pair] > 0:
                    layer[index], layer[index + 1] = lower, upper
                    moved = True
            places[step] = {vertex: index for index, vertex in enumerate(layer)}
        if not moved:
            return


def _seen_from(links: Sequence[Links], layer: Sequence[int], place: Mapping[int, int]) -> dict[int, Links]:
    """For each vertex the places of its neighbours in one adjacent layer, sorted, with weights."""
    return {vertex: sorted((place[other], weight) for other, weight in links[vertex]) for vertex in layer}


def _crossing(upper: Links, lower: Links) -> int:
    """How much the edges of two vertices cross when the first stands above the second."""
    total = index = passed = 0
    for place, weight in upper:
        while index < len(lower) and lower[index][0] < place:
            passed += lower[index][1]
            index += 1
        total += weight * passed
    return total


def crossings(graph: Proper, layers: Sequence[Sequence[int]]) -> int:
    """All crossings by weight, counted with an accumulator tree (Barth, Jünger and Mutzel 2002)."""
    total = 0
    for first, second in pairwise(layers):
        place = {vertex: index for index, vertex in enumerate(first)}
        leaf = 1
        while leaf < len(first):
            leaf *= 2
        tree = [0] * (2 * leaf)
        for vertex in second:
            for other, weight in sorted((place[other], weight) for other, weight in graph.before[vertex]):
                node = leaf + other
                tree[node] += weight
                while node > 1:
                    if node % 2 == 0:
                        total += weight * tree[node + 1]
                    node //= 2
                    tree[node] += weight
    return total
