"""Curves, scatters, sweeps and matrices."""

import math
from itertools import pairwise

import pytest

from generator.figures import draw
from generator.figures.draw import scene
from generator.figures.lettering import width
from generator.figures.marks import Box, Group, Label, Mark, Shape, Symbol
from generator.figures.spec import (
    CurveLine,
    FigureSpec,
    MatrixCell,
    MatrixKey,
    MatrixSpec,
    ParallelAxis,
    ParallelLine,
    ParallelSpec,
    ScatterPoint,
    ScatterSpec,
    Tone,
)
from tests.figures.samples import curve, parsed


def every(spec: FigureSpec) -> list[Mark]:
    """All marks, also those in groups."""
    found: list[Mark] = []
    for mark in scene(spec).marks:
        found += [mark, *mark.marks] if isinstance(mark, Group) else [mark]
    return found


def texts(spec: FigureSpec) -> list[str]:
    return [mark.text for mark in every(spec) if isinstance(mark, Label)]


def line(label: str, *ys: float, **options: object) -> CurveLine:
    points = tuple((float(x), y) for x, y in enumerate(ys))
    return CurveLine(label=label, points=points, **options)  # type: ignore[arg-type]


def scatter(*points: ScatterPoint, **options: object) -> ScatterSpec:
    settings: dict[str, object] = {"heading": "AUC", "x_label": "rate", "y_label": "AUC", **options}
    return ScatterSpec(title="t", points=points, **settings)  # type: ignore[arg-type]


def sweep(axes: tuple[ParallelAxis, ...], *lines: ParallelLine) -> ParallelSpec:
    return ParallelSpec(title="t", axes=axes, lines=lines)


def test_lines_are_named_at_their_ends_each_with_a_sign_of_its_own() -> None:
    spec = curve(line("validation", 3, 2, 1), line("training", 3, 1, 0.5, tone=Tone.C2))
    assert {"validation", "training"} <= set(texts(spec))
    signs = [mark.name for mark in every(spec) if isinstance(mark, Symbol)]
    assert signs == ["circle", "square"]


def test_a_lone_line_tells_its_last_value() -> None:
    assert "0.25" in texts(curve(line("Log loss", 1, 0.5, 0.25)))
    assert "Log loss" in texts(curve(line("Log loss", 1, 0.5, 0.25)))
    assert texts(curve(line("Log loss", 1, 0.25))).count("Log loss") == 1


def test_names_at_the_ends_keep_apart_and_those_without_room_are_counted() -> None:
    spec = curve(*(line(f"run {n}", 1.0, 1.0) for n in range(30)))
    named = [mark for mark in every(spec) if isinstance(mark, Label) and mark.face.weight == 600]
    assert [mark.text for mark in named] == [f"run {n}" for n in range(10)]
    assert "20 others" in texts(spec)
    heights = sorted(mark.y for mark in named)
    assert all(b - a >= 14 - 1e-6 for a, b in pairwise(heights))


def test_quiet_lines_are_grey_and_counted() -> None:
    spec = curve(line("loud", 1, 2), line("a", 2, 3, quiet=True), line("b", 2, 3, quiet=True))
    assert "2 others" in texts(spec)
    assert (
        sum(
            isinstance(mark, Shape) and mark.ink.stroke == "axis" and mark.ink.rounded for mark in every(spec)
        )
        == 2
    )


def test_a_curve_has_gaps_where_numbers_are_missing() -> None:
    spec = curve(line("a", 1, 2, math.nan, 3, 4, math.inf, 5))
    (drawn,) = [mark for mark in every(spec) if isinstance(mark, Shape) and mark.ink.stroke == "c1"]
    assert drawn.outline.count("M") == 2
    assert any(isinstance(mark, Symbol) and mark.size == 3 for mark in every(spec))


def test_a_curve_of_many_points_keeps_its_peaks() -> None:
    values = [math.sin(x / 50) for x in range(20000)]
    values[12345] = 9.0
    values[6789] = -9.0
    spec = curve(line("a", *values))
    (drawn,) = [mark for mark in every(spec) if isinstance(mark, Shape) and mark.ink.stroke == "c1"]
    points = [tuple(map(float, pair.split())) for pair in drawn.outline[1:].split("L")]
    assert len(points) < 1500
    assert (min(y for _, y in points), max(y for _, y in points)) == (38.3, 175.8)


def test_steps_are_whole_numbers() -> None:
    assert {"0", "1", "2"} <= set(texts(curve(line("a", 1, 2, 3))))
    assert "0.5" not in texts(curve(line("a", 1, 2, 3)))


@pytest.mark.parametrize("spec", [curve(), curve(line("a")), curve(line("a", math.nan)), scatter()])
def test_a_panel_without_numbers_says_so(spec: FigureSpec) -> None:
    assert "nothing recorded" in texts(spec)


def test_points_are_links_told_apart_by_shape() -> None:
    spec = scatter(
        ScatterPoint(label="run 1", x=1, y=0.5, href="a.html"),
        ScatterPoint(label="run 2", x=2, y=0.6, quiet=True, href="b.html"),
        ScatterPoint(label="run 3", x=3, y=0.7, marked=True, href="c.html"),
    )
    groups = [mark for mark in scene(spec).marks if isinstance(mark, Group) and mark.href]
    assert [(group.href, group.title) for group in groups] == [
        ("b.html", "run 2: rate 2, AUC 0.6"),
        ("a.html", "run 1: rate 1, AUC 0.5"),
        ("c.html", "run 3: rate 3, AUC 0.7"),
    ]
    signs = [group.marks[0] for group in groups]
    assert [sign.name for sign in signs if isinstance(sign, Symbol)] == ["circle", "circle", "star"]
    assert [sign.ink.fill for sign in signs if isinstance(sign, Symbol)] == ["", "c1", "c2"]
    assert "run 3" in texts(spec)
    assert "run 1" not in texts(spec)


def test_points_without_a_place_are_counted() -> None:
    spec = scatter(ScatterPoint(label="a", x=0.0, y=1.0), ScatterPoint(label="b", x=1.0, y=1.0), log_x=True)
    assert "1 not drawn" in texts(spec)
    assert "rate (logarithmic)" in texts(spec)


def test_only_the_best_eighth_of_a_sweep_is_coloured_and_the_chosen_run_named() -> None:
    axes = (ParallelAxis(label="rate"), ParallelAxis(label="AUC", higher_is_better=True))
    lines = [ParallelLine(label=f"run {n}", values=(n, n / 2), rank=n / 15, marked=n == 9) for n in range(16)]
    spec = sweep(axes, *lines)
    inks = [mark.ink.stroke for mark in every(spec) if isinstance(mark, Shape) and "C" in mark.outline]
    assert (inks.count("axis"), inks.count("c1"), inks.count("c2")) == (13, 2, 1)
    assert inks[-1] == "c2"
    assert {"run 9", "best eighth (2)", "others (13)", "higher is better", "9", "4.5"} <= set(texts(spec))


def test_a_line_of_a_sweep_is_parted_where_it_has_no_value() -> None:
    axes = tuple(ParallelAxis(label=name) for name in "abcde")
    spec = sweep(
        axes, ParallelLine(label="x", values=(1, 2, None, 3, 4)), ParallelLine(label="y", values=(2,))
    )
    (drawn,) = [mark.outline for mark in every(spec) if isinstance(mark, Shape) and "C" in mark.outline]
    assert drawn.count("M") == 2


def test_an_axis_of_words_shows_them() -> None:
    axes = (ParallelAxis(label="booster", categories=("gbtree", "dart")), ParallelAxis(label="AUC"))
    spec = sweep(axes, ParallelLine(label="x", values=(1.0, 0.9)), ParallelLine(label="y", values=(0.0, 0.8)))
    assert {"gbtree", "dart", "0.9", "0.8"} <= set(texts(spec))


def test_a_sweep_without_lines_says_so() -> None:
    assert texts(sweep((ParallelAxis(label="a"),))) == ["nothing recorded"]
    assert texts(sweep((), ParallelLine(label="a", values=()))) == ["nothing recorded"]


def test_a_matrix_cell_is_a_link_with_its_name_and_a_sign_beside_its_colour() -> None:
    spec = MatrixSpec(
        title="t",
        rows=("Model card complete", "Data licence approved"),
        columns=("fraud",),
        cells=(
            MatrixCell(row=0, column=0, icon="check-bold", tone=Tone.PASS, href="a.html", label="fraud: met"),
            MatrixCell(row=1, column=0, text="7", href="b.html"),
            MatrixCell(row=2, column=0, text="outside"),
        ),
        notes=("1/1", "0/1"),
        notes_heading="met",
        legend=(MatrixKey(words="pass", icon="check-bold", tone=Tone.PASS),),
    )
    groups = [mark for mark in scene(spec).marks if isinstance(mark, Group) and mark.href]
    assert [group.title for group in groups] == ["fraud: met", "Data licence approved, fraud: 7"]
    assert [type(mark) for mark in groups[0].marks] == [Box, Symbol]
    assert [type(mark) for mark in groups[1].marks] == [Box, Label]
    assert {"1/1", "0/1", "met", "pass"} <= set(texts(spec))
    assert "outside" not in draw(spec)


def test_a_cell_without_words_is_a_dot_and_an_absent_one_a_speck() -> None:
    spec = MatrixSpec(title="t", rows=("a", "b"), columns=("c",), cells=(MatrixCell(row=0, column=0),))
    signs = [(mark.ink.fill, mark.size) for mark in every(spec) if isinstance(mark, Symbol)]
    assert signs == [("line", 2.4), ("c1", 10)]
    assert "a, c: yes" in [mark.title for mark in scene(spec).marks if isinstance(mark, Group)]


def test_a_matrix_holds_the_names_of_its_columns() -> None:
    spec = MatrixSpec(title="t", rows=("a",), columns=("a-very-long-name-of-a-model",) * 3, cells=())
    last = [mark for mark in every(spec) if isinstance(mark, Label) and mark.face.angle][-1]
    assert last.x + width(last.text, 11.5) * math.cos(math.radians(42)) < scene(spec).width
    assert last.y - width(last.text, 11.5) * math.sin(math.radians(42)) > 8
    root = parsed(draw(spec))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_a_matrix_without_rows_says_so() -> None:
    assert texts(MatrixSpec(title="t", rows=(), columns=("a",), cells=())) == ["nothing recorded"]
