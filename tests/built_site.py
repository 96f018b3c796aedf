"""A built site as a folder of files: its pages, and where their links lead."""

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


def listed(site: Path) -> list[dict[str, str]]:
    return json.loads((site / "api/pages.json").read_text())


def one_of_each_kind(site: Path) -> list[str]:
    """The richest page of every kind, by its size."""
    largest: dict[str, str] = {}
    for page in sorted(listed(site), key=lambda page: (site / page["path"]).stat().st_size):
        largest[page["kind"]] = page["path"]
    return list(largest.values())


class Document(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.add(value)
            if name == "id" and value:
                self.anchors.add(value)


_EMPTY = frozenset({"br", "hr", "img", "input", "rect", "wbr"})
"""Elements that hold nothing."""


class Labels(HTMLParser):
    """The headings of tables, labels of facts, filters and chips of a page that nothing explains.

    What people wrote themselves is theirs to explain, and the glossary explains itself.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.unexplained: set[str] = set()
        self._open: list[_Label] = []
        self.feed(html[html.index("<article") : html.index("</article>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPTY:
            return
        given = dict(attrs)
        self._open.append(_Label(tag, given))
        if "data-what" in given:
            for label in self._open:
                label.explained = True

    def handle_data(self, data: str) -> None:
        for label in self._open:
            label.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        label = self._open.pop()
        while label.tag != tag:
            label = self._open.pop()
        around = [each.tag for each in self._open]
        prose = any("mf-prose" in (each.attributes.get("class") or "") for each in self._open)
        asks = (
            (tag == "th" and "thead" in around)
            or tag in {"dt", "label"}
            or (tag == "button" and "data-f" in label.attributes)
        )
        if asks and not label.explained and not prose:
            self.unexplained.add(f"{tag}: {' '.join(label.text.split())}")


@dataclass
class _Label:
    """An element that is not closed yet."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    explained: bool = False


def documents_of(site: Path) -> dict[str, Document]:
    """Every page by its path."""
    return {
        path.relative_to(site).as_posix(): Document(path.read_text())
        for path in site.rglob("*.html")
        if path.name != "404.html"
    }


def dead_links(site: Path, documents: Mapping[str, Document]) -> list[str]:
    """Links to no file, or to an anchor that is not in it."""
    dead = []
    for path, document in documents.items():
        for link in document.links:
            parts = urlsplit(link)
            if parts.scheme in {"https", "mailto", "data"}:
                continue
            there = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
                if parts.path
                else path
            )
            if not (site / there).is_file() or (
                parts.fragment
                and there in documents
                and unquote(parts.fragment) not in documents[there].anchors
            ):
                dead.append(f"{path}: {link}")
    return dead
