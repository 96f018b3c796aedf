"""JSON in the fields of other files: exact numbers, writable text, bounded depth."""

import pytest

from generator.provenance import Source
from generator.provenance.document import Document, FieldError
from generator.readers.json_documents import plain_text, read_json

FILE = Source("mlruns/0/datasets/ab/meta.yaml")


def read(text):
    return read_json(Document({"schema": text}, FILE, find_line=lambda _: 4), "schema")


def test_numbers_stay_as_they_are_written():
    assert read('{"rows": 9007199254740993, "share": 1.10, "odd": [NaN, 1e999]}') == {
        "rows": "9007199254740993",
        "share": "1.10",
        "odd": ["NaN", "1e999"],
    }
    assert read("9" * 5000) == "9" * 5000


@pytest.mark.parametrize("nothing", ["", None, "null"])
def test_nothing_is_none(nothing):
    assert read(nothing) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "schema is no JSON: expecting property name enclosed in double quotes"),
        ("[" * 5000, "schema is no JSON: it is nested too deep"),
        ("[" * 51 + "]" * 51, "schema is nested more than 50 levels deep"),
    ],
)
def test_a_fault_stands_on_the_line_of_the_field(text, message):
    with pytest.raises(FieldError) as raised:
        read(text)
    assert str(raised.value) == f"mlruns/0/datasets/ab/meta.yaml:4: {message}"
    assert raised.value.slug == "json-invalid"


def test_fifty_levels_are_allowed():
    assert read("[" * 50 + "]" * 50) is not None


def test_half_a_surrogate_pair_is_shown_as_its_escape():
    assert read('{"a\\ud800": ["\\udfff", "\\ud83d\\ude00", true, null]}') == {
        "a\\ud800": ["\\udfff", "😀", True, None]
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"), (None, "null"), (True, "true"), (False, "false"), (["a", ["b"]], "[a, [b]]"),
        ({"a": {"b": None}}, "{a: {b: null}}"), (1, "1"),
    ],
)  # fmt: skip
def test_any_value_is_one_line_of_text(value, text):
    assert plain_text(value) == text
