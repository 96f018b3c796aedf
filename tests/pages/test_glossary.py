"""The words of the pages are explained once, and found from where they stand."""

from generator.governance.finding import ControlSeverity, Status
from generator.pages.audit.tones import WORDS
from generator.pages.glossary.page import explanations, glossary, glossary_views
from generator.provenance import Standing
from tests import factories

TERMS = [term for group in glossary().values() for term in group]


def test_no_word_is_explained_twice():
    forms = [form.casefold() for term in TERMS for form in (term.name, *term.also)]
    assert len(forms) == len(set(forms))
    assert len({term.anchor for term in TERMS}) == len(TERMS)


def test_every_status_of_a_control_and_every_standing_of_a_fact_is_explained():
    known = explanations()
    assert [status for status in Status if WORDS[status].casefold() not in known] == []
    assert [standing for standing in Standing if standing.value not in known] == []
    assert all(severity.value in known["severity"].meaning for severity in ControlSeverity)


def test_the_page_has_an_anchor_for_each_term(render):
    place = factories.portfolio()
    (page,) = glossary_views(place)
    html = render(place, page).html
    for term in TERMS:
        assert f'<dt id="{term.anchor}">{term.name}</dt>' in html
