"""Runs below their parent can be put away and had again: by keyboard, by the address, on paper, and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import visiting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def origin(example_site: Path) -> str:
    """The site as it is opened from a disk."""
    return example_site.as_uri() + "/"


@pytest.fixture(scope="module")
def sweep(example_site: Path) -> str:
    """The experiment whose 24 trials are children of one run."""
    return (
        next((example_site / "experiments").glob("card-fraud-sweep-*.html"))
        .relative_to(example_site)
        .as_posix()
    )


def shown(page: Page) -> int:
    return page.locator("#t-runs tbody tr:visible").count()


def count_told(page: Page) -> str:
    return page.locator(".mf-tools[data-for=t-runs] output").text_content() or ""


def test_the_button_of_the_parent_opens_and_folds_by_keyboard_and_the_address_keeps_it(
    origin: str, sweep: str, browser: Browser
) -> None:
    with visiting(browser, origin) as visit:
        page = visit.go(sweep)
        button = page.get_by_role("button", name="Child runs of random search")
        assert (shown(page), count_told(page)) == (1, "1 of 25 shown")
        expect(button).to_have_attribute("aria-expanded", "false")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        assert (shown(page), count_told(page)) == (25, "25 of 25 shown")
        page.reload()
        assert shown(page) == 25
        page.get_by_role("button", name="Child runs of random search").press("Space")
        assert (shown(page), "t-runs.o" in page.url) == (1, False)


def test_what_is_looked_for_is_shown_though_its_parent_is_folded(
    origin: str, sweep: str, browser: Browser
) -> None:
    with visiting(browser, origin) as visit:
        page = visit.go(sweep)
        page.fill("#q-runs", "trial 07")
        found = page.locator("#t-runs tbody tr:visible")
        assert count_told(page) == f"{found.count()} of 25 shown"
        assert found.filter(has_text="trial 07").count() == 1
        assert found.filter(has_text="random search").count() == 0
        page.fill("#q-runs", "")
        assert shown(page) == 1
        expect(page.locator("#t-runs tbody tr:visible th")).to_contain_text("random search")


def test_sorted_children_stay_below_their_parent(origin: str, sweep: str, browser: Browser) -> None:
    with visiting(browser, origin) as visit:
        page = visit.go(sweep)
        page.get_by_role("button", name="Child runs of random search").click()
        head = page.locator("#t-runs th button", has_text="average_precision").first
        head.click()
        head.click()
        rows = page.locator("#t-runs tbody tr th")
        expect(rows.nth(0)).to_contain_text("random search")
        expect(rows.nth(1)).to_contain_text("Best average_precision")


def test_without_scripts_and_on_paper_every_run_is_there(origin: str, sweep: str, browser: Browser) -> None:
    with visiting(browser, origin) as visit:
        page = visit.go(sweep)
        page.emulate_media(media="print")
        assert shown(page) == 25
        assert page.locator(".mf-fold:visible").count() == 0
    context = browser.new_context(java_script_enabled=False)
    try:
        plain = context.new_page()
        plain.goto(origin + sweep)
        assert shown(plain) == 25
        assert plain.locator(".mf-fold:visible").count() == 0
    finally:
        context.close()
