"""YAML: text stays text, nothing is built, and every fault has its line."""

import string
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.provenance import Source
from generator.provenance.document import FieldError
from generator.readers.yaml_documents import MOST_NODES, _Lines, read_yaml, yaml_document
from generator.readers.yaml_flat import read_flat

FILE = Source("mlruns/0/meta.yaml")


def parsed(text: str):
    return read_yaml(text, FILE)[0]


def fault(text: str) -> FieldError:
    with pytest.raises(FieldError) as raised:
        yaml_document(text, FILE)
    return raised.value


@pytest.mark.parametrize(
    "written",
    [
        "1e5", "0o17", "1_000", "12:30:45", "2026-01-01", "yes", "no", "true", "NaN", ".inf", "0x1F", "012", "+1",
        "1.10", "None", "=", "<<",
    ],
)  # fmt: skip
def test_a_scalar_is_never_typed_by_its_look(written):
    assert yaml_document(f"run_name: {written}\n", FILE).text("run_name") == written


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL", "!!str", "# comment"])
def test_a_plain_null_is_null(written):
    expected = "" if written == "!!str" else None
    assert parsed(f"a: {written}\n") == {"a": expected}


@pytest.mark.parametrize("written", ["'null'", '"null"', "!!str null", "'~'"])
def test_a_null_that_is_quoted_is_text(written):
    assert parsed(f"a: {written}\n") == {"a": written.strip("'\"").removeprefix("!!str ")}


def test_what_mlflow_folds_is_put_together():
    text = (
        "description: 'Stronger regularisation: ''C=0.1''\n\n  - approved: yes'\n"
        "run_name: 'arbre \"profondeur\" d=2: {yaml} - ''x'' #t'\n"
        'note: "tab\\there\\Lsep \\U0001F600 end"\n'
    )
    assert parsed(text) == {
        "description": "Stronger regularisation: 'C=0.1'\n- approved: yes",
        "run_name": "arbre \"profondeur\" d=2: {yaml} - 'x' #t",
        "note": "tab\there\u2028sep 😀 end",
    }


def test_no_tag_calls_anything(tmp_path: Path):
    canary = tmp_path / "canary"
    text = f"a: !!python/object/apply:os.system ['touch {canary}']\nb: !!python/name:os.system ''\n"
    assert parsed(text) == {"a": [f"touch {canary}"], "b": ""}
    assert not canary.exists()


def test_lists_mappings_and_aliases_are_put_together():
    text = "base: &base {a: 1, b: [x, ~]}\nagain: *base\nlist:\n- 1\n- c: d\n"
    base = {"a": "1", "b": ["x", None]}
    assert parsed(text) == {"base": base, "again": base, "list": ["1", {"c": "d"}]}


@pytest.mark.parametrize(
    ("text", "slug", "line", "message"),
    [
        ("", "yaml-empty", 0, "is empty"),
        ("# only a comment\n", "yaml-empty", 0, "is empty"),
        ("just text\n", "yaml-not-mapping", 0, "holds no mapping"),
        ("- a\n- b\n", "yaml-not-mapping", 0, "holds no mapping"),
        ("a: 1\nb: [\n", "yaml-invalid", 3, "is no YAML: did not find expected node content"),
        ("a: 1\nb: c: d\n", "yaml-invalid", 2, "is no YAML: mapping values are not allowed in this context"),
        ("a: 1\n\tb: 2\n", "yaml-invalid", 2, "is no YAML: found a tab character that violates indentation"),
        ("a: 'cut\n", "yaml-invalid", 2, "is no YAML: found unexpected end of stream"),
        ("a: 1\nb: \x01\n", "yaml-invalid", 2, "is no YAML: control characters are not allowed"),
        ("a: 1\n---\nb: 2\n", "yaml-several-documents", 2, "holds more than one document"),
        ("a: 1\n? [x]\n: 2\n", "yaml-key-invalid", 2, "has a key that is no text"),
        ("a: 1\nb: *gone\n", "yaml-invalid", 2, "has an alias 'gone' of nothing before it"),
        ("a: &a [*a]\n", "yaml-invalid", 1, "has an alias 'a' of nothing before it"),
        ("a: 1\nb: " + "[" * 100_000, "yaml-refused", 2, "is nested more than 50 levels deep"),
        ("a: " + "{a: " * 60, "yaml-refused", 1, "is nested more than 50 levels deep"),
        ("a: [" + "1," * MOST_NODES + "]", "yaml-refused", 1, "has more than 100000 nodes"),
        ("a: &a x\nb: [" + "*a," * 101 + "]", "yaml-refused", 2, "has more than 100 aliases"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line(text, slug, line, message):
    found = fault(text)
    assert (found.slug, found.message) == (slug, message)
    assert found.source == (FILE.line(line) if line else FILE)


def test_a_bomb_of_aliases_is_refused_before_it_grows():
    levels = "".join(f"l{n}: &l{n} [{','.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10))
    found = fault(f"l0: &l0 [x,x,x,x,x,x,x,x,x]\n{levels}")
    assert (found.slug, found.message) == ("yaml-refused", f"has more than {MOST_NODES} nodes")


def test_fifty_levels_are_allowed():
    assert read_yaml("[" * 50 + "]" * 50, FILE)[0] is not None
    with pytest.raises(FieldError):
        read_yaml("[" * 51 + "]" * 51, FILE)


def test_of_two_equal_keys_the_last_counts_and_the_second_is_a_fault():
    document = yaml_document("name: one\nid: 1\nname: two\n", FILE)
    assert document.text("name") == "two"
    (found,) = document.faults
    assert str(found) == "mlruns/0/meta.yaml:3: has the key 'name' twice; the last one counts"


def test_a_fault_has_the_line_of_its_key_or_of_its_item():
    document = yaml_document("a: 1\nlist:\n- x\n-\n  deep: [y]\nstatus: abc\n", FILE)
    document.integer("status")
    document.mappings("list")
    assert [str(found) for found in document.faults] == [
        "mlruns/0/meta.yaml:6: status is 'abc', not a whole number",
        "mlruns/0/meta.yaml:3: list/0 is 'x', not a list of mappings",
    ]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a",), 1), (("b",), 2), (("b", "c"), 3), (("b", "c", 1), 6), (("b", "c", 1, "d"), 6), (("gone",), None),
        (("a", "x"), None), (("b", "c", 7), None), ((), None),
    ],
)  # fmt: skip
def test_the_line_of_any_place_can_be_found(place, line):
    assert _Lines("a: 1\nb:\n  c:\n  - x\n  -\n    d: y\n").line_of(place) == line


def test_no_line_is_found_in_what_is_no_yaml():
    assert _Lines("a: [").line_of(("a",)) is None


def test_carriage_returns_are_read_and_counted():
    document = yaml_document("a: 1\r\nb: x\r\n", FILE)
    assert (document.text("a"), document.text("b")) == ("1", "x")
    assert document.fault("b", "odd", slug="odd").source == FILE.line(2)


KEYS = st.text(string.ascii_letters + string.digits + "_.-", min_size=1, max_size=8)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=30),
    st.sampled_from(
        ["1e5", "null", "a: b", "x #y", "'", "''", '"', "[]", "{}", "- a", "a:", " a", "a ", "é", "...", "%a"]
    ),
    st.just([]),
    st.just({}),
    st.dictionaries(KEYS, st.text(max_size=10), max_size=3),
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_the_line_parser_reads_what_mlflow_writes_as_the_yaml_parser_does(record):
    text = yaml.safe_dump(record, allow_unicode=True)
    flat = read_flat(text)
    if flat is not None:
        assert flat == parsed(text)


LINES = st.lists(
    st.one_of(
        st.text("abAB_.:# '\"-[]{}~&*!|>%@`,=?\\\t\r\u00a0\u2028\ufeffé01\n ", max_size=12),
        st.builds("{}: {}".format, st.sampled_from(["a", "b", "  a", "  b", "a b", "-", "?"]), st.text("ab': #-~[]", max_size=6)),
        st.sampled_from(["a:", "b:", "  a: x", "  b: y", "a: x", "null: x", "a: ''", "a: 'x' ", "---", "...", "a: {}"]),
    ),
    max_size=6,
)  # fmt: skip


@given(LINES)
@example(["a:", "b: x"])
@example(["a:", "  b:"])
@example(["a: x", "  b: y"])
@example(["a: x", ""])
@example(["a" * 1100 + ": x"])
@example(["a: x\ufeff"])
def test_the_line_parser_never_differs_from_the_yaml_parser(lines):
    text = "\n".join(lines) + "\n"
    flat = read_flat(text)
    if flat is not None:
        assert flat == parsed(text)


def test_the_line_parser_takes_what_mlflow_writes_most():
    text = (
        "artifact_uri: file:///home/ml/mlruns/0/ab/artifacts\nend_time: null\nentry_point_name: ''\n"
        "experiment_id: '0'\nrun_name: 1e5\ntags: []\nother: {}\naliases:\n  champion: '3'\nuser_id: ana.moreno\n"
    )
    assert read_flat(text) == {
        "artifact_uri": "file:///home/ml/mlruns/0/ab/artifacts",
        "end_time": None,
        "entry_point_name": "",
        "experiment_id": "0",
        "run_name": "1e5",
        "tags": [],
        "other": {},
        "aliases": {"champion": "3"},
        "user_id": "ana.moreno",
    }


@pytest.mark.parametrize(
    "text",
    ["a: 'x\n  y'\n", 'a: "x"\n', "a: |\n  x\n", "a:\n", "a: x: y\n", "a: x #y\n", "- a\n", "a: 1\na: 2\n", "a: \tx\n", "", "a: -1\n"],
)  # fmt: skip
def test_the_line_parser_gives_back_what_could_mean_another_thing(text):
    assert read_flat(text) is None
