"""Words that stand where an answer is still to come."""

import re

from generator.catalog.card import folded

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_WHOLE = frozenset(
    folded(words)
    for words in ("TBD", "TBC", "to do", "to be done", "to be defined", "to be determined", "to be confirmed")
)
_WITHIN = re.compile(
    r"\b(?:TODO|TBD|TBC|FIXME|XXX)\b|(?i:\blorem ipsum\b|\bto be (?:done|defined|determined|confirmed)\b"
    r"|\[(?:insert|fill in)\b[^\]]*\])"
)
"""Capital letters count, so that a *todo list* in a sentence is none."""


def uncommented(markdown: str) -> str:
    """A text without its HTML comments."""
    return _COMMENT.sub("", markdown).strip()


def is_placeholder(text: str) -> bool:
    """Whether a text says nothing but that the answer is to come, such as ``TBD``."""
    return folded(text) in _WHOLE


def placeholder_in(text: str) -> str:
    """The first words of a text that stand for an answer to come, such as ``TODO``; empty when none do."""
    if is_placeholder(text):
        return " ".join(text.split())
    found = _WITHIN.search(text)
    return found.group() if found else ""
