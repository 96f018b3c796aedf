"""The layout of graphs: what must hold for any graph, and what a lineage looks like."""

import math
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.figures.isotonic import apart, isotonic
from generator.figures.layered import Layout, arrange
from generator.figures.layered.structure import Edge, backward, components, newest_first

BOX = (176.0, 46.0)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], list[Edge], list[Edge]]:
    """Floors, flow and history of any small graph: cycles, loops, double edges, lonely nodes."""
    count = draw(st.integers(0, 16))
    if not count:
        return [], [], []
    node = st.integers(0, count - 1)
    edges = st.lists(st.tuples(node, node), max_size=28)
    return draw(st.lists(st.integers(0, 4), min_size=count, max_size=count)), draw(edges), draw(edges)


def lay_out(graph: tuple[list[int], list[Edge], list[Edge]]) -> Layout:
    floors, flow, history = graph
    return arrange(floors, flow, history, box=BOX)


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_no_two_boxes_overlap(graph: tuple[list[int], list[Edge], list[Edge]]) -> None:
    for (x0, y0), (x1, y1) in combinations(lay_out(graph).centres, 2):
        assert abs(x0 - x1) >= BOX[0] or abs(y0 - y1) >= BOX[1] + 10


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_everything_stands_within_the_drawing(graph: tuple[list[int], list[Edge], list[Edge]]) -> None:
    layout = lay_out(graph)
    for x, y in layout.centres:
        assert BOX[0] / 2 <= x <= layout.width - BOX[0] / 2
        assert BOX[1] / 2 <= y <= layout.height - BOX[1] / 2
    for route in layout.routes.values():
        for x, y in route:
            assert math.isfinite(x)
            assert math.isfinite(y)
            assert 0 <= x <= layout.width


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_every_edge_between_two_nodes_has_a_line_from_the_one_to_the_other(
    graph: tuple[list[int], list[Edge], list[Edge]],
) -> None:
    _, flow, history = graph
    layout = lay_out(graph)
    for start, end in flow:
        if start != end:
            assert on_border(layout, start, layout.routes[start, end][0])
            assert on_border(layout, end, layout.routes[start, end][-1])
    joined = {*flow, *((end, start) for start, end in flow)}
    for start, end in history:
        if start != end and (start, end) not in joined:
            assert on_border(layout, start, layout.routes[start, end][0])
            assert on_border(layout, end, layout.routes[start, end][-1])


def on_border(layout: Layout, node: int, point: tuple[float, float]) -> bool:
    across, down = (abs(a - b) for a, b in zip(point, layout.centres[node], strict=True))
    return (across == BOX[0] / 2 and down <= BOX[1] / 2) or (down == BOX[1] / 2 and across <= BOX[0] / 2)


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_no_line_runs_under_a_box(graph: tuple[list[int], list[Edge], list[Edge]]) -> None:
    layout = lay_out(graph)
    for edge, route in layout.routes.items():
        for (x0, y0), (x1, y1) in pairwise(route):
            for node, (x, y) in enumerate(layout.centres):
                if node in edge:
                    continue
                beside = max(x0, x1) <= x - BOX[0] / 2 or min(x0, x1) >= x + BOX[0] / 2
                clear = max(y0, y1) <= y - BOX[1] / 2 or min(y0, y1) >= y + BOX[1] / 2
                assert beside or clear


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_nodes_stand_in_their_column_or_after_it_and_after_what_they_come_from(
    graph: tuple[list[int], list[Edge], list[Edge]],
) -> None:
    floors, flow, _ = graph
    layout = lay_out(graph)
    assert all(rank >= floor for rank, floor in zip(layout.ranks, floors, strict=True))
    turned = backward(range(len(floors)), list(dict.fromkeys(edge for edge in flow if edge[0] != edge[1])))
    if not turned:
        assert all(layout.ranks[start] < layout.ranks[end] for start, end in flow if start != end)


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_the_same_graph_is_laid_out_the_same(graph: tuple[list[int], list[Edge], list[Edge]]) -> None:
    assert lay_out(graph) == lay_out(graph)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_a_graph_without_its_backward_edges_has_no_cycle(edges: list[Edge]) -> None:
    edges = list(dict.fromkeys(edge for edge in edges if edge[0] != edge[1]))
    turned = backward(range(10), edges)
    forward = [(end, start) if (start, end) in turned else (start, end) for start, end in edges]
    assert not backward(range(10), forward)


def test_history_does_not_decide_the_columns_and_stands_newest_on_top() -> None:
    versions = range(9)
    layout = arrange([0] * 9, [], [(version, version + 1) for version in versions[:-1]], box=BOX)
    heights = [y for _, y in layout.centres]
    assert set(layout.ranks) == {0}
    assert heights == sorted(heights, reverse=True)


def test_history_between_neighbours_is_upright_and_points_at_the_newer() -> None:
    layout = arrange([0, 0], [], [(0, 1)], box=BOX)
    (x0, y0), (x1, y1) = layout.routes[0, 1]
    assert x0 == x1 == layout.centres[0][0]
    assert y0 - y1 == 18


def test_history_that_skips_a_box_runs_along_the_right_of_the_column() -> None:
    layout = arrange([0, 0, 0], [], [(0, 1), (1, 2), (0, 2)], box=BOX)
    assert max(x for x, _ in layout.routes[0, 2]) == BOX[0] + 14
    assert layout.width == BOX[0] + 14


def test_a_chain_stays_on_one_row() -> None:
    flow = [(0, 1), (1, 2), (2, 3), (4, 1), (5, 6), (6, 7), (4, 5)]
    layout = arrange([0, 1, 2, 3, 0, 1, 2, 3], flow, [(7, 3)], box=BOX)
    assert len({layout.centres[node][1] for node in (1, 2, 3)}) == 1
    assert len({layout.centres[node][1] for node in (5, 6, 7)}) == 1


def test_a_node_is_drawn_from_its_column_by_three_edges_only() -> None:
    far = [(10, 11), (11, 12), (12, 13)]
    two = arrange([0] * 14, [*far, (0, 13), (0, 9), (13, 9)], [], box=BOX)
    assert two.ranks[0] == 0
    targets = [(12, end) for end in (5, 6, 7)]
    three = arrange([0] * 14, [*far, *targets, *((0, end) for end in (5, 6, 7))], [], box=BOX)
    assert three.ranks[0] == 2


def test_two_rows_that_need_not_cross_do_not() -> None:
    layout = arrange([0, 0, 1, 1], [(0, 3), (1, 2)], [], box=BOX)
    heights = [y for _, y in layout.centres]
    assert (heights[0] - heights[1]) * (heights[3] - heights[2]) > 0


def test_few_lines_cross_where_many_could() -> None:
    flow = [(n % 8, 8 + (3 * n * n + n // 3) % 8) for n in range(20)]
    flow += [(8 + n % 8, 16 + (5 * n * (n % 3) + n // 4) % 8) for n in range(20)]
    flow = list(dict.fromkeys(flow))
    layout = arrange([0] * 8 + [1] * 8 + [2] * 8, flow, [], box=BOX)
    crossings = sum(
        (layout.centres[a][1] - layout.centres[c][1]) * (layout.centres[b][1] - layout.centres[d][1]) < 0
        for (a, b), (c, d) in combinations(flow, 2)
        if layout.ranks[a] == layout.ranks[c]
    )
    assert crossings == 32, "37 without the exchange of neighbours"


def test_components_come_largest_first_and_lonely_nodes_together() -> None:
    assert components(7, [(5, 6), (6, 2), (1, 3)]) == [[2, 5, 6], [1, 3], [0, 4]]


def test_history_with_two_successors_puts_both_above_their_past() -> None:
    assert newest_first([(0, 1), (0, 2), (5, 4)]) == [[1, 2, 0], [4, 5]]


def test_an_empty_graph_has_no_size() -> None:
    assert arrange([], [], [], box=BOX) == Layout(
        centres=(), ranks=(), routes={}, columns=(), width=0.0, height=0.0
    )


@given(
    st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(0.1, 10), st.floats(0, 50)), min_size=1, max_size=20)
)
def test_isotonic_positions_keep_their_distances(items: list[tuple[float, float, float]]) -> None:
    distances = [distance for _, _, distance in items[1:]]
    placed = isotonic([want for want, _, _ in items], [weight for _, weight, _ in items], distances)
    assert all(b - a >= distance - 1e-6 for (a, b), distance in zip(pairwise(placed), distances, strict=True))


def test_isotonic_positions_are_the_wanted_ones_where_these_have_room() -> None:
    assert isotonic([0, 20, 22], [1, 1, 1], [10, 10]) == [0, 16, 26]


@given(st.lists(st.floats(-500, 500), max_size=12), st.floats(0, 60))
def test_labels_moved_apart_stay_between_the_ends_and_in_their_order(
    wanted: list[float], distance: float
) -> None:
    placed = apart(wanted, distance, 0, 100)
    assert all(-1e-6 <= position <= 100 + 1e-6 for position in placed)
    least = min(distance, 100 / max(1, len(wanted) - 1)) - 1e-6
    in_order = [
        placed[index] for index in sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    ]
    assert all(b - a >= least for a, b in pairwise(in_order))
