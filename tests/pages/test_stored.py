"""Where a record stands: one store, or several that all are cited."""

from generator.pages.experiments.page import experiment_views
from generator.pages.runs.page import run_views
from generator.pages.stored import store_fact
from tests import factories as make


def test_the_store_is_cited_with_every_other_place():
    other, third = make.source("mlflow.db", "/runs/r1"), make.source("wandb/run-1/run.wandb", "/run")
    assert store_fact(make.run()).detail == ""
    fact = store_fact(make.run(also=(other,)))
    assert (fact.value, fact.detail) == ("mlruns", "and in 1 other place")
    assert fact.sources == (make.run().source, other)
    assert store_fact(make.run(also=(other, third))).detail == "and in 2 other places"


def test_a_run_of_two_stores_cites_both_files_on_its_page_and_a_run_of_one_says_nothing(render):
    other = make.source("mlflow.db", "/runs/r1")
    for also, shown in (((other,), True), ((), False)):
        portfolio = make.portfolio(runs=(make.run("r1", also=also),), models=(make.model(),))
        (page,) = run_views(portfolio)
        done = render(portfolio, page).html
        assert ("and in 1 other place" in done) is shown
        assert ("mlflow.db" in done) is shown


def test_an_experiment_of_two_stores_cites_both(render):
    other = make.source("mlflow.db", "/experiments/1")
    portfolio = make.portfolio(experiments=(make.experiment(also=(other,)),), runs=(make.run(),))
    (page,) = experiment_views(portfolio)
    assert "mlflow.db" in render(portfolio, page).html
