"""The reader's own browser, called to print a page of ours. None ships with us, and none is fetched."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from generator.errors import BrowserError

PROGRAMS = (
    "chromium chromium-browser google-chrome google-chrome-stable chrome msedge microsoft-edge".split()  # noqa: SIM905
)
"""What Chromium and its kin are called, in the order they are looked for."""
_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_PATIENCE = 180
"""Seconds that printing may take."""
_HINT = "install Chromium, Chrome or Edge, or name one with --browser"


def find_browser(asked: Path | None) -> Path:
    """The browser to print with.

    Args:
        asked: the program that the command line names; None to look for one.

    Raises:
        BrowserError: when there is none.
    """
    if asked is not None:
        found = shutil.which(asked)
        if found is None:
            raise BrowserError("is no program", slug="browser-missing", location=str(asked), hint=_HINT)
        return Path(found)
    for name in (*PROGRAMS, *_APPLICATIONS):
        if found := shutil.which(name):
            return Path(found)
    raise BrowserError(
        "there is no browser on this machine to print with", slug="browser-missing", hint=_HINT
    )


def print_page(browser: Path, page: Path) -> bytes:
    """A page of this disk as PDF, printed by a browser without a window, a profile or the network.

    Raises:
        BrowserError: when the browser ends without a PDF.
    """
    with tempfile.TemporaryDirectory() as profile:
        target = Path(profile) / "page.pdf"
        command: list[str] = [
            str(browser), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}",
            "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603 - the reader's own program, our own page
        except (OSError, subprocess.TimeoutExpired) as error:
            raise BrowserError(
                f"did not print: {error}", slug="browser-failed", location=str(browser)
            ) from error
        if not target.is_file():
            last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise BrowserError(f"did not print: {last}", slug="browser-failed", location=str(browser))
        return target.read_bytes()
