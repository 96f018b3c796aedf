"""Plain text made fit for a page: nothing invisible, nothing endless, numbers and instants for people."""

import re
from datetime import datetime

from generator.analyses.wording import counted as count
from generator.analyses.wording import number, signed
from generator.messages import say_many

__all__ = [
    "BRIEF",
    "LONGEST",
    "brief",
    "count",
    "day",
    "duration",
    "instant",
    "number",
    "shown",
    "signed",
    "size",
    "sorting",
    "visible",
]

LONGEST = 500
"""Characters of one field that a page shows before it says how many there are."""

BRIEF = 64
"""Characters of one field in a narrow place: a SHA-256 is shown whole."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Control, direction, zero-width, variation, tag and lone surrogate characters: what can hide or forge other text."""


_PICTOGRAPH = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff"
_EMOJI_PARTS = re.compile(f"(?<=[{_PICTOGRAPH}])\ufe0f|(?<=[{_PICTOGRAPH}\ufe0f])\u200d(?=[{_PICTOGRAPH}])")
"""What makes one picture of several (UTS 51, sections 1.4.3 and 1.4.9): behind a pictograph it hides nothing."""


def shown(text: str) -> str:
    """The text with every hidden character spelled out, such as ``⟨U+202E⟩``; line breaks and tabs stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = {found.start() for found in _EMOJI_PARTS.finditer(lines)}
    return _HIDDEN.sub(
        lambda found: found.group() if found.start() in parts else f"⟨U+{ord(found.group()):04X}⟩", lines
    )


def visible(text: str, limit: int = LONGEST) -> str:
    """One field on one line: hidden characters spelled out, line breaks as ↵, cut at the limit with its length told."""
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    head = shown(text[:limit]).replace("\n", "↵").replace("\t", " ")
    return (
        head
        if len(text) <= limit
        else say_many(len(text), "{head}… ({n} character)", "{head}… ({n} characters)", head=head)
    )


def brief(text: str) -> str:
    """One field in a narrow place, such as a cell of a wide table."""
    return visible(text, BRIEF)


def size(value: int) -> str:
    """A number of bytes in the unit that reads best, by powers of 1,000."""
    amount = float(value)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:  # noqa: PLR2004
            return f"{number(amount, 3)} {unit}"
        amount /= 1000
    return f"{number(amount, 3)} TB"


def sorting(value: float) -> str:
    """What a table sorts a number by, to nine digits; empty where what is shown of it says no less."""
    exact = f"{value:.9g}"
    try:
        shown = float(number(value).replace("\u202f", "").replace("\u2009", "").replace("\u2212", "-"))
    except ValueError:
        return exact
    return "" if shown == float(exact) else exact


def instant(value: datetime | None) -> str:
    """``2026-11-20 07:40 UTC``; empty for None."""
    return value.strftime("%Y-%m-%d %H:%M UTC") if value else ""


def day(value: datetime | None) -> str:
    """``2026-11-20``; empty for None."""
    return value.strftime("%Y-%m-%d") if value else ""


def duration(start: datetime | None, end: datetime | None) -> str:
    """How long something took, such as ``1 h 28 min``; empty when either end is unknown or they are in disorder."""
    if start is None or end is None or end < start:
        return ""
    seconds = (end - start).total_seconds()
    if seconds < 60:  # noqa: PLR2004
        return f"{number(seconds, 3)} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:  # noqa: PLR2004
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{number(hours)} h {minutes} min" if minutes else f"{number(hours)} h"
