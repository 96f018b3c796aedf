"""What people stated in front matter, made fit for a page: links that may be followed, dates against the snapshot."""

from datetime import datetime

from generator.messages import say, say_many
from generator.pages.prose import render_prose, safe_link
from generator.provenance.instants import instant_from_text

_NEVER_IN_ADDRESS = frozenset("?&%<>\"'`:/,;()")


def outside_link(text: str) -> str:
    """Where a text leads on the web or by mail; empty when it is not a link as a whole."""
    if " " in text or not text.isprintable():
        return ""
    if safe_link(text):
        return text
    name, at, host = text.partition("@")
    plain = bool(name and at) and "." in host and "@" not in host and not _NEVER_IN_ADDRESS & set(text)
    return f"mailto:{text}" if plain and safe_link(f"mailto:{text}") else ""


def first_line(markdown: str) -> str:
    """The first line of a text without its markup: plain, as yet unescaped."""
    line = markdown.strip().partition("\n")[0]
    return " ".join(render_prose(line).striptags().split())


def days_until(text: str, as_of: datetime) -> int | None:
    """Days from the snapshot to a date, negative for one that has passed; None when the text is no date."""
    date = instant_from_text(text)
    return (date.date() - as_of.date()).days if date else None


def due(days: int) -> str:
    """``15 days overdue``, ``due today``, ``due in 3 days``."""
    if days < 0:
        return say("{days} overdue", days=say_many(-days, "{n} day", "{n} days"))
    return say("due in {days}", days=say_many(days, "{n} day", "{n} days")) if days else say("due today")
