"""Prose that people wrote, made safe HTML: CommonMark without HTML or images, then an allow-list.

The parser is told to make no HTML of its own accord, and the cleaner behind it trusts the parser in nothing.
"""

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from generator.messages import say_many
from generator.pages.text import shown

LONGEST = 20_000
"""Characters of one prose field; the rest is cut, and the page says so."""

_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_SCHEMES = {"http", "https", "mailto"}
_SHALLOWEST = 3
_DEEPEST = 6
_LINK_TROUBLE = re.compile(r"[\\\s\x00-\x1f]")


def render_prose(markdown: str, plain: Callable[[str], str] = str) -> Markup:
    """Markdown as HTML that runs, loads and forges nothing.

    Headings begin at ``h3``, links lead to ``http``, ``https`` and ``mailto`` only, images become their text.

    Args:
        markdown: what somebody wrote.
        plain: says our own words in the language of the page.
    """
    cut = markdown[:LONGEST]
    html = _cleaner().clean(_parser().render(shown(cut)))
    if len(markdown) > LONGEST:
        words = say_many(len(markdown), "Cut here: {n} character in all.", "Cut here: {n} characters in all.")
        html += f"<p><em>{escape(plain(words))}</em></p>"
    return Markup(shown(html))  # noqa: S704 - cleaned by the allow-list on the line above


def safe_link(url: str) -> bool:
    """Whether a link may be followed from a page: web or mail, without credentials or odd characters."""
    if _LINK_TROUBLE.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES:
        return False
    return parts.scheme == "mailto" or bool(parts.netloc and "@" not in parts.netloc)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])
    parser.disable("image")
    parser.validateLink = safe_link  # type: ignore[method-assign]
    parser.core.ruler.push("shift_headings", lambda state: _shift_headings(state.tokens))
    return parser


def _shift_headings(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            depth = min(int(token.tag[1]) + _SHALLOWEST - 1, _DEEPEST)
            token.tag = f"h{depth}"


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
