"""What says of a site what it is made of: ``SHA256SUMS``, ``provenance.json`` and ``api/pages.json`` at its root."""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

from generator.pages.view import Page, RenderedPage, SiteFile, Snapshot
from generator.provenance import Source
from generator.provenance.sums import SUMS, written_sums
from generator.site.assets import instant
from generator.site.ownership import PROVENANCE

PAGES = "api/pages.json"

_SHAPING = (
    "jinja2",
    "markdown",
    "markdown-it-py",
    "matplotlib",
    "mkdocs",
    "mkdocs-material",
    "nh3",
    "pyyaml",
)
"""Libraries whose version can change the bytes of a page."""


def pages_file(pages: Iterable[Page]) -> SiteFile:
    """The list of pages as data: what each is about, and where it is."""
    listed = [
        {
            "path": page.path,
            "kind": page.kind.value,
            "title": page.title,
            "model": page.model,
            "version": page.version,
            "run_id": page.run_id,
        }
        for page in pages
    ]
    return SiteFile(PAGES, _rows("[", map(_compact, listed), "]"))


def provenance_file(rendered: Iterable[RenderedPage], snapshot: Snapshot) -> SiteFile:
    """From each page to the places that vouch for it, with what read and wrote them.

    ``pages`` maps a page's path to its files: path, SHA-256 (null for a file that is absent) and the pointers into it,
    each JSON Pointer (RFC 6901), ``line 7``, or empty for the whole file.
    """
    head = {
        "generator": "modelfolio",
        "version": snapshot.tool_version,
        "site_name": snapshot.site_name,
        "as_of": instant(snapshot),
        "stores": list(snapshot.stores),
        "store_digest": snapshot.digest,
        "libraries": library_versions(),
    }
    rows = (f"{_compact(each.page.path)}:{_compact(_sources(each.sources))}" for each in rendered)
    return SiteFile(PROVENANCE, _rows(_compact(head)[:-1] + ',"pages":{', rows, "}}"))


def sums_file(digests: Mapping[str, str]) -> SiteFile:
    """The digest of every file, as ``sha256sum --check`` reads it."""
    return SiteFile(SUMS, written_sums(digests))


def _sources(sources: Sequence[Source]) -> list[dict[str, object]]:
    pointers: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        pointers.setdefault((source.path, source.sha256), []).append(source.pointer)
    return [
        {"path": path, "sha256": sha256 or None, "pointers": places}
        for (path, sha256), places in pointers.items()
    ]


def library_versions() -> dict[str, str]:
    """The version of each library that can change the bytes of a page."""
    versions = {}
    for name in _SHAPING:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "absent"
    return versions


def _rows(start: str, rows: Iterable[str], end: str) -> bytes:
    """JSON with one row a line, so that two snapshots can be compared line by line."""
    return "\n".join([start, ",\n".join(rows), end, ""]).encode()


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
