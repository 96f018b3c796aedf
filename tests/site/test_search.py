import json
from pathlib import Path

from generator.pages.view import Page, PageKind, Section
from generator.site.search import MOST_ENTRIES, add_entries, entries
from tests.site import sample


def page(number: int, sections: int = 1) -> Page:
    made = tuple(Section(f"s{each}", f"Section {each}") for each in range(sections))
    return Page(path=f"p{number}.html", kind=PageKind.RUN, title=f"Run {number}", summary="Of a sweep.", view=None, sections=made, keywords=("val_loss", "a & b"))  # fmt: skip


def test_a_page_and_each_section_have_an_entry_with_words_kept_apart() -> None:
    assert entries([page(1)]) == [
        {"location": "p1.html", "title": "Run 1", "text": "<p>Of a sweep.</p> <p>val_loss a &amp; b</p>"},
        {"location": "p1.html#s0", "title": "Section 0", "text": ""},
    ]


def test_large_sites_have_one_entry_a_page() -> None:
    assert len(entries([page(number) for number in range(MOST_ENTRIES // 2)])) == MOST_ENTRIES
    assert len(entries([page(number) for number in range(MOST_ENTRIES // 2 + 1)])) == MOST_ENTRIES // 2 + 1


def test_nothing_in_an_entry_is_markup_of_a_store() -> None:
    evil = Page(path="e.html", kind=PageKind.RUN, title=sample.HOSTILE, summary=sample.HOSTILE, view=None, keywords=(sample.HOSTILE,), sections=(Section("s", sample.HOSTILE),))  # fmt: skip
    for entry in entries([evil]):
        assert "<script" not in entry["title"] + entry["text"]
        assert "&lt;script&gt;alert(1)" in entry["title"]


def test_entries_come_before_those_of_authored_pages_for_the_web_and_the_disk(tmp_path: Path) -> None:
    authored = {"location": "guide.html", "title": "Guide", "text": ""}
    (tmp_path / "search").mkdir()
    (tmp_path / "search/search_index.json").write_text(
        json.dumps({"config": {"lang": ["en"]}, "docs": [authored]})
    )
    assert add_entries(tmp_path, entries([page(1, 0)])) == (
        2,
        (tmp_path / "search/search_index.json").stat().st_size,
    )
    index = json.loads((tmp_path / "search/search_index.json").read_text())
    assert [entry["location"] for entry in index["docs"]] == ["p1.html", "guide.html"]
    assert index["config"] == {"lang": ["en"]}
    script = (tmp_path / "search/search_index.js").read_text()
    assert json.loads(script.removeprefix("var __index = ")) == index


def test_a_search_that_is_switched_off_stays_off(tmp_path: Path) -> None:
    assert add_entries(tmp_path, entries([page(1)])) == (0, 0)
    assert list(tmp_path.iterdir()) == []
