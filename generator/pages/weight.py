"""How heavy a page may be before it says why: nobody should wonder what they wait for."""

import re

from generator.messages import Phrase, put_together, say, say_many

LONG = 120_000
"""Bytes of a body from which on a page says why it is long. With the theme around it, it then weighs some 150 kB."""
_FIGURE = re.compile(r'<svg [^>]*class="mf-svg".*?</svg>', re.DOTALL)
_ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
_SOURCES = re.compile(r'<ul class="mf-sources">.*?\n</ul>', re.DOTALL)
_LEAST_SHARE = 0.1
"""Of the body; what weighs less is not why."""


def why_long(html: str) -> Phrase | None:
    """Why a page is long, in a sentence; None for every other page.

    Args:
        html: the body of the page.
    """
    if len(html) <= LONG // 4 or len(html.encode("utf-8", "surrogatepass")) <= LONG:
        return None  # the first is quicker, and holds since no character has more than four bytes
    parts = sorted(_parts(html), key=lambda part: -part[0])
    named = [words for weight, words in parts if weight >= _LEAST_SHARE * len(html)]
    if not named:
        return say("This page is long, because its texts are.")
    return say("This page is long, because of all that it holds: {parts}.", parts=put_together(named, ", "))


def _parts(html: str) -> list[tuple[int, Phrase]]:
    """What a page is made of: how many characters each part takes, and how many of it there are."""
    figures, rows, sources = (part.findall(html) for part in (_FIGURE, _ROW, _SOURCES))
    places = sum(part.count('<li id="source-') for part in sources)
    return [
        (sum(map(len, rows)), say_many(len(rows), "{n} row of a table", "{n} rows of tables")),
        (sum(map(len, figures)), say_many(len(figures), "{n} figure", "{n} figures")),
        (sum(map(len, sources)), say_many(places, "{n} place in the sources", "{n} places in the sources")),
    ]
