"""What is rewritten in a phrase stays rewritten in every language."""

import pickle
from datetime import date

import pytest
from markupsafe import escape

from generator.analyses.screening.rewriting import Rewriting
from generator.analyses.screening.screen import screened
from generator.catalog import Problem, Severity
from generator.messages import Phrase, put_together, say, say_many
from generator.pages.voice import Voice
from tests import factories
from tests.german import GERMAN
from tests.screening.test_shapes import SAMPLES

KEY = SAMPLES["aws-access-key"]
MASK = "[secret: aws-access-key]"


def screened_message(message: str) -> str:
    problem = Problem(
        slug="yaml-invalid",
        severity=Severity.WARNING,
        source=factories.source("governance/models/churn.md"),
        message=message,
        cost="it is left out",
        remedy="mend it",
    )
    (shown,) = screened(factories.catalog(problems=(problem,))).problems
    return shown.message


def on_a_page(text: str) -> str:
    voice = Voice(GERMAN)
    return str(escape(voice.shown(voice.isolated(text))))


def test_a_secret_that_is_filled_in_is_never_shown_on_a_german_page():
    message = screened_message(say("{person} answers for the model", person=KEY))
    assert message == f"{MASK} answers for the model"
    assert on_a_page(message) == f"{MASK} steht für das Modell ein"
    assert KEY not in repr(message.arguments)


def test_a_secret_in_a_phrase_within_phrases_is_masked_too():
    inner = put_together(("churn", say("{name} is nobody in people.yaml", name=f"key {KEY}")), "; ")
    message = screened_message(say("independence cannot be shown: {doubts}", doubts=inner))
    assert message == f"independence cannot be shown: churn; key {MASK} is nobody in people.yaml"
    assert on_a_page(message) == (
        f"die Unabhängigkeit lässt sich nicht belegen: churn; key {MASK} steht nicht in people.yaml"
    )
    assert KEY not in repr(pickle.dumps(message))


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param(say("{a}{b} is allowed", a=KEY[:9], b=KEY[9:]), id="two halves of one secret"),
        pytest.param(say("x{key}", key=KEY), id="no secret behind a letter"),
    ],
)
def test_where_the_words_around_it_had_a_part_in_it_the_english_is_all_that_is_left(phrase):
    message = screened_message(phrase)
    assert not isinstance(message, Phrase)
    assert message == screened_message(str(phrase))


def test_a_phrase_without_anything_to_rewrite_is_the_same_object():
    day = date(2026, 3, 2)
    phrase = say("{person} left on {left_on}", person="Ines Bakker", left_on=day)
    assert Rewriting(lambda text: text).of(phrase) is phrase
    assert phrase.arguments["left_on"] is day


def test_a_phrase_that_counts_still_counts_when_it_is_rewritten():
    phrase = say_many(2, "{n} of {count} requirements is not exact: {names}",
                      "{n} of {count} requirements are not exact: {names}", count=3, names=KEY)  # fmt: skip
    made = Rewriting(lambda text: text.replace(KEY, "…")).of(phrase)
    assert made == "2 of 3 requirements are not exact: …"
    assert GERMAN.text(made) == "2 von 3 Anforderungen sind nicht genau: …"
