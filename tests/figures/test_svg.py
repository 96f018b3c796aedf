"""The SVG around the marks, its style sheet, and the file that stands alone."""

import pytest

from generator.figures import PALETTE, draw, figure_css, standalone
from generator.figures.spec import FigureSpec
from tests.figures import samples
from tests.figures.samples import SVG, parsed

KINDS = pytest.mark.parametrize("spec", samples.every_kind(), ids=lambda spec: type(spec).__name__)


@KINDS
def test_a_figure_is_named_by_its_title_and_described_by_its_description(spec: FigureSpec) -> None:
    root = parsed(draw(spec))
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == spec.title
    assert root.get("aria-labelledby") == title.get("id") == f"f{spec.digest[:10]}-t"
    description = root.find(f"{SVG}desc")
    assert (description.text if description is not None else "") == spec.description
    assert root.get("aria-describedby") == (description.get("id") if description is not None else None)


@KINDS
def test_all_ids_begin_with_the_digest_and_all_references_are_met(spec: FigureSpec) -> None:
    root = parsed(draw(spec))
    ids = [element.get("id", "") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith(f"f{spec.digest[:10]}") for name in ids)
    used = {element.get("href", "")[1:] for element in root.iter(f"{SVG}use")}
    assert used <= set(ids)


@KINDS
def test_every_colour_carries_the_class_of_its_token(spec: FigureSpec) -> None:
    for element in parsed(draw(spec)).iter():
        classes = element.get("class", "").split()
        for prop, letter in (("fill", "f"), ("stroke", "s")):
            colour = element.get(prop, "none")
            if colour != "none":
                token = next(name for name, shade in PALETTE.items() if shade.light == colour)
                assert f"{letter}-{token}" in classes


def test_the_style_sheet_has_a_rule_for_every_token_and_none_beyond_figures() -> None:
    css = figure_css()
    for token in PALETTE:
        assert f".mf-svg .f-{token}{{fill:var(--mf-{token})}}" in css
        assert f".mf-svg .s-{token}{{stroke:var(--mf-{token})}}" in css
    rules = css.replace("@media (forced-colors:active){", "").split("}")
    assert all(
        part.strip().startswith(".mf-svg")
        for rule in rules
        if "{" in rule
        for part in rule.split("{")[0].split(",")
    )


def test_a_file_of_its_own_carries_both_schemes_and_asks_the_viewer_which() -> None:
    inline = draw(samples.lineage())
    alone = standalone(inline)
    assert alone.startswith('<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')
    assert "--mf-ink:#1b2430;" in alone
    assert "@media (prefers-color-scheme:dark){.mf-svg{--mf-ink:#e7eaf0;" in alone
    style = parsed(alone).find(f"{SVG}style")
    assert style is not None
    assert figure_css() in (style.text or "")
    assert alone.count("<style>") == 1


def test_a_figure_without_a_drawing_of_its_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="no drawing for FigureSpec"):
        draw(FigureSpec(title="t"))
