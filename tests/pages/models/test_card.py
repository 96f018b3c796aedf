"""The model card: people's answers and the registry's records under the headings of the paper, gaps in place."""

import re

import pytest

from generator.catalog import CARD_FIELDS, CardHeading, Prose
from generator.pages.models.card import model_card_views
from tests import factories as make
from tests.pages.sample import churn


def card(**records):
    """The one card of a portfolio, and the portfolio."""
    place = make.portfolio(**records)
    (page,) = model_card_views(place)
    return place, page


def words(html):
    """The text of a body, blanks folded."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def section(html, section_id):
    """The part of a body below one heading."""
    return html.split(f'<h2 id="{section_id}">')[1].split("<h2 ")[0]


def test_the_card_is_the_golden_one(render, gold):
    place = churn()
    (page,) = model_card_views(place)
    gold("model-card", render(place, page).html)


def test_the_headings_of_the_paper_come_in_its_order():
    (page,) = model_card_views(churn())
    titles = [section.title for section in page.sections]
    assert titles[: len(CardHeading)] == [heading.value for heading in CardHeading]
    assert titles[len(CardHeading) :] == [
        *("Environments and rollback", "Monitoring", "Aliases and stages", "All versions", "Also stated")
    ]


def test_every_required_question_without_an_answer_stands_in_its_place(render):
    place, page = card(models=(make.model(),))
    html = render(place, page).html
    for field in CARD_FIELDS:
        below = section(html, page.view.sections[list(CardHeading).index(field.heading)].id)
        if field.required and field.key != "summary":
            assert field.question in words(below), field.key
    assert f"Card: 0 of {sum(field.required for field in CARD_FIELDS)} fields" in html


def test_a_question_that_may_stay_open_is_named_all_the_same(render):
    place, page = card(models=(make.model(),))
    assert "Not stated, and not required: evaluated factors" in words(
        section(render(place, page).html, "factors")
    )


def test_a_word_that_is_no_answer_is_told_with_the_gap(render):
    place, page = card(
        models=(make.model(),),
        narratives=(
            make.narrative(fields={"owner": "TBD"}, prose={"limitations": "<!-- where does it fail? -->"}),
        ),
    )
    text = words(render(place, page).html)
    assert "Which person answers for the model? (it says only “TBD”)" in text
    assert "Where does it fail? (the section is empty)" in text


def test_a_tag_of_the_registry_answers_a_question_and_is_cited(render):
    place, page = card(models=(make.model(tags=(make.tag("owner", "Grace Hopper"),)),))
    owner = next(row for row in page.view.head if row.label == "Owner")
    assert (owner.fact.value, owner.fact.standing.value) == ("Grace Hopper", "recorded")
    assert "Grace Hopper" in render(place, page).html


@pytest.mark.parametrize(
    ("due", "words_said", "tone"),
    [
        ("2026-11-05", "15 days overdue", "fail"),
        ("2026-11-20", "due today", "warn"),
        ("2026-12-01", "due in 11 days", "warn"),
        ("2027-06-01", "due in 193 days", "na"),
    ],
)
def test_a_review_is_held_against_the_snapshot_in_words(due, words_said, tone):
    _, page = card(models=(make.model(),), narratives=(make.narrative(fields={"review_due": due}),))
    pill = next(row.pill for row in page.view.head if row.label == "Next review")
    assert (pill.words, pill.tone) == (words_said, tone)


def test_a_review_date_that_is_none_gets_no_pill():
    _, page = card(models=(make.model(),), narratives=(make.narrative(fields={"review_due": "soon"}),))
    assert next(row.pill for row in page.view.head if row.label == "Next review") is None


def test_the_version_in_production_is_described_with_the_reason():
    (page,) = model_card_views(churn())
    described = page.view.standings.described
    assert (described.version.version, described.reason) == ("2", "in production by the stage Production")
    assert page.version == "2"


def test_without_production_the_newest_listed_version_is_described():
    versions = (make.version(1), make.version(2), make.version(3, deleted=True))
    _, page = card(models=(make.model(versions=versions),))
    described = page.view.standings.described
    assert (described.version.version, described.reason) == ("2", "the newest; none is in production")
    assert page.view.pills[0].words == "None in production"


def test_several_claims_to_production_are_told(render):
    versions = tuple(make.version(number, stage="Production") for number in (1, 2, 3))
    place, page = card(models=(make.model(versions=versions),))
    said = words(section(render(place, page).html, "aliases"))
    assert "3 versions claim the role production; v3 is taken for it" in said
    assert "The others: v2 , v1 ." in said


def test_an_alias_that_points_at_nothing_listed_says_so(render):
    place = churn()
    (page,) = model_card_views(place)
    assert "no such version is listed" in section(render(place, page).html, "aliases")


def test_what_is_no_field_of_the_card_is_kept_under_its_own_name(render):
    place = churn()
    (page,) = model_card_views(place)
    below = section(render(place, page).html, "also-stated")
    assert "cost_centre" in below
    assert "4711" in below
    assert "House rules" in below


def test_a_second_section_of_one_field_is_not_lost():
    text = make.source("governance/models/churn.md").line(9)
    prose = (Prose("factors", "Factors", "Age.", text), Prose("factors", "Groups", "Region.", text.line(12)))
    _, page = card(models=(make.model(),), narratives=(make.narrative(prose=prose),))
    assert [(further.title, further.markdown) for further in page.view.further] == [("Groups", "Region.")]


def test_the_hints_of_a_template_are_not_shown(render):
    prose = {"factors": "<!-- Which groups? -->\nAge.\n<!-- two\nlines -->\nInline <!-- stays --> here."}
    place, page = card(models=(make.model(),), narratives=(make.narrative(prose=prose),))
    below = section(render(place, page).html, "factors")
    assert "Which groups?" not in below
    assert "lines" not in below
    assert "Inline &lt;!-- stays --&gt; here." in below


def test_data_stands_under_the_heading_of_its_use(render):
    place = churn()
    (page,) = model_card_views(place)
    html = render(place, page).html
    assert "holdout" in section(html, "evaluation-data")
    assert "holdout" not in words(section(html, "training-data"))
    assert [use.digest for use in page.view.data["training-data"]] == ["18b8e1d0"]


def test_data_of_no_stated_use_stands_with_the_training_data_and_says_so(render):
    run = make.run("r1", inputs=(make.used(context=""),))
    place, page = card(models=(make.model(),), runs=(run,), datasets=(make.dataset(),))
    assert "context not recorded" in section(render(place, page).html, "training-data")
    assert page.view.data["evaluation-data"] == ()


def test_a_run_that_recorded_no_data_leaves_a_gap_that_names_the_place(render):
    place, page = card(models=(make.model(),), runs=(make.run("r1"),))
    done = render(place, page)
    assert "no data recorded" in section(done.html, "training-data")
    assert make.run("r1").source.at("inputs") in done.sources


def test_slices_are_held_against_the_whole(render):
    run = make.run("r1", metrics={"recall": 0.66, "recall.age_18_25": 0.6, "train/loss": 0.3})
    place, page = card(models=(make.model(),), runs=(run,))
    below = words(section(render(place, page).html, "quantitative-analyses"))
    assert [table.metric for table in page.view.slices] == ["recall"]
    assert "age_18_25" in below
    assert "−0.06" in below
    assert "train/loss" not in below


def test_a_model_without_versions_or_overlay_stands(render):
    place, page = card(models=(make.model(versions=(), aliases=()),))
    text = words(render(place, page).html)
    assert "no version is registered" in text
    assert page.version == ""
    assert page.figures == ()


def test_a_model_with_many_versions_lists_all_and_draws_the_newest(render):
    numbers = range(1, 249)
    place, page = card(
        models=(make.model(versions=tuple(make.version(number) for number in numbers)),),
        runs=tuple(make.run(f"r{number}", metrics={"auc": 0.9 + number / 10_000}) for number in numbers),
    )
    html = render(place, page).html
    assert len(page.view.versions) == 248
    assert page.view.trends.left_out == 208
    assert [point.label for point in page.figures[0].points][:2] == ["v209", "v210"]
    assert "208 older versions left out" in html
    assert len(page.local_navigation) == 14
    assert page.local_navigation[9].text == "240 older"


@pytest.mark.parametrize("name", ["x" * 255, "🔥" * 60, "نموذج التنبؤ", "a/b\\c", "", " ", "\u202egnp", "v1"])
def test_a_model_of_any_name_stands(render, name):
    place, page = card(models=(make.model(name),))
    done = render(place, page)
    assert done.html.startswith('<div class="mf-head">')
    assert page.path.startswith("models/")
    assert "\u202e" not in done.html


def test_search_finds_a_card_by_what_people_type():
    (page,) = model_card_views(churn())
    assert {"Ada Lovelace", "@champion", "transactions", "auc", "AUC", "depth", "retail", "sklearn"} <= set(
        page.keywords
    )


def test_a_stated_link_can_be_followed_and_a_doubtful_one_cannot(render):
    fields = {"contact": "https://bank.example/ask", "references": "javascript:alert(1)"}
    place, page = card(models=(make.model(),), narratives=(make.narrative(fields=fields),))
    html = render(place, page).html
    assert '<a href="https://bank.example/ask" rel="nofollow noopener noreferrer">' in html
    assert 'href="javascript' not in html
    assert "javascript:alert(1)" in html


def test_a_registrys_description_gives_the_first_line_and_is_shown_whole_below(render):
    place, page = card(models=(make.model(description="# Scores *churn*\n\nBy the **retention** team."),))
    html = render(place, page).html
    assert page.view.summary.value == "Scores churn"
    assert "<strong>retention</strong>" in section(html, "model-details")


def test_a_registrys_description_is_kept_beside_what_people_state(render):
    place, page = card(
        models=(make.model(description="Old words."),),
        narratives=(make.narrative(fields={"summary": "New words."}),),
    )
    html = render(place, page).html
    assert page.view.summary.value == "New words."
    assert "Old words." in section(html, "model-details")


@pytest.mark.parametrize(
    ("reviewed", "said", "tone"),
    [
        ("1", "the version described", "pass"),
        ("v1", "the version described", "pass"),
        ("Version 1", "the version described", "pass"),
        ("2", "the card describes v1", "warn"),
        ({"version": "1", "by": "Ada"}, "the version described", "pass"),
        ({"version": "3", "by": "Ada"}, "the card describes v1", "warn"),
    ],
)
def test_the_version_reviewed_is_held_against_the_one_described(reviewed, said, tone):
    _, page = card(models=(make.model(),), narratives=(make.narrative(fields={"reviewed": reviewed}),))
    (answer,) = (
        found for found in page.view.groups["model-details"].answers if found.field.key == "reviewed"
    )
    assert (answer.pill.words, answer.pill.tone) == (said, tone)


def test_a_metric_that_the_owners_name_and_nobody_measured_is_a_gap(render):
    place = churn()
    (page,) = model_card_views(place)
    assert [measure.key for measure in page.view.unmeasured] == ["missing_metric"]
    assert "not measured missing_metric" in words(section(render(place, page).html, "metrics"))


def test_a_review_that_names_no_version_gets_no_pill():
    narrative = make.narrative(fields={"reviewed": {"by": "Ada"}})
    _, page = card(models=(make.model(),), narratives=(narrative,))
    (answer,) = (
        found for found in page.view.groups["model-details"].answers if found.field.key == "reviewed"
    )
    assert answer.pill is None


def test_points_of_technical_documentation_are_told_without_their_machinery(render):
    annex = {
        "1b": {"text": "Called by the engine.", "signed_by": "Ada"},
        "1f": {"not_applicable": "Software"},
    }
    written = make.narrative(fields={"annex_iv": annex})
    place, page = card(models=(make.model(),), narratives=(written,))
    shown = words(section(render(place, page).html, "model-details"))
    assert "1b: Called by the engine. · signed by: Ada 1f: not applicable: Software" in shown


def test_particulars_of_prose_are_shown_below_it(render):
    written = make.narrative(
        fields={"human_oversight": {"stop_procedure": "The flag"}, "monitoring": {"signal": "psi"}},
        prose={"human_oversight": "A *lead* can stop it."},
    )
    place, page = card(models=(make.model(),), narratives=(written,))
    shown = words(section(render(place, page).html, "operation"))
    assert "A lead can stop it. stop procedure: The flag" in shown
    assert "signal: psi" in shown


def test_lists_and_mappings_are_shown_part_by_part(render):
    fields = {
        "references": ("Paper, 2015", "https://papers.example/1"),
        "classification": {"eu_ai_act": "high-risk", "assessor": "", "points": ("5(b)", "5(c)")},
    }
    place, page = card(models=(make.model(),), narratives=(make.narrative(fields=fields),))
    below = section(render(place, page).html, "model-details")
    assert "<li>Paper, 2015</li>" in below
    assert '<li><a href="https://papers.example/1" rel="nofollow noopener noreferrer">' in below
    assert words(below).count("eu ai act: high-risk") == 1
    assert "points: 5(b), 5(c)" in words(below)
    assert "assessor" not in below
