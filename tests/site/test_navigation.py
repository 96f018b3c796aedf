from dataclasses import replace

from generator.pages.view import Link, Page, PageKind, Section
from generator.site.navigation import Tab, breadcrumbs, lit_tab, local_navigation, markup, tabs
from tests.site import sample

PAGES = [rendered.page for rendered in sample.site()[0]]
VERSION = next(page for page in PAGES if page.kind is PageKind.VERSION)


def test_there_is_a_tab_for_each_overview_that_is_present_in_reading_order() -> None:
    assert tabs(reversed(PAGES)) == (
        Tab("Portfolio", "index.html"),
        Tab("Experiments", "experiments/index.html"),
        Tab("Datasets", "datasets/index.html"),
        Tab("Findings", "findings.html"),
        Tab("Evidence", "evidence/index.html"),
    )
    prompts = Page(path="prompts.html", kind=PageKind.PROMPTS, title="Prompts", view=None)
    assert Tab("Prompts", "prompts.html") in tabs([*PAGES, prompts])


def test_a_page_lights_its_own_tab_else_the_nearest_on_its_trail() -> None:
    lit = {page.path: lit_tab(page, tabs(PAGES)) for page in PAGES}
    assert lit["findings.html"] == "findings.html"
    assert lit["models/churn/v7.html"] == "index.html"
    assert lit["runs/9f3c.html"] == "experiments/index.html"
    assert lit["evidence/mlruns.html"] == "evidence/index.html"
    assert lit_tab(replace(VERSION, breadcrumbs=()), tabs(PAGES)) == ""


def test_the_left_column_marks_the_present_page_and_puts_its_sections_below_it() -> None:
    html = local_navigation(VERSION)
    assert html.count('<li class="md-nav__item mf-nav__local') == 4
    assert html.count('aria-current="page"') == 1
    assert (
        '<a href="v7.html" class="md-nav__link md-nav__link--active" aria-current="page">Version 7</a><ul'
        in html
    )
    assert '<a href="#metrics" class="md-nav__link">Metrics</a>' in html


def test_links_of_trail_and_column_lead_up_and_down_from_the_page() -> None:
    assert 'href="../../index.html"' in breadcrumbs(VERSION)
    assert 'href="index.html"' in breadcrumbs(VERSION)
    assert breadcrumbs(replace(VERSION, breadcrumbs=())) == ""


def test_no_text_of_a_page_becomes_markup() -> None:
    evil = replace(
        VERSION,
        breadcrumbs=(Link(sample.HOSTILE, "index.html"),),
        local_navigation=(Link(sample.HOSTILE, VERSION.path),),
        sections=(Section("a", sample.HOSTILE),),
    )
    for html in (breadcrumbs(evil), local_navigation(evil)):
        assert "<script" not in html
        assert "<img" not in html
        assert "\u202e" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_markup_is_escaped_for_quoted_attributes_and_shows_what_hides() -> None:
    assert markup("a\"b'c<d\u200be\nf") == "a&quot;b&#x27;c&lt;d⟨U+200B⟩e↵f"
