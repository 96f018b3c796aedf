"""Everything on the example's site can be reached and used by keyboard, by touch, enlarged, and in forced colours."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import visiting
from tests.built_site import Labels, one_of_each_kind

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CARD = "models/credit-risk-pd/index.html"
AUDIT = "models/credit-risk-pd/audit.html"
CONTROLS = "controls/index.html"


CUT = """() => [...document.querySelectorAll('.md-content *')].filter(each => {
    const {overflowX, overflowY, display, clipPath} = getComputedStyle(each);
    return each.getClientRects().length && display !== 'inline' && clipPath === 'none' && !each.closest('svg')
        && (overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1
            || overflowY === 'hidden' && each.scrollHeight > each.clientHeight + 1);
}).map(each => each.outerHTML.slice(0, 120))"""
"""Elements that hide words which no reader can scroll to."""


@pytest.fixture(scope="module")
def origin(example_site: Path) -> str:
    """The site as it is opened from a disk."""
    return example_site.as_uri() + "/"


def tab_to(page: Page, selector: str, most: int = 200) -> None:
    """Press Tab until something that fits has the focus, and see that its focus shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            shown = page.evaluate(
                "(({outlineStyle, outlineWidth, boxShadow}) =>"
                " (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none')"
                "(getComputedStyle(document.activeElement))"
            )
            assert shown, f"the focus does not show on {selector}"
            return
    pytest.fail(f"{most} presses of Tab do not reach {selector}")


def test_a_table_is_filtered_narrowed_and_sorted_by_keyboard_alone(origin, browser: Browser):
    with visiting(browser, origin) as visit:
        page = visit.go(CONTROLS)
        shown = page.locator("#t-controls tbody tr:not(.mf-group):visible")
        total = shown.count()
        tab_to(page, ".mf-tools input")
        page.keyboard.type("DOC-010")
        expect(shown).to_have_count(1)
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        expect(shown).to_have_count(total)
        tab_to(page, ".mf-tools button:not([data-f=''])")
        page.keyboard.press("Space")
        expect(page.locator(".mf-tools button:focus")).to_have_attribute("aria-pressed", "true")
        assert 0 < shown.count() < total
        page.keyboard.press("Enter")
        expect(shown).to_have_count(total)
        tab_to(page, ".mf-facets summary")
        page.keyboard.press("Enter")
        tab_to(page, ".mf-facets select")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".mf-facets select:focus")).not_to_have_value("")
        assert 0 < shown.count() < total
        tab_to(page, "#t-controls thead button")
        page.keyboard.press("Enter")
        expect(page.locator("#t-controls th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
        page.keyboard.press("Space")
        expect(page.locator("#t-controls th[aria-sort]")).to_have_attribute("aria-sort", "descending")
        assert visit.complaints == []


def test_a_day_is_picked_by_keyboard_and_given_back(origin, browser: Browser):
    with visiting(browser, origin) as visit:
        page = visit.go("models/credit-risk-pd/timeline.html")
        rows = page.locator("#t-held tbody tr:visible")
        total = rows.count()
        tab_to(page, ".mf-tools[data-day-for] input")
        page.keyboard.type("01022026")
        output = page.locator(".mf-tools[data-day-for] output")
        expect(output).to_have_text(f"{rows.count()} of {total} hold on 2026-01-02 (UTC)")
        assert rows.count() < total
        tab_to(page, ".mf-tools[data-day-for] button")
        page.keyboard.press("Enter")
        expect(rows).to_have_count(total)


def test_figures_their_data_and_the_marks_of_facts_are_reached_by_keyboard(origin, browser: Browser):
    with visiting(browser, origin) as visit:
        page = visit.go(CARD)
        tab_to(page, ".mf-cite a")
        expect(page.locator(".mf-pop")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".mf-pop")).to_have_count(0)
        tab_to(page, "details.mf-data > summary")
        page.keyboard.press("Enter")
        expect(page.locator("details.mf-data[open] table").first).to_be_visible()
        page = visit.go("models/credit-risk-pd/lineage.html")
        tab_to(page, ".mf-svg a")
        href = page.evaluate("document.activeElement.getAttribute('href')")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url.endswith(href.rpartition("/")[2]))


def test_every_heading_label_and_filter_has_its_meaning_at_hand(example_site):
    """Names from a store are explained by what they name. A flavour's own metadata has the names that it has."""
    unexplained = {
        f"{path}: {label}"
        for path in one_of_each_kind(example_site)
        if path != "glossary.html"
        for label in Labels((example_site / path).read_text()).unexplained
        if label not in {"dt: alert_rate", "dt: decision_threshold"}
    }
    assert unexplained == set()


def test_a_heading_says_what_it_means_and_what_the_statuses_below_it_mean(origin, browser: Browser):
    with visiting(browser, origin) as visit:
        page = visit.go(AUDIT)
        popover = page.locator(".mf-pop")
        tab_to(page, "#t-pillars thead .mf-term")
        expect(popover).to_contain_text("One of five questions")
        tab_to(page, "#t-findings thead th:nth-child(2) button")
        expect(popover).to_contain_text("What came of holding something against its rule or limit.")
        expect(popover).to_contain_text("The control did not find what it asks for.")
        expect(page.locator("#t-findings button:focus")).to_have_attribute("aria-describedby", "mf-pop")
        page.keyboard.press("Escape")
        expect(popover).to_have_count(0)
        page.locator("#t-pillars thead .mf-term").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/glossary.html#g-pillar")
        assert visit.complaints == []


def test_a_status_that_was_said_before_finds_its_meaning_at_the_first(origin, browser: Browser):
    with visiting(browser, origin) as visit:
        page = visit.go("index.html")
        later = page.locator('#t-models .mf-pill[data-what=""]').first
        word = later.inner_text()
        first = page.locator(".mf-pill[data-what]:not([data-what=''])", has_text=word).first
        later.hover()
        expect(page.locator(".mf-pop")).to_contain_text(first.get_attribute("data-what") or "no meaning")
        lost = page.evaluate(
            """[...document.querySelectorAll('.mf-pill[data-what=""]')].map(pill => pill.textContent).filter(word =>
                ![...document.querySelectorAll('.mf-pill[data-what]:not([data-what=""])')].some(
                    pill => pill.textContent === word))"""
        )
        assert lost == []


def test_a_tap_shows_a_meaning_and_the_second_one_leads_to_it(origin, browser: Browser):
    with visiting(browser, origin, has_touch=True, viewport={"width": 390, "height": 800}) as visit:
        page = visit.go(AUDIT)
        legend = page.locator(".mf-legend a").filter(has_text="waived")
        legend.tap()
        expect(page.locator(".mf-pop")).to_contain_text("a valid waiver says why")
        assert page.url.endswith(AUDIT)
        legend.tap()
        page.wait_for_url("**/glossary.html#g-waived")
        page = visit.go(AUDIT)
        digest = page.locator("code.mf-digest").first
        digest.tap()
        expect(page.locator(".mf-pop")).to_contain_text(digest.get_attribute("data-what"))
        page.locator("h1").tap()
        expect(page.locator(".mf-pop")).to_have_count(0)


def test_without_scripts_a_meaning_is_one_link_away(origin, browser: Browser):
    with visiting(browser, origin, java_script_enabled=False) as visit:
        visit.page.goto(origin + AUDIT)
        visit.page.locator("thead .mf-term").first.click()
        expect(visit.page.locator("dt:target")).to_be_visible()


def test_on_a_narrow_screen_every_heading_still_sorts(origin, browser: Browser):
    with visiting(browser, origin, viewport={"width": 320, "height": 800}) as visit:
        for path in one_of_each_kind(Path(origin.removeprefix("file://"))):
            page = visit.go(path)
            for details in page.locator("details.mf-data").all():
                details.evaluate("details => { details.open = true; }")
            hidden = page.evaluate(
                "[...document.querySelectorAll('table[data-sortable] thead button')]"
                ".filter(button => !button.closest('[hidden], .mf-print') && !button.getClientRects().length)"
                ".map(button => button.textContent)"
            )
            assert (path, hidden) == (path, [])


@pytest.mark.parametrize(
    "context",
    [
        {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2},
        {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    ],
    ids=["200 %", "400 %"],
)
def test_enlarged_no_page_scrolls_sideways_and_no_words_are_cut(origin, browser: Browser, context):
    """Of words that are cut, only those count that no reader can scroll to (WCAG 2.2, 1.4.4 and 1.4.10)."""
    with visiting(browser, origin, **context) as visit:
        faults = {}
        for path in one_of_each_kind(Path(origin.removeprefix("file://"))):
            page = visit.go(path)
            found = page.evaluate(CUT)
            width = page.evaluate("document.documentElement.scrollWidth")
            if found or width > context["viewport"]["width"]:
                faults[path] = (width, found)
        assert faults == {}


@pytest.mark.parametrize("width", [1280, 320])
def test_text_may_be_spaced_wider_without_loss(origin, browser: Browser, width):
    """What readers may set by style sheets of their own (WCAG 2.2, 1.4.12)."""
    spaced = (
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    with visiting(browser, origin, viewport={"width": width, "height": 800}, bypass_csp=True) as visit:
        faults = {}
        for path in one_of_each_kind(Path(origin.removeprefix("file://"))):
            page = visit.go(path)
            page.add_style_tag(content=f"{spaced} p {{ margin-bottom: 2em !important }}")
            found, wide = page.evaluate(CUT), page.evaluate("document.documentElement.scrollWidth")
            if found or wide > width:
                faults[path] = wide, found
        assert faults == {}


def test_in_forced_colours_statuses_keep_a_border_a_sign_and_figures_their_lines(origin, browser: Browser):
    with visiting(browser, origin, forced_colors="active") as visit:
        page = visit.go(AUDIT)
        bare = page.evaluate("""[...document.querySelectorAll('.mf-pill, .mf-chip, .mf-missing, .mf-verdict')]
            .filter(each => each.getClientRects().length && getComputedStyle(each).borderTopWidth === '0px')
            .map(each => each.outerHTML)""")
        assert bare == []
        shares = page.locator(".mf-bar rect").evaluate_all(
            "all => new Set(all.map(each => getComputedStyle(each).fill)).size"
        )
        assert shares > 2
        page = visit.go(CONTROLS)
        chips = page.locator(".mf-tools button[data-f]")
        colours = "each => getComputedStyle(each).backgroundColor"
        assert chips.nth(0).evaluate(colours) != chips.nth(1).evaluate(colours)
        page = visit.go(CARD)
        unseen = page.evaluate("""[...document.querySelectorAll('.mf-svg text')].filter(each =>
            each.getClientRects().length && getComputedStyle(each).fill === getComputedStyle(document.body).backgroundColor)
            .map(each => each.textContent)""")
        assert unseen == []


def test_who_asks_for_less_motion_gets_none(origin, browser: Browser):
    with visiting(browser, origin, reduced_motion="reduce") as visit:
        for path in (CARD, CONTROLS):
            page = visit.go(path)
            visit.search("credit")
            moving = page.evaluate("""[...document.querySelectorAll('*')].filter(each => {
                const {transitionDuration, animationName, transitionProperty} = getComputedStyle(each);
                return animationName !== 'none' || transitionProperty !== 'none' && parseFloat(transitionDuration) > 0;
            }).map(each => each.outerHTML.slice(0, 80))""")
            assert moving == []
            page.keyboard.press("Escape")
