"""From any spec to its SVG."""

from collections.abc import Callable, Mapping
from typing import Any

from generator.figures import engine
from generator.figures.draw_curve import draw_curve
from generator.figures.draw_forest import draw_forest
from generator.figures.draw_graph import draw_graph
from generator.figures.draw_lanes import draw_lanes
from generator.figures.draw_matrix import draw_matrix
from generator.figures.draw_parallel import draw_parallel
from generator.figures.draw_scatter import draw_scatter
from generator.figures.draw_trend import draw_trend
from generator.figures.draw_watch import draw_watch
from generator.figures.marks import Scene
from generator.figures.spec import (
    CurveSpec,
    FigureSpec,
    ForestSpec,
    GraphSpec,
    MatrixSpec,
    ParallelSpec,
    ScatterSpec,
    TrendSpec,
)
from generator.figures.spec_of_time import LanesSpec, WatchSpec
from generator.figures.stamps import write
from generator.figures.svg import document, figure_id

_DRAWERS: Mapping[type[FigureSpec], Callable[[Any], Scene]] = {
    CurveSpec: draw_curve,
    ForestSpec: draw_forest,
    GraphSpec: draw_graph,
    LanesSpec: draw_lanes,
    MatrixSpec: draw_matrix,
    ParallelSpec: draw_parallel,
    ScatterSpec: draw_scatter,
    TrendSpec: draw_trend,
    WatchSpec: draw_watch,
}
"""Who draws each kind of figure."""


def draw(spec: FigureSpec) -> str:
    """Inline SVG of a figure: the same bytes for the same spec, coloured by the variables of the page around it.

    Raises:
        TypeError: when there is no way to draw a spec of that type.
    """
    engine.prepare()
    drawn = scene(spec)
    return document(spec, drawn.width, drawn.height, write(drawn, figure_id(spec)))


def scene(spec: FigureSpec) -> Scene:
    """What a figure is made of, before it is written."""
    drawer = _DRAWERS.get(type(spec))
    if drawer is None:
        raise TypeError(f"no drawing for {type(spec).__name__}")
    return drawer(spec)
