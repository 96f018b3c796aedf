"""Values over versions."""

import math
from itertools import pairwise

import pytest

from generator.figures import draw
from generator.figures.draw import scene
from generator.figures.marks import Box, Group, Label, Shape, Symbol
from generator.figures.spec import TrendPoint, TrendSpec
from tests.figures.samples import SVG, parsed, trend


def tooltips(spec: TrendSpec) -> list[str]:
    return [mark.title for mark in scene(spec).marks if isinstance(mark, Group)]


def signs(spec: TrendSpec) -> list[str]:
    """The sign of each point, without rings."""
    groups = [mark for mark in scene(spec).marks if isinstance(mark, Group)]
    return [group.marks[-1].name for group in groups if group.marks and isinstance(group.marks[-1], Symbol)]


def texts(spec: TrendSpec) -> list[str]:
    return [mark.text for mark in scene(spec).marks if isinstance(mark, Label)]


def line(spec: TrendSpec) -> str:
    shapes = [mark for mark in scene(spec).marks if isinstance(mark, Shape) and mark.ink.stroke == "c1"]
    return shapes[0].outline if shapes else ""


@pytest.mark.parametrize(
    ("higher", "values", "expected"),
    [
        (True, (0.95, 0.85, 0.9), ["circle", "cross", "circle"]),
        (False, (0.95, 0.85, 0.9), ["cross", "circle", "circle"]),
        (None, (0.95, 0.85, 0.9), ["circle", "circle", "circle"]),
    ],
)
def test_values_on_the_wrong_side_of_the_bound_are_crossed(
    higher: bool | None, values: tuple[float, ...], expected: list[str]
) -> None:
    assert signs(trend(*values, threshold=0.9, higher_is_better=higher)) == expected


def test_a_fall_beyond_the_noise_is_marked_with_its_size() -> None:
    spec = trend(0.95, 0.94, 0.92, 0.921, higher_is_better=True, noise=0.015)
    assert signs(spec) == ["circle", "circle", "triangle-down", "circle"]
    assert "−0.020" in texts(spec)
    assert tooltips(spec)[2] == "v3: 0.920, −0.020 against v2"


def test_the_size_of_a_fall_has_room_on_the_far_side_of_the_line() -> None:
    spec = trend(0.9, 0.5, 0.9, higher_is_better=True, noise=0.1)
    note = next(mark for mark in scene(spec).marks if isinstance(mark, Label) and mark.text == "−0.400")
    lowest = max(mark.y for group in scene(spec).marks if isinstance(group, Group) for mark in group.marks)
    assert lowest < note.y < 182


def test_where_lower_is_better_a_rise_is_marked() -> None:
    spec = trend(31, 38, 30, higher_is_better=False, noise=5, decimals=0)
    assert signs(spec) == ["circle", "triangle-up", "circle"]
    assert "+7" in texts(spec)


def test_without_a_noise_or_a_direction_no_fall_is_marked() -> None:
    assert signs(trend(3, 2, 1, higher_is_better=True)) == ["circle"] * 3
    assert signs(trend(3, 2, 1, noise=0.1)) == ["circle"] * 3


def test_the_side_that_fails_is_tinted() -> None:
    def tint(spec: TrendSpec) -> list[Box]:
        return [mark for mark in scene(spec).marks if isinstance(mark, Box) and mark.ink.fill == "fail-bg"]

    (below,) = tint(trend(0.8, 0.95, threshold=0.9, higher_is_better=True))
    (above,) = tint(trend(0.8, 0.95, threshold=0.9, higher_is_better=False))
    assert below.y + below.height == 182
    assert above.y == 30
    assert above.y + above.height == pytest.approx(below.y)
    assert tint(trend(0.8, 0.95, threshold=0.9)) == []


def test_the_bound_is_named_by_its_side() -> None:
    assert {"at least", "0.900"} <= set(texts(trend(0.95, threshold=0.9, higher_is_better=True)))
    assert {"at most", "0.900"} <= set(texts(trend(0.95, threshold=0.9, higher_is_better=False)))
    assert {"bound", "0.900"} <= set(texts(trend(0.95, threshold=0.9)))


def test_where_nothing_was_recorded_the_line_has_a_gap_and_the_place_is_marked() -> None:
    spec = trend(0.9, 0.91, None, 0.93, 0.92, math.nan)
    assert line(spec).count("M") == 2
    assert "v3: not recorded" in tooltips(spec)
    assert "v6: NaN" in tooltips(spec)
    dotted = [
        mark.marks[0]
        for mark in scene(spec).marks
        if isinstance(mark, Group) and isinstance(mark.marks[0], Shape)
    ]
    assert len(dotted) == 2


def test_the_last_value_is_told_only_when_it_is_that_of_the_last_point() -> None:
    assert "0.930" in texts(trend(0.9, 0.91, 0.93))
    assert "0.930" not in texts(trend(0.9, 0.91, 0.93, None))


def test_the_last_value_and_the_bound_do_not_cover_one_another() -> None:
    spec = trend(0.8, 0.9, threshold=0.9, higher_is_better=True)
    heights = sorted(
        mark.y for mark in scene(spec).marks if isinstance(mark, Label) and mark.face.weight > 400
    )
    assert len(heights) == 3
    assert all(after - before >= 11 for before, after in pairwise(heights))


def test_a_marked_point_is_ringed_and_named() -> None:
    points = (
        TrendPoint(label="v1", value=1.0),
        TrendPoint(label="v2", value=2.0, marked=True, mark="production"),
    )
    spec = trend(points=points)
    rings = [element for element in parsed(draw(spec)).iter(f"{SVG}circle") if element.get("r") == "7.5"]
    assert len(rings) == 1
    assert "production" in texts(spec)
    assert "v2: 2.000, production" in tooltips(spec)


def test_names_of_many_points_are_thinned_and_the_last_one_stays() -> None:
    shown = [text for text in texts(trend(*range(90))) if text.startswith("v")]
    assert shown[-1] == "v90"
    assert 5 <= len(shown) <= 12


@pytest.mark.parametrize("spec", [trend(), trend(None, None), trend(math.inf)])
def test_a_trend_without_values_says_so(spec: TrendSpec) -> None:
    assert texts(spec) == ["AUC (holdout)", "nothing recorded"]


def test_a_single_value_stands_in_the_middle_of_its_panel() -> None:
    (group,) = [mark for mark in scene(trend(0.9)).marks if isinstance(mark, Group)]
    dot = group.marks[0]
    assert isinstance(dot, Symbol)
    assert (dot.x, dot.y) == (183.0, 106.0)
    assert line(trend(0.9)) == ""
