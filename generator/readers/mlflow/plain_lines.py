"""Metric files as nearly all of them are: lines of three plain numbers, which are read all at once."""

from array import array
from operator import lt
from typing import Any

import msgspec

from generator.catalog import MetricPoint
from generator.readers.metric_series import LONGEST_SERIES, Columns

BOUND = 2**63
"""MLflow's steps and timestamps are 64-bit numbers."""
_NUMBERS = b"0123456789.+-e"
_COMMAS = bytes.maketrans(b" \n", b",,")
_NUMBERS_IN: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
"""Makes numbers of text as ``int`` and ``float`` do, to the last bit, and all of them at once."""
_COUNTED = list(range(LONGEST_SERIES))
"""The steps of nearly every history."""


def plain_columns(block: bytes) -> Columns | None:
    """Lines that are all ``timestamp value step`` in plain numbers, as columns; None for any others.

    With commas between them, numbers as MLflow writes them are a list in JSON (RFC 8259, section 6). The one number that
    is something else there is a minus zero without a fraction, which would lose its sign.
    """
    numbers = _numbers(block)
    if not numbers:
        return None
    steps = numbers[2::3]
    try:
        return Columns(
            range(len(steps)) if _are_counted(steps) else array("q", steps),
            array("d", numbers[1::3]),
            array("q", numbers[0::3]),
        )
    except (TypeError, OverflowError):
        return None


def latest_point(data: bytes) -> MetricPoint | None:
    """The latest point of a file with plain lines and ascending steps, which is the last one; None for any other."""
    numbers = _numbers(data)
    steps = numbers[2::3]
    if not numbers or not (_are_counted(steps) or _ascend(steps)):
        return None
    timestamp, value, step = numbers[-3:]
    is_plain = type(timestamp) is int and -BOUND <= timestamp < BOUND and -BOUND <= step < BOUND
    return MetricPoint(step, float(value), timestamp) if is_plain else None


def _numbers(block: bytes) -> list[Any]:
    """The numbers on lines that all have three of them, one after another; none for any other lines."""
    apart = block.translate(None, _NUMBERS)
    if block[-1:] != b"\n" or apart != b"  \n" * (len(apart) // 3) or (b"-" in block and b" -0 " in block):
        return []
    try:
        numbers: list[Any] = _NUMBERS_IN.decode(b"[%b]" % block.translate(_COMMAS)[:-1])
    except msgspec.DecodeError:
        return []
    return numbers


def _ascend(steps: list[Any]) -> bool:
    """Whether steps are whole numbers of which each is greater than the one before."""
    return set(map(type, steps)) == {int} and all(map(lt, steps, steps[1:]))


def _are_counted(steps: list[Any]) -> bool:
    """Whether steps count from 0."""
    # The sum of whole numbers is one, unless there is a 2.0 among them, which is no step and yet equal to one.
    return steps == _COUNTED[: len(steps)] and type(sum(steps)) is int
