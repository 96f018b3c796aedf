"""The pictures of the documentation: the example as it ships, and made somebody's own.

``make pictures`` writes them into ``docs/images/``. They are made to be looked at by people, so nothing is asserted here.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.contact_sheet import chromium

_VIEW = {"width": 1280, "height": 720}


def main(site: Path, branded: Path, folder: Path) -> None:
    """Photograph both sites into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        page = browser.new_context(color_scheme="light", viewport=_VIEW).new_page()
        _shoot(page, site / "index.html", folder / "portfolio.png", width=1440, height=1280)
        _shoot(page, branded / "index.html", folder / "own-name.png")
        _shoot(page, branded / "handbook.html", folder / "own-page.png")
        _shoot(page, branded / "models/card-fraud-scorer/v8.html", folder / "own-block.png")
        _search(page, branded / "index.html", "whom to ask", folder / "own-search.png")


def _shoot(page: Page, path: Path, picture: Path, *, width: int = 1280, height: int = 720) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(path.resolve().as_uri())
    page.locator("html.js").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=picture)
    page.set_viewport_size(_VIEW)


def _search(page: Page, path: Path, words: str, picture: Path) -> None:
    page.goto(path.resolve().as_uri())
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.locator("dialog [href]").first.wait_for()
    page.screenshot(path=picture)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
