"""The dataset's page: what is known of the data, who used it, and what came of that."""

import pytest

from generator.pages.datasets.page import dataset_views
from tests import factories as make


def pages_of(**records):
    portfolio = make.portfolio(**records)
    return portfolio, {page.view.dataset.digest: page for page in dataset_views(portfolio)}


def used_records():
    """Version 1 made from the data, version 2 judged on it by a run of its own."""
    return {
        "datasets": (make.dataset(), make.dataset(digest="ffff0000", row_count=None)),
        "runs": (
            make.run("r1", inputs=(make.used(), make.used(context="evaluation"))),
            make.run(
                "judge",
                start_time=make.at(2),
                inputs=(make.used(context="evaluation"),),
                model_inputs=("m-2",),
            ),
            make.run("idle", start_time=None, end_time=None, inputs=(make.used(context=""),)),
        ),
        "logged_models": (make.logged_model("m-2", source_run_id="r2"),),
        "models": (make.model(versions=(make.version(1), make.version(2, model_id="m-2"))),),
        "experiments": (make.experiment(),),
    }


def test_a_version_whose_run_used_the_data_is_told_from_one_judged_on_it():
    _, pages = pages_of(**used_records())
    (row,) = pages["18b8e1d0"].view.models
    assert [link.text for link in row.versions] == ["v2", "v1"]
    assert (row.contexts, row.came, row.judged) == (("evaluation", "training"), 1, 1)


def test_uses_come_latest_first_each_run_once_with_all_its_contexts():
    _, pages = pages_of(**used_records())
    uses = pages["18b8e1d0"].view.uses
    assert [row.use.run.run_id for row in uses] == ["judge", "r1", "idle"]
    assert uses[1].use.contexts == ("training", "evaluation")
    assert [link.text for link in uses[0].judged] == ["churn v2"]
    assert uses[2].href.startswith("experiments/")


def test_a_deleted_version_did_not_come_of_the_data():
    records = used_records() | {"models": (make.model(versions=(make.version(1, deleted=True),)),)}
    _, pages = pages_of(**records)
    assert pages["18b8e1d0"].view.models == ()


@pytest.mark.parametrize(
    ("uri", "linked"),
    [
        ("https://data.example/t.parquet", True),
        ("javascript:alert(1)", False),
        ("s3://bucket/t.parquet", False),
        ("https://user:secret@data.example/t", False),
        ("C:\\data\\t.csv", False),
    ],
)
def test_the_place_of_the_data_is_a_link_only_where_it_may_be_followed(render, uri, linked):
    portfolio, pages = pages_of(datasets=(make.dataset(uri=uri),))
    html = render(portfolio, pages["18b8e1d0"]).html
    assert (f'href="{uri}"' in html) == linked
    assert uri in html


def test_what_the_tracker_did_not_record_is_drawn_as_missing(render):
    bare = make.dataset(columns=(), row_count=None, uri="", source_type="")
    portfolio, pages = pages_of(datasets=(bare,))
    html = render(portfolio, pages["18b8e1d0"]).html
    for words in ("not recorded", "no schema recorded", "no run used it"):
        assert f'<span class="mf-missing">{words}</span>' in html
    assert "a label, no evidence that the bytes are what they were" in html


def test_the_page_is_the_golden_one(render, gold):
    records = used_records()
    records["datasets"] = (make.dataset(profile=(("num_rows", "4118"),)), records["datasets"][1])
    portfolio, pages = pages_of(**records)
    gold("dataset", render(portfolio, pages["18b8e1d0"]).html)
