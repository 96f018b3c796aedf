"""From bytes to text: every fault of a text file is named with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.text import (
    LargeFilePointer,
    decode,
    decode_plain,
    large_file_pointer,
    visible_name,
)

POINTER = (
    b"version https://git-lfs.github.com/spec/v1\n"
    b"oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)
CONFLICT = b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n"


def faults(data: bytes) -> list[tuple[str, int, bool, bool]]:
    return [(fault.slug, fault.line, fault.harmless, fault.absent) for fault in decode(data)[1]]


@pytest.mark.parametrize("text", ["", "plain", "modèle 🜁\r\nline", "a <<<<<<< b", "tab\tand \u202e"])
def test_text_is_kept_as_it_is(text):
    assert decode(text.encode()) == (text, ())


def test_a_byte_order_mark_is_left_out_and_harmless():
    assert decode(b"\xef\xbb\xbfname: x")[0] == "name: x"
    assert faults(b"\xef\xbb\xbfname: x") == [("byte-order-mark", 0, True, False)]


def test_bytes_that_are_not_utf_8_are_shown_as_escapes():
    assert decode(b"one\ncaf\xe9")[0] == "one\ncaf\\xe9"
    assert faults(b"one\ncaf\xe9") == [("text-not-utf8", 2, False, False)]


def test_null_characters_are_named_by_their_first_line():
    assert decode(b"one\n\0\0")[0] == "one\n\0\0"
    assert faults(b"one\n\0\0") == [("text-null", 2, False, False)]


def test_the_markers_of_a_merge_are_named_by_their_first_line():
    assert faults(CONFLICT) == [("merge-conflict", 2, False, False)]
    assert faults(CONFLICT.replace(b"\n", b"\r\n")) == [("merge-conflict", 2, False, False)]


@pytest.mark.parametrize(
    "data", [b"<<<<<<< HEAD\n", b"a\n=======\n>>>>>>> x\n", b"> <<<<<<< x\n=======\n>>>>>>> y\n"]
)
def test_half_a_marker_is_no_merge(data):
    assert decode(data)[1] == ()


def test_a_git_lfs_pointer_is_not_the_file_itself():
    assert faults(POINTER) == [("git-lfs-pointer", 0, False, True)]
    assert large_file_pointer(POINTER) == LargeFilePointer(
        "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393", 12345
    )


@pytest.mark.parametrize(
    "data",
    [
        b"version 2", POINTER + b"x" * 2000, POINTER.replace(b"size 12345", b"size 1_0"),
        POINTER.replace(b"sha256", b"md5"), POINTER.replace(b"size 12345\n", b""),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_pointer_is_none(data):
    assert large_file_pointer(data) is None


@pytest.mark.parametrize(
    ("name", "visible"),
    [
        ("plain", "plain"),
        ("é🜁", "é🜁"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800x", "\\ud800x"),
        ("\udc7f", "\\udc7f"),
    ],
)
def test_a_name_can_always_be_written(name, visible):
    assert visible_name(name) == visible
    visible_name(name).encode()


PARTS = (
    b"",
    b"plain",
    b"caf\xc3\xa9",
    b"caf\xe9",
    b"\0",
    b"\xef\xbb\xbf",
    b"<<<<<<< ",
    b"=======\n>>>>>>> x\n",
    POINTER,
)


@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=3).map(b"".join), max_size=4))
def test_texts_taken_together_are_those_taken_one_by_one_or_none(data):
    each = [decode(one) for one in data]
    together = decode_plain(data)
    assert together is None or together == [text for text, _ in each]
    assert together is None or not any(faults for _, faults in each)


def test_texts_without_a_fault_are_taken_together():
    assert decode_plain([b"0.1", b"", b"caf\xc3\xa9\n"]) == ["0.1", "", "caf\u00e9\n"]
