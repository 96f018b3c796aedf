"""Pages that hold two runs against one another."""

import pytest

from generator.catalog import Policy, RunComparison, RunStatus
from generator.figures.spec import Tone
from generator.pages.runs.comparison import run_comparison_views
from generator.pages.runs.links import labels_of
from generator.pages.runs.page import run_views
from tests import factories as make
from tests.pages.models.test_card import words


def losses(run_id, *values):
    return (
        make.metric("loss", *values, run_id=run_id),
        make.metric("auc", 0.7 + values[-1] / 10, run_id=run_id),
        make.metric("only_here", 1.0, 2.0, 3.0, run_id=run_id) if run_id == "r1" else make.metric("only_there", 5.0, run_id=run_id),
    )  # fmt: skip


def given(**records):
    runs = (
        make.run(
            "r1", metrics=losses("r1", 0.9, 0.5, 0.4, 0.35), params={"depth": "3", "lr": "<b>0.1</b>"},
            code=make.code(dirty=True), inputs=(make.used(),), packages=(make.package(),),
            artifacts=(make.artifact("plot.png"),), tags=(make.tag("team", "a"),),
        ),
        make.run(
            "r2", metrics=losses("r2", 0.8, 0.45, 0.3), params={"depth": "5", "lr": "<b>0.1</b>"},
            code=make.code("b" * 40), inputs=(make.used(digest="99aa"),), start_time=make.at(20),
            artifacts=(make.artifact("plot.png", root="mlruns/1/r2"),), status=RunStatus.FAILED,
        ),
        make.run("r3", start_time=None, end_time=None),
    )  # fmt: skip
    policy = Policy(
        run_comparisons=(
            RunComparison(
                baseline="r1", candidate="r3", source=make.source("governance/policy.yaml", "/run_comparisons/0")
            ),
        )
    )  # fmt: skip
    made = {
        "experiments": (make.experiment(),),
        "runs": runs,
        "models": (make.model(versions=(make.version(1), make.version(2))),),
        "narratives": (make.narrative(goals=(make.goal("auc"),)),),
        "policy": policy,
    }
    return make.portfolio(**made | records)


def pages(**records):
    portfolio = given(**records)
    return portfolio, {page.path: page for page in run_comparison_views(portfolio)}


ASKED, BEST = "runs/compare/r1-r3.html", "runs/compare/r2-r1.html"
REGISTERED = "runs/compare/r1-r2.html"


def test_each_pair_has_a_page_with_its_reason():
    _, found = pages()
    assert {path: page.view.why for path, page in found.items()} == {
        ASKED: "asked for by the policy",
        BEST: "the runner-up and the best run of the experiment",
        REGISTERED: "the runs behind a version and the one before it",
    }


def test_the_comparison_is_the_golden_one(render, gold):
    portfolio, found = pages()
    gold("run-comparison", render(portfolio, found[REGISTERED]).html)


def test_the_metric_that_the_runs_are_compared_by_is_told_with_its_way_and_without_a_verdict():
    _, found = pages()
    view = found[REGISTERED].view
    assert view.verdict.headline == "No verdict: what is recorded cannot carry one."
    assert view.verdict.sentences[0] == (
        "auc, by which the runs are compared, is 0.73 against 0.735, −0.005: towards worse. "
        "No verdict: it is not recorded that both were measured on the same data."
    )
    first, *others = view.rows
    assert (first.row.found.metric, first.way, first.is_target) == ("auc", "towards worse", True)
    ways = {row.row.found.metric: row.way for row in others}
    assert ways == {"loss": "lower", "only_here": "", "only_there": ""}


def test_the_curves_of_both_runs_are_drawn_over_one_another_with_the_values_beside_them(render):
    portfolio, found = pages()
    page = found[REGISTERED]
    (panel,) = page.view.panels
    assert [(line.label, line.tone, len(line.points)) for line in panel.spec.lines] == [
        ("calm-elk-r1", Tone.C1, 4), ("calm-elk-r2", Tone.C2, 3),
    ]  # fmt: skip
    assert panel.rows[-1] == (3, (0.35, None))
    assert page.figures == (panel.spec,)
    text = words(render(portfolio, page).html)
    assert "calm-elk-r1: lowest 0.35 (step 3), highest 0.9 (step 0)." in text


def test_what_is_the_same_is_counted_and_what_is_not_recorded_is_named(render):
    portfolio, found = pages()
    text = words(render(portfolio, found[REGISTERED]).html)
    assert "1 parameter is the same in both." in text
    assert "not compared The second run records no package." in text
    text = words(render(portfolio, found[ASKED]).html)
    assert "not compared The second run records no parameter." in text
    assert "no end recorded" in text


def test_names_and_values_of_the_store_are_no_markup(render):
    portfolio, found = pages(
        runs=tuple(
            make.run(run_id, params={"<i>x": f"<b>{run_id}"}, metrics={"auc": 0.5}) for run_id in ("r1", "r2")
        )
    )
    html = render(portfolio, found[REGISTERED]).html
    assert "<b>r1" not in html
    assert "&lt;b&gt;r1" in html


def test_the_runs_and_their_experiment_lead_to_the_page(render):
    portfolio, _ = pages()
    links = {page.run_id: [link.href for link, _ in page.view.comparisons] for page in run_views(portfolio)}
    assert links == {"r1": [ASKED, BEST, REGISTERED], "r2": [BEST, REGISTERED], "r3": [ASKED]}
    page = next(page for page in run_views(portfolio) if page.run_id == "r3")
    assert 'href="compare/r1-r3.html"' in render(portfolio, page).html


def test_the_way_down_and_the_left_column_lead_to_the_runs_and_their_experiment():
    _, found = pages()
    page = found[ASKED]
    assert [link.text for link in page.breadcrumbs] == ["Portfolio", "Experiments", "churn-training"]
    assert [link.text for link in page.local_navigation] == [
        "All runs", "calm-elk-r3", "calm-elk-r1", "calm-elk-r3 against calm-elk-r1",
        "calm-elk-r1 against calm-elk-r2", "calm-elk-r2 against calm-elk-r1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (("a", "b"), ("a", "b")),
        (("a", "a"), ("a 00000001", "a 00000002")),
        (("", "b"), ("0123450000000001", "b")),
    ],
)
def test_two_runs_of_one_name_are_told_apart(names, labels):
    old, new = (make.run(f"012345000000000{number}", name=name) for number, name in enumerate(names, start=1))
    assert labels_of(old, new) == labels


def test_long_names_are_cut_in_narrow_columns_unless_they_would_be_the_same():
    names = ("retrain on the first quarter", "retrain on the first half")
    _, found = pages(
        runs=tuple(make.run(f"r{n}", name=name, metrics={"auc": 0.5}) for n, name in enumerate(names, 1))
    )
    view = found[REGISTERED].view
    assert (view.baseline.short, view.candidate.short) == names
    _, told = pages(
        runs=(
            make.run("r1", name="a" * 30, metrics={"auc": 0.5}),
            make.run("r2", name="b", metrics={"auc": 0.5}),
        )
    )
    view = told[REGISTERED].view
    assert (view.baseline.short, view.candidate.short) == ("a" * 19 + "…", "b")
