"""The experiment's page: its runs, what differs between them, and where that led."""

import json
import math
from dataclasses import replace

import pytest

from generator.analyses.runs.target import rank_metrics, target_of
from generator.catalog import LifecycleStage, RunStatus
from generator.pages.experiments.data import experiment_files
from generator.pages.experiments.page import experiment_views
from generator.pages.experiments.runs_table import ROWS, newest_first, sort_params, tabulate
from tests import factories as make
from tests.pages.models.test_card import words


def page_of(portfolio):
    """The first page of the one experiment."""
    return next(experiment_views(portfolio))


def sweep_runs(number=8):
    return tuple(
        make.run(
            f"r{index}",
            start_time=make.at(40 - index),
            params={"lr": str(10.0**-index), "depth": str(index % 3), "solver": "adam"},
            metrics={"auc": 0.8 + index / 100},
        )
        for index in range(number)
    )


def test_a_param_that_never_changes_has_no_column():
    varying, constants = sort_params(sweep_runs())
    assert [param.key for param in varying] == ["lr", "depth"]
    assert [(param.key, param.value) for param in constants] == [("solver", "adam")]


def test_a_param_that_only_some_runs_have_differs():
    runs = (make.run("a", params={"x": "1", "y": "1"}), make.run("b", params={"x": "1"}))
    varying, constants = sort_params(runs)
    assert [(param.key, param.present, param.distinct) for param in varying] == [("y", 1, 1)]
    assert [param.key for param in constants] == ["x"]


def test_a_run_without_params_makes_no_param_differ():
    runs = (make.run("a", params={"x": "1"}), make.run("b", params={"x": "1"}), make.run("c"))
    assert sort_params(runs)[0] == ()


def test_text_that_names_each_run_comes_after_what_was_set():
    runs = tuple(make.run(f"r{n}", params={"out": f"models/{n}", "c": str(n % 2)}) for n in range(4))
    assert [param.key for param in sort_params(runs)[0]] == ["c", "out"]


def test_the_target_is_the_first_metric_and_the_machine_the_last():
    runs = (
        make.run("a", metrics={"system/cpu": 1.0, "loss": 0.1, "auc": 0.9}),
        make.run("b", metrics={"system/cpu": 1.0, "loss": 0.1}),
    )
    assert rank_metrics(runs, "auc") == ("auc", "loss", "system/cpu")
    assert rank_metrics(runs) == ("loss", "auc", "system/cpu")


def test_children_stand_below_their_parent_and_the_newest_run_first():
    runs = (
        make.run("old", start_time=make.at(9)),
        make.run("parent", start_time=make.at(5)),
        make.run("c1", start_time=make.at(4), parent_run_id="parent"),
        make.run("c2", start_time=make.at(3), parent_run_id="parent"),
        make.run("orphan", start_time=make.at(1), parent_run_id="elsewhere"),
    )
    table = tabulate(make.portfolio(runs=runs), runs)
    assert [(row.run.run_id, row.depth) for row in table.rows] == [
        ("orphan", 0),
        ("parent", 0),
        ("c2", 1),
        ("c1", 1),
        ("old", 0),
    ]
    parent = table.rows[1]
    assert (parent.family, parent.folds, parent.best_child) == ("2 child runs", True, None)
    assert (table.rows[0].orphan, table.rows[0].parent.text) == ("its parent is in no store", "elsewhere")


def test_the_row_of_a_parent_counts_its_children_and_names_the_best(render):
    runs = (
        make.run("parent"),
        make.run("c1", parent_run_id="parent", metrics={"auc": 0.8}),
        make.run("c2", parent_run_id="parent", metrics={"auc": 0.7}),
        make.run("far", experiment_id="2"),
        make.run("strayed", parent_run_id="far"),
    )
    narrative = make.narrative(goals=(make.goal("auc"),))
    portfolio = make.portfolio(
        experiments=(make.experiment(), make.experiment("2", name="other")),
        runs=runs,
        models=(make.model(versions=(make.version(1, run_id="c1"),)),),
        narratives=(narrative,),
    )
    page = next(page for page in experiment_views(portfolio) if page.title == "churn-training")
    html = render(portfolio, page).html
    text = words(html)
    assert "2 child runs, best calm-elk-c1 0.8" in text
    assert "its parent is in another experiment: calm-elk-far" in text
    assert html.count('class="mf-fold"') == 1
    assert [level in html for level in ('data-level="0"', 'data-level="1"', 'data-level="2"')] == [
        True, True, False,
    ]  # fmt: skip


def test_runs_that_are_their_own_ancestors_come_once():
    runs = (
        make.run("a", parent_run_id="b"),
        make.run("b", parent_run_id="a"),
        make.run("c", parent_run_id="c"),
    )
    table = tabulate(make.portfolio(runs=runs), runs)
    assert sorted(row.run.run_id for row in table.rows) == ["a", "b", "c"]


def test_every_run_of_a_long_experiment_stands_on_one_of_its_pages_and_each_page_leads_to_the_others(render):
    runs = tuple(make.run(f"r{n}", start_time=make.at(2000 - n)) for n in range(2 * ROWS + 1))
    portfolio = make.portfolio(experiments=(make.experiment(),), runs=runs)
    pages = list(experiment_views(portfolio))
    listed = [[row.run.run_id for row in page.view.table.rows] for page in pages]
    assert [len(part) for part in listed] == [ROWS, ROWS, 1]
    assert [run_id for part in listed for run_id in part] == [run.run_id for run in newest_first(runs)]
    assert len({page.path for page in pages}) == 3
    last = render(portfolio, pages[2]).html
    assert all(f'href="{page.path.rpartition("/")[2]}"' in last for page in pages[:2])
    assert f"<b>{2 * ROWS + 1}–{2 * ROWS + 1}</b>" in last
    assert pages[2].view.sweep is None


def test_a_long_table_leaves_the_files_of_values_to_the_pages_of_runs(render):
    """A run without a page cites its own record."""
    runs = tuple(
        make.run(f"r{n}", start_time=make.at(1000 - n), params={"lr": str(n)}, metrics={"auc": n / 1000})
        for n in range(ROWS)
    )
    portfolio = make.portfolio(
        experiments=(make.experiment(),),
        runs=runs,
        models=(make.model(versions=(make.version(1, run_id="r0"),)),),
    )
    page = page_of(portfolio)
    rows = {row.run.run_id: row for row in page.view.table.rows}
    assert (rows["r0"].href, rows["r0"].sources) == ("runs/r0.html", ())
    assert (rows["r1"].href, rows["r1"].sources) == ("", (rows["r1"].run.source,))
    assert "a run without a page cites its own record" in render(portfolio, page).html


def test_the_best_run_leads_the_sweep_and_the_registered_one_is_marked():
    portfolio = make.portfolio(
        experiments=(make.experiment(),),
        runs=sweep_runs(),
        models=(make.model(versions=(make.version(3, run_id="r2"),)),),
        narratives=(make.narrative(goals=(make.goal("auc"),)),),
    )
    sweep = page_of(portfolio).view.sweep
    assert sweep.target.higher_is_better is True
    assert sweep.target.reason == "the owners of churn judge it by this metric"
    assert sweep.runs[0].run.run_id == "r7"
    assert [line.label for line in sweep.parallel.lines if line.marked] == ["best", "v3"]
    assert sweep.parallel.title.endswith("and the auc they led to, the best run marked")
    assert [point.label for point in sweep.scatters[0][0].points if point.marked] == ["best", "v3"]
    assert sweep.scatters[0][0].title == "auc against lr, the best run marked"
    assert sweep.scatters[0][0].description.endswith("The best is 0.87, by calm-elk-r7 at lr 1e-07.")
    assert sweep.parallel.lines[0].rank == 1
    assert sweep.parallel.lines[-1].rank == 0
    assert [axis.label for axis in sweep.parallel.axes] == ["lr", "depth", "auc"]
    assert [axis.log for axis in sweep.parallel.axes] == [True, False, False]
    assert "The best auc is 0.87, by calm-elk-r7 with lr 1e-07, depth 1; the worst is 0.8." in sweep.finding


def test_of_many_registered_runs_those_in_use_are_marked_first_and_then_the_newest(render):
    runs = sweep_runs()
    versions = tuple(make.version(number, run_id=f"r{number - 1}") for number in range(1, 7))
    model = make.model(versions=versions, aliases={"champion": "2", "challenger": "1"})
    portfolio = make.portfolio(experiments=(make.experiment(),), runs=runs, models=(model,))
    page = page_of(portfolio)
    assert {line.label for line in page.view.sweep.parallel.lines if line.marked} == {"v2", "v1", "v6"}
    assert "Of the 6 that versions came of, 3 are labelled" in render(portfolio, page).html


def test_the_best_run_is_marked_in_the_tables_too_and_only_where_somebody_said_which_way_is_better(render):
    told = make.portfolio(
        experiments=(make.experiment(),),
        runs=sweep_runs(),
        models=(make.model(versions=(make.version(3, run_id="r7"),)),),
        narratives=(make.narrative(goals=(make.goal("auc"),)),),
    )
    page = page_of(told)
    assert page.view.best == "r7"
    assert [(run.label, run.name) for run in page.view.sweep.runs if run.best] == [("v3, best", "v3")]
    assert words(render(told, page).html).count("Best auc") == 1
    untold = make.portfolio(experiments=(make.experiment(),), runs=sweep_runs())
    page = page_of(untold)
    assert page.view.best == ""
    assert not any(run.best or run.marked for run in page.view.sweep.runs)
    assert "marked" not in page.view.sweep.parallel.title


def test_runs_as_good_as_the_best_are_counted():
    first, *rest = sweep_runs()
    twin = replace(rest[-1], run_id="r9", name="twin")
    place = make.portfolio(
        experiments=(make.experiment(),),
        runs=(first, *rest, twin),
        models=(make.model(versions=(make.version(3, run_id="r2"),)),),
        narratives=(make.narrative(goals=(make.goal("auc"),)),),
    )
    sweep = page_of(place).view.sweep
    assert "and 1 run more with the same value" in sweep.finding
    assert sum(run.best for run in sweep.runs) == 1


def test_a_mark_names_the_model_where_several_came_of_the_sweep():
    models = tuple(
        make.model(name, versions=(make.version(1, model=name, run_id=run_id),))
        for name, run_id in (("a", "r1"), ("b", "r2"))
    )
    portfolio = make.portfolio(experiments=(make.experiment(),), runs=sweep_runs(), models=models)
    lines = page_of(portfolio).view.sweep.parallel.lines
    assert {line.label for line in lines if line.marked} == {"a v1", "b v1"}


def test_a_metric_that_is_better_when_lower_puts_the_lowest_first():
    portfolio = make.portfolio(
        experiments=(
            make.experiment(
                tags=(
                    make.tag("mlflow.experiment.primaryMetric.name", "auc"),
                    make.tag("mlflow.experiment.primaryMetric.greaterIsBetter", "False"),
                )
            ),
        ),
        runs=sweep_runs(),
    )
    sweep = page_of(portfolio).view.sweep
    assert sweep.target.higher_is_better is False
    assert sweep.runs[0].run.run_id == "r0"
    assert sweep.parallel.lines[0].rank == 1


def test_where_nobody_named_a_metric_the_registered_runs_choose():
    runs = (
        *(make.run(f"data{number}", metrics={"rows": 5.0}) for number in range(3)),
        make.run("r1", metrics={"f1": 0.8}),
    )
    experiment = make.experiment()
    registered = make.portfolio(experiments=(experiment,), runs=runs, models=(make.model(),))
    assert target_of(registered.registered, experiment, runs).key == "f1"
    unregistered = make.portfolio(experiments=(experiment,), runs=runs)
    assert target_of(unregistered.registered, experiment, runs).key == "rows"


def test_nothing_is_called_best_when_nobody_said_which_way_is_better():
    sweep = page_of(make.portfolio(experiments=(make.experiment(),), runs=sweep_runs())).view.sweep
    assert sweep.target.higher_is_better is None
    assert {line.rank for line in sweep.parallel.lines} == {0.0}
    assert "nobody said which way is better" in sweep.finding
    assert "best" not in sweep.finding


def test_runs_that_are_not_drawn_are_told_with_their_reasons():
    runs = (
        *sweep_runs(),
        make.run("f1", status=RunStatus.FAILED, params={"lr": "1"}),
        make.run("f2", status=RunStatus.FAILED, params={"lr": "1"}),
        make.run("n", params={"lr": "1"}, metrics={"auc": math.nan}),
        make.run("m", params={"lr": "1"}),
        make.run("d", lifecycle_stage=LifecycleStage.DELETED, metrics={"auc": 0.99}),
    )
    sweep = page_of(make.portfolio(experiments=(make.experiment(),), runs=runs)).view.sweep
    assert len(sweep.parallel.lines) == 8
    assert sweep.left_out == (
        "1 run deleted in the tracker",
        "1 run ended with auc at NaN",
        "2 runs failed, without auc",
        "1 run finished without recording auc",
    )


def test_a_param_that_few_runs_have_is_no_axis_and_a_run_without_any_is_not_drawn():
    runs = (
        *sweep_runs(6),
        make.run("rare", params={"lr": "0.2", "depth": "1", "rare": "1"}, metrics={"auc": 0.7}),
        make.run("rarer", params={"lr": "0.2", "depth": "1", "rare": "2"}, metrics={"auc": 0.7}),
        make.run("judge", metrics={"auc": 0.9}),
    )
    sweep = page_of(make.portfolio(experiments=(make.experiment(),), runs=runs)).view.sweep
    assert [param.key for param in sweep.params] == ["lr", "depth"]
    assert "judge" not in {run.run.run_id for run in sweep.runs}
    assert sweep.left_out == ("1 run without any of these parameters", "1 further parameter")


def test_one_number_that_differs_is_a_scatter_and_one_word_is_nothing():
    def sweep_of(values):
        runs = tuple(
            make.run(f"r{index}", params={"p": value}, metrics={"auc": index / 10})
            for index, value in enumerate(values)
        )
        return page_of(make.portfolio(experiments=(make.experiment(),), runs=runs)).view.sweep

    numbers = sweep_of("123456")
    assert numbers.parallel is None
    assert [spec.title for spec, _ in numbers.scatters] == ["auc against p"]
    assert sweep_of("aabbaa") is None


def test_four_runs_are_no_sweep():
    assert page_of(make.portfolio(experiments=(make.experiment(),), runs=sweep_runs(4))).view.sweep is None


def test_a_large_sweep_is_thinned_evenly_and_keeps_the_registered_run():
    runs = tuple(
        make.run(f"r{n:04}", params={"lr": str(n + 1)}, metrics={"auc": n / 1000}) for n in range(1000)
    )
    portfolio = make.portfolio(
        experiments=(make.experiment(),),
        runs=runs,
        models=(make.model(versions=(make.version(1, run_id="r0501"),)),),
    )
    sweep = page_of(portfolio).view.sweep
    assert 150 <= len(sweep.runs) <= 151
    assert {sweep.runs[0].run.run_id, sweep.runs[-1].run.run_id, "r0501"} <= {
        run.run.run_id for run in sweep.runs
    }
    assert sweep.left_out[-1].startswith(f"{1000 - len(sweep.runs)} runs between those drawn")


def test_an_experiment_without_runs_says_so(render):
    portfolio = make.portfolio(experiments=(make.experiment(),))
    html = render(portfolio, page_of(portfolio)).html
    assert '<span class="mf-missing">no run is recorded</span>' in html
    assert "No runs" in html


def test_a_note_is_shown_as_prose(render):
    portfolio = make.portfolio(
        experiments=(make.experiment(tags=(make.tag("mlflow.note.content", "# Why\n\n**Bold** <b>x</b>"),)),)
    )
    html = render(portfolio, page_of(portfolio)).html
    assert "<h3>Why</h3>" in html
    assert "<strong>Bold</strong> &lt;b&gt;x&lt;/b&gt;" in html


def test_the_page_is_the_golden_one(render, gold):
    runs = (
        *sweep_runs(6),
        make.run("r9", status=RunStatus.RUNNING, end_time=None, params={"lr": "0.5"}, parent_run_id="r1"),
    )
    portfolio = make.portfolio(
        experiments=(
            make.experiment(tags=(make.tag("mlflow.note.content", "Why."), make.tag("team", "risk"))),
        ),
        runs=runs,
        models=(make.model(versions=(make.version(1),)),),
        narratives=(make.narrative(goals=(make.goal("auc"),)),),
    )
    gold("experiment", render(portfolio, page_of(portfolio)).html)


def test_the_data_holds_every_run_with_the_place_of_every_value():
    runs = (*sweep_runs(2), make.run("n", metrics={"auc": math.nan}))
    (file,) = experiment_files(make.portfolio(experiments=(make.experiment(),), runs=runs))
    document = json.loads(file.content, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert [run["id"] for run in document["runs"]] == ["r0", "r1", "n"]
    assert document["runs"][1]["params"]["lr"] == {"value": "0.1", "source": "mlruns/1/r1/params/lr"}
    assert document["runs"][1]["metrics"][0]["last"] == {"step": 0, "value": 0.81}
    assert document["runs"][2]["metrics"][0]["last"] == {"step": 0, "value": "nan"}
    assert document["runs"][2]["metrics"][0]["minimum"] is None
