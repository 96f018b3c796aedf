"""Facts with their labels, as the heads and lists of a page show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from generator.messages import say
from generator.pages.pills import Pill
from generator.provenance import Fact

_LONGEST_KEYWORD = 80
"""Nobody types more into a search field."""
_MOST_KEYWORDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact with its label."""

    label: str
    fact: Fact
    link: str = ""
    """Where the value leads outside the site; empty for nowhere."""
    pill: Pill | None = None
    """A word on it, such as that a date has passed."""
    code: bool = False
    """Whether the value is a digest or an id, to be set in a fixed width."""
    gap: str = say("not recorded")
    """What stands where there is no value."""


def keywords(*groups: Iterable[str]) -> tuple[str, ...]:
    """Names that search must find a page by: each once, in order, none empty or endless."""
    names = (name for group in groups for name in group if name and len(name) <= _LONGEST_KEYWORD)
    return tuple(islice(dict.fromkeys(names), _MOST_KEYWORDS))
