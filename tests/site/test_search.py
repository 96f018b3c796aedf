"""The index of the search: what can be found, by which words, and how little of it a question needs."""

import json
import re
from pathlib import Path

import pytest

from generator.pages.view import Findable, Page, PageKind, Section, SiteFile
from generator.site.search import add_index
from generator.site.search.index import RECORDS, WORDS_SIZE, index_files
from generator.site.search.records import MOST_SECTIONS, Record, records
from generator.site.search.tokens import LONGEST, tokens
from tests.site import sample


def page(number: int, sections: int = 1) -> Page:
    made = tuple(Section(f"s{each}", f"Section {each}") for each in range(sections))
    return Page(path=f"p{number}.html", kind=PageKind.RUN, title=f"Run {number}", summary="Of a sweep.", view=None, sections=made, keywords=("val_loss", "a & b"))  # fmt: skip


def record(title: str, kind: str = "run", words: tuple[str, ...] = ()) -> Record:
    return Record(kind=kind, title=title, href=f"{title}.html", words=words)


def read(file: SiteFile) -> tuple[str, object]:
    name, data = re.fullmatch(r'modelfolioSearch\("([a-z0-9/-]+)",(.*)\)\n', file.content.decode()).groups()
    assert file.path == f"search/{name}.js"
    return name, json.loads(data)


def index_of(found: list[Record]) -> dict[str, object]:
    return dict(map(read, index_files(found)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("holdout_2026q3", ["holdout", "2026q3"]),
        ("models:/churn/7", ["models", "churn", "7"]),
        ("CreditRisk2", ["creditrisk2", "credit", "risk2"]),
        ("Straße ΤΈΛΟΣ İzmir", ["strasse", "τελοσ", "izmir"]),
        ("Ärzte ARZTE", ["arzte"]),
        ("ﬁ２", ["fi2"]),
        ("風險模型", ["風險", "險模", "模型", "型"]),
        ("険", ["険"]),
        ("v2風險", ["v2", "風險", "險"]),
        ("مُخَاطَرَة مخـــاطرة", ["مخاطرة"]),
        ("أحمد", ["احمد"]),
        ("f" * 64, ["f" * LONGEST]),
        ("\u0640 _ – 🙂", []),
    ],
)
def test_a_text_is_found_by_its_words_whatever_their_case_accents_and_script(text: str, words: list[str]):
    assert list(tokens(text)) == words


def test_a_page_what_stands_on_it_and_its_sections_are_found_and_say_their_kind():
    found = Findable(kind="finding", title="churn v7: Owner", href="a.html#findings", words=("fail", "high"))
    audit = Page(path="a.html", kind=PageKind.AUDIT_VERSION, title="Audit: churn v7", summary="Nothing fails.", view=None, findable=(found,))  # fmt: skip
    assert [(each.kind, each.title, each.href) for each in records([audit, page(1)], [])] == [
        ("run", "Run 1", "p1.html"),
        ("finding", "churn v7: Owner", "a.html#findings"),
        ("audit", "Audit: churn v7", "a.html"),
        ("section", "Section 0 – Run 1", "p1.html#s0"),
    ]


def test_who_looks_for_what_fails_is_not_led_to_where_nothing_fails():
    audit = Page(
        path="a.html", kind=PageKind.AUDIT_VERSION, title="Audit", summary="Nothing fails.", view=None
    )
    [found] = records([audit], [])
    assert (found.summary, found.body) == ("Nothing fails.", "")


def test_the_sections_of_a_huge_site_are_no_results_of_their_own():
    pages = [page(1, MOST_SECTIONS - 1)]
    assert len(records(pages, [])) == MOST_SECTIONS
    assert len(records([*pages, page(2, 0)], [])) == 2


def test_an_authored_page_is_found_by_its_whole_text_without_markup():
    [found] = records([], [{"location": "g.html", "title": "A &amp; B", "text": f"<p>One <code class='a'>two</code>, three</p>{'x ' * 200}last"}])  # fmt: skip
    assert (found.kind, found.title, found.href) == ("page", "A & B", "g.html")
    assert found.summary.startswith("One two, three x")
    assert len(found.summary) < 202
    assert found.body.endswith("last")


def test_a_word_has_its_records_by_the_best_place_it_stands_in():
    index = index_of(
        [record("loss"), record("a", words=("val_loss",)), record("loss", words=("loss",)), record("b")]
    )
    words, lists = index["words/0"]
    assert lists[words.index("loss")] == [[1, 2], [2], []]
    assert lists[words.index("run")] == [[], [], [1, -3]]
    assert index["index"] == {"kinds": [["run", 4]], "perFile": RECORDS, "starts": ["a"], "beginnings": []}
    assert index["records/0"][1] == ["a", "a.html", ""]


def test_every_beginning_of_a_word_is_answered_by_one_list_or_two_neighbouring_files():
    found = [record(f"name{number:05}", words=(f"w{number * 7919 % 10007:05}",)) for number in range(3000)]
    index = index_of(found)
    head = index["index"]
    sizes = [
        len(json.dumps(data, separators=(",", ":")))
        for name, data in index.items()
        if name.startswith("words/")
    ]
    assert max(sizes) < WORDS_SIZE * 1.2
    assert [len(index[f"records/{number}"]) for number in range(3000 // RECORDS)] == [RECORDS] * (
        3000 // RECORDS
    )
    words = [word for number in range(len(head["starts"])) for word in index[f"words/{number}"][0]]
    assert words == sorted(words)
    files = [number for number in range(len(head["starts"])) for _ in index[f"words/{number}"][0]]
    for beginning in {word[:length] for word in words for length in range(1, 6)}:
        touched = {file for word, file in zip(words, files, strict=True) if word.startswith(beginning)}
        assert (len(touched) > 2) == (beginning in head["beginnings"])
    assert index["beginnings/6e-61"] == [[1, -2999], [], []]


def test_the_same_pages_give_the_same_bytes():
    found = [record(f"name {number}", words=("Ärzte", f"w{number}")) for number in range(300)]
    assert list(index_files(found)) == list(index_files(list(found)))


def test_nothing_of_a_store_ends_a_script_or_stays_hidden():
    evil = Page(
        path="e.html", kind=PageKind.RUN, title=sample.HOSTILE, view=None, keywords=("\ud800", "\u2028")
    )
    index = index_of(records([evil], []))
    assert index["records/0"][0][0] == sample.HOSTILE.replace("\u202e", "⟨U+202E⟩")


def test_the_index_takes_the_place_of_the_one_that_material_wrote(tmp_path: Path):
    authored = {"location": "guide.html", "title": "Guide", "text": "How to"}
    (tmp_path / "search").mkdir()
    (tmp_path / "search/search_index.json").write_text(json.dumps({"docs": [authored]}))
    made = add_index(tmp_path, [page(1, 0)])
    files = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*.js*")}
    assert sorted(files) == ["search/index.js", "search/records/0.js", "search/words/0.js"]
    assert made == (2, sum(path.stat().st_size for path in files.values()))
    assert '["Guide","guide.html","How to"]' in files["search/records/0.js"].read_text()


def test_a_search_that_is_switched_off_stays_off(tmp_path: Path):
    assert add_index(tmp_path, [page(1)]) == (0, 0)
    assert list(tmp_path.iterdir()) == []
