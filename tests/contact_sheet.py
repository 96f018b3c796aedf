"""A contact sheet of a site: the richest page of every kind, light, dark, on a phone and on paper.

``make screenshots`` runs it over the example; ``python -m tests.contact_sheet SITE FOLDER`` over any site. It is made
to be looked at by people, so nothing is asserted here.
"""

import html
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser import find_program
from tests.built_site import listed, one_of_each_kind

_DESK = {"width": 1440, "height": 900}
_PHONE = {"width": 390, "height": 800}
_LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": _DESK},
    "dark": {"color_scheme": "dark", "viewport": _DESK},
    "phone": {"color_scheme": "light", "viewport": _PHONE},
}
_TALLEST = 6000
"""Pixels of a page that a picture shows."""


def main(site: Path, folder: Path) -> None:
    """Photograph the site, and write ``index.html`` beside the pictures."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kinds = {page["path"]: page["kind"] for page in listed(site)}
    pages = [(kinds[path], path) for path in one_of_each_kind(site)]
    with chromium() as browser:
        for look, options in _LOOKS.items():
            _photograph(browser, site, folder, pages, look, options)
        _print(browser, site, folder, pages)
    (folder / "index.html").write_text(_sheet(pages, folder), encoding="utf-8")
    print(f"{len(list(folder.glob('*.png')))} pictures: {(folder / 'index.html').resolve().as_uri()}")  # noqa: T201


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine; ends the program where there is none."""
    program = find_program()
    if program is None:
        sys.exit("no browser on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def _photograph(
    browser: Browser,
    site: Path,
    folder: Path,
    pages: list[tuple[str, str]],
    look: str,
    options: dict[str, Any],
) -> None:
    context = browser.new_context(**options)
    page = context.new_page()
    for kind, path in pages:
        page.goto(f"{site.resolve().as_uri()}/{path}")
        page.locator("html.js").wait_for(state="attached")
        size = options["viewport"]
        height = min(page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
        page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        page.screenshot(path=folder / f"{kind}.{look}.png")
        page.set_viewport_size(size)
    context.close()


def _print(browser: Browser, site: Path, folder: Path, pages: list[tuple[str, str]]) -> None:
    """Each page as PDF, from the dark scheme, and its first sheets as pictures where poppler is installed."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    for kind, path in pages:
        page.goto(f"{site.resolve().as_uri()}/{path}")
        pdf = folder / f"{kind}.pdf"
        page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
        if shutil.which("pdftoppm"):
            subprocess.run(
                ["pdftoppm", "-r", "60", "-l", "3", "-png", pdf, folder / f"{kind}.print"], check=True
            )
    context.close()


def _sheet(pages: list[tuple[str, str]], folder: Path) -> str:
    rows = []
    for kind, path in pages:
        names = [f"{kind}.{look}.png" for look in _LOOKS]
        names += sorted(each.name for each in folder.glob(f"{kind}.print-*.png"))
        pictures = "".join(f'<a href="{name}"><img src="{name}" alt="{name}"></a>' for name in names)
        rows.append(
            f"<h2>{html.escape(kind)} <small>{html.escape(path)}</small></h2>"
            f'<p>{pictures} <a href="{kind}.pdf">PDF</a></p>'
        )
    style = (
        "body{font-family:sans-serif}img{border:1px solid #999;height:22rem;margin:.3rem;vertical-align:top}"
    )
    return (
        f'<!doctype html><meta charset="utf-8"><title>Contact sheet</title><style>{style}</style>'
        + "".join(rows)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
