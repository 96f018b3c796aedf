"""Lines: level through the columns, climbing in the gaps only, so that none runs under a box."""

from collections.abc import Mapping, Sequence

from generator.figures.layered.proper import Proper
from generator.figures.layered.structure import Edge
from generator.figures.marks import Point

Column = tuple[float, float]
"""Left and right side of a column, in px."""

_LANE_STEP = 6.0
_ASIDE = 12.0
"""px from the middle of a box, where other lines leave it."""


def line(
    path: Sequence[int], graph: Proper, y: Sequence[float], sides: Sequence[Column]
) -> tuple[Point, ...]:
    """From the right side of the first box, past the columns between, to the left side of the last."""
    first, *bends, last = path
    points = [(sides[graph.layer[first]][1], y[first])]
    for bend in bends:
        left, right = sides[graph.layer[bend]]
        points += [(left, y[bend]), (right, y[bend])]
    return (*points, (sides[graph.layer[last]][0], y[last]))


def detours(
    edges: Sequence[Edge],
    centres: Sequence[Point],
    ranks: Sequence[int],
    place: Mapping[int, int],
    sides: Sequence[Column],
    box: tuple[float, float],
    distance: float,
) -> dict[Edge, tuple[Point, ...]]:
    """History inside a column: upright between neighbours, else along the right side of the column.

    Args:
        edges: (older, newer) pairs, both in one column.
        centres: of the boxes, by node.
        ranks: column by node.
        place: of a node in its column, from the top.
        sides: of the columns.
        box: width and height of a box.
        distance: px from the column to the nearest line along it.
    """
    routes: dict[Edge, tuple[Point, ...]] = {}
    lanes: dict[int, list[list[tuple[float, float]]]] = {}
    for start, end in sorted(edges, key=lambda edge: abs(place[edge[0]] - place[edge[1]])):
        (x, start_y), (_, end_y) = centres[start], centres[end]
        if abs(place[start] - place[end]) == 1:
            toward = box[1] / 2 if end_y > start_y else -box[1] / 2
            routes[start, end] = ((x, start_y + toward), (x, end_y - toward))
            continue
        span = (min(start_y, end_y), max(start_y, end_y))
        beside = lanes.setdefault(ranks[start], [])
        lane = next((number for number, taken in enumerate(beside) if _free(taken, span)), len(beside))
        if lane == len(beside):
            beside.append([])
        beside[lane].append(span)
        right = sides[ranks[start]][1]
        along = right + distance + lane * _LANE_STEP
        inward = _ASIDE if end_y > start_y else -_ASIDE
        leaves, arrives = start_y + inward, end_y - inward
        routes[start, end] = ((right, leaves), (along, leaves), (along, arrives), (right, arrives))
    return routes


def _free(taken: Sequence[tuple[float, float]], span: tuple[float, float]) -> bool:
    return all(span[1] < top or span[0] > bottom for top, bottom in taken)
