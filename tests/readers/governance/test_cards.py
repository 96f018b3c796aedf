"""What people write about models beside the store."""

import time
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog import CARD_FIELDS, FieldKind, Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.governance.cards import LONGEST_FILE, read_narrative
from generator.readers.governance.faults import MOST_TOLD
from generator.readers.governance.reader import read_governance
from generator.readers.governance.sections import INTRODUCTION, MOST_SECTIONS
from generator.readers.store import Store

PLACE = Source("governance/models/churn.md", "ab")


def parsed(text, name="churn"):
    return read_narrative(dedent(text), name, PLACE)


def told(problems):
    return [(each.slug, str(each)) for each in problems]


def fields(narrative):
    return {key: statement.value for key, statement in narrative.fields.items()}


def prose(narrative):
    return [(each.key, each.title, each.markdown) for each in narrative.prose]


@pytest.fixture
def folder(tmp_path):
    """A governance folder: writes files into it, then reads it."""

    def read(**files):
        for path, content in files.items():
            place = tmp_path / path.replace("__", "/")
            place = place.with_name(place.name.replace("_md", ".md"))
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        return read_governance(Store(tmp_path, "governance"))

    return read


WHOLE = """\
---
owner: Ada
License: Apache-2.0
risk-tier: high
developers: [Ada, Bo]
contact: {mail: a@b.example, chat: churn}
personal_data: no
reviewed_on: 2026-05-01
in house: yes
metrics:
  - metric: auc
    title: AUC on holdout
    higher_is_better: true
    threshold: 0.90
    noise: 0.005
  - metric: latency
    higher_is_better: no
    unit: ms
---

# Churn

Who leaves
next month.

## Intended use

For *retention*.

### In detail
Weekly.

Limitations
-----------
Fails on new shops.
"""


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


def test_the_front_matter_names_the_model_else_the_file_does(folder):
    records = folder(
        models__a_md="---\nmodel: EU/credit risk\n---\n", models__churn_md="---\nowner: Ada\n---\n"
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


def test_a_byte_order_mark_is_noted_and_left_out(folder):
    records = folder(models__churn_md=b"\xef\xbb\xbf---\nowner: Ada\n---\n")
    assert records.narratives[0].fields["owner"].value == "Ada"
    assert [(each.slug, each.severity) for each in records.problems] == [("byte-order-mark", Severity.NOTE)]


def test_bytes_that_are_no_utf_8_are_spelled_out_and_told_with_their_line(folder):
    records = folder(models__churn_md=b"---\nowner: Ad\xff\n---\n")
    assert records.narratives[0].fields["owner"].value == "Ad\\xff"
    assert [(each.slug, each.severity, each.source.pointer) for each in records.problems] == [
        ("text-not-utf8", Severity.WARNING, "line 2")
    ]


def test_a_file_that_is_too_large_costs_only_itself(folder):
    records = folder(models__big_md=b"x" * (LONGEST_FILE + 1), models__churn_md="---\nowner: Ada\n---\n")
    assert [each.model for each in records.narratives] == ["churn"]
    (problem,) = records.problems
    assert (problem.slug, problem.severity, problem.source.path) == (
        "file-too-large", Severity.ERROR, "governance/models/big.md",
    )  # fmt: skip
    assert problem.cost == "what the file says is not shown"


def test_a_git_lfs_pointer_is_no_card(folder):
    records = folder(
        models__churn_md="version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 5\n"
    )
    assert records.narratives == ()
    assert [(each.slug, each.severity) for each in records.problems] == [("git-lfs-pointer", Severity.ERROR)]


def test_of_two_files_about_one_model_the_first_by_path_counts(folder):
    records = folder(
        models__b_md="---\nmodel: churn\nowner: Bo\n---\n",
        models__a_md="---\nmodel: churn\nowner: Ada\n---\n",
        models__team__churn_md="---\nowner: Cy\n---\n",
    )
    assert [each.fields["owner"].value for each in records.narratives] == ["Ada"]
    assert [(each.slug, each.severity, each.source.path) for each in records.problems] == [
        ("card-model-twice", Severity.ERROR, "governance/models/b.md"),
        ("card-model-twice", Severity.ERROR, "governance/models/team/churn.md"),
    ]


def test_readmes_and_hidden_names_are_left_alone_and_other_files_are_noted(folder):
    records = folder(
        models__README_md="x", models___draft_md="x", models__notes="x", **{"models__.hidden_md": "x"}
    )
    assert records.narratives == ()
    assert [(each.slug, each.source.path) for each in records.problems] == [
        ("card-file-ignored", "governance/models/notes")
    ]


def test_a_folder_without_models_is_noted(folder):
    records = folder(policy="x")
    assert (records.narratives, [(each.slug, each.severity) for each in records.problems]) == (
        (), [("file-missing", Severity.NOTE)],
    )  # fmt: skip


def test_a_link_out_of_the_folder_is_refused_and_the_rest_is_read(folder, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside.md"
    outside.write_text("---\nowner: nobody\n---\n")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "stolen.md").symlink_to(outside)
    records = folder(models__churn_md="---\nowner: Ada\n---\n")
    assert [each.model for each in records.narratives] == ["churn"]
    assert [(each.slug, each.source.path) for each in records.problems] == [
        ("link-outside", "governance/models/stolen.md")
    ]


def test_a_models_file_where_a_folder_should_be_is_an_error(folder):
    assert [each.severity for each in folder(models="x").problems] == [Severity.ERROR]


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
