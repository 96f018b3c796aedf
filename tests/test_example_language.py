"""The example in other languages: what leaves English behind, and what does not yet."""

import html
import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from generator.messages.language import Language
from generator.pipeline.pipeline import Pipeline
from generator.pipeline.settings import Request, settle

ROOT = Path(__file__).parents[1]
OPEN, CLOSE = "⟦", "⟧"
PLACEHOLDER = re.compile(r"(\{\w+\})")
TAG = re.compile(r"<svg.*?</svg>|<pre.*?</pre>|<code.*?</code>|<[^>]*>", re.DOTALL)
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
    for piece in TAG.sub("\n", body).split("\n"):
        left = re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", "\n", html.unescape(piece))
        for part in left.split("\n"):
            if LETTERS.search(part):
                yield part.strip(" .,:;()")


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
            if part in known or part not in inputs:
                found.setdefault(re.sub(r"\d+", "#", part), page.page.path)
    return found


if __name__ == "__main__":
    pass
