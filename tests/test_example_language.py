"""The example in other languages: what leaves English behind, and what does not yet."""

import html
import json
import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import expect

from generator.messages.language import Language
from generator.pipeline.pipeline import Pipeline
from generator.pipeline.settings import Request, settle
from tests.browser import visiting

ROOT = Path(__file__).parents[1]
OPEN, CLOSE = "⟦", "⟧"
PLACEHOLDER = re.compile(r"(\{\w+\})")
TAG = re.compile(r"<svg.*?</svg>|<pre.*?</pre>|<[^>]*>", re.DOTALL)
SPOKEN_ENGLISH = re.compile(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', re.DOTALL)
"""What says of itself that it is English: the words of frameworks that ship, and of problems with inputs."""
CODE = re.compile(r"<code.*?</code>", re.DOTALL)
NAMED = re.compile(r"/?[\w.@:+-]+(/[\w.@:+#-]*)+|[\w-]+\.[\w.-]+|line \d+|\d{4}-\d\d-\d\d.*UTC")
"""Paths, pointers, file names, lines and instants, which no language says otherwise."""
MOST = 200
"""Pieces of English that are no messages yet: sentences of exports and problems, and words within them. Fewer, never more."""
LETTERS = re.compile(r"[A-Za-z]{3,}")


class Marked(NullTranslations):
    """Every fixed word stands between brackets; what is filled in stands outside them."""

    def gettext(self, message: str) -> str:
        return "".join(
            part if PLACEHOLDER.fullmatch(part) or not part else f"{OPEN}{part}{CLOSE}"
            for part in PLACEHOLDER.split(message)
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


def messages() -> set[str]:
    with (ROOT / "site_config/locales/modelfolio.pot").open("rb") as opened:
        found = [message.id for message in read_po(opened) if message.id]
    return {text for each in found for text in ((each,) if isinstance(each, str) else each)}


def unmarked(body: str) -> Iterator[str]:
    """The pieces of text that no message brought."""
    for piece in TAG.sub("\n", CODE.sub("", SPOKEN_ENGLISH.sub("\n", body))).split("\n"):
        left = re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", "\n", html.unescape(piece))
        for part in left.split("\n"):
            told = part.strip(" .,:;()")
            if LETTERS.search(told) and not NAMED.fullmatch(told):
                yield told


@pytest.fixture(scope="module")
def inputs() -> str:
    """All that stores and people say in the example, as one text."""
    files = (path for folder in ("mlruns", "governance") for path in (ROOT / "examples" / folder).rglob("*"))
    texts = (
        path.read_bytes().decode("utf-8", "ignore") + f"\n{path}" for path in sorted(files) if path.is_file()
    )
    return re.sub(r"\s+", " ", "\n".join(texts))


@pytest.fixture(scope="module")
def leaks(inputs: str) -> dict[str, str]:
    """Pieces of English that are no message, with a page that shows each."""
    settings = settle(Request(config_file=ROOT / "mkdocs.yml", jobs=1), folder=ROOT, environment={})
    pipeline = Pipeline(settings)
    pipeline.__dict__["language"] = Language(code="xx", translations=Marked())
    known = messages()
    found: dict[str, str] = {}
    for page in pipeline.rendered:
        for part in unmarked(page.html):
            if part in known or (part.count(" ") > 2 and part not in inputs):
                found.setdefault(re.sub(r"\d+", "#", part), page.page.path)
    return found


def test_hardly_any_english_of_ours_is_no_message(leaks):
    assert len(leaks) <= MOST, "\n".join(f"{page}: {part}" for part, page in sorted(leaks.items()))


@pytest.fixture(scope="module")
def german(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("german") / "site"
    asked = Request(config_file=ROOT / "mkdocs.yml", site_dir=folder, language="de", jobs=1)
    report = Pipeline(settle(asked, folder=ROOT, environment={})).site
    assert not [each for each in report.warnings if "lacks" in each]
    return folder


def test_a_german_site_says_that_it_is_german_and_counts_as_german_does(german):
    home = (german / "index.html").read_text()
    assert '<html lang="de"' in home
    assert "Modellportfolio</h1>" in home
    assert "7 registrierte Modelle" in home
    assert ">1 Prompt</a>" in home
    assert ">8 Experimente</a>" in home


def test_the_scripts_of_a_german_site_speak_german(german):
    script = (german / "assets" / "modelfolio.js").read_text()
    assert '"{shown} of {all} shown": "{shown} von {all} angezeigt"' in script
    assert '"{n} results": {"one": "{n} Ergebnis", "other": "{n} Ergebnisse"}' in script


def test_data_and_names_of_a_german_site_stay_as_they_are(german):
    findings = json.loads((german / "api" / "assessment.json").read_bytes())
    assert {each["status"] for each in findings["findings"]} >= {"pass", "fail", "waived"}
    assert "Daniela Castellano" in (german / "index.html").read_text()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("width", [390, 1440])
def test_german_pages_keep_within_their_width_and_are_accessible(german, browser, width):
    pages = ("index.html", "models/card-fraud-scorer/v7.html", "audit/index.html", "findings.html")
    with visiting(browser, german.as_uri() + "/", viewport={"width": width, "height": 900}) as visit:
        for path in pages:
            page = visit.go(path)
            assert page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), path
            assert visit.accessibility_faults() == [], path


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_search_of_a_german_site_names_its_kinds_in_german(german, browser):
    with visiting(browser, german.as_uri() + "/") as visit:
        page = visit.go("index.html")
        page.locator("#mf-find").click()
        page.locator("#mf-search input").press_sequentially("fraud", delay=15)
        expect(page.locator(".mf-search__results")).to_contain_text("Modellkarte")
        expect(page.locator("#mf-search-status")).to_contain_text("Ergebnisse")
