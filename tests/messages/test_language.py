"""Languages: catalogues over each other, English beneath, and nothing that a catalogue says can break a page."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.messages import put_together, say, say_many, say_of, word
from generator.messages.language import AS_WRITTEN, languages, read_language

HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\nContent-Type: text/plain; charset=utf-8\\n"\n\n'


def catalogue(folder: Path, messages: str, name: str = "de.po") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEAD + messages)
    return folder


def german(folder: Path, messages: str):
    return read_language("de", [catalogue(folder, messages)])


def test_a_message_is_told_with_its_arguments_in_the_order_of_the_language(tmp_path):
    language = german(tmp_path, 'msgid "{a} of {b}"\nmsgstr "von {b} {a}"\n')
    assert language.text(say("{a} of {b}", a="x", b="{a}")) == "von {a} x"


def test_an_argument_that_is_a_phrase_is_translated_too(tmp_path):
    language = german(tmp_path, 'msgid "run"\nmsgstr "Lauf"\n\nmsgid "a {thing}"\nmsgstr "ein {thing}"\n')
    assert language.text(say("a {thing}", thing=say("run"))) == "ein Lauf"


def test_the_number_decides_on_the_form(tmp_path):
    language = german(
        tmp_path, 'msgid "{n} hit"\nmsgid_plural "{n} hits"\nmsgstr[0] "{n} Fund"\nmsgstr[1] "{n} Funde"\n'
    )
    assert [language.text(say_many(n, "{n} hit", "{n} hits")) for n in (0, 1, 2)] == [
        "0 Funde",
        "1 Fund",
        "2 Funde",
    ]


def test_a_fraction_takes_the_form_of_many(tmp_path):
    plurals = 'msgid "{n} hit"\nmsgid_plural "{n} hits"\nmsgstr[0] "{n} Fund"\nmsgstr[1] "{n} Funde"\n'
    language = german(tmp_path, plurals)
    assert language.text(say_many(7.0, "{n} hit", "{n} hits", n="7")) == "7 Funde"
    assert language.text(say_many(1.5, "{n} hit", "{n} hits", n="1.5")) == "1.5 Funde"


def test_a_context_tells_messages_of_one_wording_apart(tmp_path):
    language = german(
        tmp_path, 'msgctxt "gate"\nmsgid "open"\nmsgstr "offen"\n\nmsgid "open"\nmsgstr "öffnen"\n'
    )
    assert (language.text(say_of("gate", "open")), language.text(say("open"))) == ("offen", "öffnen")


def test_what_is_not_translated_or_fuzzy_stays_english(tmp_path):
    language = german(tmp_path, '#, fuzzy\nmsgid "run"\nmsgstr "rennen"\n\nmsgid "of {a}"\nmsgstr ""\n')
    assert (language.text(say("run")), language.text(say("of {a}", a="b"))) == ("run", "of b")


def test_a_translation_that_leaves_open_what_nobody_fills_is_not_used(tmp_path):
    language = german(tmp_path, 'msgid "by {person}"\nmsgstr "von {persn}"\n')
    assert language.text(say("by {person}", person="Ada")) == "by Ada"


def test_text_of_a_store_is_never_looked_up(tmp_path):
    assert german(tmp_path, 'msgid "none"\nmsgstr "keine"\n').text("none") == "none"


def test_nothing_said_stays_nothing(tmp_path):
    assert german(tmp_path, "").text(put_together(())) == ""


def test_a_word_of_ours_is_translated_by_its_value(tmp_path):
    class Word(StrEnum):
        BETTER = word("better")

    assert Word.BETTER.value == "better"
    assert type(Word.BETTER.value) is str
    assert german(tmp_path, 'msgid "better"\nmsgstr "besser"\n').text(Word.BETTER) == "besser"


def test_a_record_is_translated_down_to_its_last_tuple(tmp_path):
    @dataclass(frozen=True)
    class Record:
        title: str
        rows: tuple[tuple[str, float], ...]

    language = german(tmp_path, 'msgid "run"\nmsgstr "Lauf"\n')
    told = language.translated(Record(say("run"), (("run", 1.0), (say("run"), 2.0))))
    assert told == Record("Lauf", (("run", 1.0), ("Lauf", 2.0)))
    record = Record(say("run"), ())
    assert AS_WRITTEN.translated(record) is record


def test_a_nearer_catalogue_goes_before_one_further_off(tmp_path):
    near = catalogue(tmp_path / "near", 'msgid "run"\nmsgstr "Durchlauf"\n')
    far = catalogue(tmp_path / "far", 'msgid "run"\nmsgstr "Lauf"\n\nmsgid "model"\nmsgstr "Modell"\n')
    language = read_language("de", [near, far])
    assert (language.text(say("run")), language.text(say("model"))) == ("Durchlauf", "Modell")


def test_messages_without_a_translation_are_counted(tmp_path):
    folder = catalogue(tmp_path / "l", 'msgid "run"\nmsgstr "Lauf"\n')
    catalogue(
        folder,
        'msgid "run"\nmsgstr ""\n\nmsgid "model"\nmsgstr ""\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n',
        "modelfolio.pot",
    )
    assert read_language("de", [folder]).missing == 2
    assert read_language("en", [folder]).missing == 0


def test_an_unknown_language_is_refused_with_those_that_there_are(tmp_path):
    folder = catalogue(tmp_path, "", "fr.po")
    assert languages([folder]) == ("en", "fr")
    with pytest.raises(SettingsError, match=r"there is no language '\.\./de'; choose one of en, fr"):
        read_language("../de", [folder])


def test_a_catalogue_that_cannot_be_read_is_an_error_with_its_name(tmp_path):
    (tmp_path / "de.po").write_text('msgid "run"\nmsgstr "Lauf"\nnothing of PO')
    with pytest.raises(SettingsError, match=r"^de\.po: the catalogue of messages cannot be read"):
        read_language("de", [tmp_path])
