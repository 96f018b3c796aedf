"""The example's site as its readers open it: every page, every link, every name that one would search for."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import served, visiting
from tests.built_site import dead_links, documents_of, listed, one_of_each_kind
from tests.installed import ROOT
from tests.page_weights import BUDGETS, MOST, over_budget, weights

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def site(example_site: Path) -> Path:
    """The example's site."""
    return example_site


@pytest.fixture(params=["web", "below a path", "disk"])
def origin(request: pytest.FixtureRequest, site: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the site in each of the ways that it can be opened."""
    match request.param:
        case "disk":
            yield site.as_uri() + "/"
        case "web":
            with served(site) as address:
                yield address
        case _:
            (tmp_path / "portfolio").symlink_to(site)
            with served(tmp_path) as address:
                yield f"{address}portfolio/"


def test_every_link_of_every_page_leads_to_a_file_and_to_an_anchor_in_it(site):
    documents = documents_of(site)
    assert len(documents) == len(listed(site))
    assert dead_links(site, documents) == []


def test_every_kind_of_page_opens_without_a_complaint_and_asks_nobody_else(site, origin, browser: Browser):
    with visiting(browser, origin) as visit:
        for path in one_of_each_kind(site):
            page = visit.go(path)
            page.wait_for_load_state("networkidle")
            expect(page.locator("h1")).to_have_count(1)
        assert (visit.complaints, visit.outside) == ([], [])


def test_the_search_finds_models_versions_owners_datasets_params_and_metrics(origin, browser: Browser):
    with visiting(browser, origin) as visit:
        visit.go("evidence/index.html")
        for words, title in {
            "credit-risk": "credit-risk-pd",
            "fraud v5": "card-fraud-scorer v5",
            "castellano": "card-fraud-scorer",
            "2025q4": "card_payments_2025q4",
            "max_leaf": "card-fraud",
            "brier": "credit-risk-pd",
            "fail high fraud v5": "card-fraud-scorer v5: Waivers are valid",
            "annex iv": "clause",
            "DOC": "control",
        }.items():
            expect(visit.search(words)).to_contain_text(title)
        assert (visit.complaints, visit.outside) == ([], [])


def test_the_models_are_sorted_and_filtered(site, browser: Browser):
    with visiting(browser, site.as_uri() + "/") as visit:
        page = visit.go("index.html")
        names = page.locator("#t-models tbody tr:visible th")
        page.locator("#t-models thead").get_by_role("button", name="Model").click(click_count=2)
        expect(names.first).to_contain_text("prod.card-fraud-scorer")
        page.get_by_label("Filter").first.fill("brandt")
        expect(names).to_have_count(1)
        expect(names.first).to_contain_text("credit-risk-pd")
        assert visit.complaints == []


def test_facets_narrow_a_table_keep_its_groups_and_stand_in_the_address(site, origin, browser: Browser):
    with visiting(browser, origin) as visit:
        page = visit.go("controls/index.html")
        count, groups = page.locator(".mf-tools output"), page.locator("#t-controls tr.mf-group:visible")
        total = page.locator("#t-controls tbody tr:not(.mf-group)").count()
        expect(count).to_have_text(f"{total} of {total} shown")
        page.get_by_text("More filters").click()
        page.get_by_label("Family").select_option("security")
        expect(groups).to_have_count(1)
        shown = page.locator("#t-controls tbody tr:not(.mf-group):visible")
        expect(count).to_have_text(f"{shown.count()} of {total} shown")
        page.get_by_label("Severity").select_option("high")
        assert "t-controls.family=security" in page.url
        page.locator("#t-controls thead").get_by_role("button", name="Title").click()
        expect(page.locator(".mf-said")).to_have_text("Sorted by Title, ascending")
        expect(groups).to_have_count(1)
        page.go_back()
        expect(page.locator("#t-controls th[aria-sort]")).to_have_count(0)
        page.go_back()
        expect(page.get_by_label("Severity")).to_have_value("")
        page.reload()
        expect(page.get_by_label("Family")).to_have_value("security")
        expect(count).to_have_text(f"{shown.count()} of {total} shown")
        assert (visit.complaints, visit.outside) == ([], [])


def test_the_models_are_narrowed_by_what_they_are_made_of(site, browser: Browser):
    with visiting(browser, site.as_uri() + "/") as visit:
        page = visit.go("index.html?t-models.gate=stopped")
        rows = page.locator("#t-models tbody tr:visible th")
        expect(rows).to_have_count(2)
        page.get_by_label("Gates").select_option("")
        page.get_by_label("Risk tier").select_option("minimal")
        expect(rows).to_have_text([re.compile("complaint-router")])
        expect(page.get_by_label("Framework").locator("option")).not_to_have_count(1)
        assert visit.complaints == []


def test_a_day_is_picked_and_only_what_held_then_is_shown(site, browser: Browser):
    with visiting(browser, site.as_uri() + "/") as visit:
        page = visit.go("models/credit-risk-pd/timeline.html")
        rows = page.locator("#t-held tbody tr:visible")
        everything = rows.count()
        champion = rows.filter(has=page.get_by_role("rowheader", name="@champion"))
        page.get_by_label("On the day").fill("2026-03-03")
        expect(champion).to_have_count(1)
        expect(champion).to_contain_text("2026-03-02 06:00")
        expect(page.locator("[data-day-for] output")).to_have_text(
            f"{rows.count()} of {everything} hold on 2026-03-03 (UTC)"
        )
        assert 0 < rows.count() < everything
        page.get_by_label("On the day").fill("2026-03-01")
        expect(champion).to_have_count(1)
        expect(champion).to_contain_text("Unknown")
        assert page.url.endswith("?t-held.day=2026-03-01")
        page.reload()
        expect(champion).to_contain_text("Unknown")
        page.get_by_role("button", name="All days").click()
        expect(rows).to_have_count(everything)
        assert visit.complaints == []


def test_without_scripts_every_row_is_there(site, browser: Browser):
    with visiting(browser, site.as_uri() + "/", java_script_enabled=False) as visit:
        page = visit.page
        page.goto(visit.origin + "controls/index.html")
        expect(page.locator(".mf-tools")).to_be_hidden()
        expect(page.locator("#t-controls tbody tr:visible").first).to_be_visible()
        expect(page.get_by_role("button", name="Search")).to_have_count(0)


def test_a_number_is_two_clicks_away_from_its_file_and_digest(site, browser: Browser):
    with visiting(browser, site.as_uri() + "/") as visit:
        page = visit.go("models/credit-risk-pd/v3.html")
        page.locator("#metrics ~ div .mf-cite a").first.click()
        expect(page.locator("li[id^=source-]:target")).to_be_visible()
        page.locator("li:has(> ol > li[id^=source-]:target) > a").click()
        row = page.locator("tr:target")
        expect(row).to_contain_text("mlruns/")
        file, digest = row.locator("th").inner_text().strip(), row.locator("code").first.inner_text().strip()
        read = (ROOT / "examples" / file).read_bytes()
        assert digest == hashlib.sha256(read).hexdigest()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_has_a_known_barrier_or_scrolls_sideways(site, browser: Browser, scheme, width):
    with visiting(
        browser, site.as_uri() + "/", color_scheme=scheme, viewport={"width": width, "height": 900}
    ) as visit:
        faults = {}
        for path in one_of_each_kind(site):
            page = visit.go(path)
            found = visit.accessibility_faults()
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("scrolls sideways")
            if found:
                faults[path] = found
        assert faults == {}


def test_every_page_keeps_within_the_budget_of_its_kind_or_says_why_it_does_not(site):
    assert over_budget(site) == []
    assert set(weights(site)) == set(BUDGETS)
    heavy = (site / "models/card-fraud-scorer/index.html").read_text()
    assert len(heavy) > MOST * 1000
    assert re.search(
        r"because of all that it holds: \d+ rows of tables, \d+ figures, \d+ places in the sources\.", heavy
    )


FILE = re.compile(r"<li>(<(?:a href|span)[^>\n]*>[^<]*</(?:a|span)> [^\n]*?)<ol>(.*?)</ol></li>")
PLACE = re.compile(r'<li id="(source-\d+)" value="\d+">')
ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
FINDINGS = re.compile(
    r'<table[^>]* id="t-(?:findings|model-findings|version-findings|portfolio-findings|annex-iv|waivers)".*?</table>',
    re.DOTALL,
)


def test_every_result_leads_to_its_file_its_digest_and_its_place_in_two_clicks(site):
    """One click from a result to the list of its page's sources, one from there to the file with its whole SHA-256."""
    evidence = {path.name: path.read_text() for path in site.glob("evidence/*.html")}
    pages = [
        *site.glob("audit/*.html"),
        *site.glob("controls/*.html"),
        *site.glob("frameworks/*.html"),
        *site.glob("models/*/audit*.html"),
    ]
    results = files = 0
    for page in pages:
        html = page.read_text()
        listed_files = FILE.findall(html)
        listed_sources = [number for _, places in listed_files for number in PLACE.findall(places)]
        for table in FINDINGS.findall(html):
            for row in ROW.findall(table.partition("<tbody>")[2]):
                results += 1
                cited = re.findall(r'href="#(source-\d+)"', row)
                assert cited or "Not applicable" in row, (page.name, row[:300])
                assert set(cited) <= set(listed_sources), page.name
        for entry, _ in listed_files:
            digest = re.search(r"sha256:([0-9a-f]{64})", entry)
            if digest is None:
                assert "no such file in this snapshot" in entry, entry
                continue
            assert re.search(r'href="[^"]*evidence/([^"#]+)#(f-[0-9a-f]+)"', entry), entry
            name, anchor = re.search(r'href="[^"]*evidence/([^"#]+)#(f-[0-9a-f]+)"', entry).groups()
            place = evidence[name].partition(f'id="{anchor}"')[2].partition("</tr>")[0]
            assert digest[1] in place, (page.name, entry)
            files += 1
    assert results > 1000
    assert files > 1000
