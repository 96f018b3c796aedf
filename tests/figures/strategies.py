"""Strategies for every kind of figure, with hostile text and numbers that are none."""

from hypothesis import strategies as st

from generator.figures.spec import (
    CurveLine,
    CurveSpec,
    EdgeStyle,
    GraphEdge,
    GraphNode,
    GraphSpec,
    MatrixCell,
    MatrixKey,
    MatrixSpec,
    ParallelAxis,
    ParallelLine,
    ParallelSpec,
    ScatterPoint,
    ScatterSpec,
    Tone,
    TrendPoint,
    TrendSpec,
)
from generator.figures.spec_of_time import LaneBar, LaneEvent, LanesSpec, WatchEvent, WatchLine, WatchSpec
from tests.figures.samples import COLUMNS, HOSTILE

texts = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_characters="\ud800\udfff", codec=None), max_size=40
)
tones = st.sampled_from(Tone)
numbers = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-100, 100)
hrefs = st.sampled_from(("", "x.html", "../a/b.html#c"))


@st.composite
def graphs(draw: st.DrawFn, most: int = 12) -> GraphSpec:
    """Any graph, with cycles, loops, double edges and edges to nowhere."""
    count = draw(st.integers(0, most))
    ids = [str(number) for number in range(count)]
    ends = st.sampled_from([*ids, "nowhere"])
    return GraphSpec(
        title=draw(texts),
        description=draw(texts),
        columns=COLUMNS[: draw(st.integers(0, 6))],
        nodes=tuple(
            GraphNode(
                id=name,
                column=draw(st.integers(0, 5)),
                label=draw(texts),
                detail=draw(texts),
                icon=draw(st.sampled_from(("", "database", "no-such-icon", "../../secret"))),
                tone=draw(tones),
                href=draw(hrefs),
                kind="run",
                pill=draw(st.sampled_from(("", "Production", "x" * 80))),
                pill_tone=draw(tones),
                hidden=draw(st.integers(0, 9)),
                focus=draw(st.booleans()),
                stacked=draw(st.booleans()),
            )
            for name in ids
        ),
        edges=tuple(
            GraphEdge(draw(ends), draw(ends), draw(st.sampled_from(EdgeStyle)))
            for _ in range(draw(st.integers(0, 2 * most)))
        ),
        legend=((EdgeStyle.POINTER, draw(texts)),),
    )


trends = st.builds(
    TrendSpec,
    title=texts,
    heading=texts,
    points=st.lists(
        st.builds(TrendPoint, label=texts, value=st.none() | numbers, marked=st.booleans(), mark=texts),
        max_size=30,
    ).map(tuple),
    higher_is_better=st.sampled_from((None, True, False)),
    threshold=st.none() | numbers,
    noise=st.none() | st.floats(0, 10),
    decimals=st.integers(0, 5),
    width=st.sampled_from((372, 760)),
)
curves = st.builds(
    CurveSpec,
    title=texts,
    heading=texts,
    x_label=texts,
    lines=st.lists(
        st.builds(
            CurveLine,
            label=texts,
            points=st.lists(st.tuples(numbers, numbers), max_size=30).map(
                lambda points: tuple(sorted(points))
            ),
            tone=tones,
            quiet=st.booleans(),
        ),
        max_size=5,
    ).map(tuple),
)
scatters = st.builds(
    ScatterSpec,
    title=texts,
    heading=texts,
    x_label=texts,
    y_label=texts,
    points=st.lists(
        st.builds(
            ScatterPoint,
            label=texts,
            x=numbers,
            y=numbers,
            href=hrefs,
            marked=st.booleans(),
            quiet=st.booleans(),
        ),
        max_size=20,
    ).map(tuple),
    log_x=st.booleans(),
)


watches = st.builds(
    WatchSpec,
    title=texts,
    description=texts,
    heading=texts,
    lines=st.lists(
        st.builds(
            WatchLine,
            label=texts,
            points=st.lists(st.tuples(numbers, numbers), max_size=20).map(
                lambda points: tuple(sorted(points))
            ),
            tone=tones,
            quiet=st.booleans(),
        ),
        max_size=5,
    ).map(tuple),
    warn=st.none() | numbers,
    alert=st.none() | numbers,
    higher_is_better=st.booleans(),
    limit_word=texts,
    until=st.floats(1, 3_000_000),
    silence=texts,
    events=st.lists(st.builds(WatchEvent, day=numbers, words=texts), max_size=3).map(tuple),
    decimals=st.integers(0, 5),
    width=st.sampled_from((372, 760)),
)


@st.composite
def parallels(draw: st.DrawFn) -> ParallelSpec:
    """Any sweep, with holes."""
    axes = draw(
        st.lists(
            st.builds(
                ParallelAxis,
                label=texts,
                categories=st.sampled_from(((), ("a", "", "c"), tuple(map(str, range(20))))),
                log=st.booleans(),
                higher_is_better=st.sampled_from((None, True, False)),
            ),
            max_size=5,
        )
    )
    values = st.none() | numbers | st.integers(0, 3).map(float)
    return ParallelSpec(
        title=draw(texts),
        axes=tuple(axes),
        lines=tuple(
            ParallelLine(
                label=draw(texts),
                values=tuple(draw(values) for _ in axes),
                rank=draw(st.floats(0, 1)),
                marked=draw(st.booleans()),
                href=draw(hrefs),
            )
            for _ in range(draw(st.integers(0, 10)))
        ),
    )


matrices = st.builds(
    MatrixSpec,
    title=texts,
    rows=st.lists(texts, max_size=6).map(tuple),
    columns=st.lists(texts, max_size=6).map(tuple),
    cells=st.lists(
        st.builds(
            MatrixCell,
            row=st.integers(-1, 7),
            column=st.integers(-1, 7),
            text=texts,
            icon=st.sampled_from(("", "check-bold", "no-such-icon")),
            tone=tones,
            href=hrefs,
            label=texts,
        ),
        max_size=12,
    ).map(tuple),
    notes=st.lists(texts, max_size=6).map(tuple),
    notes_heading=texts,
    legend=st.lists(st.builds(MatrixKey, words=texts, text=texts, tone=tones), max_size=3).map(tuple),
)
_bars = st.builds(
    LaneBar,
    lane=st.integers(-1, 3),
    start=st.floats(),
    end=st.floats(),
    label=texts,
    detail=texts,
    tone=tones,
    uncertain=st.booleans(),
    mark=texts,
    href=hrefs,
)
_swimlanes = st.builds(
    LanesSpec,
    title=texts,
    description=texts,
    lanes=st.lists(texts, max_size=3).map(tuple),
    bars=st.lists(_bars, max_size=6).map(tuple),
    events=st.lists(st.builds(LaneEvent, at=st.floats(), label=texts, detail=texts), max_size=3).map(tuple),
    start=st.floats(0, 10),
    end=st.floats(0, 300),
    ticks=st.lists(st.tuples(st.floats(0, 300), texts), max_size=4).map(tuple),
    heading=texts,
    end_label=texts,
    width=st.sampled_from((372, 760)),
)
figures = st.one_of(graphs(), trends, curves, scatters, parallels(), matrices, _swimlanes, watches)
