"""A real browser for the tests of any room: one Chromium for the whole session, and servers on this machine.

A test module that needs it says ``pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]`` and asks for
the fixture ``browser``, which the ``conftest.py`` of all tests brings: there can be only one in a process.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

_PROGRAMS = "chromium", "chromium-browser", "google-chrome"
_AXE = Path(__file__).parent / "assets" / "axe.min.js"


def find_program() -> str | None:
    """The browser of this machine that we drive, if there is any."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; its absence is a failure on the continuous integration, else a skip."""
    program = find_program()
    if program is None:
        reason = f"no browser on this machine; tried {', '.join(_PROGRAMS)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a web server of this machine; gives its address, with a slash at the end."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Visit:
    """A tab of the browser, and what went wrong or out in it."""

    page: Page
    origin: str
    """What every address begins with that the site may ask for."""
    complaints: list[str] = field(default_factory=list)
    """Errors and warnings of the console, errors of scripts, and dialogues: a dialogue is a payload that ran."""
    outside: list[str] = field(default_factory=list)
    """Addresses asked for elsewhere."""

    def go(self, path: str) -> Page:
        """Open a page of the site and wait until its scripts have run."""
        self.page.goto(self.origin + path)
        self.page.locator("html.js").wait_for(state="attached")
        return self.page

    def search(self, words: str) -> Locator:
        """Type into the site's search; gives the place where its answer will show."""
        self.page.wait_for_load_state("load")  # before, no script listens to the key
        self.page.keyboard.press("/")
        self.page.get_by_role("searchbox", name="Search").fill("")
        self.page.get_by_role("searchbox", name="Search").press_sequentially(words, delay=15)
        return self.page.locator(".mf-search__results")

    def accessibility_faults(self) -> list[str]:
        """What axe-core finds against WCAG 2.0 to 2.2, levels A and AA, and its best practices.

        The one rule of WCAG 2.2, that targets are large enough, is off unless it is asked for.
        """
        self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate(
            "axe.run(document, {resultTypes: ['violations'], preload: false, rules: {'target-size': {enabled: true}}})"
        )
        return [
            f"{each['id']}: {node['html'][:200]}" for each in found["violations"] for node in each["nodes"]
        ]


@contextmanager
def visiting(browser: Browser, origin: str, **context: Any) -> Iterator[Visit]:
    """A fresh tab; options such as ``viewport`` and ``color_scheme`` are those of Playwright's ``new_context``."""
    opened = browser.new_context(**context)
    opened.set_default_timeout(10_000)
    page = opened.new_page()
    visit = Visit(page, origin)

    def on_dialog(dialog: Any) -> None:
        visit.complaints.append(f"dialogue: {dialog.message}")
        dialog.dismiss()

    def on_request(request: Any) -> None:
        if not request.url.startswith((origin, "data:", "blob:", "about:")):
            visit.outside.append(request.url)

    def on_failure(request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a page waits for is given up when it is left
            visit.complaints.append(f"failed: {request.url}: {request.failure}")

    def on_console(message: Any) -> None:
        if message.type in {"error", "warning"}:
            visit.complaints.append(f"console: {message.text}")

    page.on("dialog", on_dialog)
    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: visit.complaints.append(f"script: {error}"))
    page.on("requestfailed", on_failure)
    try:
        yield visit
    finally:
        opened.close()
