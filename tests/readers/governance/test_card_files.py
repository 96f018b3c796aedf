"""The files that people write about models in: their bytes, their names, their size, and hostile ones."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog import Severity
from generator.errors import StoreError
from generator.readers.governance.cards import LONGEST_FILE, read_narrative
from generator.readers.governance.faults import MOST_TOLD
from generator.readers.governance.sections import MOST_SECTIONS
from generator.readers.store import Store
from tests.readers.governance.cards import PLACE, parsed


def test_a_byte_order_mark_is_noted_and_left_out(governed):
    records = governed({"models/churn.md": b"\xef\xbb\xbf---\nowner: Ada\n---\n"})
    assert records.narratives[0].fields["owner"].value == "Ada"
    assert [(each.slug, each.severity) for each in records.problems] == [("byte-order-mark", Severity.NOTE)]


def test_bytes_that_are_no_utf_8_are_spelled_out_and_told_with_their_line(governed):
    records = governed({"models/churn.md": b"---\nowner: Ad\xff\n---\n"})
    assert records.narratives[0].fields["owner"].value == "Ad\\xff"
    assert [(each.slug, each.severity, each.source.pointer) for each in records.problems] == [
        ("text-not-utf8", Severity.WARNING, "line 2")
    ]


def test_a_file_that_is_too_large_costs_only_itself(governed):
    records = governed(
        {"models/big.md": b"x" * (LONGEST_FILE + 1), "models/churn.md": "---\nowner: Ada\n---\n"}
    )
    assert [each.model for each in records.narratives] == ["churn"]
    (problem,) = records.problems
    assert (problem.slug, problem.severity, problem.source.path) == (
        "file-too-large", Severity.ERROR, "governance/models/big.md",
    )  # fmt: skip
    assert problem.cost == "what the file says is not shown"


def test_a_git_lfs_pointer_is_no_card(governed):
    records = governed(
        {
            "models/churn.md": "version https://git-lfs.github.com/spec/v1\noid sha256:"
            + "0" * 64
            + "\nsize 5\n"
        }
    )
    assert records.narratives == ()
    assert [(each.slug, each.severity) for each in records.problems] == [("git-lfs-pointer", Severity.ERROR)]


def test_of_two_files_about_one_model_the_first_by_path_counts(governed):
    records = governed(
        {
            "models/b.md": "---\nmodel: churn\nowner: Bo\n---\n",
            "models/a.md": "---\nmodel: churn\nowner: Ada\n---\n",
            "models/team/churn.md": "---\nowner: Cy\n---\n",
        }
    )
    assert [each.fields["owner"].value for each in records.narratives] == ["Ada"]
    assert [(each.slug, each.severity, each.source.path) for each in records.problems] == [
        ("card-model-twice", Severity.ERROR, "governance/models/b.md"),
        ("card-model-twice", Severity.ERROR, "governance/models/team/churn.md"),
    ]


def test_readmes_and_hidden_names_are_left_alone_and_other_files_are_noted(governed):
    records = governed(
        {"models/README.md": "x", "models/_draft.md": "x", "models/notes": "x", "models/.hidden.md": "x"}
    )
    assert records.narratives == ()
    assert [(each.slug, each.source.path) for each in records.problems] == [
        ("card-file-ignored", "governance/models/notes")
    ]


def test_a_folder_without_models_is_noted(governed):
    records = governed({"policy": "x"})
    assert (records.narratives, [(each.slug, each.severity) for each in records.problems]) == (
        (), [("file-missing", Severity.NOTE)],
    )  # fmt: skip


def test_a_link_out_of_the_folder_is_refused_and_the_rest_is_read(governed, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside.md"
    outside.write_text("---\nowner: nobody\n---\n")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "stolen.md").symlink_to(outside)
    records = governed({"models/churn.md": "---\nowner: Ada\n---\n"})
    assert [each.model for each in records.narratives] == ["churn"]
    assert [(each.slug, each.source.path) for each in records.problems] == [
        ("link-outside", "governance/models/stolen.md")
    ]


def test_a_models_file_where_a_folder_should_be_is_an_error(governed):
    assert [each.severity for each in governed({"models": "x"}).problems] == [Severity.ERROR]


def test_a_folder_that_is_not_there_is_no_store(tmp_path):
    with pytest.raises(StoreError):
        Store(tmp_path / "none", "governance")


def test_too_many_faults_of_a_kind_are_counted():
    keys = "".join(f"unknown{n}: x\n" for n in range(MOST_TOLD + 7))
    narrative, problems = parsed(f"---\n{keys}---\n")
    assert len(narrative.fields) == MOST_TOLD + 7
    assert len(problems) == MOST_TOLD + 1
    assert problems[-1].message == "holds 7 more keys that are no field of the card"


def test_more_sections_than_a_page_can_hold_stay_in_the_last_one():
    narrative, _ = parsed("# T\n" + "".join(f"## h{n}\nt{n}\n" for n in range(MOST_SECTIONS + 2)))
    assert len(narrative.prose) == MOST_SECTIONS
    assert narrative.prose[-1].markdown == "t499\n## h500\nt500\n## h501\nt501"


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + "[" * 100_000 + "\n---\n",
        "---\nmetrics:\n" + "- {x: 1}\n" * 20_000 + "---\n",
        "---\n" + "".join(f"k{n}: 1\n" for n in range(15_000)) + "---\n",
        "# a\n" * 50_000,
        ">" * 200_000,
        "- " * 100_000,
        "`" * 200_000,
        "<!--" * 50_000,
    ],
    ids=["brackets", "goals", "keys", "headings", "quotes", "lists", "ticks", "comments"],
)
def test_a_hostile_file_is_read_in_seconds(text):
    begin = time.process_time()
    read_narrative(text, "churn", PLACE)
    assert time.process_time() - begin < 20


@given(
    st.text(max_size=300)
    | st.text("-#:=[]{}&*!|>\n \tab", max_size=300).map(lambda body: f"---\n{body}\n---\n{body}")
)
def test_no_text_stops_the_reader_and_every_problem_is_whole(text):
    narrative, problems = read_narrative(text, "churn", PLACE)
    assert narrative.model
    for each in problems:
        assert each.source.path == PLACE.path
        assert each.cost
        assert not each.message.endswith(".")


@given(
    st.lists(
        st.sampled_from(
            ["# T", "## Limitations", "### Rollback", "text", "```", "", "> q", "- l", "Security\n---"]
        ),
        max_size=15,
    )
)
def test_no_line_of_prose_is_lost(lines):
    narrative, _ = read_narrative("---\nsummary: s\n---\n" + "\n".join(lines), "churn", PLACE)
    kept = "\n".join(f"{each.title}\n{each.markdown}" for each in narrative.prose)
    for word in ("text", "> q", "- l"):
        assert kept.count(word) == lines.count(word)
