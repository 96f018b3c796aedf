"""The page of all experiments, the latest active first."""

from generator.catalog import LifecycleStage, RunStatus
from generator.pages.experiments.overview import experiments_views
from tests import factories as make


def page_of(**records):
    portfolio = make.portfolio(**records)
    return portfolio, next(experiments_views(portfolio), None)


def test_the_latest_active_comes_first_and_the_deleted_last():
    _, page = page_of(
        experiments=(
            make.experiment("1", name="old"),
            make.experiment("2", name="gone", lifecycle_stage=LifecycleStage.DELETED),
            make.experiment("3", name="new"),
        ),
        runs=(
            make.run("a", experiment_id="1", start_time=make.at(30)),
            make.run("b", experiment_id="2", start_time=make.at(1)),
            make.run("c", experiment_id="3", start_time=make.at(20)),
        ),
    )
    assert [row.link.text for row in page.view.rows] == ["new", "old", "gone"]
    assert page.view.rows[0].last_activity.value == "2026-10-31"
    assert page.view.rows[2].tags == "deleted"


def test_deleted_runs_are_counted_apart():
    _, page = page_of(
        experiments=(make.experiment(),),
        runs=(
            make.run("a"),
            make.run("b", status=RunStatus.FAILED),
            make.run("c", lifecycle_stage=LifecycleStage.DELETED),
        ),
        models=(make.model(versions=(make.version(1, run_id="a"),)),),
    )
    (row,) = page.view.rows
    assert (row.runs, row.deleted_runs, row.versions) == (2, 1, 1)
    assert row.statuses == ((RunStatus.FINISHED, 1), (RunStatus.FAILED, 1))
    assert row.tags == "failed registered"


def test_runs_whose_experiment_is_not_described_are_not_lost(render):
    portfolio, page = page_of(runs=(make.run("a", experiment_id="77"), make.run("b", experiment_id="77")))
    assert page.view.stray_runs == 2
    html = render(portfolio, page).html
    assert "2 runs name an experiment that no store describes" in html
    assert '<th scope="row"><span class="mf-name">77</span><sup' in html
    assert "no store describes an experiment</span>" in html


def test_a_store_without_experiments_has_no_such_page():
    assert page_of(models=(make.model(),))[1] is None


def test_the_store_is_told_only_where_there_are_several(render):
    portfolio, page = page_of(experiments=(make.experiment("1"), make.experiment("1", store="other")))
    assert "<td>other</td>" in render(portfolio, page).html
    portfolio, page = page_of(experiments=(make.experiment("1"),))
    assert "<td>mlruns</td>" not in render(portfolio, page).html


def test_the_page_is_the_golden_one(render, gold):
    portfolio, page = page_of(
        experiments=(make.experiment("1"), make.experiment("2", name="", creation_time=None)),
        runs=(make.run("a"), make.run("b", status=RunStatus.KILLED)),
    )
    gold("experiments", render(portfolio, page).html)
