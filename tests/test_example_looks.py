"""What the eye sees of the example's pages: what stands in line, what stays together, and what is not cut."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser import visiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CARD = "models/card-fraud-scorer/index.html"
CHANGELOG = "models/card-fraud-scorer/changelog.html"
VERSION = "models/card-fraud-scorer/v5.html"


@pytest.fixture(scope="module", params=[1440, 390])
def page(example_site: Path, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab as wide as a desk's, then as a phone's, in px."""
    size = {"width": request.param, "height": 900}
    with visiting(browser, example_site.as_uri() + "/", viewport=size) as visit:
        visit.go("prompts.html")
        yield visit.page


def open_page(page: Page, site: Path, path: str) -> None:
    """Go there, and wait until the scripts have woken."""
    page.goto(f"{site.as_uri()}/{path}")
    page.locator("html.js").wait_for(state="attached")


@pytest.mark.parametrize("path", ["index.html", CARD, VERSION])
def test_no_mark_of_a_source_stands_alone_on_the_next_line(page: Page, example_site: Path, path: str) -> None:
    open_page(page, example_site, path)
    alone = page.evaluate(
        """() => [...document.querySelectorAll("article .mf-cite")].filter(mark => {
            const before = mark.previousSibling
            if (!before || !mark.offsetParent || !before.textContent.trim()) return false
            const around = document.createRange()
            around.selectNodeContents(before)
            const lines = [...around.getClientRects()]
            return mark.getBoundingClientRect().top > Math.max(...lines.map(line => line.bottom))
        }).map(mark => mark.parentElement.textContent.trim())"""
    )
    assert alone == []


def test_the_sentences_of_what_needs_attention_begin_in_one_line(page: Page, example_site: Path) -> None:
    open_page(page, example_site, "index.html")
    begins = page.evaluate(
        """() => [...document.querySelectorAll(".mf-todo li > span:last-child")]
            .map(words => Math.round(words.getBoundingClientRect().left))"""
    )
    assert len(begins) > 5
    assert len(set(begins)) == 1


def test_no_cell_out_of_view_stretches_the_rows_of_a_table(page: Page, example_site: Path) -> None:
    open_page(page, example_site, "models/card-fraud-scorer/compare-4-5.html")
    narrowest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("#t-differences tbody tr")]
            .map(row => row.lastElementChild.getBoundingClientRect().width))"""
    )
    assert narrowest >= 200


@pytest.mark.parametrize("heading", ["Intended use", "Factors", "Ethical considerations"])
def test_no_heading_stands_at_the_foot_of_a_sheet_without_what_it_heads(
    page: Page, example_site: Path, heading: str
) -> None:
    open_page(page, example_site, CARD)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    sheets = [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in printed.pages]
    first = {
        "Intended use": "The score ranks",
        "Factors": "Relevant factors",
        "Ethical considerations": "A payment",
    }
    assert any(heading in sheet and first[heading] in sheet[sheet.index(heading) :] for sheet in sheets)
