"""A built site as a folder of files: its pages, and where their links lead."""

import json
import posixpath
from collections.abc import Mapping
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
