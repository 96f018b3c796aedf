"""Pages that hold two versions against one another."""

import pytest

from generator.catalog import Comparison, Deployment, DeploymentKind, MetricRule, Policy
from generator.figures.spec import Tone
from generator.pages import paths
from generator.pages.comparison.page import comparison_views
from tests import factories as make
from tests.pages.models.test_card import words

DATA = {"dataset": "holdout", "dataset_digest": "90ab"}
OLD, NEW = (0.60, 0.62, 0.61, 0.59, 0.63), (0.64, 0.67, 0.65, 0.62, 0.68)


def results():
    for version, folds, value in (("1", OLD, 0.61), ("2", NEW, 0.652)):
        place = make.source(f"governance/evaluations/v{version}.yaml")
        yield make.evaluation(
            "recall", value, version=version, samples=folds, **DATA, source=place.at("results/0")
        )
        yield make.evaluation("cost", 0.3 + value / 10, version=version, **DATA, source=place.at("results/1"))
        yield make.evaluation(
            "recall", value - 0.1, version=version, slice="<b>young</b>", n=90, level=0.95,
            lower=value - 0.2, upper=value, **DATA, source=place.at("results/2"),
        )  # fmt: skip


def place(**given):
    trial = Deployment(
        model="churn", version="2", environment="production", kind=DeploymentKind.CANARY, share=0.05, against="1",
        since=make.at(20), until=make.at(10), result=(("errors", "none"),), decision="rolled out",
        decided_by="ada", source=make.source("governance/deployments/churn.yaml", "/deployments/0"),
    )  # fmt: skip
    policy = Policy(
        metrics=(MetricRule(metric="recall", higher_is_better=True, guarded=True, non_inferiority=0.02),),
        comparisons=(Comparison(model="churn", baseline="2", candidate="1"),),
    )
    made = {
        "models": (
            make.model(versions=(make.version(1, stage="Production"), make.version(2, stage="Staging"))),
        ),
        "evaluations": tuple(results()),
        "deployments": (trial,),
        "policy": policy,
    }
    return make.portfolio(**made | given)


def test_the_comparison_is_the_golden_one(render, gold):
    portfolio = place()
    page, _ = comparison_views(portfolio)
    gold("comparison", render(portfolio, page).html)


def test_champion_and_challenger_have_a_page_and_so_has_each_pair_of_the_policy():
    pages = list(comparison_views(place()))
    assert [(page.path, page.title) for page in pages] == [
        ("models/churn/compare-1-2.html", "churn: champion v1 against challenger v2"),
        ("models/churn/compare-2-1.html", "churn: v2 against v1"),
    ]
    assert [link.text for link in pages[0].local_navigation if "against" in link.text] == ["v1 against v2"]
    assert [link.text for link in pages[1].local_navigation if "against" in link.text] == [
        "v1 against v2",
        "v2 against v1",
    ]


def test_the_verdict_names_the_key_metric_its_interval_and_what_it_rests_on():
    page, turned = comparison_views(place(narratives=(make.narrative(goals=(make.goal("recall"),)),)))
    verdict = page.view.verdict
    assert (verdict.tone, verdict.headline) == ("pass", "Better on 1 of 2 metrics.")
    assert verdict.sentences == (
        "The key metric recall is better: +0.042, 95\u00a0% interval +0.03161 to +0.05239 (n = 5 repeats); the interval does not hold zero.",
        "The guardrail holds: recall +0.042 against a margin of 0.02.",
        "No verdict on 1 metric: nobody said which way is better.",
    )
    assert turned.view.verdict.tone == "fail"
    assert turned.view.verdict.sentences[1] == "Guardrails broken: recall −0.042 against a margin of 0.02."


def test_single_numbers_get_no_verdict():
    alone = (
        make.evaluation("recall", 0.6, version="1", **DATA),
        make.evaluation("recall", 0.7, version="2", **DATA, source=make.source("folio/other.yaml")),
    )
    page, _ = comparison_views(place(evaluations=alone))
    verdict = page.view.verdict
    assert (verdict.tone, verdict.headline) == ("warn", "No verdict: what is recorded cannot carry one.")
    assert verdict.sentences[-1].startswith("No verdict on 1 metric: single numbers")


def test_the_figure_turns_every_row_so_that_right_is_better_and_has_a_narrow_twin():
    page, _ = comparison_views(place())
    wide, narrow = page.figures
    (row,) = wide.rows
    assert (wide.width, narrow.width) == (760, 372)
    assert (row.value, row.lower, row.upper, row.margin) == pytest.approx(
        (6.885, 5.182, 8.588, -3.279), abs=1e-3
    )
    assert (row.first, row.second, row.word, row.tone) == ("0.61", "0.652", "better", Tone.PASS)


def test_the_checklist_tells_what_is_shown_and_what_is_not():
    page, _ = comparison_views(place())
    assert [(each.words, each.result.words) for each in page.view.checklist.conditions] == [
        ("recall is no more than 0.02 worse", "Shown"),
        ("Callers need to change nothing", "Not shown"),
        ("Tried beside v1", "Decided"),
    ]


def test_open_findings_on_the_candidate_stand_on_the_checklist(render):
    portfolio = make.portfolio_of(place().catalog, controls=None)
    page, _ = comparison_views(portfolio)
    lacking = {row.finding.control: row.finding.status.value for row in page.view.checklist.lacking}
    assert lacking["DOC-005"] == "warn"
    assert "Its MLmodel file is not in the store, so no signature is known." in words(
        render(portfolio, page).html
    )


def test_a_version_and_the_one_before_it_are_compared_without_a_checklist(render):
    versions = (make.version(1), make.version(2))
    portfolio = make.portfolio(models=(make.model(versions=versions),))
    (page,) = comparison_views(portfolio)
    assert page.view.checklist is None
    assert page.view.verdict.headline == "No verdict: no metric of either is recorded."
    render(portfolio, page)


def test_a_trial_stands_with_its_window_share_result_and_decision(render):
    portfolio = place()
    page, _ = comparison_views(portfolio)
    text = words(render(portfolio, page).html)
    assert "canary 5 % against v1" in text
    assert "rolled out by ada" in text


def test_names_of_slices_are_no_markup(render):
    portfolio = place()
    page, _ = comparison_views(portfolio)
    html = render(portfolio, page).html
    assert "&lt;b&gt;young&lt;/b&gt;" in html
    assert "<b>young" not in html


def test_two_pairs_never_meet_in_one_file():
    pairs = [("1-2", "3"), ("1", "2-3"), ("1", "2"), ("2", "1"), ("1.0", "2"), ("v1-x", "V1-X")]
    found = [paths.comparison("churn", *pair) for pair in pairs]
    assert len({path.casefold() for path in found}) == len(pairs)
    assert found[2] == "models/churn/compare-1-2.html"
