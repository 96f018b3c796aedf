"""What a page shows of a phrase: in the language of the site, with what is filled in escaped and kept apart."""

from gettext import NullTranslations

import pytest
from markupsafe import Markup, escape

from generator.messages import say
from generator.messages.language import AS_WRITTEN, Language
from generator.pages.view import Page, PageKind, Section
from generator.pages.voice import Voice


class Shouted(NullTranslations):
    """A language of capitals whose translations bring markup, and whose sentences begin with what is filled in."""

    def gettext(self, message: str) -> str:
        return {"by {person}": "{person} <b>& DID IT"}.get(message, message.upper())


SHOUTED = Voice(Language(code="xx", translations=Shouted()))


@pytest.fixture(params=[AS_WRITTEN, Language(code="xx", translations=Shouted())], ids=["english", "shouted"])
def voice(request) -> Voice:
    return Voice(request.param)


def test_what_is_filled_in_is_made_visible_and_escaped_and_so_is_a_translation():
    hostile = "<img src=x>\u202e{person}"
    phrase = say("by {person}", person=hostile)
    assert escape(SHOUTED.shown(SHOUTED.isolated(phrase))) == (
        "&lt;img src=x&gt;⟨U+202E⟩{person} &lt;b&gt;&amp; DID IT"
    )


def test_markup_of_ours_stands_in_a_phrase_as_markup_and_nothing_else_does(voice):
    link = Markup("<a>{0}</a>").format("<v7>")
    shown = voice.shown(voice.isolated(say("{a}{b}", a=link, b="<i>")))
    assert shown == Markup("<a>&lt;v7&gt;</a>&lt;i&gt;") or shown == "{A}{B}"


def test_a_name_from_right_to_left_is_a_piece_of_its_own_in_a_phrase():
    voice = Voice(AS_WRITTEN)
    assert voice.isolated(say("7 runs of {model}", model="نموذج")) == Markup("7 runs of <bdi>نموذج</bdi>")
    assert voice.shown(say("7 runs of {model}", model="نموذج")) == "7 runs of نموذج"


def test_text_of_a_store_is_shown_as_it_is_written():
    assert SHOUTED.shown(SHOUTED.isolated("by {person}")) == "by {person}"


def test_the_site_gets_the_words_of_a_page_in_its_language():
    page = Page(
        path="a.html",
        kind=PageKind.HOME,
        title="churn",
        view=object(),
        sections=(Section("s", say("metrics")),),
    )
    assert SHOUTED.page(page).sections == (Section("s", "METRICS"),)
    assert SHOUTED.page(page).title == "churn"
