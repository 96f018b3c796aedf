"""Text as figures show it: nothing hidden in it, measured before it is set, cut in the middle when there is no room."""

import os
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from itertools import accumulate, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

Weight = Literal[400, 600, 700]

FONTS = Path(__file__).parent / "fonts"
"""Inter as TrueType, for its metrics; the site brings the same faces for the screen."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Characters that hide or forge other text, or that XML forbids: control, direction, zero width, surrogates."""

_EM = 64.0
"""Pixels per em at which advances are measured; the advances themselves are unhinted."""

_SEPARATORS = " ._-/·,"
_WORD = re.compile("[^ ]+")
_DIGIT = re.compile("[0-9]")
_LONGEST_TITLE = 1000


def visible(text: str) -> str:
    """One line in which every hidden character is spelled out, such as ``⟨U+202E⟩``, and a line break is ↵."""
    if text.isprintable() and text.isascii():
        return text
    spelled = _HIDDEN.sub(
        lambda found: f"⟨U+{ord(found.group()):04X}⟩", text.replace("\r\n", "\n").replace("\r", "\n")
    )
    return spelled.replace("\n", "↵").replace("\t", " ")


def name(text: str) -> str:
    """A name made visible; one that would show nothing is said to be blank."""
    shown = visible(text)
    return shown if shown.strip() else "(blank)"


def spoken(text: str) -> str:
    """Text for a title or description: visible, and cut beyond a thousand characters with its length told."""
    if len(text) > _LONGEST_TITLE:
        text = f"{text[:_LONGEST_TITLE]}… ({len(text)} characters)"
    return visible(text)


def escaped(text: str) -> str:
    """Text fit for element content and quoted attributes."""
    return escape(text, quote=True)


def width(text: str, size: float, weight: Weight = 400) -> float:
    """Width in px of visible text set in Inter at a size in px, kerning left out."""
    return size * sum(map(_advances(weight).__getitem__, text))


def shorten(text: str, room: float, size: float, weight: Weight = 400) -> str:
    """The text, or its head and tail around an ellipsis: both ends of an identifier tell it from its neighbours."""
    if width(text, size, weight) <= room:
        return text
    head, tail = _ends(text, room / size, weight)
    return f"{text[:head]}…{text[tail:]}"


def abridge(text: str, room: float, size: float, weight: Weight = 400) -> str:
    """As :func:`shorten`, for phrases: the tail is whole words, and no number is cut, for half of one is another one."""
    if width(text, size, weight) <= room:
        return text
    head, tail = _ends(text, room / size, weight)
    for word in _WORD.finditer(text):
        if word.start() < head < word.end() and _DIGIT.search(word.group()):
            head = word.start()
        if word.start() < tail < word.end():
            tail = word.end()
    left, right = text[:head].rstrip(_SEPARATORS), text[tail:].lstrip(_SEPARATORS)
    return f"{left}…{right}" if left or right else shorten(text, room, size, weight)


def shorten_apart(texts: Sequence[str], room: float, size: float, weight: Weight = 400) -> list[str]:
    """Each text as :func:`shorten` has it; of those that would then read the same, what tells them apart is kept whole.

    ``payments_2026q1_holdout`` and ``payments_2026q2_holdout`` become ``pay…2026q1_holdout`` and ``pay…2026q2_holdout``.
    """
    shown = [shorten(text, room, size, weight) for text in texts]
    alike: dict[str, set[str]] = {}
    for text, cut in zip(texts, shown, strict=True):
        alike.setdefault(cut, set()).add(text)
    return [
        _from_difference(text, alike[cut], room, size, weight) if len(alike[cut]) > 1 else cut
        for text, cut in zip(texts, shown, strict=True)
    ]


def _from_difference(text: str, alike: Iterable[str], room: float, size: float, weight: Weight) -> str:
    """A head, an ellipsis, and all from the word on in which it differs, as far as there is room for it."""
    same = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*alike, strict=False)))
    start = max((text.rfind(separator, 0, same) for separator in _SEPARATORS), default=-1) + 1
    tail = shorten(text[start:], room - width("…", size, weight), size, weight)
    head = ""
    for letter in text[:start]:
        if width(f"{head}{letter}…{tail}", size, weight) > room:
            break
        head += letter
    return f"{head.rstrip(_SEPARATORS)}…{tail}"


def _ends(text: str, room: float, weight: Weight) -> tuple[int, int]:
    """Where the head ends and the tail begins that fit, with an ellipsis, into a room in em."""
    table = _advances(weight)
    room -= table["…"]
    head = bisect_right(list(accumulate(map(table.__getitem__, text))), room * 0.6)
    head = len(text[:head].rstrip(_SEPARATORS))
    rest = room - sum(map(table.__getitem__, text[:head]))
    tail = len(text) - bisect_right(list(accumulate(map(table.__getitem__, reversed(text)))), rest)
    return head, len(text) - len(text[tail:].lstrip(_SEPARATORS))


class _Advances(dict[str, float]):
    """The advance of each character in em, measured when it is first asked for."""

    def __init__(self, weight: Weight) -> None:
        super().__init__()
        self._weight: Weight = weight

    def __missing__(self, character: str) -> float:
        advance = _measured(character, self._weight)
        self[character] = advance
        return advance


_advances = cache(_Advances)


def _measured(character: str, weight: Weight) -> float:
    """East Asian wide characters take one em; what Inter lacks is measured in DejaVu Sans."""
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    for path in (str(FONTS / f"inter-{weight}.ttf"), _fallback()):
        face = _face(path)
        if face.get_char_index(ord(character)):
            return face.load_char(ord(character)).linearHoriAdvance / 65536 / _EM
    return 0.0 if unicodedata.combining(character) else 1.0


@cache
def _face(path: str) -> "FT2Font":
    from matplotlib.ft2font import FT2Font

    face = FT2Font(path)
    face.set_size(_EM, 72)
    return face


if hasattr(os, "register_at_fork"):  # a face reads its file through a position that a fork would share
    os.register_at_fork(after_in_child=_face.cache_clear)


def _fallback() -> str:
    import matplotlib as mpl

    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
