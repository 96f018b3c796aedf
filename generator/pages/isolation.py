"""Text that runs from right to left, kept from reordering the words beside it.

By the bidirectional algorithm (UAX 9, section 3.3.4) digits, signs and brackets take the direction of what stands
before them: ``7 runs`` behind an Arabic name would be drawn to the left of it. ``<bdi>`` ends that. No author of a
template has to think of it: :class:`Isolation` sees where each expression stands, and puts the mark around those that
become text. Within a tag, as the value of an attribute, there is nothing to keep apart.
"""

import re
from collections.abc import Iterable

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from generator.pages import text

FILTER = "isolated"

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks whose characters are of the classes R and AL (UAX 9, table 4)."""


def isolated(value: object) -> object:
    """A text that holds right-to-left characters as one piece, a long name in parts; anything else as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    if runs_from_right(value):
        return Markup("<bdi>{0}</bdi>").format(text.visible(value))
    return in_parts(value) if _LONG_NAME.fullmatch(value) else value


def in_parts(name: str) -> Markup:
    """A name that breaks behind its underscores where it has to: ``<wbr>`` shows nothing and is not copied."""
    return Markup("_<wbr>").join(name.split("_"))


_LONG_NAME = re.compile(r"(?=.*[^_]_[^_])[\w.+-]{15,60}", re.ASCII)
"""Names such as ``card_payments_2026q1_holdout``, too long for the narrow cells that they stand in."""


def runs_from_right(value: str) -> bool:
    """Whether a text holds right-to-left characters."""
    return not value.isascii() and bool(_RIGHT_TO_LEFT.search(value))


class Isolation(Extension):
    """Sends every expression that stands outside a tag through :func:`isolated`."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """``{{ a ~ b }}`` becomes ``{{ (a ~ b) | isolated }}``."""
        within_tag = within_text = False
        for token in stream:
            if token.type == "data":
                within_tag = _ends_within_tag(token.value, within_tag)
            if token.type == "variable_begin" and not within_tag:
                within_text = True
                yield token
                yield Token(token.lineno, "lparen", "(")
            elif token.type == "variable_end" and within_text:
                within_text = False
                for kind, value in (("rparen", ")"), ("pipe", "|"), ("name", FILTER)):
                    yield Token(token.lineno, kind, value)
                yield token
            else:
                yield token


def _ends_within_tag(data: str, before: bool) -> bool:
    opened, closed = data.rfind("<"), data.rfind(">")
    return before if opened == closed else opened > closed
