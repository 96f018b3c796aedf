"""What strangers write in names never becomes markup, never vanishes, and never stops a drawing."""

import re
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.figures import draw, standalone
from generator.figures.spec import (
    CurveLine,
    FigureSpec,
    GraphEdge,
    GraphNode,
    GraphSpec,
    MatrixCell,
    MatrixSpec,
    ParallelAxis,
    ParallelLine,
    ParallelSpec,
    ScatterPoint,
    ScatterSpec,
    TrendPoint,
)
from tests.figures import samples, strategies
from tests.figures.samples import SVG

ELEMENTS = {"svg", "title", "desc", "defs", "g", "a", "path", "rect", "circle", "use", "text"}
ATTRIBUTES = {
    "class", "id", "role", "aria-labelledby", "aria-describedby", "aria-hidden", "href", "width", "height", "viewBox",
    "font-family", "stroke-linejoin", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "opacity", "font-size", "font-weight", "text-anchor", "x", "y", "rx", "cx", "cy", "r", "d", "transform",
}  # fmt: skip


@given(strategies.figures)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_figure_holds_only_the_elements_and_attributes_we_write(spec: FigureSpec) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = draw(spec)
    svg.encode("utf-8")
    root = samples.parsed(svg)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        assert "nan" not in element.get("d", "") + element.get("x", "") + element.get("y", "")
        assert "inf" not in element.get("d", "") + element.get("x", "") + element.get("y", "")
        assert element.get("id", "").startswith(("", root.get("id", "?")))
        if element.tag == f"{SVG}a":
            assert element.get("href") in {"x.html", "../a/b.html#c"}
            assert element[0].tag == f"{SVG}title"
            assert element[0].text
    assert root.get("role") == ("group" if root.find(f".//{SVG}a") is not None else "img")


@given(strategies.figures)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_figure_on_its_own_is_well_formed(spec: FigureSpec) -> None:
    samples.parsed(standalone(draw(spec)))


def of_all_kinds(text: str) -> tuple[FigureSpec, ...]:
    """A figure of each kind in which every name is that text."""
    return (
        GraphSpec(
            title=text,
            columns=(text,),
            nodes=(GraphNode(id="a", column=0, label=text, detail=text, pill=text, href="x.html"),),
            edges=(),
        ),
        samples.trend(heading=text, points=(TrendPoint(label=text, value=1.0, marked=True, mark=text),)),
        samples.curve(
            CurveLine(label=text, points=((0.0, 1.0), (1.0, 2.0))), CurveLine(label="b", points=((0.0, 1.0),))
        ),
        ScatterSpec(
            title=text,
            heading=text,
            x_label=text,
            y_label=text,
            points=(ScatterPoint(label=text, x=1.0, y=1.0, marked=True),),
        ),
        ParallelSpec(
            title=text,
            axes=(ParallelAxis(label=text), ParallelAxis(label="b", categories=(text, "c"))),
            lines=(ParallelLine(label=text, values=(1.0, 0.0)),),
        ),
        MatrixSpec(
            title=text, rows=(text,), columns=(text,), cells=(MatrixCell(row=0, column=0, text=text),)
        ),
    )


@pytest.mark.parametrize(
    "text", ["_hidden", "$x$", "$$", "<b>", "漢字", "a&amp;b", "\u202e", "\ud800", "\x07"]
)
def test_every_name_is_shown_as_it_was_written(text: str) -> None:
    shown = {"\u202e": "⟨U+202E⟩", "\ud800": "⟨U+D800⟩", "\x07": "⟨U+0007⟩"}.get(text, text)
    for spec in of_all_kinds(text):
        written = [element.text or "" for element in samples.parsed(draw(spec)).iter(f"{SVG}text")]
        assert any(shown in words for words in written), type(spec).__name__


@pytest.mark.parametrize(
    "spec", of_all_kinds("head" + "x" * 492 + "tail"), ids=lambda spec: type(spec).__name__
)
def test_a_name_of_five_hundred_characters_is_cut_in_the_middle_and_whole_in_its_tooltip(
    spec: FigureSpec,
) -> None:
    root = samples.parsed(draw(spec))
    shown = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert any(re.fullmatch("headx+…x+tail", words) for words in shown)
    assert max(map(len, shown)) < 120
    tooltips = [element.text or "" for element in root.iter(f"{SVG}title") if not element.get("id")]
    assert any("head" + "x" * 492 + "tail" in words for words in tooltips)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>",
        "https://example.org/",
        "//example.org/",
        "/etc/passwd",
        "\\\\server\\share",
        "a\\b",
        "mailto:somebody@example.org",
        "a b.html",
    ],
)
def test_a_link_that_is_not_a_relative_path_is_left_out(href: str) -> None:
    node = GraphNode(id="a", column=0, label="a", href=href)
    svg = draw(GraphSpec(title="t", columns=(), nodes=(node,), edges=()))
    assert "<a " not in svg
    assert "href" not in svg
    assert 'role="img"' in svg


@pytest.mark.parametrize("href", ["x.html", "../a/b.html#c", "#c", "a/b:c.html", "?q=1", "%3Cb%3E.html"])
def test_a_relative_link_is_kept(href: str) -> None:
    node = GraphNode(id="a", column=0, label="a", href=href)
    assert f'<a href="{href}"><title>a</title>' in draw(
        GraphSpec(title="t", columns=(), nodes=(node,), edges=())
    )


@given(
    st.text(st.characters(codec=None), max_size=20).filter(lambda text: not re.fullmatch("[a-z0-9-]+", text))
    | st.sampled_from(
        (
            "../fontawesome/solid/database",
            "material/../database",
            "database.svg",
            "/etc/passwd",
            "no-such-icon",
        )
    )
)
@settings(max_examples=50, deadline=None)
def test_a_name_that_is_no_icon_is_safe_to_ask_for(icon: str) -> None:
    node = GraphNode(id="a", column=0, label="a", icon=icon)
    assert "<use" not in draw(GraphSpec(title="t", columns=(), nodes=(node,), edges=()))


def test_edges_to_nodes_that_are_not_there_are_left_out() -> None:
    spec = GraphSpec(
        title="t", columns=(), nodes=(GraphNode(id="a", column=0, label="a"),), edges=(GraphEdge("a", "b"),)
    )
    assert "<path" not in draw(spec)
