"""The first page: the portfolio on one screen."""

from generator.pages.home.page import home_views
from tests import factories as make


def page_of(**records):
    portfolio = make.portfolio(**records)
    (page,) = home_views(portfolio)
    return portfolio, page


def bank():
    """A model in production with a challenger, one overdue, one without any version."""
    return {
        "experiments": (make.experiment(),),
        "runs": (
            make.run("r1", metrics={"accuracy": 0.5, "auc": 0.931}, artifacts=(make.artifact(),)),
            make.run("r2", metrics={"accuracy": 0.7, "auc": 0.941}, artifacts=(make.artifact(),)),
            make.run("r3"),
        ),
        "models": (
            make.model(
                versions=(
                    make.version(1, creation_time=make.at(40), last_updated_time=make.at(40)),
                    make.version(2, creation_time=make.at(2), last_updated_time=make.at(1)),
                    make.version(3, creation_time=make.at(20), deleted=True),
                ),
                aliases={"champion": "1", "challenger": "2"},
            ),
            make.model(
                "Pricing",
                versions=(make.version(1, model="Pricing", run_id="r3", creation_time=make.at(90)),),
            ),
            make.model("empty", versions=()),
        ),
        "narratives": (
            make.narrative(
                fields={"owner": "Ada", "risk_tier": "high", "review_due": "2026-12-01"},
                goals=(make.goal("auc", title="AUC"),),
            ),
            make.narrative(
                "Pricing", fields={"owner": "Bo", "risk_tier": "homemade", "review_due": "2026-11-05"}
            ),
        ),
    }


def test_models_stand_by_name_whatever_their_case():
    _, page = page_of(**bank())
    assert [row.link.text for row in page.view.models] == ["churn", "empty", "Pricing"]


def test_a_row_tells_production_challenger_and_the_change_of_the_key_metric():
    records = bank()
    records["models"] = (make.model(versions=records["models"][0].versions, aliases={"champion": "2"}),)
    _, page = page_of(**records)
    (row,) = page.view.models
    assert (row.shown.text, row.candidate) == ("v2", None)
    assert row.metric.last.value == 0.941
    assert round(row.change.delta, 6) == 0.01
    assert row.change.verdict == "better"


def test_the_change_is_that_of_the_key_metric_and_of_no_other():
    primary = make.tag("mlflow.experiment.primaryMetric.name", "recall")
    runs = (
        make.run("r1", metrics={"auc": 0.9, "recall": 0.5}),
        make.run("r2", metrics={"auc": 0.8, "recall": 0.6}),
    )
    model = make.model(versions=(make.version(1), make.version(2)))
    _, page = page_of(experiments=(make.experiment(tags=(primary,)),), runs=runs, models=(model,))
    (row,) = page.view.models
    assert (row.key.key, row.change.key, round(row.change.delta, 6)) == ("recall", "recall", 0.1)


def test_deleted_versions_are_never_counted_or_listed_as_live(render):
    portfolio, page = page_of(**bank())
    row = page.view.models[0]
    assert row.version_count == 2
    html = render(portfolio, page).html
    assert "churn v3 by ada, deleted since." in html
    assert "models/churn/v3.html" not in html


def test_chips_find_what_they_promise():
    _, page = page_of(**bank())
    assert {row.link.text: row.tags for row in page.view.models} == {
        "churn": "production pressing high due",
        "empty": "ownerless",
        "Pricing": "pressing due",
    }


def test_tiles_count_what_is_live():
    _, page = page_of(**bank())
    tiles = {tile.words: (tile.value, tile.of, tile.remark) for tile in page.view.tiles}
    assert tiles == {
        "model in production": ("1", "of 3", "1 of high risk"),
        "versions": ("3", "", "1 registered within 30 days"),
        "runs": ("3", "", "in 1 experiment"),
        "reviews due in 30 days": ("2", "", "1 overdue; 1 model without a date"),
    }


def test_without_review_dates_the_last_tile_counts_what_could_not_be_read():
    _, page = page_of(models=(make.model(),))
    tile = page.view.tiles[-1]
    assert (tile.words, tile.value, tile.remark) == (
        "problems in what was read",
        "0",
        "0 errors; no model has a review date",
    )


def test_a_store_without_models_says_so_and_leads_to_its_experiments(render):
    portfolio, page = page_of(
        experiments=(make.experiment("1", name="old"), make.experiment("2", name="new")),
        runs=(make.run("a", experiment_id="2"),),
    )
    assert [link.text for link, _ in page.view.experiments] == ["new", "old"]
    html = render(portfolio, page).html
    assert "No store registers a model" in html
    assert 'href="experiments/new-' in html
    assert "0 registered models" in html


def test_a_store_with_nothing_at_all_still_has_a_first_page(render):
    portfolio, page = page_of()
    html = render(portfolio, page).html
    assert "No store registers a model" in html
    assert "No record that was read gives a reason." in html


def test_a_word_for_risk_that_nobody_knows_has_no_tone_of_its_own():
    _, page = page_of(**bank())
    row = page.view.models[2]
    assert (row.risk.value, row.risk_tone, row.risk_rank) == ("homemade", "info", 0)


def test_what_happened_lately_is_told_with_the_change_it_made():
    _, page = page_of(**bank())
    told = [(item.word, item.subject.text, item.subject.href, item.text) for item in page.view.news[:4]]
    assert told == [
        (
            "Updated",
            "churn v2",
            "models/churn/v2.html",
            ": its stage, description or status; the registry does not record which.",
        ),
        ("Registered", "churn v2", "models/churn/v2.html", " by ada; AUC 0.931 → 0.941."),
        ("Registered", "churn v3", "", " by ada, deleted since."),
        ("Registered", "churn v1", "models/churn/v1.html", " by ada; AUC 0.931."),
    ]


def test_a_store_label_is_a_column_only_where_there_are_several(render):
    records = bank()
    records["models"] = (*records["models"], make.model("other", store="second"))
    portfolio, page = page_of(**records)
    assert "<td>second</td>" in render(portfolio, page).html


def test_the_page_is_the_golden_one(render, gold):
    portfolio, page = page_of(**bank())
    gold("home", render(portfolio, page).html)


def test_the_page_without_models_is_the_golden_one(render, gold):
    portfolio, page = page_of(experiments=(make.experiment(),), runs=(make.run(),))
    gold("home-without-models", render(portfolio, page).html)
