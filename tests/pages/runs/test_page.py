"""The run's page: everything a run left behind, and what came of it."""

import math

from generator.catalog import Alias, LifecycleStage, MetricPoint, RunStatus
from generator.pages.runs.learning_curves import PANELS, ROWS, draw_curves
from generator.pages.runs.page import ARTIFACTS, run_views
from tests import factories as make


def pages_of(**records):
    portfolio = make.portfolio(**records)
    return portfolio, {page.run_id: page for page in run_views(portfolio)}


def curve(key, *values, run_id="r1"):
    return make.metric(key, *values, run_id=run_id)


def test_only_runs_that_came_to_something_and_their_ancestors_have_pages():
    _, pages = pages_of(
        runs=(
            make.run("r1", parent_run_id="parent"),
            make.run("parent", parent_run_id="grandparent"),
            make.run("grandparent", parent_run_id="lost"),
            make.run("sibling", parent_run_id="parent"),
            make.run("logger"),
            make.run("r9"),
        ),
        logged_models=(make.logged_model("m-1", source_run_id="logger"),),
        models=(
            make.model(
                versions=(
                    make.version(1),
                    make.version(2, run_id="", model_id="m-1"),
                    make.version(9, deleted=True),
                )
            ),
        ),
    )
    assert list(pages) == ["r1", "parent", "grandparent", "logger"]


def test_a_run_behind_a_copy_has_a_page_that_names_both_versions():
    original = make.version(1)
    copy = make.version(1, model="churn-live", run_id="", copied_from=original.ref)
    _, pages = pages_of(
        runs=(make.run("r1"),),
        models=(make.model(versions=(original,)), make.model("churn-live", versions=(copy,))),
    )
    assert [made.link.text for made in pages["r1"].view.versions] == ["churn v1", "churn-live v1"]


def test_the_version_that_serves_is_told_with_the_words_of_the_registry(render):
    portfolio, pages = pages_of(runs=(make.run("r1"),), models=(make.model(aliases={"champion": "1"}),))
    html = render(portfolio, pages["r1"]).html
    assert 'Production</span> <span class="mf-muted">@champion</span>' in html


def test_the_files_of_a_logged_model_stand_beside_those_of_its_run():
    logged = make.logged_model("m-1", artifacts=(make.artifact(size=7),))
    run = make.run("r1", artifacts=tuple(make.artifact(f"{index}.bin", 10) for index in range(ARTIFACTS + 1)))
    _, pages = pages_of(runs=(run,), logged_models=(logged,), models=(make.model(),))
    groups = pages["r1"].view.files
    assert [(group.owner, len(group.artifacts), group.total, group.size) for group in groups] == [
        ("the run", ARTIFACTS, ARTIFACTS + 1, 10 * (ARTIFACTS + 1)),
        ("logged model churn_gbm", 1, 1, 7),
    ]


def test_what_nobody_recorded_is_drawn_as_missing(render):
    bare = make.run("r1", start_time=None, end_time=None, user="", name="", status=RunStatus.RUNNING)
    portfolio, pages = pages_of(runs=(bare,), models=(make.model(),))
    page = pages["r1"]
    assert page.title == "r1"
    html = render(portfolio, page).html
    for words in (
        "no metric recorded",
        "no parameter recorded",
        "the run names no dataset",
        "no file of this run is in the stores",
        "no code version recorded",
        "no end recorded",
        "not recorded",
    ):
        assert f'<span class="mf-missing">{words}</span>' in html


def test_not_a_number_and_infinity_are_counted_and_shown(render):
    run = make.run("r1", metrics=(curve("loss", 1.0, math.nan, math.inf, math.nan),))
    portfolio, pages = pages_of(runs=(run,), models=(make.model(),))
    html = render(portfolio, pages["r1"]).html
    assert '<td class="mf-num" data-v="nan">NaN <span class="mf-muted">step 3</span></td>' in html
    assert "2 NaN, 1 infinite" in html


def test_where_every_value_is_finite_one_sentence_says_so(render):
    portfolio, pages = pages_of(runs=(make.run("r1", metrics={"auc": 0.9}),), models=(make.model(),))
    html = render(portfolio, pages["r1"]).html
    assert "No value is NaN or infinite." in html
    assert "Not finite" not in html


def test_a_metric_names_the_data_it_was_measured_on(render):
    measured = make.metric("auc", 0.9, dataset_name="holdout", dataset_digest="77be020d")
    portfolio, pages = pages_of(runs=(make.run("r1", metrics=(measured,)),), models=(make.model(),))
    assert '<span class="mf-muted">on holdout 77be020d</span>' in render(portfolio, pages["r1"]).html


def test_a_metric_of_two_steps_is_no_curve():
    assert draw_curves((curve("loss", 1.0, 0.5),)) == ((), 0)
    still = make.metric("loss", 1.0, 0.5, 0.4, series=(MetricPoint(0, 1.0, 1),) * 3)
    assert draw_curves((still,)) == ((), 0)


def test_a_step_beyond_all_reason_costs_its_curve_only(render):
    points = tuple(MetricPoint(10**400 + step, 0.5, step) for step in range(3))
    odd = make.metric("loss", 0.5, first=points[0], last=points[-1], count=3, series=points)
    portfolio, pages = pages_of(runs=(make.run("r1", metrics=(odd,)),), models=(make.model(),))
    assert pages["r1"].figures == ()
    assert "step 1.000e+400" in render(portfolio, pages["r1"]).html


def test_training_and_validation_of_one_measure_share_a_panel():
    metrics = (
        curve("val_loss", 3.0, 2.0, 1.0),
        curve("loss", 2.0, 1.0, 0.5),
        curve("train/acc", 0.1, 0.2, 0.3),
        curve("acc", 0.1, 0.2, 0.25),
        curve("lr", 0.1, 0.01, 0.001),
    )
    panels, more = draw_curves(metrics)
    assert more == 0
    assert [[line.label for line in panel.spec.lines] for panel in panels] == [
        ["acc", "train/acc"],
        ["loss", "val_loss"],
        ["lr"],
    ]
    assert panels[1].rows[0] == (0, (2.0, 3.0))
    assert (
        "val_loss begins at 3 (step 0) and ends at 1 (step 2); lowest 1 (step 2)"
        in panels[1].spec.description
    )


def test_the_key_metric_is_drawn_first_and_the_machine_last():
    metrics = tuple(curve(key, 1.0, 2.0, 3.0) for key in ("a", "system/cpu", "z", "b"))
    assert [panel.heading for panel in draw_curves(metrics, ("z",))[0]] == ["z", "a", "b", "system/cpu"]


def test_more_curves_than_fit_are_counted(render):
    metrics = tuple(curve(f"m{index}x", 1.0, 2.0, 3.0) for index in range(PANELS + 3))
    portfolio, pages = pages_of(runs=(make.run("r1", metrics=metrics),), models=(make.model(),))
    assert len(pages["r1"].figures) == PANELS
    assert "3 further curves are not drawn" in render(portfolio, pages["r1"]).html


def test_a_long_curve_keeps_its_ends_in_the_table():
    (panel,), _ = draw_curves((curve("loss", *(float(value) for value in range(400))),))
    assert len(panel.rows) == ROWS
    assert (panel.rows[0][0], panel.rows[-1][0], panel.steps) == (0, 399, 400)


def test_code_is_cited_where_each_word_of_it_stands(render):
    run = make.run(
        "r1",
        code=make.code(repository="https://git.example/churn", branch="main", dirty=True),
        tags=(make.tag("mlflow.source.git.repoURL", "https://git.example/churn"),),
    )
    portfolio, pages = pages_of(runs=(run,), models=(make.model(),))
    facts = dict(pages["r1"].view.facts)
    assert facts["Repository"].sources[0].path.endswith("mlflow.source.git.repoURL")
    assert facts["Code commit"].value == "a41d9c2fa41d"
    assert facts["Working tree"].value == "had changes"
    assert "1 tag of the tracker" in render(portfolio, pages["r1"]).html


def test_a_parent_that_is_in_no_store_is_named_all_the_same():
    _, pages = pages_of(runs=(make.run("r1", parent_run_id="gone"),), models=(make.model(),))
    fact = dict(pages["r1"].view.facts)["Parent run"]
    assert (fact.value, fact.href, fact.detail) == ("gone", "", "in none of the stores read")


def full_records():
    run = make.run(
        "r1",
        parent_run_id="p",
        description="**Second** try",
        params={"lr": "0.1", "empty": "", "text": "a\nb"},
        metrics=(curve("loss", 1.0, 0.5, 0.25), curve("val_loss", 1.0, 0.75, 0.8), curve("auc", 0.9)),
        inputs=(make.used(), make.used("unknown", "0000", "")),
        model_outputs=("m-1",),
        model_inputs=("m-0",),
        artifacts=(make.artifact(), make.artifact("plots/roc.png", 12)),
        code=make.code(),
        tags=(make.tag("team", "risk"), make.tag("mlflow.user", "ada")),
    )
    return {
        "experiments": (make.experiment(),),
        "runs": (
            run,
            make.run("p"),
            make.run("q", parent_run_id="p", lifecycle_stage=LifecycleStage.DELETED),
        ),
        "datasets": (make.dataset(),),
        "logged_models": (make.logged_model(),),
        "models": (
            make.model(
                versions=(make.version(1, model_id="m-1"),),
                aliases=(Alias("challenger", "1", make.source("mlruns/models/churn/aliases/challenger")),),
            ),
        ),
    }


def test_the_page_is_the_golden_one(render, gold):
    portfolio, pages = pages_of(**full_records())
    gold("run", render(portfolio, pages["r1"]).html)


def test_the_page_of_a_parent_is_the_golden_one(render, gold):
    portfolio, pages = pages_of(**full_records())
    gold("run-parent", render(portfolio, pages["p"]).html)
