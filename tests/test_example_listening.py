"""Each kind of page as a screen reader is told of it: Chromium's accessibility tree, read from top to bottom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import visiting
from tests.built_site import one_of_each_kind

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NEWS = "models/credit-risk-pd/audit.html"
SAYS_NOTHING = re.compile(r"\W*|here|more|details|link|json|svg|csv", re.IGNORECASE)


@dataclass
class Heard:
    """A part of a page, as assistive technology is told of it."""

    role: str
    name: str
    description: str
    level: int
    within: list["Heard"] = field(default_factory=list)

    @classmethod
    def of(cls, node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> Self:
        def told(name: str) -> str:
            return node.get(name, {}).get("value", "")

        levels = [each["value"]["value"] for each in node.get("properties", ()) if each["name"] == "level"]
        below = [cls.of(nodes[each], nodes) for each in node.get("childIds", ()) if each in nodes]
        return cls(told("role"), told("name"), told("description"), levels[0] if levels else 0, below)

    def all(self, *roles: str) -> Iterator["Heard"]:
        """The parts of these roles, in the order of the page."""
        if self.role in roles:
            yield self
        for each in self.within:
            yield from each.all(*roles)


def heard(page: Page) -> Heard:
    """The whole page."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return Heard.of(nodes[0], {each["nodeId"]: each for each in nodes})


@pytest.fixture(scope="module")
def pages(example_site: Path, browser: Browser) -> dict[str, Heard]:
    """One of each kind, by its path, with all that is folded opened."""
    with visiting(browser, example_site.as_uri() + "/", viewport={"width": 1440, "height": 900}) as visit:
        told = {}
        for path in one_of_each_kind(example_site):
            page = visit.go(path)
            page.wait_for_load_state("load")  # when the theme has wrapped tables in what people wrote
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            told[path] = heard(page)
        return told


def test_a_page_has_one_main_part_between_its_banner_and_its_end(pages):
    for path, page in pages.items():
        assert [each.role for each in page.all("banner", "main", "contentinfo")] == [
            "banner",
            "main",
            "contentinfo",
        ], path
        navigations = [each.name for each in page.all("navigation")]
        assert all(navigations), path
        assert len(set(navigations)) == len(navigations), path


def test_headings_begin_with_the_one_of_the_page_leave_out_no_level_and_say_words_alone(pages):
    for path, page in pages.items():
        headings = list(page.all("heading"))
        levels = [each.level for each in headings]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        assert [each.name for each in headings if not each.name or "#" in each.name] == [], path


def test_each_table_has_a_name_of_its_own_and_its_columns_have_heads(pages):
    """A table in what a person wrote has the name that its region has."""
    found = 0
    for path, page in pages.items():
        written = [
            table
            for each in page.all("region")
            if each.name == "Table, scrollable"
            for table in each.all("table")
        ]
        tables = [each for each in page.all("table") if all(each is not other for other in written)]
        assert [each.name for each in tables if not each.name] == [], path
        assert [each.name for each in tables if not any(each.all("columnheader"))] == [], path
        found += len(tables)
    assert found > len(pages)


def test_each_figure_says_what_it_shows_and_what_is_to_be_seen(pages):
    """A drawing is an image, or a group where nodes of it are links."""
    found = 0
    for path, page in pages.items():
        for figure in page.all("figure"):
            drawings = [
                each for region in figure.all("region") for each in region.within[:1] if each.role != "table"
            ]
            assert drawings, path
            assert [each for each in drawings if not each.name or not each.description] == [], path
            found += len(drawings)
    assert found > 20


def test_links_and_buttons_make_sense_without_what_is_around_them(pages):
    """The number of a source is told as the mark of a note, not as a link."""
    for path, page in pages.items():
        names = {each.name.strip() for each in page.all("link", "button")}
        assert {each for each in names if SAYS_NOTHING.fullmatch(each)} == set(), path
        assert {each for each in names if each.replace("–", "").rstrip(",").isdigit()} == set(), path


def test_what_a_filter_leaves_and_how_a_table_is_sorted_is_announced(example_site, browser: Browser):
    with visiting(browser, example_site.as_uri() + "/") as visit:
        page = visit.go(NEWS)
        page.locator(".mf-tools input").first.fill("no such control")
        page.get_by_role("button", name="Fail").first.click()
        page.locator("#t-findings thead button").first.click()
        said = [" ".join(part.name for part in each.all("StaticText")) for each in heard(page).all("status")]
        assert any(re.fullmatch(r"0 of \d+ shown", each) for each in said), said
        assert "Sorted by Control, ascending" in said
