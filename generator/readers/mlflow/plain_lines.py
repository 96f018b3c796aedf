"""Metric files as nearly all of them are: lines of three plain numbers, which are read all at once."""

from array import array
from collections.abc import Sequence
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
_MOST_TOGETHER = 2**20
"""Bytes of several files whose numbers are held at once."""
_COUNTED = list(range(LONGEST_SERIES))
"""The steps of nearly every history."""


def plain_columns(block: bytes) -> Columns | None:
    """Lines that are all ``timestamp value step`` in plain numbers, as columns; None for any others."""
    found = plain_histories((block,))
    return found[0] if found is not None else None


def plain_histories(blocks: Sequence[bytes]) -> list[Columns] | None:
    """The same of several files; None when any of them has other lines, or none."""
    try:
        return [_columns(numbers, numbers[2::3]) for numbers in _numbers(blocks)] or None
    except (TypeError, OverflowError):
        return None


def _columns(numbers: list[Any], steps: list[Any]) -> Columns:
    return Columns(
        range(len(steps)) if _are_counted(steps) else array("q", steps),
        array("d", numbers[1::3]),
        array("q", numbers[0::3]),
    )


def latest_points(blocks: Sequence[bytes]) -> list[MetricPoint] | None:
    """The latest point of each of some files with plain lines and ascending steps, which is the last; None for others."""
    found: list[MetricPoint] = []
    for numbers in _numbers(blocks):
        steps = numbers[2::3]
        timestamp, value, step = numbers[-3:]
        is_plain = type(timestamp) is int and -BOUND <= timestamp < BOUND
        if not is_plain or not (_are_counted(steps) or _ascend(steps)) or not -BOUND <= step < BOUND:
            return None
        found.append(MetricPoint(step, float(value), timestamp))
    return found or None


def _numbers(blocks: Sequence[bytes]) -> list[list[Any]]:
    """The numbers on lines that all have three of them, of one file after another; nothing for any other lines.

    With commas between them, numbers as MLflow writes them are a list in JSON (RFC 8259, section 6), and files are a list
    of such. The one number that is something else there is a minus zero without a fraction, which would lose its sign.
    """
    together = b"\0".join(blocks) + b"\0"
    if len(together) > _MOST_TOGETHER and len(blocks) > 1:
        return []
    apart = together.translate(None, _NUMBERS)
    # Nothing but whole lines, each file ends with one, and none is empty.
    if (
        apart.replace(b"  \n", b"").strip(b"\0")
        or together.count(b"\0") != len(blocks)
        or together.count(b"\n\0") != len(blocks)
        or (b"-" in together and b" -0 " in together)
    ):
        return []
    try:
        numbers: list[list[Any]] = _NUMBERS_IN.decode(
            b"[[%b]]" % together.translate(_COMMAS)[:-2].replace(b",\0", b"],[")
        )
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
