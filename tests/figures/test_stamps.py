"""The fast way of writing a figure and matplotlib's own."""

import pytest
from hypothesis import HealthCheck, given, settings

from generator.figures import draw, stamps, straight
from generator.figures.draw import scene
from generator.figures.marks import Box, Face, Ink, Label, Scene, Shape, Symbol
from generator.figures.spec import FigureSpec
from generator.figures.svg import document, figure_id
from tests.figures import samples, strategies


def by_matplotlib(spec: FigureSpec) -> str:
    """The figure with every one of its marks drawn by matplotlib, on one canvas."""
    whole = scene(spec)
    drawing = straight.draw(whole.marks, whole.width, whole.height, figure_id(spec))
    icons = "".join(
        f'<path id="{figure_id(spec)}-{name}" d="{data}"/>' for name, data in drawing.icons.items()
    )
    body = "".join(drawing.marks)
    return document(spec, whole.width, whole.height, f"<defs>{icons}</defs>{body}" if icons else body)


@pytest.mark.filterwarnings("ignore:(Glyph|Matplotlib currently)")
@given(strategies.figures)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_figure_made_of_stamps_equals_what_matplotlib_draws(spec: FigureSpec) -> None:
    assert draw(spec) == by_matplotlib(spec)


@pytest.mark.parametrize("spec", samples.every_kind(), ids=lambda spec: type(spec).__name__)
def test_an_ordinary_figure_made_of_stamps_equals_what_matplotlib_draws(spec: FigureSpec) -> None:
    assert draw(spec) == by_matplotlib(spec)


def test_a_figure_of_known_styles_is_drawn_without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = samples.trend(0.5, 0.25, 0.75), samples.trend(8, None, 3, 4, 5)
    draw(samples.trend(1, None, 2))
    draw(first)

    def refuse(*_: object) -> None:
        raise AssertionError("matplotlib was asked")

    monkeypatch.setattr(straight, "draw", refuse)
    assert "<circle" in draw(second)


def test_a_box_becomes_a_rectangle_and_a_disc_a_circle() -> None:
    marks = (
        Box(10, 20.5, 30, 40, Ink(fill="c1-bg", stroke="c1"), 5),
        Box(0, 0, 7, 8, Ink(fill="fail-bg", opacity=0.5)),
        Symbol("circle", 7, Ink(fill="c1", stroke="surface", width=2), 3.04, 5.06),
    )
    assert stamps.write(Scene(100, 100, marks), "f0") == (
        '<rect class="f-c1-bg s-c1" fill="#e4e9f6" stroke="#35498b" x="10" y="20.5" width="30" height="40" rx="5"/>'
        '<rect class="f-fail-bg" fill="#fbdcd8" opacity="0.5" x="0" y="0" width="7" height="8"/>'
        '<circle class="f-c1 s-surface" fill="#35498b" stroke="#fefefe" stroke-width="2" cx="3" cy="5.1" r="3.5"/>'
    )


def test_a_line_keeps_its_dashes_and_round_ends() -> None:
    ink = Ink(stroke="edge", width=1.2, dash=(4.0, 3.5), rounded=True)
    assert stamps.write(Scene(9, 9, [Shape("M1 2L3 4C5 6 7 8 9 9", ink)]), "f0") == (
        '<path class="s-edge" fill="none" stroke="#7d8998" stroke-width="1.2" stroke-dasharray="4 3.5" '
        'stroke-linecap="round" d="M1 2L3 4C5 6 7 8 9 9"/>'
    )


def test_an_empty_disc_has_no_fill_and_a_faint_one_its_opacity() -> None:
    marks = (
        Symbol("circle", 5, Ink(stroke="ink3"), 1.0, 2.0),
        Symbol("circle", 7, Ink(fill="c1", stroke="surface", width=0.8, opacity=0.6), 1.0, 2.0),
        Symbol("cross", 4, Ink(fill="fail", opacity=0.5), 1.0, 2.0),
    )
    hollow, faint, crossed = stamps.write(Scene(9, 9, marks), "f0").split("/>")[:3]
    assert hollow == '<circle class="s-ink3" fill="none" stroke="#626d7a" cx="1" cy="2" r="2.5"'
    assert faint == (
        '<circle class="f-c1 s-surface" fill="#35498b" stroke="#fefefe" stroke-width="0.8" opacity="0.6" '
        'cx="1" cy="2" r="3.5"'
    )
    assert crossed.startswith(
        '<path class="f-fail" fill="#8f0d0d" opacity="0.5" transform="translate(1 2)" d="M'
    )


def test_a_turned_label_turns_around_its_anchor() -> None:
    label = Label("a & b", 12.34, 56.78, Face(size=11, weight=600, tone="c3", anchor="end", angle=42))
    assert stamps.write(Scene(9, 9, [label]), "f0") == (
        '<text class="f-c3" fill="#167469" font-size="11" font-weight="600" text-anchor="end" '
        'x="12.3" y="56.8" transform="rotate(-42 12.3 56.8)">a &amp; b</text>'
    )


def test_an_icon_stands_upright_around_its_middle() -> None:
    written = stamps.write(Scene(50, 10, [Symbol("menu-down", 24, Ink(fill="c1"), 30.0, 5.0)]), "f0")
    assert written == (
        '<defs><path id="f0-menu-down-24" d="M-5 -2L0 3L5 -2L-5 -2z"/></defs>'
        '<use class="f-c1" fill="#35498b" href="#f0-menu-down-24" x="30" y="5"/>'
    )


def test_an_icon_is_written_once_and_pointed_at() -> None:
    icon = [Symbol("database", 19, Ink(fill="c1"), float(x), 5.0) for x in (10, 20, 30)]
    written = stamps.write(Scene(50, 10, icon), "f0123456789")
    assert written.count("<path") == 1
    assert written.count('href="#f0123456789-database-19"') == 3
    assert 'fill="' not in written[: written.index("</defs>")]
