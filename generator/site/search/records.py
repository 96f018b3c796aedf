"""What can be found: made from the pages themselves and never parsed out of their HTML."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.pages import text
from generator.pages.view import Page, PageKind

MOST_SECTIONS = 20_000
"""Pages and sections above which the sections of generated pages are no results of their own."""

_NAMES = {
    PageKind.HOME: "portfolio",
    PageKind.AUDIT_MODEL: "audit",
    PageKind.AUDIT_VERSION: "audit",
    PageKind.EVIDENCE_GROUP: "evidence",
}
"""How a result says its kind, where that is not the name of the page's kind."""
AUTHORED = "page"
SECTION = "section"
_ORDER = (
    "portfolio",
    "model card",
    "version",
    "dataset",
    "control",
    "framework",
    "experiment",
    "run",
    "finding",
)
"""Kinds of which equally good results come first, in this order; the others follow, sections last."""
_VERDICTS = frozenset({PageKind.AUDIT, PageKind.AUDIT_MODEL, PageKind.AUDIT_VERSION})
"""Pages that are not found by their summary: it may say "nothing fails" to one who looks for what fails."""
_SUMMARY = 200
"""Characters that a result shows of an authored page."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that search finds. Every text is plain."""

    kind: str
    """What it is, in the words that the result shows."""
    title: str
    href: str
    """Path within the site, with what leads to the place on the page."""
    summary: str = ""
    """What the result shows below its title; nothing is found by it."""
    words: tuple[str, ...] = ()
    """Names that it is found by as well."""
    body: str = ""
    """Text that it is found by when nothing better is."""


def records(pages: Sequence[Page], authored: Iterable[Mapping[str, str]]) -> list[Record]:
    """Everything to be found on the site, by kind and in reading order.

    Args:
        pages: the generated ones.
        authored: entries of Material's index for the others: location, and title and text as HTML.
    """
    sections = len(pages) + sum(len(page.sections) for page in pages) <= MOST_SECTIONS
    found = [record for page in pages for record in _of_page(page, sections=sections)]
    found += map(_of_authored, authored)
    ranks = {kind: rank for rank, kind in enumerate(_ORDER)}
    others = sorted(
        {record.kind for record in found} - ranks.keys(), key=lambda kind: (kind == SECTION, kind)
    )
    ranks |= {kind: len(_ORDER) + rank for rank, kind in enumerate(others)}
    return sorted(found, key=lambda record: ranks[record.kind])


def _of_page(page: Page, *, sections: bool) -> Iterator[Record]:
    yield Record(
        kind=_NAMES.get(page.kind, page.kind.value.replace("_", " ")),
        title=text.visible(page.title),
        href=page.path,
        summary=text.visible(page.summary),
        words=tuple(map(text.visible, page.keywords)),
        body="" if page.kind in _VERDICTS else text.visible(page.summary),
    )
    for found in page.findable:
        yield Record(
            kind=found.kind,
            title=text.visible(found.title),
            href=found.href,
            summary=text.visible(found.summary),
            words=tuple(map(text.visible, found.words)),
        )
    for section in page.sections if sections else ():
        yield Record(
            kind=SECTION,
            title=f"{text.visible(section.title)} – {text.visible(page.title)}",
            href=f"{page.path}#{section.id}",
        )


def _of_authored(entry: Mapping[str, str]) -> Record:
    body = " ".join(_plain(entry["text"]).split())
    return Record(
        kind=AUTHORED,
        title=_plain(entry["title"]),
        href=entry["location"],
        summary=f"{body[:_SUMMARY].rstrip()}…" if len(body) > _SUMMARY else body,
        body=body,
    )


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub(" ", markup)).strip()
