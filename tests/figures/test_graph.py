"""Boxes and lines."""

from dataclasses import replace

from generator.figures import draw
from generator.figures.draw import scene
from generator.figures.marks import Box, Group, Label, Mark
from generator.figures.spec import EdgeStyle, GraphEdge, GraphNode, GraphSpec, Tone
from tests.figures import samples
from tests.figures.samples import SVG, parsed


def labels(marks: tuple[Mark, ...] | list[Mark]) -> list[str]:
    return [mark.text for mark in marks if isinstance(mark, Label)]


def graph(*nodes: GraphNode, edges: tuple[GraphEdge, ...] = (), **options: tuple[object, ...]) -> GraphSpec:
    return GraphSpec(title="t", nodes=nodes, edges=edges, **{"columns": (), **options})  # type: ignore[arg-type]


def node(name: str, column: int = 0, **options: object) -> GraphNode:
    return GraphNode(id=name, column=column, label=name, **options)  # type: ignore[arg-type]


def boxes(spec: GraphSpec) -> dict[str, Box]:
    """The frame of each node, by its label."""
    groups = [mark for mark in scene(spec).marks if isinstance(mark, Group)]
    return {
        labels(group.marks)[0]: next(
            mark for mark in group.marks if isinstance(mark, Box) and mark.height == 46
        )
        for group in groups
    }


def test_a_lineage_reads_as_rows_under_headings() -> None:
    spec = samples.lineage()
    drawn = boxes(spec)
    for version in (7, 6, 5, 4):
        row = {drawn[f"{prefix}{version}"].y for prefix in ("fraud_gbm_", "fraud-scorer v")}
        assert len(row) == 1
    heights = [drawn[f"fraud-scorer v{version}"].y for version in (7, 6, 5, 4)]
    assert heights == sorted(heights)
    headings = [text for text in labels(list(scene(spec).marks)) if text.isupper()]
    assert headings == [column.upper() for column in samples.COLUMNS]


def test_each_node_is_one_link_named_by_all_it_shows() -> None:
    root = parsed(draw(samples.lineage()))
    links = root.findall(f"{SVG}a")
    assert len(links) == len(samples.lineage().nodes)
    names = [link.findtext(f"{SVG}title") for link in links]
    assert "version fraud-scorer v6, 2 Jun 2026 · 88 min, Production" in names
    assert "dataset feature_store.events_2026q2, 2 Jun 2026 · 88 min, 1 more not drawn" in names
    hidden = [link.find(f"{SVG}g") for link in links]
    assert all(group is not None and group.get("aria-hidden") == "true" for group in hidden)


def test_a_node_without_a_link_still_has_its_name() -> None:
    root = parsed(draw(graph(node("lonely", kind="run"))))
    assert root.find(f"{SVG}a") is None
    assert root.findtext(f"{SVG}g/{SVG}title") == "run lonely"


def test_the_focus_has_a_heavy_tinted_frame_and_its_ancestry_is_bold() -> None:
    spec = graph(
        node("a"),
        node("b", 1, tone=Tone.C3, focus=True),
        node("c", 2),
        node("d", 1),
        edges=(GraphEdge("a", "b"), GraphEdge("b", "c"), GraphEdge("a", "d")),
    )
    frames = boxes(spec)
    assert (frames["b"].ink.width, frames["b"].ink.fill, frames["b"].ink.stroke) == (2, "c3-bg", "c3")
    assert frames["a"].ink.fill == "surface"
    svg = draw(spec)
    bold = svg[svg.index('class="s-edge-hi"') :].split("/>")[0]
    plain = svg[svg.index('class="s-edge"') :].split("/>")[0]
    assert (bold.count("M"), plain.count("M")) == (2, 1)


def test_lines_of_history_are_dotted_and_those_of_names_dashed() -> None:
    spec = graph(
        node("v1"),
        node("v2"),
        node("@champion", 1),
        edges=(GraphEdge("v1", "v2", EdgeStyle.HISTORY), GraphEdge("v2", "@champion", EdgeStyle.POINTER)),
        legend=((EdgeStyle.HISTORY, "previous version"), (EdgeStyle.POINTER, "points at")),
    )
    svg = draw(spec)
    assert svg.count('stroke-dasharray="1.2 3"') == 2
    assert svg.count('stroke-dasharray="4 3.5"') == 2
    assert "previous version" in svg
    assert "points at" in svg


def test_columns_without_a_node_take_no_room() -> None:
    wide = scene(graph(node("a", 0), node("b", 5), columns=samples.COLUMNS))
    narrow = scene(graph(node("a", 0), node("b", 1), columns=("Datasets", "Deployments")))
    assert wide.width == narrow.width
    assert labels(list(wide.marks)) == labels(list(narrow.marks)) == ["DATASETS", "DEPLOYMENTS"]


def test_a_column_of_two_kinds_is_headed_by_both() -> None:
    spec = graph(
        node("v1", 1),
        node("alias", 2),
        node("next run", 0),
        edges=(GraphEdge("v1", "alias"), GraphEdge("v1", "next run")),
        columns=("Runs", "Versions", "Aliases"),
    )
    assert "RUNS · ALIASES" in labels(list(scene(spec).marks))


def test_what_is_left_out_is_counted_on_the_box() -> None:
    assert "+12 more" in draw(graph(node("a", hidden=12)))
    assert "more" not in draw(graph(node("a")))


def test_a_pile_shows_a_second_frame() -> None:
    assert draw(graph(node("a", stacked=True))).count("<rect") == draw(graph(node("a"))).count("<rect") + 1


def test_of_two_nodes_with_one_id_the_first_is_drawn() -> None:
    spec = graph(node("a"), replace(node("a"), label="impostor"))
    assert "impostor" not in draw(spec)


def test_a_graph_without_nodes_says_that_nothing_is_recorded() -> None:
    assert "nothing recorded" in draw(graph())
