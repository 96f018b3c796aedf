"""A layered graph as boxes and lines, read from left to right."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.figures.layered import Layout, arrange
from generator.figures.lettering import abridge, name, shorten, shorten_apart, visible, width
from generator.figures.marks import Box, Face, Group, Ink, Label, Mark, Point, Scene, Shape, Symbol
from generator.figures.nothing import nothing_recorded
from generator.figures.outlines import arrow_head, flowing, segment
from generator.figures.spec import EdgeStyle, GraphNode, GraphSpec
from generator.figures.symbols import has_icon
from generator.figures.words import FigureWords
from generator.messages.phrase import filled

BOX = (176.0, 46.0)
"""Width and height of every node, in px."""

_MARGIN = 10.5
"""The half px puts lines of one px on the pixels of the screen."""
_BESIDE_ICON, _BESIDE_NOTHING = 46.0, 12.0
"""Where the words of a node begin, from the left of its box, in px."""
_BETWEEN = " · "
"""What stands between the pieces of a node's detail."""
_ROOM_FOR_HEADINGS = 30.0
_ROOM_FOR_LEGEND = 34.0
_DASHES = {EdgeStyle.FLOW: None, EdgeStyle.HISTORY: (1.2, 3.0), EdgeStyle.POINTER: (4.0, 3.5)}

_HEADING = Face(size=10, weight=600, tone="ink3")
_NAME = Face(size=12, weight=600)
_DETAIL = Face(size=10.5, tone="ink2")
_LEGEND = Face(size=10.5, tone="ink2")
_PILL_SIZE = 9.5
_RULE = Ink(stroke="line")
_FRAME = Ink(fill="surface", stroke="axis")
_PILE = Ink(fill="panel", stroke="axis")
_MORE = Ink(fill="panel", stroke="axis")
_MORE_WORDS = Face(size=_PILL_SIZE, weight=600, tone="ink2", anchor="middle")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Graph:
    """The graph of a spec in the numbers that the layout speaks."""

    nodes: Sequence[GraphNode]
    floors: Sequence[int]
    styles: Mapping[Pair, EdgeStyle]

    def edges(self, *, history: bool) -> list[Pair]:
        return [pair for pair, style in self.styles.items() if (style is EdgeStyle.HISTORY) == history]


def draw_graph(spec: GraphSpec) -> Scene:
    """The scene of a graph."""
    if not spec.nodes:
        return nothing_recorded(372, spec.words.nothing_recorded)
    graph = _numbered(spec)
    layout = arrange(graph.floors, graph.edges(history=False), graph.edges(history=True), box=BOX)
    labels = _labels(graph.nodes)
    shift = (_MARGIN, _MARGIN + (_ROOM_FOR_HEADINGS if any(spec.columns) else 8))
    marks = [
        *_headings(spec.columns, graph.nodes, layout),
        *_lines(graph, layout, shift),
        *(
            _node(node, label, x + shift[0] - BOX[0] / 2, y + shift[1] - BOX[1] / 2, spec.words)
            for node, label, (x, y) in zip(graph.nodes, labels, layout.centres, strict=True)
        ),
    ]
    bottom = shift[1] + layout.height + _MARGIN
    legend, legend_width = _legend(spec.legend, bottom)
    total = max(layout.width + 2 * _MARGIN, legend_width + _MARGIN)
    return Scene(total, bottom + (_ROOM_FOR_LEGEND if legend else 4), [*marks, *legend])


def _numbered(spec: GraphSpec) -> _Graph:
    """Columns without a node are closed up; edges to nodes that are not there have nothing to join."""
    nodes = tuple({node.id: node for node in reversed(spec.nodes)}.values())[::-1]
    number = {node.id: index for index, node in enumerate(nodes)}
    dense = {column: index for index, column in enumerate(sorted({node.column for node in nodes}))}
    styles: dict[Pair, EdgeStyle] = {}
    for edge in spec.edges:
        if edge.start in number and edge.end in number and edge.start != edge.end:
            styles.setdefault((number[edge.start], number[edge.end]), edge.style)
    return _Graph(nodes, tuple(dense[node.column] for node in nodes), styles)


def _headings(columns: Sequence[str], nodes: Sequence[GraphNode], layout: Layout) -> list[Mark]:
    """A column is headed by what stands in it, unless it holds more than two kinds."""
    marks: list[Mark] = []
    for rank, (left, right) in enumerate(layout.columns):
        kinds = sorted({node.column for node, at in zip(nodes, layout.ranks, strict=True) if at == rank})
        words = " · ".join(visible(columns[kind]).upper() for kind in kinds if 0 <= kind < len(columns))
        if len(kinds) > 2 or not words.strip():  # noqa: PLR2004
            continue
        x0, x1, y = left + _MARGIN, right + _MARGIN, _MARGIN
        words = shorten(words, x1 - x0, _HEADING.size, _HEADING.weight)
        marks += [
            Label(words, x0, y + 11.5, _HEADING),
            Shape(segment(x0, y + 19, x1, y + 19), _RULE),
        ]
    return marks


def _lines(graph: _Graph, layout: Layout, shift: Point) -> list[Mark]:
    """All lines of one style as one outline; those of the focus last, so that they lie on top."""
    bold = _bold(graph)
    lines: dict[tuple[bool, EdgeStyle], list[str]] = {}
    heads: dict[bool, list[str]] = {}
    for pair, style in graph.styles.items():
        if pair not in layout.routes:
            continue
        route = [(x + shift[0], y + shift[1]) for x, y in layout.routes[pair]]
        lines.setdefault((pair in bold, style), []).append(flowing(route))
        heads.setdefault(pair in bold, []).append(arrow_head(route[-1], _direction(route)))
    marks: list[Mark] = []
    for strong in (False, True):
        tone, thickness = ("edge-hi", 1.8) if strong else ("edge", 1.2)
        for style in EdgeStyle:
            if (strong, style) in lines:
                ink = Ink(stroke=tone, width=thickness, dash=_DASHES[style], rounded=True)
                marks.append(Shape("".join(lines[strong, style]), ink))
        if strong in heads:
            marks.append(Shape("".join(heads[strong]), Ink(fill=tone)))
    return marks


def _bold(graph: _Graph) -> set[Pair]:
    """The lines of the ancestry of each focused node, of what comes of it, and of its own history."""
    flow = graph.edges(history=False)
    bold: set[Pair] = set()
    for focus, node in enumerate(graph.nodes):
        if node.focus:
            for related in (_reached(focus, flow), _reached(focus, [(end, start) for start, end in flow])):
                bold |= {pair for pair in flow if pair[0] in related and pair[1] in related}
            bold |= {pair for pair in graph.edges(history=True) if focus in pair}
    return bold


def _reached(start: int, edges: Iterable[Pair]) -> Collection[int]:
    following: dict[int, list[int]] = {}
    for tail, head in edges:
        following.setdefault(tail, []).append(head)
    seen, stack = {start}, [start]
    while stack:
        for other in following.get(stack.pop(), ()):
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return seen


def _direction(route: Sequence[Point]) -> Point:
    """Along which axis a line arrives: curves end level, the lines of history may end upright."""
    x1, y1 = route[-1]
    x0, y0 = next((point for point in reversed(route) if point != route[-1]), (x1 - 1, y1))
    if x1 != x0:
        return (1.0, 0.0) if x1 > x0 else (-1.0, 0.0)
    return (0.0, 1.0) if y1 > y0 else (0.0, -1.0)


def _labels(nodes: Sequence[GraphNode]) -> list[str]:
    """The name of each node as its box has room for it."""
    rooms = [_room(node) for node in nodes]
    shown = dict.fromkeys(zip(map(_named, nodes), rooms, strict=True), "")
    for room in set(rooms):
        names = [text for text, of in shown if of == room]
        cut = shorten_apart(names, room, _NAME.size, _NAME.weight)
        shown |= {(text, room): short for text, short in zip(names, cut, strict=True)}
    return [shown[_named(node), room] for node, room in zip(nodes, rooms, strict=True)]


def _named(node: GraphNode) -> str:
    return name(node.label)


def _room(node: GraphNode) -> float:
    """How wide the words of a node may be: what its box leaves beside the tile and the margins."""
    return BOX[0] - 8 - (_BESIDE_ICON if has_icon(node.icon) else _BESIDE_NOTHING)


def _fitting(detail: str, room: float) -> str:
    """As many of its pieces as there is room for; one piece alone is abridged. The title tells all of them."""
    pieces = detail.split(_BETWEEN)
    while len(pieces) > 1 and width(_BETWEEN.join(pieces), _DETAIL.size) > room:
        pieces.pop()
    return abridge(_BETWEEN.join(pieces), room, _DETAIL.size)


def _node(node: GraphNode, label: str, x: float, y: float, own: FigureWords) -> Group:
    wide, high = BOX
    tone = node.tone.value
    frame = Ink(fill=f"{tone}-bg", stroke=tone, width=2) if node.focus else _FRAME
    marks: list[Mark] = []
    if node.stacked:
        marks.append(Box(x + 4, y - 4, wide - 8, high, _PILE, 8))
    marks.append(Box(x, y, wide, high, frame, 8))
    text_x = x + _BESIDE_NOTHING
    if has_icon(node.icon):
        tile = Ink(fill="surface" if node.focus else f"{tone}-bg")
        marks += [
            Box(x + 8, y + 8, 30, 30, tile, 6),
            Symbol(node.icon, 19, Ink(fill=tone), x + 23, y + 23),
        ]
        text_x = x + _BESIDE_ICON
    detail = visible(node.detail).strip()
    marks.append(Label(label, text_x, y + (21.3 if detail else 27.3), _NAME))
    if detail:
        marks.append(Label(_fitting(detail, _room(node) + 3), text_x, y + 36.8, _DETAIL))
    marks += _pills(node, x + wide - 8, y, own)
    return Group(tuple(marks), _title(node, own), node.href)


def _pills(node: GraphNode, right: float, y: float, own: FigureWords) -> list[Mark]:
    """On the edges of the box, never in it: there they would eat the name."""
    marks: list[Mark] = []
    if node.pill.strip():
        tone = node.pill_tone.value
        words = shorten(visible(node.pill), 120, _PILL_SIZE, 600)
        across = round(width(words, _PILL_SIZE, 600)) + 12
        marks += [
            Box(right - across, y - 8, across, 15, Ink(fill=f"{tone}-bg", stroke="surface", width=1.5), 7.5),
            Label(
                words,
                right - across / 2,
                y + 3,
                Face(size=_PILL_SIZE, weight=600, tone=tone, anchor="middle"),
            ),
        ]
    if node.hidden > 0:
        words = filled(own.more, {"n": node.hidden})
        across = round(width(words, _PILL_SIZE, 600)) + 12
        marks += [
            Box(right - across, y + BOX[1] - 6, across, 14, _MORE, 7),
            Label(words, right - across / 2, y + BOX[1] + 4.4, _MORE_WORDS),
        ]
    return marks


def _title(node: GraphNode, own: FigureWords) -> str:
    more = filled(own.more_not_drawn, {"n": node.hidden}) if node.hidden > 0 else ""
    called = f"{node.kind} {name(node.label)}".strip()
    return ", ".join(part for part in (called, node.detail, node.pill, more) if part)


def _legend(entries: Sequence[tuple[EdgeStyle, str]], top: float) -> tuple[list[Mark], float]:
    """A piece of each line and its words, and how far to the right they reach."""
    marks: list[Mark] = []
    x, y = _MARGIN, top + 10
    for style, words in entries:
        shown = name(words)
        marks += [
            Shape(
                segment(x, y, x + 24, y), Ink(stroke="edge-hi", width=1.4, dash=_DASHES[style], rounded=True)
            ),
            Label(shown, x + 30, y + 3.8, _LEGEND),
        ]
        x += 48 + width(shown, _LEGEND.size)
    return marks, x
