"""A value together with its standing: recorded, stated, derived or missing."""

from dataclasses import dataclass
from enum import StrEnum

from generator.messages import word
from generator.provenance.source import Source


class Standing(StrEnum):
    """Who vouches for a fact."""

    RECORDED = word("recorded")
    """A tracker wrote it."""
    STATED = word("stated")
    """A person wrote it in the governance folder."""
    DERIVED = word("derived")
    """Modelfolio worked it out; the sources are its inputs."""
    MISSING = word("missing")
    """Nobody wrote it; the sources name the place where it should stand."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that can be shown, with the places that vouch for it."""

    value: str
    """Plain text, as yet unescaped; empty when missing."""
    standing: Standing
    sources: tuple[Source, ...] = ()
    href: str = ""
    """A path within the site that the value leads to; empty for none."""
    detail: str = ""
    """A second, quieter line; empty for none."""

    @property
    def present(self) -> bool:
        """Whether there is a value at all."""
        return self.standing is not Standing.MISSING


def recorded(value: object, *sources: Source, href: str = "", detail: str = "") -> Fact:
    """A fact that a tracker wrote down. ``None`` and the empty string are missing."""
    return _fact(value, Standing.RECORDED, sources, href, detail)


def stated(value: object, *sources: Source, href: str = "", detail: str = "") -> Fact:
    """A fact that a person wrote down. ``None`` and the empty string are missing."""
    return _fact(value, Standing.STATED, sources, href, detail)


def derived(value: object, *sources: Source, href: str = "", detail: str = "") -> Fact:
    """A fact worked out from its sources. ``None`` and the empty string are missing."""
    return _fact(value, Standing.DERIVED, sources, href, detail)


def missing(*sources: Source, detail: str = "") -> Fact:
    """No value; the sources, if any, say where it should stand."""
    return Fact("", Standing.MISSING, sources, "", detail)


def _fact(value: object, standing: Standing, sources: tuple[Source, ...], href: str, detail: str) -> Fact:
    text = "" if value is None else value if isinstance(value, str) else str(value)
    if not text:
        return missing(*sources, detail=detail)
    return Fact(text, standing, sources, href, detail)
