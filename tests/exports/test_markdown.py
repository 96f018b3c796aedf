"""A comment on a pull request says what changed, and nothing in it is anybody else's markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.errors import AssessmentError
from generator.exports.comparison import compare, read_earlier
from generator.exports.markdown import audit_markdown, comparison_markdown, plain
from generator.exports.selection import select
from generator.governance.controls.inventory import ContactStated, OwnerNamed
from generator.governance.document import assessment_data
from tests import factories
from tests.governance.assessing import assessed, person

OWNED = {"narratives": (factories.narrative(fields={"owner": "Ines Bakker"}),), "people": (person(),)}


def test_what_is_open_stands_in_one_table_the_gravest_first():
    told = audit_markdown(
        select(assessed(OwnerNamed, ContactStated, models=(factories.model(),)), fail_on="high")
    )
    assert told.splitlines() == [
        "## Audit: ✕ the gate stops at 1 of 2 results",
        "",
        "✕ 2 fail",
        "",
        "| result | severity | control | subject | what was found | where |",
        "|---|---|---|---|---|---|",
        "| **✕ fail** | high | INV-001 | models:/churn | no owner is named | governance/models/churn.md\\#/owner |",
        "| ✕ fail | medium | INV-002 | models:/churn | no contact is named | governance/models/churn.md\\#/contact |",
    ]


def test_a_pull_request_that_removes_an_owner_is_worse():
    before = assessed(OwnerNamed, models=(factories.model(),), **OWNED)
    earlier = read_earlier(assessment_data(before), "site")
    now = select(assessed(OwnerNamed, models=(factories.model(),)), fail_on="high")
    told = comparison_markdown(earlier, compare(earlier, now), now)
    assert "1 worse, 0 better, 0 other." in told
    assert "| pass | fail | INV-001 | models:/churn | no owner is named |" in told


def test_what_came_and_what_went_is_told_and_what_stayed_is_not():
    before = assessed(OwnerNamed, models=(factories.model(), factories.model("old", versions=())))
    earlier = read_earlier(assessment_data(before), "site")
    now = select(assessed(OwnerNamed, models=(factories.model(), factories.model("young", versions=()))))
    changes = compare(earlier, now)
    assert [(change.subject, change.before, change.after) for change in changes] == [
        ("models:/young", "", "fail"),
        ("models:/old", "fail", ""),
    ]
    assert [change.worse for change in changes] == [True, False]
    assert compare(earlier, select(before)) == ()


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"findings": 1, "as_of": ""}', b"[" * 100_000])
def test_anything_else_cannot_be_compared_with(data):
    with pytest.raises(AssessmentError, match=r"^x: is no assessment that this command can compare with; "):
        read_earlier(data, "x")


@given(st.text())
def test_text_of_a_store_is_never_markup(text):
    rendered = MarkdownIt("commonmark", {"linkify": False}).enable("table").parseInline(f"a {plain(text)} z")
    kinds = {token.type for token in rendered[0].children}
    assert kinds <= {"text", "text_special", "entity"}


@pytest.mark.parametrize(
    "text", ["https://evil.example", "www.evil.example", "@everyone", "#12", "a|b", "![x](y)"]
)
def test_nothing_becomes_a_link_a_mention_or_a_cell_by_itself(text):
    assert "\\" in plain(text)
    assert "https://" not in plain(text)
    assert "www." not in plain(text)
