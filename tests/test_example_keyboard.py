"""The example's site by keyboard: everything in the order of reading, its focus in sight, and nothing that holds it fast."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import visiting
from tests.built_site import one_of_each_kind

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LINEAGE = "models/card-fraud-scorer/lineage.html"

UNSEEN = """() => {
    const reach = 'a[href], button, input, select, summary, [tabindex="0"]';
    const channels = colour => {
        const numbers = colour.match(/[\\d.]+/g).map(Number);
        const scale = colour.startsWith('color(') ? 1 : 255;
        return {rgb: numbers.slice(0, 3).map(each => each / scale), alpha: numbers[3] ?? 1};
    };
    const luminance = rgb => rgb.map(each => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4)
        .reduce((sum, each, at) => sum + each * [.2126, .7152, .0722][at], 0);
    const contrast = (a, b) => {
        const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (high + .05) / (low + .05);
    };
    const ground = element => {
        for (let each = element; each; each = each.parentElement) {
            const {rgb, alpha} = channels(getComputedStyle(each).backgroundColor);
            if (alpha > .9) return rgb;
        }
        return [1, 1, 1];
    };
    const seen = new Set();
    const faults = [];
    for (const element of document.querySelectorAll(reach)) {
        const kind = element.tagName + '.' + (element.getAttribute('class') ?? '') + '<' + element.parentElement.tagName
            + '.' + (element.parentElement.getAttribute('class') ?? '');
        if (seen.has(kind) || !element.checkVisibility({visibilityProperty: true})) continue;
        seen.add(kind);
        element.focus({preventScroll: true});
        if (document.activeElement !== element || !element.matches(':focus-visible')) continue;
        const shows = element.matches('.md-option') ? element.nextElementSibling : element;
        const {outlineStyle, outlineWidth, outlineColor, outlineOffset} = getComputedStyle(shows);
        const behind = ground(parseFloat(outlineOffset) < 0 ? shows : shows.parentElement);
        const ratio = contrast(channels(outlineColor).rgb, behind);
        if (outlineStyle === 'none' || parseFloat(outlineWidth) < 1) faults.push(`no outline: ${kind}`);
        else if (outlineStyle !== 'auto' && ratio < 3) faults.push(`${ratio.toFixed(2)}: ${kind}`);
    }
    return {faults, tried: seen.size};
}"""
"""Kinds of element whose focus cannot be told from what is around it (WCAG 2.2, 2.4.7 and 1.4.11: 3 to 1). The ring that
a browser draws by itself, two colours around each other, counts as seen."""

STOP = """previous => {
    const at = document.activeElement;
    const order = previous && previous.isConnected && previous.compareDocumentPosition(at);
    return {
        words: at.outerHTML.slice(0, 100), left: at === document.body, shown: at.checkVisibility(),
        behind: Boolean(order & Node.DOCUMENT_POSITION_PRECEDING),
    };
}"""


@pytest.fixture(scope="module")
def origin(example_site: Path) -> str:
    """The site as it is opened from a disk."""
    return example_site.as_uri() + "/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_focus_is_seen_on_every_kind_of_control(origin, example_site, browser: Browser, scheme, width):
    viewport = {"width": width, "height": 900}
    with visiting(browser, origin, color_scheme=scheme, viewport=viewport) as visit:
        faults, tried = set(), 0
        for path in one_of_each_kind(example_site):
            page = visit.go(path)
            page.keyboard.press("Tab")  # from here on a script's focus is a keyboard's
            found = page.evaluate(UNSEEN)
            faults.update(found["faults"])
            tried += found["tried"]
        assert faults == set()
        assert tried > len(one_of_each_kind(example_site)) * 8


@pytest.mark.parametrize("path", ["prompts.html", "experiments/index.html", "audit/waivers.html"])
def test_tab_goes_through_a_whole_page_in_the_order_of_its_text_and_out_of_it(origin, browser: Browser, path):
    with visiting(browser, origin, viewport={"width": 1440, "height": 900}) as visit:
        page = visit.go(path)
        stops = []
        previous = page.evaluate_handle("null")
        for _ in range(400):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP, previous)
            if stop["left"]:
                break
            assert stop["shown"], stop
            assert not stop["behind"], stop
            stops.append(stop["words"])
            previous = page.evaluate_handle("document.activeElement")
        else:
            pytest.fail("Tab does not leave the page")
        assert len(stops) > 12
        assert "md-skip" in stops[0]
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("last => document.activeElement === last", previous)


def test_the_search_keeps_the_focus_while_it_is_open_and_gives_it_back(origin, browser: Browser):
    with visiting(browser, origin) as visit:
        page = visit.go("index.html")
        opener = page.get_by_role("button", name="Search")
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("searchbox", name="Search")).to_be_focused()
        page.keyboard.type("credit")
        results = page.locator(".mf-search__result")
        expect(results.first).to_be_visible()
        seen = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            held = page.evaluate("document.activeElement.closest('dialog, body').tagName")
            seen.add(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
            if held == "BODY" and not page.evaluate("document.activeElement === document.body"):
                pytest.fail("the focus went behind the open search")
        assert {"mf-search__result", "mf-search__close"} <= {part for each in seen for part in each.split()}
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        assert visit.complaints == []


def test_tables_and_figures_wider_than_the_screen_are_scrolled_by_keyboard(origin, browser: Browser):
    with visiting(browser, origin, viewport={"width": 390, "height": 800}) as visit:
        for path, region in (("index.html", ".mf-scroll"), (LINEAGE, ".mf-canvas.mf-wide")):
            page = visit.go(path)
            wide = page.locator(region).first
            wide.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("region => region.scrollLeft > 0", arg=wide.element_handle())
            expect(wide).to_have_attribute("role", "region")
            expect(wide).to_have_attribute("aria-label", re.compile(r"\w"))


def test_what_an_object_was_made_from_and_what_came_of_it_stand_out(origin, browser: Browser):
    titles = "all => all.map(title => title.textContent.split(',')[0])"
    with visiting(browser, origin) as visit:
        page = visit.go(LINEAGE)
        figure = page.locator(".mf-canvas .mf-svg")
        related = figure.locator(".mf-on > title")
        figure.locator("a", has=page.locator("title", has_text="version card-fraud-scorer v5")).focus()
        lit = set(related.evaluate_all(titles))
        assert {"run best of the sweep", "version card-fraud-scorer v5", "alias @champion"} <= lit
        assert not {"version card-fraud-scorer v4", "version card-fraud-scorer v8", "alias @challenger"} & lit
        page.keyboard.press("Escape")
        expect(figure.locator(".mf-on")).to_have_count(0)
        figure.locator("a", has=page.locator("title", has_text="run retrain 2025q3")).hover()
        lit = set(related.evaluate_all(titles))
        assert {"dataset card_payments_2025q3", "version card-fraud-scorer v4"} <= lit
        assert "version card-fraud-scorer v5" not in lit
        page.mouse.move(5, 5)
        assert visit.complaints == []
