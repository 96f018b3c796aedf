"""Places: how they are named below a file, and how errors print them."""

import pytest

from generator.provenance import Source

FILE = Source("mlruns/0/meta.yaml", "ab" * 32)


@pytest.mark.parametrize(
    ("keys", "pointer"),
    [
        (("owner",), "/owner"),
        (("aliases", "champion"), "/aliases/champion"),
        (("a/b", "c~d"), "/a~1b/c~0d"),
        (("rows", 3), "/rows/3"),
        ((), ""),
    ],
)
def test_a_field_is_named_by_json_pointer(keys, pointer):
    assert FILE.at(*keys) == Source(FILE.path, FILE.sha256, pointer)


def test_pointers_add_up_and_keep_the_digest():
    assert FILE.at("dependencies").at(2, "pip") == FILE.at("dependencies", 2, "pip")
    assert FILE.at("x").sha256 == FILE.sha256


def test_errors_print_a_line_after_a_colon_and_a_pointer_after_a_hash():
    assert str(FILE.line(7)) == "mlruns/0/meta.yaml:7"
    assert str(FILE.at("owner")) == "mlruns/0/meta.yaml#/owner"
    assert str(FILE) == "mlruns/0/meta.yaml"


def test_places_sort_by_path_first():
    assert sorted([Source("b"), Source("a", "ff"), Source("a", "00")]) == [
        Source("a", "00"),
        Source("a", "ff"),
        Source("b"),
    ]
