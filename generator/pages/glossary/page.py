"""The glossary: one catalogue of words, from which its page and every explanation are made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.catalog.card import CARD_FIELDS
from generator.messages import say
from generator.pages import paths
from generator.pages.glossary.labels import LABELS
from generator.pages.glossary.term import Term
from generator.pages.glossary.terms import TERMS
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryView:
    """The glossary page."""

    groups: Mapping[tuple[str, str], tuple[Term, ...]]


def glossary() -> Mapping[tuple[str, str], tuple[Term, ...]]:
    """All terms, by (identifier, title) of the part that they stand in; no form of a word stands twice."""
    written = {**TERMS, **LABELS}
    known = {
        form.casefold() for group in written.values() for term in group for form in (term.name, *term.also)
    }
    asked = tuple(
        Term(field.title, field.question) for field in CARD_FIELDS if field.title.casefold() not in known
    )
    return {**TERMS, ("fields", say("Further fields of the model card")): asked, **LABELS}


def explanations() -> Mapping[str, Term]:
    """Every term by each of its forms, in small letters."""
    terms = [term for group in glossary().values() for term in group]
    return {form.casefold(): term for term in terms for form in (term.name, *term.also)}


def glossary_views(_portfolio: Portfolio) -> Iterator[Page]:
    """The one glossary page."""
    groups = glossary()
    yield Page(
        path=paths.GLOSSARY,
        kind=PageKind.GLOSSARY,
        title=say("Glossary"),
        summary=say("What the words on these pages mean."),
        view=GlossaryView(groups=groups),
        sections=tuple(Section(identifier, title) for identifier, title in groups),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        keywords=tuple(sorted(term.name for group in groups.values() for term in group)),
    )
