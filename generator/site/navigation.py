"""Tabs, trail and left column, made from the pages that are there. All text becomes markup through :func:`markup`."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.messages import say
from generator.messages.language import AS_WRITTEN, Language
from generator.pages import paths, text
from generator.pages.view import Page, PageKind

_TABS = {
    PageKind.HOME: say("Portfolio"),
    PageKind.AUDIT: say("Audit"),
    PageKind.TIMELINE: say("Timeline"),
    PageKind.MONITORING: say("Monitoring"),
    PageKind.EXPERIMENTS: say("Experiments"),
    PageKind.DATASETS: say("Datasets"),
    PageKind.PROMPTS: say("Prompts"),
    PageKind.FINDINGS: say("Findings"),
    PageKind.EVIDENCE: say("Evidence"),
    PageKind.GLOSSARY: say("Glossary"),
}
"""Pages that have a tab of their own, in its order."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry of the bar below the header."""

    label: str
    path: str
    """Of the page that it leads to."""


def markup(plain: str) -> str:
    """Plain text as HTML, fit for an element and for a quoted attribute: made visible, then escaped."""
    return html.escape(text.visible(plain), quote=True)


def tabs(pages: Iterable[Page], language: Language = AS_WRITTEN) -> tuple[Tab, ...]:
    """A tab for each kind of overview page that is present, in reading order."""
    present = {page.kind: page.path for page in pages if page.kind in _TABS}
    return tuple(Tab(language.text(label), present[kind]) for kind, label in _TABS.items() if kind in present)


def lit_tab(page: Page, site_tabs: Sequence[Tab]) -> str:
    """Path of the tab that the page belongs to: itself, else the nearest on its trail; empty for none."""
    known = {tab.path for tab in site_tabs}
    trail = [page.path, *(link.href.partition("#")[0] for link in reversed(page.breadcrumbs))]
    return next((path for path in trail if path in known), "")


def local_navigation(page: Page) -> str:
    """The entries of the left column: the pages of the same subject, the present one marked.

    On narrow screens the column is a drawer that also holds the tabs, and the sections below the present page.
    """
    sections = _section_entries(page)
    entries = []
    for link in page.local_navigation:
        here, below = (" md-nav__item--active", sections) if link.href == page.path else ("", "")
        lit = ' md-nav__link--active" aria-current="page' if here else ""
        entries.append(
            f'<li class="md-nav__item mf-nav__local{here}">'
            f'<a href="{html.escape(paths.relative(page.path, link.href))}" class="md-nav__link{lit}">'
            f"{markup(link.text)}</a>{below}</li>"
        )
    return "\n".join(entries)


def breadcrumbs(page: Page) -> str:
    """The way down to the page, without itself; empty for a page that nothing lies above."""
    if not page.breadcrumbs:
        return ""
    steps = "\n".join(
        f'<li class="md-path__item"><a href="{html.escape(paths.relative(page.path, link.href))}" '
        f'class="md-path__link">{markup(link.text)}</a></li>'
        for link in page.breadcrumbs
    )
    return (
        f'<nav class="md-path" aria-label="Breadcrumbs">\n<ol class="md-path__list">\n{steps}\n</ol>\n</nav>'
    )


def _section_entries(page: Page) -> str:
    """The table of contents within the drawer; wider screens show it in the right column."""
    if not page.sections:
        return ""
    entries = "\n".join(
        f'<li><a href="#{html.escape(section.id)}" class="md-nav__link">{markup(section.title)}</a></li>'
        for section in page.sections
    )
    return f'<ul class="mf-nav__sections">\n{entries}\n</ul>'
