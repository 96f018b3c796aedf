"""Faults in what people write about models: each costs itself only, and names its line."""

import pytest

from generator.catalog import Severity
from generator.provenance import Source
from generator.readers.governance.cards import read_narrative
from generator.readers.governance.sections import INTRODUCTION
from tests.readers.governance.cards import WHOLE, fields, parsed, prose, told


def test_an_unknown_key_is_kept_and_the_one_that_was_meant_is_named():
    narrative, problems = parsed("---\nonwer: Ada\ncolour: red\n---\n")
    assert fields(narrative) == {"onwer": "Ada", "colour": "red"}
    assert told(problems) == [
        (
            "card-key-unknown",
            "governance/models/churn.md:2: 'onwer' is no field of the card; did you mean owner?",
        ),
        ("card-key-unknown", "governance/models/churn.md:3: 'colour' is no field of the card"),
    ]
    assert {each.severity for each in problems} == {Severity.NOTE}


def test_an_unknown_heading_is_kept_and_the_one_that_was_meant_is_named():
    narrative, problems = parsed("---\nowner: a\n---\n## Limitatoins\nfails\n## Colours\nred\n")
    assert prose(narrative) == [("", "Limitatoins", "fails"), ("", "Colours", "red")]
    assert told(problems) == [
        (
            "card-heading-unknown",
            "governance/models/churn.md:4: the heading 'Limitatoins' is no field of the card; did you mean “Limitations”?",
        ),
        (
            "card-heading-unknown",
            "governance/models/churn.md:6: the heading 'Colours' is no field of the card",
        ),
    ]


def test_what_is_written_in_the_other_part_of_the_file_is_told_where_it_belongs():
    _, problems = parsed("---\nlimitations: none\n---\n## Owner\nAda\n")
    assert [each.remedy for each in problems] == [
        "write it below the front matter, under the heading “Limitations”",
        "write owner: in the front matter",
    ]


def test_particulars_of_a_prose_field_are_kept_under_its_key_and_are_no_fault():
    narrative, problems = read_narrative(
        "---\nsummary: s\nOversight: {role: lead}\nmonitoring plan: [psi]\n---\n", "churn", Source("m.md")
    )
    assert {key: told.value for key, told in narrative.fields.items()} == {
        "summary": "s", "human_oversight": {"role": "lead"}, "monitoring": ("psi",),
    }  # fmt: skip
    assert str(narrative.fields["human_oversight"].source) == "m.md#/Oversight"
    assert problems == ()


def test_the_points_of_annex_iv_may_be_mappings():
    text = "---\nsummary: s\nannex_iv: {1b: {file: a.pdf, sha256: 00}}\n---\n"
    narrative, problems = read_narrative(text, "churn", Source("m.md"))
    assert narrative.fields["annex_iv"].value == {"1b": {"file": "a.pdf", "sha256": "00"}}
    assert problems == ()


def test_of_two_keys_for_one_field_the_fields_own_name_answers_and_both_are_kept():
    for text in ("license: MIT\nlicence: Apache-2.0", "licence: Apache-2.0\nlicense: MIT"):
        narrative, problems = parsed(f"---\n{text}\n---\n")
        assert fields(narrative) == {"licence": "Apache-2.0", "license": "MIT"}
        assert [(each.slug, each.message) for each in problems] == [
            ("card-key-twice", "'license' means the same as 'licence', which answers the card")
        ]


def test_two_spellings_of_one_key_lose_neither():
    narrative, problems = parsed("---\nOwner: Ada\nowner: Bo\n---\n")
    assert fields(narrative) == {"owner": "Ada", "owner (again)": "Bo"}
    assert [each.slug for each in problems] == ["card-key-twice"]


def test_a_key_written_twice_is_a_warning_on_the_second_line():
    narrative, problems = parsed("---\nowner: Ada\nowner: Bo\n---\n")
    assert fields(narrative) == {"owner": "Bo"}
    assert [(each.slug, each.severity, str(each.source)) for each in problems] == [
        ("yaml-key-twice", Severity.WARNING, "governance/models/churn.md:3")
    ]


def test_of_two_sections_for_one_field_the_first_answers_and_both_are_shown():
    narrative, problems = parsed("---\nowner: a\n---\n## Limitations\none\n## Known limits\ntwo\n")
    assert prose(narrative) == [("limitations", "Limitations", "one"), ("", "Known limits", "two")]
    assert told(problems) == [
        (
            "card-heading-twice",
            "governance/models/churn.md:6: the heading 'Known limits' means the same as 'Limitations' on line 4; make one section of the two",
        )
    ]


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        (
            "metric: auc\n    higher_is_better: maybe",
            "metrics/0/higher_is_better is 'maybe', not true or false",
        ),
        ("metric: auc\n    threshold: high", "metrics/0/threshold is 'high', not a number"),
        ("metric: auc\n    threshold: .inf", "metrics/0/threshold is '.inf', not a number"),
        ("metric: auc\n    noise: -1", "noise is less than 0"),
        ("metric: auc\n    title: [a]", "metrics/0/title is a list, not text"),
        ("threshold: 1", "metrics/0/metric is missing"),
        ("metric: [auc]", "metrics/0/metric is a list, not text"),
        ("auc", "metrics/0 is 'auc', not a list of mappings"),
    ],
)
def test_a_faulty_goal_costs_that_field_only(goal, message):
    narrative, problems = parsed(
        f"---\nmetrics:\n  - {goal}\n  - metric: f1\n    threshold: 0.5\nowner: Ada\n---\n"
    )
    assert [each.message for each in problems] == [message]
    assert problems[0].severity is Severity.WARNING
    assert (narrative.goals[-1].metric, narrative.goals[-1].threshold) == ("f1", 0.5)
    assert narrative.fields["owner"].value == "Ada"
    for stated in narrative.goals[:-1]:
        assert (stated.higher_is_better, stated.threshold, stated.noise) == (None, None, None)


def test_a_misspelt_field_of_a_goal_is_named():
    _, problems = parsed("---\nmetrics:\n- metric: auc\n  treshold: 0.9\n---\n")
    assert told(problems) == [
        (
            "goal-key-unknown",
            "governance/models/churn.md:4: 'treshold' is no field of a goal; did you mean threshold?",
        )
    ]


def test_the_first_of_two_goals_for_a_metric_counts():
    narrative, problems = parsed(
        "---\nmetrics:\n- {metric: auc, threshold: 1}\n- {metric: auc, threshold: 2}\n---\n"
    )
    assert [each.threshold for each in narrative.goals] == [1]
    assert [(each.slug, str(each.source)) for each in problems] == [
        ("goal-twice", "governance/models/churn.md:4")
    ]


def test_a_date_that_is_none_is_shown_and_told():
    narrative, problems = parsed(
        "---\nreview_due: next spring\nvalidated_on: 2026-02-30\nreviewed_on: 2026-02-03\n---\n"
    )
    assert narrative.fields["review_due"].value == "next spring"
    assert [each.message for each in problems] == [
        "review_due is 'next spring', not a date",
        "validated_on is '2026-02-30', not a date",
    ]


def test_a_nested_owner_is_kept_and_told():
    narrative, problems = parsed("---\nowner: [[Ada, Bo], Cy]\ncontact: {mail: {work: a}}\n---\n")
    assert fields(narrative) == {"owner": (("Ada", "Bo"), "Cy"), "contact": {"mail": {"work": "a"}}}
    assert [(each.slug, str(each.source)) for each in problems] == [
        ("card-value-nested", "governance/models/churn.md:2"),
        ("card-value-nested", "governance/models/churn.md:3"),
    ]


def test_a_model_named_by_a_list_is_named_by_the_file():
    narrative, problems = parsed("---\nmodel: [a, b]\n---\n")
    assert narrative.model == "churn"
    assert [each.message for each in problems] == ["model is a list, not text"]


def test_a_file_without_front_matter_still_tells_its_prose():
    narrative, problems = parsed("# Churn\nWho leaves.\n\n## Limitations\nfails\n")
    assert narrative.fields["summary"].value == "Who leaves."
    assert [each.key for each in narrative.prose] == ["limitations"]
    assert [(each.slug, each.severity) for each in problems] == [("front-matter-missing", Severity.NOTE)]


def test_front_matter_that_never_ends_costs_its_fields_and_no_text():
    narrative, problems = parsed("---\nowner: Ada\n\n## Limitations\nfails\n")
    assert fields(narrative) == {}
    assert prose(narrative) == [("", INTRODUCTION, "owner: Ada"), ("limitations", "Limitations", "fails")]
    assert [(each.slug, each.severity, each.source.pointer) for each in problems] == [
        ("front-matter-unclosed", Severity.ERROR, "line 1")
    ]


def test_faulty_yaml_costs_the_front_matter_and_names_its_line_in_the_file():
    narrative, problems = parsed("\n---\nowner: Ada\nlicence: [MIT\n---\nText.\n\n## Limitations\nfails\n")
    assert fields(narrative) == {}
    assert [each.title for each in narrative.prose] == [INTRODUCTION, "Limitations"]
    (problem,) = problems
    assert (problem.slug, problem.severity, problem.source.pointer) == (
        "yaml-invalid",
        Severity.ERROR,
        "line 5",
    )


@pytest.mark.parametrize("front", ["", "\n", "# only a comment\n", "~\n"])
def test_empty_front_matter_is_no_fault(front):
    narrative, problems = parsed(f"---\n{front}---\n## Limitations\nx\n")
    assert (fields(narrative), problems) == ({}, ())


def test_front_matter_that_is_a_list_is_a_fault():
    _, problems = parsed("---\n- owner\n---\n")
    assert [each.slug for each in problems] == ["yaml-not-mapping"]


def test_front_matter_may_end_in_three_dots():
    narrative, problems = parsed("---\nowner: Ada\n...\n## Limitations\nx\n")
    assert (narrative.fields["owner"].value, narrative.prose[0].source.pointer, problems) == (
        "Ada",
        "line 4",
        (),
    )


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends_change_nothing(newline):
    plain, other = parsed(WHOLE), parsed(WHOLE.replace("\n", newline))
    assert plain == other
