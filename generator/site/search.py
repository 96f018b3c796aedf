"""Entries of the search, made from the pages themselves and never parsed out of HTML.

The format is that of Material's index: a page and each of its sections are entries of their own, a section's behind its
page's. Title and text are HTML there, so both are escaped. While a site has no more than :data:`MOST_ENTRIES` entries
every section has its own; above that there is one entry a page, because a browser builds the whole index anew whenever
a page is opened (measured in Chromium on two busy cores: 1.0 s to the first result for 2,000 entries and 240 kB, 3.4 s
for 10,000 and 2.3 MB).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.pages.view import Page
from generator.site.navigation import markup

MOST_ENTRIES = 2000
"""Entries above which sections have none of their own."""

_JSON = Path("search/search_index.json")
_SCRIPT = Path("search/search_index.js")

Entry = dict[str, str]


def entries(pages: Sequence[Page]) -> list[Entry]:
    """The entries of all pages, in their order."""
    sections = sum(len(page.sections) for page in pages)
    with_sections = len(pages) + sections <= MOST_ENTRIES
    return [entry for page in pages for entry in _of_page(page, with_sections=with_sections)]


def add_entries(site: Path, made: Iterable[Entry]) -> tuple[int, int]:
    """Put entries before those of the authored pages, for browsers on the web and on a disk.

    Args:
        site: folder that holds the index that Material's search plugin wrote.
        made: the entries of the generated pages.

    Returns:
        The number of entries in all, and the bytes of the index; (0, 0) when the search is switched off.
    """
    if not (site / _JSON).is_file():
        return 0, 0
    index = json.loads((site / _JSON).read_bytes())
    index["docs"] = [*made, *index["docs"]]
    content = json.dumps(index, separators=(",", ":")).encode()
    (site / _JSON).write_bytes(content)
    (site / _SCRIPT).write_bytes(b"var __index = " + content)
    return len(index["docs"]), len(content)


def _of_page(page: Page, *, with_sections: bool) -> Iterator[Entry]:
    words = " ".join(map(markup, page.keywords))
    found_by = f"<p>{markup(page.summary)}</p>" if page.summary else ""
    yield {
        "location": page.path,
        "title": markup(page.title),
        "text": found_by + (f" <p>{words}</p>" if words else ""),
    }
    if with_sections:
        for section in page.sections:
            location = f"{page.path}#{section.id}"
            yield {"location": location, "title": markup(section.title), "text": ""}
