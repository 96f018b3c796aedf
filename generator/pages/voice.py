"""Text as a page shows it: in the language of the site, made visible, kept apart where it runs from right to left."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum

from markupsafe import Markup, escape

from generator.messages.language import Language
from generator.messages.phrase import Phrase, filled
from generator.pages import text
from generator.pages.isolation import isolated, runs_from_right
from generator.pages.view import Page


class Voice:
    """Says phrases and words of ours in one language; what a store or a person wrote stays as it is."""

    def __init__(self, language: Language) -> None:
        self._language = language

    @property
    def english(self) -> bool:
        """Whether text is shown as it stands in the code."""
        return self._language.translations is None

    def english_mark(self, is_english: bool) -> Markup:
        """The attribute of an element whose text is English in a site of another language (WCAG 2.2, 3.1.2)."""
        return Markup(' lang="en"') if is_english and not self._language.is_english else Markup("")

    def plain(self, value: str) -> str:
        """As plain text, not yet made visible."""
        return self._language.text(value)

    def shown(self, value: object) -> object:
        """The value of an expression, made visible, for an attribute or for text; markup of ours passes as it is."""
        if not isinstance(value, str) or isinstance(value, Markup):
            return value
        if isinstance(value, Phrase) and any(isinstance(each, Markup) for each in value.arguments.values()):
            return self._composed(value)
        return self._cut(value)

    def isolated(self, value: object) -> object:
        """The value of an expression that becomes text: what runs from right to left in it as a piece of its own."""
        if isinstance(value, Phrase):
            apart = any(map(_apart, value.arguments.values()))
            return self._composed(value) if apart else self._language.text(value)
        return self._language.text(value) if isinstance(value, StrEnum) else isolated(value)

    def capitalised(self, value: str) -> str:
        """A sentence with a capital at its beginning, unless it begins with a name that would become another one."""
        said = self._language.text(value)
        first = said.partition(" ")[0]
        is_name = "_" in first or any(character.isdigit() for character in first)
        return said if is_name else said[:1].upper() + said[1:]

    def capital(self, value: str) -> str:
        """A word with a capital at its beginning; what is English all small behind it, other languages write as they do."""
        return value.capitalize() if self.english else value[:1].upper() + value[1:]

    def lowered(self, value: str) -> str:
        """A heading within a sentence: English writes it small."""
        return value.lower() if self.english else value

    def joined(self, values: Iterable[object], between: str = "") -> str:
        """Texts one after the other."""
        return between.join(self.plain(each) if isinstance(each, str) else str(each) for each in values)

    def coded(self, value: str) -> Markup:
        """One line of our own words or a guest's: what stands between backticks is code."""
        parts = self._cut(value).split("`")
        return Markup("").join(
            Markup("<code>{0}</code>").format(part) if index % 2 and index < len(parts) - 1 else part
            for index, part in enumerate(parts)
        )

    def on(self, function: Callable[[str], str]) -> Callable[[str], str]:
        """A function of plain text as one of phrases too."""
        return lambda value: function(self._language.text(value))

    def page(self, page: Page) -> Page:
        """What the site needs to know of a page, in words; its view stays as it is."""
        if self.english:
            return page
        said = self._language.translated
        return replace(
            page,
            title=said(page.title),
            summary=said(page.summary),
            sections=said(page.sections),
            breadcrumbs=said(page.breadcrumbs),
            local_navigation=said(page.local_navigation),
            keywords=said(page.keywords),
            findable=said(page.findable),
        )

    def _cut(self, value: str) -> str:
        """Made visible, and cut with a word on it where it is very long."""
        return self._language.text(text.visible(self._language.text(value)))

    def _composed(self, phrase: Phrase) -> Markup:
        """A phrase as markup: its own words and its arguments escaped each, but for what is markup of ours already."""
        template = str(escape(self._language.template(phrase)))
        return Markup(filled(template, phrase.arguments, self._argument))  # noqa: S704 - every part is escaped

    def _argument(self, value: object) -> str:
        if isinstance(value, Markup):
            return str(value)
        if isinstance(value, Phrase):
            return str(self._composed(value))
        return str(escape(self.shown(isolated(value))))


def _apart(value: object) -> bool:
    return isinstance(value, Markup) or (isinstance(value, str) and runs_from_right(value))
