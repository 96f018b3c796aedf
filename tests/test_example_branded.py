"""The example made somebody's own: its name, logo, colours, a page and a block of a template."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import served, visiting
from tests.built_site import dead_links, documents_of
from tests.installed import ROOT, run

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the branded example."""
    site = tmp_path_factory.mktemp("branded") / "site"
    modelfolio = ROOT / ".venv/bin/modelfolio" if (ROOT / ".venv").is_dir() else "modelfolio"
    run(modelfolio, "build", "--config-file", ROOT / "examples/branded/mkdocs.yml", "--site-dir", site)
    return site


def test_its_name_stands_in_every_title_and_its_logo_in_the_header(branded):
    for path in ("index.html", "handbook.html", "models/card-fraud-scorer/v8.html"):
        page = (branded / path).read_text()
        assert re.search(r"<title>[^<]*Northwind model register</title>", page), path
        assert 'assets/logo.svg" alt="logo"' in page


def test_its_colours_are_those_of_the_pages(branded, browser: Browser):
    with served(branded) as address, visiting(browser, address) as visit:
        header = visit.go("audit/index.html").locator(".md-header")
        expect(header).to_have_css("background-color", "rgb(18, 70, 63)")
        assert visit.complaints == []


def test_its_own_page_has_a_tab_and_is_found_and_all_links_lead_somewhere(branded, browser: Browser):
    assert dead_links(branded, documents_of(branded)) == []
    with visiting(browser, branded.as_uri() + "/") as visit:
        page = visit.go("index.html")
        expect(page.get_by_role("link", name="Handbook").first).to_have_attribute("href", "handbook.html")
        page.keyboard.press("/")
        page.keyboard.type("whom to ask")
        expect(page.locator("#mf-search li a").first).to_contain_text("Before production")


def test_one_block_of_one_template_is_changed_and_the_rest_stands(branded):
    said = "Printed copies are not controlled. The model risk office answers for this page."
    version = (branded / "models/card-fraud-scorer/v8.html").read_text()
    assert version.count(said) == 1
    assert '<h2 id="lineage">' in version
    assert said not in (branded / "models/card-fraud-scorer/index.html").read_text()
