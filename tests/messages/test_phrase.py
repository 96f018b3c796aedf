"""A phrase is its English text, and knows which message it is."""

import pickle

from generator.messages import Phrase, put_together, say, say_many, say_of
from generator.messages.phrase import placeholders


def test_a_phrase_is_its_english_text_wherever_a_text_does():
    phrase = say("Registered by {person}", person="Ada")
    assert phrase == "Registered by Ada"
    assert {phrase: 1} == {"Registered by Ada": 1}
    assert sorted([phrase, "A", "Z"]) == ["A", "Registered by Ada", "Z"]
    assert type(str(phrase)) is str


def test_a_phrase_keeps_its_message_apart_from_what_is_filled_in():
    phrase = say_of("of a run", "ended {day}", day="2026-11-20")
    assert (phrase.context, phrase.message, phrase.arguments) == (
        "of a run",
        "ended {day}",
        {"day": "2026-11-20"},
    )


def test_braces_in_an_argument_are_never_filled_in():
    hostile = "{person.__class__} {n} {0} {"
    assert say("{a} by {person}", a=hostile, person="Ada") == f"{hostile} by Ada"


def test_a_phrase_that_counts_takes_the_form_of_its_number():
    assert say_many(1, "{n} run", "{n} runs") == "1 run"
    assert say_many(0, "{n} run", "{n} runs") == "0 runs"
    assert say_many(12345, "{n} run of {model}", "{n} runs of {model}", model="m") == "12\u2009345 runs of m"


def test_a_phrase_survives_the_way_between_processes():
    phrase = say_many(
        2, "{n} run of {model}", "{n} runs of {model}", model=say("the model {name}", name="churn")
    )
    back = pickle.loads(pickle.dumps(phrase))  # noqa: S301 - of our own
    assert isinstance(back, Phrase)
    assert (back, back.plural, back.number) == (phrase, phrase.plural, 2)
    assert back.arguments["model"].message == "the model {name}"


def test_phrases_put_together_with_other_text_stay_phrases():
    made = "{x} " + say("fails") + put_together(["a", say("run")], between=", ")
    assert made == "{x} failsa, run"
    assert list(made.arguments["part0"].arguments.values()) == ["{x} ", "fails"]


def test_a_prefix_that_was_put_before_a_phrase_comes_off_it():
    made = put_together((say("Major"), ", ", say("because {why}", why="x")))
    rest = made.removeprefix("Major, ")
    assert (rest, type(rest)) == ("because x", Phrase)
    assert made.removeprefix("Minor, ") is made
    assert made.removeprefix("Maj") == "or, because x"


def test_what_is_cut_from_a_phrase_is_plain_text():
    assert type(say("fails")[1:]) is str
    assert type(f"{say('fails')}!") is str


def test_placeholders_are_names_alone():
    assert placeholders("{a} {b.c} {d!r} {} {e:>3} {f}") == {"a", "f"}
