"""Licences as SPDX expressions, and whether a list of allowed ones lets one pass.

Expressions are those of the SPDX specification, annex *SPDX license expressions*; ``packaging`` knows the list of licences.
"""

from collections.abc import Iterable, Iterator

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

_LONGEST = 500
"""Characters of an expression; a longer text is none."""


def canonical(text: str) -> str:
    """An expression as SPDX spells it, such as ``MIT OR Apache-2.0``; empty when the text is none."""
    if not text.strip() or len(text) > _LONGEST:
        return ""
    try:
        return str(canonicalize_license_expression(text.strip()))
    except InvalidLicenseExpression:
        return ""


def allows(allowed: Iterable[str], expression: str) -> bool:
    """Whether one may do with the allowed licences alone: either side of an *or*, both of an *and*.

    An exception (``GPL-2.0-only WITH Classpath-exception-2.0``) only ever adds permission, so the licence before it
    decides, unless the list names the two together.

    Args:
        allowed: expressions.
        expression: in its canonical spelling.
    """
    known = {(canonical(each) or each).casefold() for each in allowed}
    if expression.casefold() in known:
        return True
    tokens = expression.replace("(", " ( ").replace(")", " ) ").split()
    return _Reader(tokens, known).either()


def licence_refs(expression: str) -> Iterator[str]:
    """The licences in an expression that no list knows, whose own words have to be kept: ``LicenseRef-Proprietary``."""
    for token in expression.replace("(", " ").replace(")", " ").split():
        if token.casefold().startswith("licenseref-"):
            yield token


class _Reader:
    """Reads the tokens of a canonical expression once, from left to right."""

    def __init__(self, tokens: list[str], known: set[str]) -> None:
        self._left = tokens[::-1]
        self._known = known

    def either(self) -> bool:
        """Alternatives; *or* binds less than *and*."""
        found = self._both()
        while self._next("OR"):
            found = self._both() or found
        return found

    def _both(self) -> bool:
        found = self._one()
        while self._next("AND"):
            found = self._one() and found
        return found

    def _one(self) -> bool:
        if self._next("("):
            found = self.either()
            self._next(")")
            return found
        name = self._left.pop().casefold()
        if self._next("WITH"):
            together = f"{name} with {self._left.pop().casefold()}"
            return name in self._known or together in self._known
        return name in self._known

    def _next(self, token: str) -> bool:
        """Take a token if it is the next."""
        if self._left and self._left[-1] == token:
            self._left.pop()
            return True
        return False
