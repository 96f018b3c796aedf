"""Pages of the site bound into one document that can be printed: a cover, the contents, and a chapter a page."""

import hashlib
import posixpath
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from markupsafe import Markup, escape

from generator.messages import say
from generator.messages.language import AS_WRITTEN, Language
from generator.pages import text
from generator.pages.view import RenderedPage

_TAG = re.compile(r"<[a-zA-Z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_ANCHOR = re.compile(r' (id|for|href|aria-labelledby|aria-describedby)="([^"]*)"')
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \()D:\d{14}\+00'00'(\))")
_FONT = re.compile(r"url\((fonts/[^()]+)\)")
_NODE = re.compile(rb"\(node\d{8}\)")
_STYLE = Markup("""
html { font-size: 125%; } body { font-family: Inter, sans-serif; line-height: 1.5; margin: 0; }
.md-typeset { color: var(--mf-ink); font-size: .72rem; } .md-typeset a { color: var(--mf-link); }
.md-typeset details > summary { font-weight: 600; } .md-typeset code { font-family: "JetBrains Mono", monospace; }
.mf-chapter { break-before: page; } .mf-cover { padding-top: 42mm; } .mf-cover h1 { font-size: 2rem !important; }
.md-typeset .mf-missing { white-space: normal; } .md-typeset ol.mf-contents { padding-left: 1.4em; }
.md-typeset a:not([href]) { border: 0; color: inherit; text-decoration: none; }
""")
_ON_SCREEN = """
@media screen { html { background: #fff; } body { margin: 2.5rem auto; max-width: 64rem; padding: 0 1.25rem; }
.mf-cover { padding-top: 0; } .mf-chapter { border-top: 1px solid var(--mf-line); margin-top: 3rem; padding-top: 1rem; }
.headerlink, .mf-tools { display: none; } }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the first page says."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    """Label and value, plain text or phrases."""
    remark: str
    """What the report is, and is not."""


def linked_style(style_sheet: str, paper: str) -> Markup:
    """The look of a document that lies beside our style sheet.

    Args:
        style_sheet: relative address of it.
        paper: size that CSS knows, such as ``A4``.
    """
    return Markup('<link rel="stylesheet" href="{0}"><style>@page {{ size: {1}; }}{2}</style>').format(
        style_sheet, paper, _STYLE
    )


def inlined_style(style_sheet: bytes, fonts: Mapping[str, bytes]) -> Markup:
    """The look of a document that stands alone, and the policy by which it runs no script and asks for nothing.

    Args:
        style_sheet: ours.
        fonts: the font files that it names, by their address in it.
    """

    def font(found: re.Match[str]) -> str:
        data = fonts.get(found[1])
        return found[0] if data is None else f"url(data:font/woff2;base64,{b64encode(data).decode()})"

    style = f"{_FONT.sub(font, style_sheet.decode())}{_STYLE}{_ON_SCREEN}"
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:"
    return Markup('<meta http-equiv="Content-Security-Policy" content="{0}"><style>{1}</style>').format(
        policy,
        Markup(style),  # noqa: S704 - our own style sheet
    )


def bind(
    cover: Cover,
    chapters: Sequence[RenderedPage],
    *,
    style: Markup,
    title: str,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
    language: Language = AS_WRITTEN,
) -> str:
    """The document as HTML.

    Args:
        cover: the first page.
        chapters: the pages, in order.
        style: what of the head makes the look, see :func:`linked_style` and :func:`inlined_style`.
        title: of the document.
        elsewhere: addresses within the site that something beside the document stands for, with the address of that.
        language: of the chapters, and so of the cover.
    """

    def said(words: str) -> str:
        return text.visible(language.text(words))

    places = {chapter.page.path: f"c{number}" for number, chapter in enumerate(chapters, 1)}
    contents = Markup("").join(
        Markup('<li><a href="#{0}">{1}</a></li>').format(
            places[chapter.page.path], text.visible(chapter.page.title)
        )
        for chapter in chapters
    )
    facts = Markup("").join(
        Markup("<div><dt>{0}</dt> <dd>{1}</dd></div>").format(said(label), said(value))
        for label, value in cover.facts
    )
    bodies = "".join(
        f'<section class="mf-chapter" id="{places[chapter.page.path]}">'
        f"{_within(chapter.html, chapter.page.path, places, elsewhere)}</section>"
        for chapter in chapters
    )
    head = Markup(
        '<!doctype html><html lang="{7}" dir="ltr"><head><meta charset="utf-8"><title>{0}</title>'
        '<meta name="viewport" content="width=device-width">{1}</head>'
        '<body data-md-color-scheme="default"><article class="md-typeset"><section class="mf-cover">'
        '<h1>{2}</h1><p class="mf-sub">{3}</p><dl class="mf-facts">{4}</dl><h2>{8}</h2>'
        '<ol class="mf-contents">{5}</ol><p class="mf-muted">{6}</p></section>'
    ).format(
        said(title), style, said(cover.title), said(cover.subtitle), facts, contents,
        language.text(cover.remark), language.code, said(say("Contents")),
    )  # fmt: skip
    return f"{head}{bodies}</article></body></html>\n"


def fixed(pdf: bytes, at: datetime) -> bytes:
    """The PDF without what differs from one printing to the next, in as many bytes.

    The dates of its making (ISO 32000-1, section 7.9.4) become one instant. The names of its structure elements, which
    Chromium counts over all that it has ever laid out, are counted from 1 in their order.
    """
    stamp = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    dated = _DATE.sub(lambda found: found.group(1) + stamp + found.group(2), pdf)
    nodes = sorted(set(_NODE.findall(dated)))
    numbers = {node: b"(node%08d)" % number for number, node in enumerate(nodes, 1)}
    return _NODE.sub(lambda found: numbers[found.group()], dated)


def _within(body: str, path: str, places: Mapping[str, str], elsewhere: Mapping[str, str]) -> str:
    """The body of a page with its anchors made its own, and without links that a document cannot follow."""

    def anchor(found: re.Match[str]) -> str:
        name, value = found.groups()
        if name != "href":
            own = " ".join(f"{places[path]}-{anchor}" for anchor in value.split(" "))
            return f' {name}="{own}"'
        target, _, fragment = value.partition("#")
        if value.startswith(("https:", "mailto:")):
            return found.group()
        there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
        if there not in places:
            address = elsewhere.get(f"{there}#{fragment}")
            return f' href="{escape(address)}"' if address else ""
        return f' href="#{places[there]}{f"-{fragment}" if fragment else ""}"'

    return _TAG.sub(lambda tag: _ANCHOR.sub(anchor, tag.group()), body)
