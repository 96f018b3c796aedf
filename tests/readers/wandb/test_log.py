"""The framing of a ``.wandb`` file, and the wire format in it."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.readers.wandb.log import BLOCK, LogRecords
from generator.readers.wandb.protobuf_wire import (
    WireError,
    double_in,
    fields,
    integer_in,
    message_in,
    text_in,
    zigzag_in,
)
from tests.readers.wandb import logs as wandb_logs
from tests.readers.wandb.logs import field, log

RECORDS = [b"a" * 10, b"b" * (BLOCK - 40), b"c" * 100_000, b"", b"d"]


def taken(data: bytes, piece: int = 4096) -> tuple[list[bytes], LogRecords]:
    records = LogRecords([data[start : start + piece] for start in range(0, len(data), piece)])
    return list(records), records


@settings(deadline=None)
@given(st.lists(st.integers(0, 3 * BLOCK), max_size=6), st.integers(1, 50_000))
def test_every_record_comes_back_whatever_its_length_and_the_pieces_of_the_file(
    lengths: list[int], piece: int
) -> None:
    records = [bytes((number + 1,)) * length for number, length in enumerate(lengths)]
    found, reader = taken(log(records), piece)
    assert found == records
    assert (reader.is_log, reader.damaged, reader.cut) == (True, 0, False)


@settings(deadline=None)
@given(st.integers(0, len(log(RECORDS)) - 1))
def test_a_file_cut_anywhere_gives_the_records_before_the_cut_only(length: int) -> None:
    found, reader = taken(log(RECORDS)[:length])
    assert found == RECORDS[: len(found)]
    assert reader.damaged == 0
    whole = {len(log(RECORDS[:count])) for count in range(len(RECORDS) + 1)}
    assert reader.cut == (
        length > 7 and length not in whole and any(log(RECORDS)[max(whole & set(range(length))) : length])
    )


def test_a_changed_byte_costs_the_record_it_stands_in_only() -> None:
    data = bytearray(log([b"first", b"second", b"third"]))
    data[data.index(b"second")] ^= 1
    found, reader = taken(bytes(data))
    assert found == [b"first", b"third"]
    assert (reader.damaged, reader.cut) == (1, False)


def test_a_damaged_part_costs_the_whole_of_its_record_and_nothing_else() -> None:
    data = bytearray(log([b"a", b"b" * 100_000, b"c"]))
    data[BLOCK + 500] ^= 1
    found, reader = taken(bytes(data))
    assert found == [b"a", b"c"]
    assert reader.damaged == 1


def test_a_file_that_is_no_log_gives_nothing() -> None:
    found, reader = taken(b"version https://git-lfs.github.com/spec/v1\n")
    assert (found, reader.begun, reader.is_log) == ([], True, False)
    assert not taken(b"")[1].begun


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_log_or_a_message(data: bytes) -> None:
    taken(wandb_logs.HEADER + data)
    with contextlib.suppress(WireError):
        list(fields(data))


@given(st.integers(-(2**63), 2**63 - 1))
def test_numbers_of_every_sign_come_back(number: int) -> None:
    ((tag, value),) = fields(field(5, number))
    assert (tag, integer_in(value)) == (5, number)
    ((_, value),) = fields(field(5, number << 1 ^ number >> 63))
    assert zigzag_in(value) == number


@given(st.floats(allow_nan=False), st.text(st.characters(exclude_categories=["Cs"])))
def test_doubles_and_texts_come_back(number: float, text: str) -> None:
    found = dict(fields(field(6, number) + field(7, text)))
    assert (double_in(found[6]), text_in(found[7])) == (number, text)
    assert message_in(found[7]) == text.encode()


@pytest.mark.parametrize(
    "message",
    [b"\x00\x01", b"\x0a\x05ab", b"\x0b", b"\x08" + b"\xff" * 11, b"\x09\x01"],
    ids=["no number", "too long", "group", "endless number", "short double"],
)
def test_bytes_that_are_no_message_are_refused(message: bytes) -> None:
    with pytest.raises(WireError):
        list(fields(message))
