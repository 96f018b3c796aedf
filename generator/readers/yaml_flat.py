"""YAML that is plain enough to be read line by line, as nearly every file of a tracker is.

A line parser is many times faster than a YAML parser and wrong as soon as YAML is used in earnest. So this one takes
only lines that can mean one thing, and gives the whole file back unread at the first that could mean another.
"""

import re
from typing import TypeAlias

Node: TypeAlias = "str | list[Node] | dict[str, Node] | None"
"""What YAML is made into: a scalar stays the text that was written, and only a plain null is None."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_FIRST_OF_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/.")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_KEY_BELOW = re.compile(r"  ([A-Za-z_][A-Za-z0-9_.-]{0,99})")
_PLAIN = re.compile(
    r"^([A-Za-z_][A-Za-z0-9_]{0,99}): (?:([A-Za-z0-9_/.](?:.*[^: \n])?)|'([^'\n]*)'|(\[\]|\{\}))\n",
    re.MULTILINE,
)
"""A key with a plain value, one in single quotes, or an empty list or mapping; ``.`` is anything but a line feed."""


class _UnclearError(Exception):
    """A line that is not plain enough."""


def read_flat(text: str) -> dict[str, Node] | None:
    """The mapping of a text whose every line is plainly ``key: value``, or None when any line is not.

    One level of plain mappings below a key is plain, too. What this returns equals what the parser makes of the text.
    """
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    if not "".join(lines).isprintable():
        return None
    try:
        return _plain(text, len(lines)) or _mapping(lines) or None
    except _UnclearError:
        return None


def _plain(text: str, lines: int) -> dict[str, Node] | None:
    """The mapping of a text with nothing below its keys, as it mostly is; None for any other."""
    found = _PLAIN.findall(text)
    if len(found) != lines or text.count(": ") != lines or " #" in text:
        return None
    values = {
        key: (None if plain in NULLS else plain)
        if plain
        else quoted
        if not empty
        else []
        if empty == "[]"
        else {}
        for key, plain, quoted, empty in found
    }
    return values if len(values) == lines else None


def _mapping(lines: list[str]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    below: dict[str, Node] | None = None
    for line in lines:
        key, colon, written = line.partition(": ")
        if line[:2] == "  ":
            named = _KEY_BELOW.fullmatch(key)
            if below is None or named is None or not colon or named[1] in below:
                raise _UnclearError
            below[named[1]] = _value(written)
            continue
        if below is not None and not below:
            raise _UnclearError
        below = None
        if not colon and line[-1:] == ":":
            key, below = line[:-1], {}
        if key in found or not _KEY.fullmatch(key):
            raise _UnclearError
        found[key] = _value(written) if below is None else below
    if below is not None and not below:
        raise _UnclearError
    return found


def _value(written: str) -> Node:
    """The value on one line, when it means nothing but itself."""
    if written[:1] in _FIRST_OF_PLAIN:
        if ": " in written or " #" in written or written[-1] in ": ":
            raise _UnclearError
        return None if written in NULLS else written
    if written[:1] == "'" and written[-1] == "'" and len(written) > 1 and "'" not in written[1:-1]:
        return written[1:-1]
    if written == "[]":
        return []
    if written == "{}":
        return {}
    raise _UnclearError
