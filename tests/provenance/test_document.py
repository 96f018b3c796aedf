"""Documents: fields by name and kind, and faults that know their place."""

import pickle
from datetime import UTC, datetime

import pytest

from generator.provenance import Source
from generator.provenance.document import Document, FieldError

FILE = Source("mlruns/0/meta.yaml", "ab" * 32)


def document(**values) -> Document:
    return Document(values, FILE)


def only_fault(made: Document) -> FieldError:
    (fault,) = made.faults
    return fault


@pytest.mark.parametrize(
    ("value", "text"), [("1e5", "1e5"), ("", ""), (7, "7"), (0.5, "0.5"), (True, "true"), (False, "false")]
)
def test_a_scalar_is_text_as_it_is_written(value, text):
    made = document(run_name=value)
    assert made.text("run_name", "default") == text
    assert made.faults == []


@pytest.mark.parametrize("values", [{}, {"owner": None}])
def test_an_absent_field_is_the_default_and_no_fault(values):
    made = document(**values)
    assert made.text("owner") == ""
    assert made.text("owner", "nobody") == "nobody"
    assert (made.integer("owner"), made.number("owner"), made.flag("owner"), made.instant("owner")) == (
        None,
    ) * 4
    assert (made.mappings("owner"), made.texts("owner"), len(made.mapping("owner"))) == ((), (), 0)
    assert made.faults == []
    assert "owner" not in made


@pytest.mark.parametrize(
    ("ask", "value", "message"),
    [
        ("text", ["a"], "owner is a list, not text"),
        ("text", {"a": "b"}, "owner is a mapping, not text"),
        ("integer", "abc", "owner is 'abc', not a whole number"),
        ("integer", "1_000", "owner is '1_000', not a whole number"),
        ("integer", "١٢٣", "owner is '\\u0661\\u0662\\u0663', not a whole number"),
        ("integer", "1.5", "owner is '1.5', not a whole number"),
        ("integer", True, "owner is True, not a whole number"),
        ("integer", "9" * 41, "owner is '" + "9" * 41 + "', not a whole number"),
        ("number", "infinity", "owner is 'infinity', not a number"),
        ("number", "nan", "owner is 'nan', not a number"),
        ("number", "1_0.5", "owner is '1_0.5', not a number"),
        ("number", "1e400", "owner is '1e400', not a number"),
        ("number", 10**400, f"owner is {'1' + '0' * 59}…, not a number"),
        ("flag", "yes", "owner is 'yes', not true or false"),
        ("instant", "soon", "owner is 'soon', not a point in time"),
        ("instant", "253402300800000", "owner is '253402300800000', not a point in time"),
        ("instant", "-1", "owner is '-1', not a point in time"),
        ("mapping", "text", "owner is 'text', not a mapping"),
        ("texts", "text", "owner is 'text', not a list"),
        ("mappings", "text", "owner is 'text', not a list"),
        ("texts", [["a"]], "owner/0 is a list, not a list of texts"),
        ("mappings", [{}, "a"], "owner/1 is 'a', not a list of mappings"),
    ],
)
def test_a_field_of_the_wrong_kind_is_a_fault_at_its_pointer(ask, value, message):
    made = document(owner=value)
    getattr(made, ask)("owner")
    fault = only_fault(made)
    assert fault.message == message
    place = FILE.at(*message.partition(" ")[0].split("/"))
    assert (fault.slug, fault.pointer, fault.source) == ("field-invalid", place.pointer, place)
    assert str(fault) == f"{place}: {message}"


@pytest.mark.parametrize("written", ["1767600000123", 1767600000123, "+1767600000123"])
def test_milliseconds_are_an_instant_however_they_are_written(written):
    assert document(start_time=written).instant("start_time") == datetime(
        2026, 1, 5, 8, 0, 0, 123000, tzinfo=UTC
    )


def test_an_iso_date_is_an_instant():
    assert document(since="2026-01-05").instant("since") == datetime(2026, 1, 5, tzinfo=UTC)


def test_numbers_of_any_size_are_exact():
    made = document(step=str(2**63 + 1), version="007", score="-1.5e-3", rows=12)
    assert (made.integer("step"), made.integer("version")) == (2**63 + 1, 7)
    assert (made.number("score"), made.number("rows")) == (-0.0015, 12.0)


@pytest.mark.parametrize("value", [None, ""])
def test_a_required_field_that_is_missing_raises(value):
    with pytest.raises(FieldError) as raised:
        document(run_id=value).require("run_id")
    assert str(raised.value) == "mlruns/0/meta.yaml#/run_id: run_id is missing"
    assert raised.value.slug == "field-missing"


def test_a_required_field_of_the_wrong_kind_raises_and_is_not_collected_as_well():
    made = document(run_id=["a"])
    with pytest.raises(FieldError, match="run_id is a list, not text"):
        made.require("run_id")
    assert made.faults == []


def test_documents_below_share_the_faults_and_name_the_whole_way():
    made = document(flavors={"sklearn": {"code": ["x"]}}, rows=[{"n": "one"}])
    made.mapping("flavors").mapping("sklearn").text("code")
    made.mappings("rows")[0].integer("n")
    assert [fault.message for fault in made.faults] == [
        "flavors/sklearn/code is a list, not text",
        "rows/0/n is 'one', not a whole number",
    ]
    assert [fault.pointer for fault in made.faults] == ["/flavors/sklearn/code", "/rows/0/n"]


def test_a_fault_stands_on_a_line_where_the_format_has_lines():
    made = Document({"status": "abc"}, FILE, find_line=lambda place: 9 if place == ("status",) else None)
    made.integer("status")
    made.mapping("status")
    missing = made.fault("owner", "owner is missing", slug="field-missing")
    assert only_fault_texts(made) == [
        "mlruns/0/meta.yaml:9: status is 'abc', not a whole number",
        "mlruns/0/meta.yaml:9: status is 'abc', not a mapping",
    ]
    assert made.faults[0].pointer == "/status"
    assert str(missing) == "mlruns/0/meta.yaml#/owner: owner is missing"


def only_fault_texts(made: Document) -> list[str]:
    return [str(fault) for fault in made.faults]


def test_faults_cross_processes_whole():
    fault = document().fault("owner", "owner is missing", slug="field-missing", hint="name one")
    copy = pickle.loads(pickle.dumps(fault))  # noqa: S301 our own bytes
    assert (str(copy), copy.slug, copy.source, copy.pointer) == (
        str(fault),
        fault.slug,
        fault.source,
        fault.pointer,
    )
