"""From a page's view to its HTML body: the one place where text becomes markup.

Autoescape is on for every template and undefined names are errors. Text is made visible before it is escaped, so that
no template can forget to; text that runs from right to left is kept apart by :mod:`generator.pages.isolation`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import jinja2
from markupsafe import Markup

from generator.errors import SiteError
from generator.figures.spec import FigureSpec
from generator.messages import say, say_many, say_of
from generator.messages.language import AS_WRITTEN, Language
from generator.messages.phrase import Phrase
from generator.pages import paths, text
from generator.pages.audit.tones import LISTED, SEVERITY_TONES, SIGNS, TONES
from generator.pages.citations import Citations
from generator.pages.evidence.index import EvidenceIndex
from generator.pages.glossary.page import explanations
from generator.pages.glossary.term import Term
from generator.pages.isolation import FILTER, Isolation
from generator.pages.prose import render_prose
from generator.pages.view import Page, RenderedPage, Section, Snapshot
from generator.pages.voice import Voice
from generator.pages.weight import why_long
from generator.provenance import Standing

SOURCES = Section("sources", say("Sources"))
"""The list of cited places that ends every page that cites any."""
_LINK_HERE = say("Link to this section")


class Renderer:
    """Renders pages; holds what is the same for all of them."""

    def __init__(
        self,
        *,
        snapshot: Snapshot,
        evidence: EvidenceIndex,
        figures: Mapping[str, str],
        templates: Path,
        overrides: Sequence[Path] = (),
        language: Language = AS_WRITTEN,
    ) -> None:
        """Make the environment.

        Args:
            snapshot: what every page is stamped with.
            evidence: where each file read is listed.
            figures: inline SVG by the digest of its spec.
            templates: the folder of the templates that ship.
            overrides: folders whose templates come first; they may extend ``base/<same name>``.
            language: what fixed text is shown in.
        """
        self._snapshot = snapshot
        self._evidence = evidence
        self._figures = figures
        self._voice = Voice(language)
        self._environment = _environment(templates, overrides, self._voice)

    def render(self, page: Page) -> RenderedPage:
        """The body of one page, its list of sources at the end.

        Raises:
            SiteError: when a template is missing or asks for what the view does not have.
        """
        citations = Citations(page.path, self._evidence)
        sections = {section.id: section for section in (*page.sections, SOURCES)}
        voice = self._voice

        def heading(section_id: str) -> Markup:
            section = sections[section_id]
            link = Markup(  # for the mouse alone: listeners would hear it in every heading
                '<a class="headerlink" href="#{0}" title="{1}" aria-hidden="true" tabindex="-1">#</a>'
            ).format(section.id, voice.shown(_LINK_HERE))
            return Markup('<h2 id="{0}">{1}{2}</h2>').format(section.id, voice.shown(section.title), link)

        def figure(spec: FigureSpec) -> Markup:
            return Markup(self._figures[spec.digest])  # noqa: S704 - drawn by us from a spec, text escaped there

        explained: set[tuple[str, str]] = set()

        def once(words: str, meaning: str) -> str:
            """The meaning where a page says these words for the first time, else nothing."""
            told = len(explained)
            explained.add((str(words), str(meaning)))
            return meaning if len(explained) > told else ""

        def url(target: str) -> str:
            return paths.relative(page.path, target)

        try:
            html = self._environment.get_template(f"{page.kind}.html.jinja").render(
                page=page,
                view=page.view,
                snapshot=self._snapshot,
                citations=citations,
                cite=citations.cite,
                heading=heading,
                has=lambda section_id: any(section.id == section_id for section in page.sections),
                figure=figure,
                once=once,
                url=url,
            )
        except jinja2.TemplateError as error:
            raise SiteError(
                f"the template of this page failed: {error}",
                slug="template-failed",
                location=page.path,
                hint="check the templates that override ours",
            ) from error
        if citations.sources:
            page = replace(page, sections=(*page.sections, SOURCES))
        return RenderedPage(page=page, html=f"{html}{self._remark(html)}", sources=citations.sources)

    def _remark(self, html: str) -> str:
        """The line that a long page ends with."""
        why = why_long(html)
        return Markup('<p class="mf-muted mf-heavy">{0}</p>\n').format(self._voice.shown(why)) if why else ""


def _environment(templates: Path, overrides: Sequence[Path], voice: Voice) -> jinja2.Environment:
    ours = jinja2.FileSystemLoader(templates)
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=voice.shown,
        extensions=[Isolation],
        loader=jinja2.ChoiceLoader(
            [
                *(jinja2.FileSystemLoader(folder) for folder in overrides),
                jinja2.PrefixLoader({"base": ours}),
                ours,
            ]
        ),
    )
    environment.filters |= {
        "brief": voice.on(text.brief),
        "capitalised": voice.capitalised,
        "coded": voice.coded,
        "count": text.count,
        "day": text.day,
        "instant": text.instant,
        FILTER: voice.isolated,
        "capitalize": voice.on(voice.capital),
        "join": voice.joined,
        "lowered": voice.lowered,
        "replace": lambda value, old, new, count=-1: voice.plain(value).replace(old, new, count),
        "number": text.number,
        "prose": lambda markdown: render_prose(markdown, voice.plain),
        "signed": text.signed,
        "sorting": text.sorting,
        "size": text.size,
        "multiline": lambda value: Markup("{0}").format(text.shown(value[: text.LONGEST * 8])),
    }
    environment.globals |= {"explanations": _explained(voice), "glossary": paths.GLOSSARY}
    environment.globals |= {"Standing": Standing, "duration": text.duration}
    environment.globals |= {"status_tones": TONES, "status_signs": SIGNS, "status_words": LISTED}
    environment.globals |= {"control_severity_tones": SEVERITY_TONES}
    environment.globals |= {"lang_en": voice.english_mark, "is_message": is_message}
    environment.globals |= {"say": say, "say_many": say_many, "say_of": say_of}
    return environment


def is_message(words: str) -> bool:
    """Whether a text of ours is shown in the language of the site; it stays English otherwise."""
    return isinstance(words, Phrase)


def _explained(voice: Voice) -> Mapping[str, Term]:
    """Every term by each of its forms, in small letters: in English, as phrases are asked for, and as they are shown."""
    found = explanations()
    forms = ((form, term) for term in found.values() for form in (term.name, *term.also))
    return {voice.plain(form).casefold(): term for form, term in forms} | dict(found)
