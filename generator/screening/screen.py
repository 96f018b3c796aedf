"""Find sensitive text, and put a mask in its place."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.screening.shapes import SHAPES, Sensitivity, Shape

_MAYBE = re.compile(
    "|".join(
        (
            *sorted({re.escape(sign.casefold()) for shape in SHAPES for sign in shape.signs if len(sign) > 1}),
            "@", r"\+[1-9]", r"\d{3}-\d{2}-\d{4}", r"[3-6]\d{3}[ -]?\d{4}", r"[a-z]{2}\d{2} ?[a-z0-9]{4}",
        )
    )
)  # fmt: skip
"""What every sensitive text has somewhere, in lower case; nearly all texts are passed by for want of it."""
_SHORTEST = 8
"""Characters; no shape is shorter."""
_REMEMBERED = 1_000
"""Characters of a text that is remembered as harmless; whole pages are not kept for that."""
AT_MOST = 1_000
"""Matches in one text."""


@dataclass(frozen=True, slots=True)
class Match:
    """One sensitive part of a text."""

    shape: Shape
    start: int
    end: int


def matches(
    text: str, sensitivity: Sensitivity | None = None, allowed: Collection[str] = ()
) -> tuple[Match, ...]:
    """Every sensitive part of a text, in its order, none within another.

    Args:
        text: what is looked at.
        sensitivity: only parts that are sensitive for this reason; None for any.
        allowed: texts that may be shown, such as the declared contact, in lower case.
    """
    if len(text) < _SHORTEST or (len(text) <= _REMEMBERED and not _may_match(text)):
        return ()
    found: list[Match] = []
    for shape in SHAPES:
        if sensitivity in {None, shape.sensitivity} and _has_signs(shape, text):
            found += _of_shape(shape, text, allowed)
    found.sort(key=lambda match: (match.start, -match.end))
    return tuple(_apart(found))[:AT_MOST]


@lru_cache(maxsize=2**16)
def _may_match(text: str) -> bool:
    """Whether a text has what every sensitive text has; names and values of a store repeat a great deal."""
    return _MAYBE.search(text.casefold()) is not None


def _has_signs(shape: Shape, text: str) -> bool:
    held = text.casefold() if shape.folds else text
    return shape.needs in held and any(sign in held for sign in shape.signs)


def masked(text: str, found: Collection[Match]) -> str:
    """The text with a mask in place of each match."""
    if not found:
        return text
    parts, done = [], 0
    for match in found:
        parts += [text[done : match.start], match.shape.mask]
        done = match.end
    return "".join((*parts, text[done:]))


def _of_shape(shape: Shape, text: str, allowed: Collection[str]) -> Iterator[Match]:
    for hit in shape.pattern.finditer(text):
        value = hit.group()
        if shape.confirm is not None and not shape.confirm(value):
            continue
        if value.casefold() not in allowed:
            yield Match(shape, hit.start(), hit.end())


def _apart(found: list[Match]) -> Iterator[Match]:
    """The matches without those that begin within one before."""
    end = 0
    for match in found:
        if match.start >= end:
            yield match
            end = match.end
