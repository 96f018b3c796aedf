import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import visiting
from tests.site import sample

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PATHS = [rendered.page.path for rendered in sample.site()[0]]
PHONE = {"width": 390, "height": 800}
CARD = "models/churn/index.html"
VERSION = "models/churn/v7.html"
HOSTILE = "models/evil/index.html"


def test_every_page_loads_without_a_complaint_and_asks_nobody_else(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        for path in PATHS if origin.startswith("file") else PATHS[::4]:
            page = visit.go(path)
            page.wait_for_load_state("networkidle")
            expect(page.locator("h1")).to_have_count(1)
        assert visit.complaints == []
        assert visit.outside == []


def test_the_search_finds_names_by_their_parts(browser: Browser, origin: str) -> None:
    titles = {
        "holdout": "holdout_2026q3",
        "loss": "unleashed-grouse-114",
        "val_loss": "unleashed-grouse-114",
        "2026q3": "holdout_2026q3",
        "lindq": "churn",
    }
    with visiting(browser, origin) as visit:
        visit.go(VERSION)
        for words, title in titles.items():
            expect(visit.search(words)).to_contain_text(title)
        assert visit.complaints == []
        assert visit.outside == []


def test_a_search_result_leads_to_its_section(browser: Browser, disk: str) -> None:
    with visiting(browser, disk) as visit:
        page = visit.go("findings.html")
        visit.search("What changed")
        page.locator(".mf-search__result[href*=changes]").click()
        page.wait_for_url(re.compile(r"models/churn/index\.html#changes$"))
        expect(page.locator("#mf-search")).to_be_hidden()


def test_the_search_is_walked_by_keyboard_and_says_what_a_result_is(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        page = visit.go(VERSION)
        page.get_by_role("button", name="Search").focus()
        page.keyboard.press("Enter")
        box = page.get_by_role("searchbox", name="Search")
        expect(box).to_be_focused()
        box.press_sequentially("CHÜRN v7")
        expect(page.locator(".mf-search__result").first).to_have_text(re.compile("churn v7.*version"))
        box.fill("churn")
        expect(page.locator(".mf-search [role=status]")).to_have_text(re.compile(r"^\d+ results$"))
        results = page.locator(".mf-search__result")
        expect(results.first).to_contain_text("model card")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(results.nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(box).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Search")).to_be_focused()
        page.keyboard.press("/")
        box.fill("churn nothing-of-the-kind")
        expect(page.locator(".mf-search [role=status]")).to_contain_text(
            "Nothing begins with “churn” and “nothing”"
        )
        expect(results).to_have_count(0)
        assert visit.complaints == []


def test_the_kinds_of_result_narrow_the_search(browser: Browser, web: str) -> None:
    with visiting(browser, web) as visit:
        page = visit.go(CARD)
        visit.search("churn")
        page.get_by_role("group", name="Kinds of result").get_by_role("button", name="version").click()
        expect(page.locator(".mf-search [role=status]")).to_have_text("1 result")
        expect(page.locator(".mf-search__result")).to_contain_text("churn v7")
        assert visit.complaints == []


def test_no_page_takes_anything_of_the_index_before_somebody_searches(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        page = visit.go(CARD)
        page.wait_for_load_state("networkidle")
        assert [url for url in asked if "/search/" in url] == []
        expect(visit.search("lindq")).to_contain_text("churn")
        assert {url.rpartition("/search/")[2] for url in asked if "/search/" in url} == {
            "index.js",
            "words/0.js",
            "records/0.js",
        }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_the_open_search(browser: Browser, web: str, scheme: str, width: int) -> None:
    with visiting(browser, web, color_scheme=scheme, viewport={"width": width, "height": 800}) as visit:
        page = visit.go(CARD)
        expect(visit.search("churn").locator("li").first).to_be_visible()
        assert visit.accessibility_faults() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_tabs_trail_and_left_column_lead_on_from_any_depth(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        page = visit.go(VERSION)
        page.locator(".mf-nav__local", has_text="Changelog").get_by_role("link").click()
        expect(page.locator("h1")).to_have_text("Changelog of churn")
        page.get_by_label("Breadcrumbs").get_by_text("churn", exact=True).click()
        expect(page.locator("h1")).to_have_text("churn")
        page.get_by_label("Tabs").get_by_text("Experiments").click()
        expect(page.locator("h1")).to_have_text("Experiments")
        expect(page.locator(".md-tabs__item--active")).to_have_text("Experiments")
        assert visit.complaints == []


def test_a_table_sorts_numbers_as_numbers_and_the_address_keeps_it(browser: Browser, disk: str) -> None:
    with visiting(browser, disk) as visit:
        page = visit.go(VERSION)
        metrics = page.locator("#t-metrics tbody th")
        page.locator("#t-metrics").get_by_role("button", name="v6").click()
        assert metrics.all_inner_texts() == ["recall", "auc", "val_loss"]
        page.locator("#t-metrics").get_by_role("button", name="v6").click()
        assert metrics.all_inner_texts() == ["val_loss", "auc", "recall"]
        expect(page.locator("#t-metrics th").nth(1)).to_have_attribute("aria-sort", "descending")
        assert "t-metrics.s=-2" in page.url
        page.reload()
        assert metrics.all_inner_texts() == ["val_loss", "auc", "recall"]
        assert visit.complaints == []


def test_a_heading_that_does_not_sort_stays_a_heading(browser: Browser, web: str) -> None:
    with visiting(browser, web) as visit:
        page = visit.go(f"{VERSION}?t-metrics.s=5&t-metrics.f=nonsense")
        assert page.locator("#t-metrics thead button").count() == 4
        assert page.locator("#t-metrics tbody th").all_inner_texts() == ["recall", "auc", "val_loss"]
        expect(page.locator(".mf-tools output")).to_have_text("3 of 3 shown")
        assert visit.complaints == []


def test_a_table_filters_by_words_and_chips_and_counts(browser: Browser, disk: str) -> None:
    with visiting(browser, disk) as visit:
        page = visit.go(VERSION)
        count = page.locator(".mf-tools output")
        expect(count).to_have_text("3 of 3 shown")
        page.get_by_role("button", name="Failing").click()
        expect(count).to_have_text("1 of 3 shown")
        expect(page.locator("#t-metrics tbody tr:visible th")).to_have_text(["recall"])
        page.get_by_role("button", name="Failing").click()
        expect(page.get_by_role("button", name="All")).to_have_attribute("aria-pressed", "true")
        page.get_by_label("Filter").fill("pass 9")
        expect(count).to_have_text("2 of 3 shown")
        page.reload()
        expect(page.get_by_label("Filter")).to_have_value("pass 9")
        expect(count).to_have_text("2 of 3 shown")
        assert visit.complaints == []


def test_a_mark_shows_its_sources_to_mouse_and_keyboard(browser: Browser, disk: str) -> None:
    with visiting(browser, disk) as visit:
        page = visit.go(CARD)
        popover = page.locator(".mf-pop")
        mark = page.locator(".mf-cite a").first
        mark.focus()
        expect(popover).to_contain_text("mlruns/models/churn/meta.yaml /aliases/champion aaaaaaaaaaaa")
        expect(mark).to_have_attribute("aria-describedby", "mf-pop")
        page.keyboard.press("Escape")
        expect(popover).to_have_count(0)
        page.locator(".mf-cite a").nth(1).hover()
        expect(popover.locator("p")).to_have_count(2)
        popover.hover()
        page.wait_for_timeout(350)
        expect(popover).to_be_visible()
        page.mouse.move(5, 5)
        expect(popover).to_have_count(0)
        page.locator(".mf-cite a").first.click()
        assert page.url.endswith("#source-1")
        assert visit.complaints == []


def test_the_theme_goes_from_system_to_light_to_dark_and_is_remembered(browser: Browser, web: str) -> None:
    with visiting(browser, web, color_scheme="dark") as visit:
        page = visit.go("index.html")
        scheme = page.locator("body")
        expect(scheme).to_have_attribute("data-md-color-scheme", "slate")
        page.get_by_title("Theme: system").click()
        expect(scheme).to_have_attribute("data-md-color-scheme", "default")
        page.get_by_title("Theme: light").click()
        expect(scheme).to_have_attribute("data-md-color-scheme", "slate")
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) == "rgb(30, 33, 41)"
        visit.go(VERSION)
        expect(scheme).to_have_attribute("data-md-color-scheme", "slate")
        assert visit.complaints == []


def test_hostile_names_stay_text_when_shown_pointed_at_and_searched(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        page = visit.go(HOSTILE)
        assert page.title() == sample.HOSTILE.replace("\u202e", "⟨U+202E⟩") + " - Meridian Bank"
        for place in (
            ".md-path a",
            ".mf-nav__local > a",
            ".md-nav--secondary .md-nav__link",
            ".md-header__topic",
        ):
            page.locator(place).last.hover(force=True)
        for words in ("script", "onerror", "alert", "title"):
            page.goto(origin + "findings.html")
            expect(visit.search(words)).to_contain_text("<img src=x onerror=alert(2)>")
        assert page.locator("img").count() == 0
        assert visit.complaints == []


def test_the_policy_stops_what_escaping_would_have_missed(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        page = visit.go(CARD)
        page.evaluate("""() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            const box = document.createElement("div");
            box.innerHTML = "<img src=x onerror='window.ran = true'>";
            document.body.append(box);
        }""")
        page.wait_for_timeout(200)
        assert page.evaluate("window.ran") is None
        blocked = [complaint for complaint in visit.complaints if "Content Security Policy" in complaint]
        assert len(blocked) >= 2


@pytest.mark.parametrize("width", [390, 320])
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, web: str, width: int) -> None:
    with visiting(browser, web, viewport={"width": width, "height": 800}) as visit:
        for path in PATHS:
            page = visit.go(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_drawer_of_a_phone_holds_tabs_subject_and_sections(browser: Browser, web: str) -> None:
    with visiting(browser, web, viewport=PHONE) as visit:
        page = visit.go(CARD)
        page.locator("label[for=__drawer].md-icon").click()
        drawer = page.locator(".mf-nav")
        for words in ("Experiments", "Version 7", "What changed"):
            expect(drawer.get_by_role("link", name=words)).to_be_in_viewport()
        drawer.get_by_role("link", name="Version 7").click()
        expect(page.locator("h1")).to_have_text("churn v7")


def test_wide_pages_leave_out_both_columns(browser: Browser, web: str) -> None:
    with visiting(browser, web, viewport={"width": 1440, "height": 900}) as visit:
        page = visit.go("models/churn/lineage.html")
        expect(page.locator(".mf-nav")).to_be_hidden()
        expect(page.locator(".md-sidebar--secondary")).to_be_hidden()
        visit.go(CARD)
        expect(page.locator(".mf-nav")).to_be_visible()
        expect(page.locator(".md-sidebar--secondary")).to_be_visible()
        expect(page.locator(".mf-nav [aria-current=page]")).to_have_text("Model card")


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, web: str, scheme: str, viewport: dict[str, int]) -> None:
    with visiting(browser, web, color_scheme=scheme, viewport=viewport, reduced_motion="reduce") as visit:
        faults = []
        for path in ("index.html", CARD, HOSTILE, "models/churn/lineage.html", "experiments/index.html"):
            visit.go(path)
            faults += [f"{path}: {fault}" for fault in visit.accessibility_faults()]
        assert faults == []


def test_on_paper_the_frame_is_gone_and_the_data_is_open(browser: Browser, web: str) -> None:
    with visiting(browser, web, color_scheme="dark") as visit:
        page = visit.go(CARD)
        table = page.locator("details.mf-data table").first
        expect(table).to_be_hidden()
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(table).to_be_visible()
        for place in (".md-header", ".md-tabs", ".mf-tools", ".md-footer", ".mf-nav"):
            expect(page.locator(place).first).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 36, 48)"
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(table).to_be_hidden()


def test_everything_is_readable_without_scripts(browser: Browser, web: str) -> None:
    with visiting(browser, web, java_script_enabled=False) as visit:
        visit.page.goto(web + CARD)
        expect(visit.page.locator("#t-metrics")).to_contain_text("val_loss")
        expect(visit.page.locator(".mf-tools")).to_be_hidden()
        visit.page.locator(".mf-cite a").first.click()
        expect(visit.page.locator("#source-1")).to_be_in_viewport()
