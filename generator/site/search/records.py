"""What can be found: made from the pages themselves and never parsed out of their HTML."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.messages import say
from generator.messages.language import AS_WRITTEN, Language
from generator.pages import text
from generator.pages.view import Page, PageKind

MOST_SECTIONS = 20_000
"""Pages and sections above which the sections of generated pages are no results of their own."""

_NAMES = {
    PageKind.HOME: say("portfolio"),
    PageKind.MODEL_CARD: say("model card"),
    PageKind.VERSION: say("version"),
    PageKind.CHANGELOG: say("changelog"),
    PageKind.COMPARISON: say("comparison"),
    PageKind.TIMELINE: say("timeline"),
    PageKind.TIMELINE_MODEL: say("timeline model"),
    PageKind.LINEAGE: say("lineage"),
    PageKind.AUDIT: say("audit"),
    PageKind.AUDIT_MODEL: say("audit"),
    PageKind.AUDIT_VERSION: say("audit"),
    PageKind.WAIVERS: say("waivers"),
    PageKind.CONTROLS: say("controls"),
    PageKind.CONTROL: say("control"),
    PageKind.FRAMEWORKS: say("frameworks"),
    PageKind.FRAMEWORK: say("framework"),
    PageKind.MONITORING: say("monitoring"),
    PageKind.EXPERIMENTS: say("experiments"),
    PageKind.EXPERIMENT: say("experiment"),
    PageKind.RUN: say("run"),
    PageKind.RUN_COMPARISON: say("comparison"),
    PageKind.DATASETS: say("datasets"),
    PageKind.DATASET: say("dataset"),
    PageKind.PROMPTS: say("prompts"),
    PageKind.FINDINGS: say("findings"),
    PageKind.GLOSSARY: say("glossary"),
    PageKind.EVIDENCE: say("evidence"),
    PageKind.EVIDENCE_GROUP: say("evidence"),
}
"""How a result says its kind."""
AUTHORED = say("page")
SECTION = say("section")
_ORDER = (
    say("portfolio"),
    say("model card"),
    say("version"),
    say("dataset"),
    say("control"),
    say("framework"),
    say("experiment"),
    say("run"),
    say("finding"),
)
"""Kinds of which equally good results come first, in this order; the others follow, sections last."""
_VERDICTS = frozenset({PageKind.AUDIT, PageKind.AUDIT_MODEL, PageKind.AUDIT_VERSION})
"""Pages that are not found by their summary: it may say "nothing fails" to one who looks for what fails."""
_SUMMARY = 200
"""Characters that a result shows of an authored page."""
_INLINE = re.compile(
    r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|var)(?:\s[^>]*)?>"
)
"""Tags within a line, which part no words."""
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


def records(
    pages: Sequence[Page], authored: Iterable[Mapping[str, str]], language: Language = AS_WRITTEN
) -> list[Record]:
    """Everything to be found on the site, by kind and in reading order.

    Args:
        pages: the generated ones.
        authored: entries of Material's index for the others: location, and title and text as HTML.
        language: what kinds are called in.
    """
    sections = len(pages) + sum(len(page.sections) for page in pages) <= MOST_SECTIONS
    found = [record for page in pages for record in _of_page(page, sections=sections)]
    found += map(_of_authored, authored)
    ranks: dict[str, int] = {kind: rank for rank, kind in enumerate(_ORDER)}
    others = sorted(
        {record.kind for record in found} - ranks.keys(), key=lambda kind: (kind == SECTION, kind)
    )
    ranks |= {kind: len(_ORDER) + rank for rank, kind in enumerate(others)}
    return [language.translated(each) for each in sorted(found, key=lambda record: ranks[record.kind])]


def _of_page(page: Page, *, sections: bool) -> Iterator[Record]:
    yield Record(
        kind=_NAMES[page.kind],
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
    return html.unescape(_TAG.sub(" ", _INLINE.sub("", markup))).strip()
