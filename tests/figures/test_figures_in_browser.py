"""Figures as a browser has them: coloured by the page, and walked by keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.figures import PALETTE, Scheme, draw, figure_css, standalone, variables
from tests.figures import samples

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def page_of(svg: str) -> str:
    return (
        f"<!doctype html><meta charset=utf-8><style>:root{{{variables(Scheme.LIGHT)}}}"
        f"[data-md-color-scheme=slate]{{{variables(Scheme.DARK)}}}{figure_css()}</style><body>{svg}"
    )


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[start : start + 2], 16) for start in (1, 3, 5)))


def test_colours_follow_the_scheme_of_the_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(page_of(draw(samples.lineage())))
    for scheme, value in ((Scheme.LIGHT, "default"), (Scheme.DARK, "slate")):
        page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", value)
        for selector, prop, token in (
            ("text.f-ink", "fill", "ink"),
            ("use.f-c1", "fill", "c1"),
            ("path.s-edge-hi", "stroke", "edge-hi"),
            ("rect.f-c3-bg.s-c3", "fill", "c3-bg"),
        ):
            found = page.eval_on_selector(selector, f"element => getComputedStyle(element).{prop}")
            assert found == rgb(PALETTE[token].of(scheme))
    page.close()


def test_a_link_is_one_stop_of_the_keyboard_and_named_by_its_title(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(page_of(draw(samples.lineage())))
    names = []
    for _ in samples.lineage().nodes:
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.querySelector('title').textContent"))
    assert len(set(names)) == len(samples.lineage().nodes)
    link = page.get_by_role(
        "link", name="version fraud-scorer v6, 2 Jun 2026 · 88 min, Production", exact=True
    )
    assert link.count() == 1
    assert page.get_by_role("group", name="Lineage of fraud-scorer").count() == 1
    page.close()


def test_no_text_of_a_graph_runs_out_of_its_box(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(page_of(draw(samples.lineage())))
    spilled = page.evaluate(
        """() => [...document.querySelectorAll('a')].filter(link => {
            const frame = [...link.querySelectorAll('rect')].find(rect => rect.getAttribute('width') === '176');
            const box = frame.getBoundingClientRect();
            return [...link.querySelectorAll('text')].some(text => {
                const words = text.getBoundingClientRect();
                return words.left < box.left || words.right > box.right + 12;
            });
        }).map(link => link.textContent)"""
    )
    assert spilled == []
    page.close()


def test_a_file_of_its_own_follows_the_viewer(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "figure.svg"
    file.write_text(standalone(draw(samples.trend(1, 2, 3))), encoding="utf-8")
    for scheme in Scheme:
        context = browser.new_context(color_scheme=scheme.value)
        page = context.new_page()
        page.goto(file.as_uri())
        found = page.eval_on_selector("text.f-ink2", "element => getComputedStyle(element).fill")
        assert found == rgb(PALETTE["ink2"].of(scheme))
        context.close()
