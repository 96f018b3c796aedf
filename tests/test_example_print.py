"""The example's pages on paper: A4 and Letter, with page numbers, heads that repeat, words whole and digests in full."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser import visiting
from tests.built_site import one_of_each_kind

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AUDIT = "models/credit-risk-pd/audit.html"
CARD = "models/card-fraud-scorer/index.html"
LINEAGE = "models/card-fraud-scorer/lineage.html"
PAPERS = {"A4": (595, 842), "Letter": (612, 792)}


@pytest.fixture(scope="module")
def page(example_site: Path, browser: Browser) -> Iterator[Page]:
    """A tab in the dark scheme, from which paper must not show anything."""
    with visiting(browser, example_site.as_uri() + "/", color_scheme="dark") as visit:
        visit.go("prompts.html")
        yield visit.page


def sheets(page: Page, site: Path, path: str, paper: str = "A4") -> list[str]:
    """The text of each sheet that the page is printed on."""
    page.goto(f"{site.as_uri()}/{path}")
    page.locator("html.js").wait_for(state="attached")
    printed = PdfReader(io.BytesIO(page.pdf(format=paper, print_background=True)))
    wide, high = (round(float(side)) for side in printed.pages[0].mediabox[2:])
    assert abs(wide - PAPERS[paper][0]) <= 1
    assert abs(high - PAPERS[paper][1]) <= 1
    return [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in printed.pages]


@pytest.mark.parametrize("paper", PAPERS)
def test_each_sheet_has_its_number_the_date_and_the_digest_in_its_margin(page, example_site, paper):
    printed = sheets(page, example_site, LINEAGE, paper)
    for number, text in enumerate(printed, 1):
        assert f"page {number} of {len(printed)}" in text
        assert re.search(r"Snapshot 2026-11-19T22:40:00Z", text)
        assert re.search(r"Store digest [0-9a-f]{12}", text)


def test_the_heads_of_a_table_stand_on_each_sheet_that_it_goes_on_to(page, example_site):
    printed = sheets(page, example_site, LINEAGE)
    rows = [
        text for text in printed if "nothing further is on record" in text or "(previous version)" in text
    ]
    assert len(rows) > 1
    assert all("Object" in text and "Comes from" in text for text in rows)


def test_long_rows_go_on_over_sheets_and_leave_none_half_empty(page, example_site):
    printed = sheets(page, example_site, AUDIT)
    findings = [text for text in printed[1:] if "What was found, and where" in text]
    assert len(findings) > 3
    assert min(len(text) for text in findings[:-1]) > 900


def test_sources_are_printed_with_their_whole_digests_and_links_with_where_they_lead(page, example_site):
    printed = " ".join(sheets(page, example_site, CARD))
    joined = printed.replace(" ", "")
    known = dict(
        re.findall(
            r"^([0-9a-f]{64}) [ *](.+)$", (example_site / "api/evidence.sha256").read_text(), re.MULTILINE
        )
    )
    digests = set(re.findall(r"sha256:([0-9a-f]{64})", joined))
    assert len(digests) > 20
    assert len(digests & set(known)) > 20
    assert "Data behind this figure" not in printed
    assert "0.61144" in printed


NARROW = """() => [...document.querySelectorAll('.mf-table :is(td, th)')].filter(cell => {
    if (!cell.checkVisibility() || cell.colSpan > 1) return false;
    const words = cell.textContent.trim().split(/\\s+/).filter(word => /^[A-Za-z]{4,16}$/.test(word));
    if (!words.length) return false;
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest('.mf-said, .mf-noprint')) continue;
        for (const found of node.data.matchAll(/(?<![\\w.\\/_@:-])[A-Za-z]{4,16}(?![\\w\\/_@:])/g)) {
            const range = document.createRange();
            range.setStart(node, found.index);
            range.setEnd(node, found.index + found[0].length);
            const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
            if (lines.size > 1) return true;
        }
    }
    return false;
}).map(cell => cell.textContent.trim().slice(0, 60))"""
"""Cells of a table in which a plain word is broken."""


def test_no_table_is_so_narrow_that_a_plain_word_breaks_and_no_figure_leaves_the_sheet(page, example_site):
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # what A4 leaves between its margins
    faults = {}
    for path in one_of_each_kind(example_site):
        page.goto(f"{example_site.as_uri()}/{path}")
        page.locator("html.js").wait_for(state="attached")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        broken = page.evaluate(NARROW)
        clipped = page.evaluate(
            "[...document.querySelectorAll('.mf-svg')].filter(figure => figure.checkVisibility()"
            " && figure.getBoundingClientRect().right > innerWidth + 1).length"
        )
        closed = page.locator("details:not([open])").count()
        if broken or clipped or closed:
            faults[path] = broken, clipped, closed
    page.emulate_media(media="screen")
    assert faults == {}


def test_paper_is_light_whatever_the_screen_is(page, example_site):
    page.goto(f"{example_site.as_uri()}/{AUDIT}")
    page.emulate_media(media="print")
    ground = "element => getComputedStyle(element).backgroundColor"
    assert page.locator("body").evaluate(ground) == "rgb(255, 255, 255)"
    for place in (".md-header", ".md-tabs", ".mf-tools", ".md-footer"):
        expect(page.locator(place).first).to_be_hidden()
    page.emulate_media(media="screen")
