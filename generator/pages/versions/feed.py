"""The portfolio's news as an Atom feed: every version that was registered, and what it changed (RFC 4287)."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from generator.analyses.changes import describe
from generator.analyses.wording import version_label
from generator.catalog import ModelVersion
from generator.messages.language import AS_WRITTEN, Language
from generator.pages import paths
from generator.pages.portfolio import Portfolio
from generator.pages.stated import first_line
from generator.pages.text import visible
from generator.pages.view import SiteFile

ENTRIES = 100
"""Newest versions that the feed holds."""
_ATOM = "http://www.w3.org/2005/Atom"
_NAMES = bytes.fromhex("b7b66726552553698fc320950f4a061a")
"""The name space of our ids. They are made of what a registry never changes, so that no reader shows an entry twice."""
_LONGEST = 2000


def feed_file(portfolio: Portfolio, language: Language = AS_WRITTEN) -> SiteFile:
    """The feed: an entry for each listed version with a date of registration, the newest first.

    Its links are relative, for the site may stand anywhere; readers resolve them against the address of the feed.

    Args:
        portfolio: what there is.
        language: what the changes are told in.
    """
    snapshot, dated = portfolio.snapshot, _newest(portfolio)
    root = ET.Element("feed", {"xmlns": _ATOM})
    _said(root, "id", _id("feed", snapshot.site_name))
    _said(root, "title", snapshot.site_name)
    _said(root, "updated", _instant(dated[0][0] if dated else snapshot.as_of))
    _said(_child(root, "author"), "name", snapshot.site_name)
    _said(root, "generator", "Modelfolio", version=snapshot.tool_version)
    _child(root, "link", rel="self", type="application/atom+xml", href=paths.FEED)
    _child(root, "link", rel="alternate", type="text/html", href=paths.HOME)
    for when, version in dated:
        _entry(portfolio, root, when, version, language)
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return SiteFile(paths.FEED, f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode())


def _newest(portfolio: Portfolio) -> list[tuple[datetime, ModelVersion]]:
    dated = [
        (version.creation_time, version)
        for model in portfolio.catalog.models
        for version in model.listed_versions
        if version.creation_time is not None
    ]
    dated.sort(key=lambda each: (each[0], each[1].sequence, each[1].name), reverse=True)
    return dated[:ENTRIES]


def _entry(
    portfolio: Portfolio, root: ET.Element, when: datetime, version: ModelVersion, language: Language
) -> None:
    entry, label = _child(root, "entry"), version_label(version.version)
    _said(entry, "id", _id(version.store, version.name, version.version, _instant(when)))
    _said(entry, "title", f"{version.name} {label}")
    _said(entry, "updated", _instant(when))
    _said(entry, "published", _instant(when))
    if version.user:
        _said(_child(entry, "author"), "name", version.user)
    _child(
        entry, "link", rel="alternate", type="text/html", href=paths.version(version.name, version.version)
    )
    _child(entry, "category", term=visible(version.name, _LONGEST))
    headline = first_line(version.description)
    if headline:
        _said(entry, "summary", headline, type="text")
    _said(entry, "content", "\n".join(_told(portfolio, version, language)), type="text")


def _told(portfolio: Portfolio, version: ModelVersion, language: Language) -> Iterator[str]:
    for note in describe(portfolio.diffs[version.name, version.version]):
        told = language.text(visible(language.text(note.text), _LONGEST))
        yield f"{told} [{note.rule}]" if note.rule else told


def _child(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, name, attributes)


def _said(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    """An element with a text; what XML forbids is spelled out."""
    _child(parent, name, **attributes).text = "\n".join(visible(line, _LONGEST) for line in text.split("\n"))


def _id(*parts: str) -> str:
    """A name that is the same in every build (RFC 4122, section 4.3)."""
    named = "\n".join(f"{len(part)}:{part}" for part in parts)
    digest = hashlib.sha1(_NAMES + named.encode("utf-8", "backslashreplace"), usedforsecurity=False).digest()
    made = bytearray(digest[:16])
    made[6] = made[6] & 0x0F | 0x50  # version 5
    made[8] = made[8] & 0x3F | 0x80  # the variant of the RFC
    text = made.hex()
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _instant(when: datetime) -> str:
    """RFC 3339, to the second, in UTC."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
