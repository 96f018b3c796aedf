"""An open page follows what people write and what a tracker records, under the site's own security policy."""

import shutil

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import visiting
from tests.cli.serving import SOON, Serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CARD = "models/card-fraud-scorer/index.html"


@pytest.fixture
def folder(example, tmp_path):
    folder = tmp_path / "project"
    for name in ("mlruns", "governance"):
        shutil.copytree(example / name, folder / name)
    return folder


def test_an_open_page_shows_a_changed_card_and_a_changed_alias(folder, browser: Browser):
    serving = Serving(folder)
    try:
        with visiting(browser, serving.url) as visit:
            page = visit.go(CARD)
            card = folder / "governance/models/card-fraud-scorer.md"
            lines = card.read_text().splitlines(keepends=True)
            card.write_text(
                "".join(
                    "owner: Wilhelmina Ueberall\n" if line.startswith("owner:") else line for line in lines
                )
            )
            expect(page.locator("article")).to_contain_text("Wilhelmina Ueberall", timeout=SOON * 1000)
            (folder / "mlruns/models/card-fraud-scorer/aliases/brandneu").write_text("5")
            expect(page.locator("article")).to_contain_text("brandneu", timeout=SOON * 1000)
            assert visit.complaints == []
            assert visit.outside == []
    finally:
        serving.close()
