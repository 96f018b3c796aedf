"""What people write about models beside the store."""

import pytest

from generator.catalog import CARD_FIELDS, FieldKind
from generator.readers.governance.sections import INTRODUCTION
from tests.readers.governance.cards import WHOLE, fields, parsed, prose


def test_a_file_is_taken_apart_into_fields_goals_and_prose():
    narrative, problems = parsed(WHOLE)
    assert fields(narrative) == {
        "owner": "Ada",
        "licence": "Apache-2.0",
        "risk_tier": "high",
        "developers": ("Ada", "Bo"),
        "contact": {"mail": "a@b.example", "chat": "churn"},
        "personal_data": "no",
        "reviewed_on": "2026-05-01",
        "in house": "yes",
        "summary": "Who leaves next month.",
    }
    assert prose(narrative) == [
        ("intended_use", "Intended use", "For *retention*.\n\n### In detail\nWeekly."),
        ("limitations", "Limitations", "Fails on new shops."),
    ]
    assert [
        (each.metric, each.title, each.higher_is_better, each.threshold, each.noise, each.unit)
        for each in narrative.goals
    ] == [
        ("auc", "AUC on holdout", True, 0.9, 0.005, ""),
        ("latency", "", False, None, None, "ms"),
    ]
    assert [each.slug for each in problems] == ["card-key-unknown"]


def test_every_part_names_its_place_in_the_file():
    narrative, _ = parsed(WHOLE)
    assert str(narrative.fields["owner"].source) == "governance/models/churn.md#/owner"
    assert str(narrative.fields["licence"].source) == "governance/models/churn.md#/License"
    assert str(narrative.fields["summary"].source) == "governance/models/churn.md:23"
    assert [str(each.source) for each in narrative.prose] == [
        "governance/models/churn.md:26",
        "governance/models/churn.md:33",
    ]
    assert [str(each.source) for each in narrative.goals] == [
        "governance/models/churn.md#/metrics/0",
        "governance/models/churn.md#/metrics/1",
    ]
    assert all(
        each.source.sha256 == "ab"
        for each in (*narrative.prose, *narrative.goals, *narrative.fields.values())
    )


@pytest.mark.parametrize("field", CARD_FIELDS, ids=lambda field: field.key)
def test_every_field_is_found_by_its_name_and_by_each_alias(field):
    for name in (field.key, field.title, *field.aliases):
        if field.kind is FieldKind.FRONT_MATTER:
            narrative, _ = parsed(f'---\n"{name.upper()}": said\n---\n')
            assert narrative.fields[field.key].value == "said"
        else:
            narrative, _ = parsed(f"# Title\n## {name.upper()}\nsaid\n")
            assert narrative.section(field.key).markdown == "said"


def test_the_front_matter_names_the_model_else_the_file_does(governed):
    records = governed(
        {"models/a.md": "---\nmodel: EU/credit risk\n---\n", "models/churn.md": "---\nowner: Ada\n---\n"}
    )
    assert [(each.model, each.source.path) for each in records.narratives] == [
        ("EU/credit risk", "governance/models/a.md"),
        ("churn", "governance/models/churn.md"),
    ]
    assert [file.path for file in records.files] == ["governance/models/a.md", "governance/models/churn.md"]


def test_values_stay_as_they_are_written():
    narrative, _ = parsed(
        "---\nowner: 0o17\nlicence: 1e5\ncitation: 2026-01-01\ndomain: null\ncontact: ~\n---\n"
    )
    assert fields(narrative) == {
        "owner": "0o17", "licence": "1e5", "citation": "2026-01-01", "domain": None, "contact": None,
    }  # fmt: skip


def test_a_number_sign_in_code_or_in_a_quotation_is_no_heading():
    text = """\
        # Churn
        ## Limitations
        ```python
        # not a heading
        ## Monitoring
        ```
        > ## Rollback

            ## Security
        """
    narrative, _ = parsed(text)
    assert [each.key for each in narrative.prose] == ["limitations"]
    assert "## Monitoring" in narrative.prose[0].markdown


def test_an_underlined_heading_is_one():
    narrative, _ = parsed("Limitations\n===========\nfails\n\nMonitoring\n==========\nweekly\n")
    assert prose(narrative) == [
        ("limitations", "Limitations", "fails"),
        ("monitoring", "Monitoring", "weekly"),
    ]


def test_a_numbered_or_marked_heading_is_understood_and_shown_as_written():
    narrative, problems = parsed(
        "---\nowner: a\n---\n## 3.1 **Limitations**\nfails\n## 4. Monitoring\nweekly\n"
    )
    assert [(each.key, each.title) for each in narrative.prose] == [
        ("limitations", "3.1 **Limitations**"),
        ("monitoring", "4. Monitoring"),
    ]
    assert problems == ()


def test_a_deeper_heading_that_names_a_field_is_a_section_and_any_other_is_text():
    narrative, _ = parsed(
        "# T\n## Training data\nrows\n### Preprocessing\nnone\n### Details\nmany\n## Results\n### Results\nx\n"
    )
    assert prose(narrative) == [
        ("training_data", "Training data", "rows"),
        ("training_preprocessing", "Preprocessing", "none\n### Details\nmany"),
        ("quantitative_analyses", "Results", "### Results\nx"),
    ]


def test_sections_may_be_written_at_the_topmost_level():
    narrative, _ = parsed("# Limitations\nfails\n## Where\nshops\n# Monitoring\nweekly\n")
    assert prose(narrative) == [
        ("limitations", "Limitations", "fails\n## Where\nshops"),
        ("monitoring", "Monitoring", "weekly"),
    ]


def test_text_above_the_first_heading_is_an_introduction_when_there_is_a_summary():
    narrative, _ = parsed("---\nsummary: Said.\n---\n\nMore of it.\n\n## Limitations\nx\n")
    assert narrative.fields["summary"].value == "Said."
    assert prose(narrative)[0] == ("", INTRODUCTION, "More of it.")
    assert narrative.prose[0].source.pointer == "line 5"


def test_without_a_summary_the_first_paragraph_is_it_and_the_rest_stays():
    narrative, _ = parsed(
        "---\nowner: Ada\n---\n# Churn\nWho\nleaves.\n\n- one\n- two\n\n## Limitations\nx\n"
    )
    assert narrative.fields["summary"].value == "Who leaves."
    assert narrative.fields["summary"].source.pointer == "line 5"
    assert prose(narrative)[0] == ("", INTRODUCTION, "- one\n- two")
    assert narrative.prose[0].source.pointer == "line 8"


@pytest.mark.parametrize("text", ["- a list", "> quoted", "```\ncode\n```", "    code"])
def test_only_a_paragraph_is_taken_for_a_summary(text):
    narrative, _ = parsed(f"---\nowner: Ada\n---\n{text}\n")
    assert "summary" not in narrative.fields
    assert prose(narrative) == [("", INTRODUCTION, text)]


def test_hints_in_comments_are_no_introduction():
    narrative, _ = parsed("---\nowner: Ada\n---\n<!-- what does\n\nit do? -->\n\n## Limitations\nx\n")
    assert "summary" not in narrative.fields
    assert [each.key for each in narrative.prose] == ["limitations"]
