"""The version page: what the version is, what it changed, what stands behind it; nothing compared that cannot be."""

import re

import pytest

from generator.catalog import Deployment, DeploymentKind, SignatureField, VersionRef, replaced
from generator.figures.spec import GraphSpec
from generator.pages.versions.page import version_views
from tests import factories as make
from tests.pages.models.test_card import section, words
from tests.pages.sample import churn

TITLES = [
    *("What changed", "Metrics", "Parameters", "Data", "Signature", "Dependencies", "Code", "Model files"),
    *("Packaging", "How to make it again", "Tags", "Lineage"),
]


def versions(**records):
    """The portfolio, and the page of each version by its number."""
    place = make.portfolio(**records)
    return place, {page.version: page for page in version_views(place)}


def pair(old=None, new=None, *, runs=(), **records):
    """Two versions of one model with the fields given, and the pages of both."""
    listed = (make.version(1, **(old or {})), make.version(2, **(new or {})))
    return versions(models=(make.model(versions=listed),), runs=runs, **records)


def facts(page):
    return {row.label: row.fact for row in page.view.head}


@pytest.mark.parametrize("number", ["1", "3"])
def test_the_version_page_is_the_golden_one(render, gold, number):
    place = churn()
    page = next(page for page in version_views(place) if page.version == number)
    gold(f"version-{number}", render(place, page).html)


def test_deleted_versions_have_no_page():
    assert [page.version for page in version_views(churn())] == ["1", "2", "3"]


def test_the_sections_are_those_of_every_version_and_a_description_that_says_more():
    pages = {page.version: page for page in version_views(churn())}
    assert [section.title for section in pages["1"].sections] == TITLES
    in_use = [*TITLES[:10], "Environments and rollback", "Monitoring", *TITLES[10:]]
    assert [section.title for section in pages["2"].sections] == in_use
    assert [section.title for section in pages["3"].sections][:3] == [TITLES[0], "Description", TITLES[1]]


def test_the_head_names_the_size_of_the_change_the_standing_and_the_bounds():
    pages = {page.version: page for page in version_views(churn())}
    assert [pill.words for pill in pages["2"].view.pills] == [
        "1.0.0 → 1.1.0, minor",
        "Production",
        "Signature unchanged",
        "3 of 3 bounds met",
    ]
    assert [pill.words for pill in pages["3"].view.pills] == [
        "1.1.0 → 1.2.0, minor",
        "Challenger",
        "Signature compatible",
        "2 of 3 bounds met",
    ]


def test_an_input_that_became_required_breaks_the_signature():
    wider = make.signature((("age", "long"), ("amount", "double"), ("tenure", "double")))
    _, pages = pair({"package": make.package()}, {"package": make.package(signature=wider)})
    assert [(pill.words, pill.tone) for pill in pages["2"].view.pills] == [
        ("1.0.0 → 2.0.0, major", "warn"),
        ("Signature broken", "fail"),
    ]


def test_the_first_version_is_shown_whole_and_compared_with_nothing(render):
    place = churn()
    page = next(page for page in version_views(place) if page.version == "1")
    html = render(place, page).html
    assert "The first listed version." in html
    assert "Compared with" not in html
    assert "mf-ins" not in html
    assert "mf-del" not in html
    assert [param.key for param in page.view.params_same] == ["depth", "rate", "seed"]


def test_a_change_is_told_with_both_values_an_arrow_and_a_word(render):
    place = churn()
    page = next(page for page in version_views(place) if page.version == "3")
    metrics = words(section(render(place, page).html, "metrics"))
    assert "↑ +0.03 better" in metrics
    assert "↓ −0.008 worse" in metrics
    params = section(render(place, page).html, "parameters")
    assert '<del class="mf-del">6</del>' in params
    assert '<ins class="mf-ins">8</ins>' in params
    assert "2 parameters the same" in params


def test_a_difference_within_noise_is_no_news(render):
    runs = (make.run("r1", metrics={"auc": 0.9}), make.run("r2", metrics={"auc": 0.901}))
    goals = make.narrative(goals=(make.goal("auc", noise=0.002),))
    place, pages = pair(runs=runs, narratives=(goals,))
    assert "+0.001 within noise" in words(section(render(place, pages["2"]).html, "metrics"))


def test_a_metric_without_a_better_side_is_not_judged(render):
    runs = (make.run("r1", metrics={"drift": 0.1}), make.run("r2", metrics={"drift": 0.2}))
    place, pages = pair(runs=runs)
    assert "+0.1 better side not stated" in words(section(render(place, pages["2"]).html, "metrics"))


def test_a_value_that_is_no_number_is_shown_as_it_is(render):
    runs = (make.run("r1", metrics={"auc": 0.9}), make.run("r2", metrics={"auc": float("nan")}))
    place, pages = pair(runs=runs)
    metrics = words(section(render(place, pages["2"]).html, "metrics"))
    assert "NaN" in metrics
    assert "cannot be compared" in metrics


def test_what_one_side_did_not_record_is_not_compared(render):
    place, pages = pair(new={"run_id": "gone"}, runs=(make.run("r1", params={"depth": "6"}),))
    html = render(place, pages["2"]).html
    assert "v1 or v2 does not record its parameters" in words(section(html, "parameters"))
    assert "removed" not in words(section(html, "parameters"))
    assert facts(pages["2"])["Run"].detail == "gone, which no store holds"


def test_a_version_with_nothing_behind_it_shows_a_gap_in_every_section(render):
    place, pages = versions(models=(make.model(versions=(make.version(1, run_id=""),)),))
    html = render(place, pages["1"]).html
    for name, gap in {
        "metrics": "no metric recorded",
        "parameters": "no parameter recorded",
        "data": "no data recorded",
        "signature": "no signature recorded",
        "dependencies": "no package recorded",
        "code": "no code recorded",
        "files": "no model file found",
        "packaging": "no MLmodel file found",
        "tags": "no tags",
    }.items():
        assert f'<span class="mf-missing">{gap}</span>' in section(html, name), name
    assert "nothing says where the version came from" in section(html, "lineage")


def test_where_the_files_lie_is_told_and_not_followed(render):
    version = make.version(1, source_uri="s3://bucket/<b>model</b>")
    place, pages = versions(models=(make.model(versions=(version,)),))
    below = section(render(place, pages["1"]).html, "files")
    assert "s3://bucket/&lt;b&gt;model&lt;/b&gt;" in below
    assert not any("bucket" in link for link in re.findall(r'href="([^"]*)"', below))


def test_every_file_has_its_whole_digest_and_how_it_stands_to_the_one_before(render):
    place = churn()
    page = next(page for page in version_views(place) if page.version == "2")
    below = section(render(place, page).html, "files")
    digest = make.artifact().source.sha256
    assert f'<code class="mf-digest mf-whole">{digest}</code>' in below
    assert [page.view.file_changes.get(file.source, "same") for file in page.view.files] == [
        "same",
        "changed",
        "same",
    ]


def test_the_model_file_is_not_what_stands_beside_the_model():
    page = next(page for page in version_views(churn()) if page.version == "3")
    fact = facts(page)["Model file, SHA-256"]
    assert fact.detail == "model/model.pkl"
    assert fact.value == make.artifact(root=f"{make.STORE}/1/r3").source.sha256


def test_a_copy_names_the_version_it_was_copied_from():
    copied = make.version(1, model="prod", run_id="", copied_from=VersionRef("churn", "1"))
    place, _ = versions(models=(make.model(), make.model("prod", versions=(copied,))), runs=(make.run("r1"),))
    page = next(page for page in version_views(place) if page.model == "prod")
    assert facts(page)["Copied from"].value == "churn v1"
    assert facts(page)["Copied from"].href == "models/churn/v1.html"
    assert facts(page)["Run"].value == "calm-elk-r1"


def test_metrics_measured_on_other_data_say_so(render):
    old = (make.metric("auc", 0.9, dataset_name="q1", dataset_digest="1"),)
    new = (make.metric("auc", 0.8, dataset_name="q2", dataset_digest="2"),)
    place, pages = pair(runs=(make.run("r1", metrics=old), make.run("r2", metrics=new)))
    metrics = words(section(render(place, pages["2"]).html, "metrics"))
    assert "other data" in metrics
    assert "on q2" in metrics


def test_what_other_runs_measured_of_a_version_stands_apart(render):
    def logged(number, *values):
        metrics = tuple(
            replaced(make.metric("auc", value, dataset_name=data, dataset_digest="1"), run_id=run_id)
            for value, data, run_id in values
        )
        return make.logged_model(f"m-{number}", source_run_id=f"r{number}", metrics=metrics)

    place, pages = pair(
        {"model_id": "m-1"},
        {"model_id": "m-2"},
        runs=(make.run("r1"), make.run("r2"), make.run("e1"), make.run("e2")),
        experiments=(make.experiment(),),
        logged_models=(
            logged(1, (0.7, "own", "r1"), (0.6, "shared", "e1")),
            logged(2, (0.8, "own", "r2"), (0.75, "shared", "e2"), (0.5, "later", "e2")),
        ),
    )
    view = pages["2"].view
    assert [(change.old_value, change.new_value) for change in view.metrics] == [(0.7, 0.8), (0.6, 0.75)]
    assert [(change.old_value, change.new_value) for change in view.measured_again] == [(None, 0.5)]
    assert list(view.runs) == ["e2"]
    below = section(render(place, pages["2"]).html, "metrics")
    assert words(below.split("Measured by other runs")[1]).count("on later, by calm-elk-e2") == 1


def test_the_head_shows_the_first_line_without_its_markup():
    described = {"description": "# Retrained on **Q2** with [notes](https://x.example)\n\nLong story."}
    _, pages = pair(new=described)
    assert pages["2"].view.headline.value == "Retrained on Q2 with notes"
    assert pages["2"].view.has_description


def test_a_single_plain_line_needs_no_section_of_its_own():
    _, pages = pair(new={"description": "Slower rate."})
    assert not pages["2"].view.has_description


def test_fields_without_a_name_are_numbered(render):
    signature = make.signature((("", "tensor(int64)[-1, 28]"),))
    package = make.package(
        signature=type(signature)(
            inputs=signature.inputs, outputs=(SignatureField("", "double"),), source=signature.source
        )
    )
    place, pages = versions(models=(make.model(versions=(make.version(1, package=package),)),))
    below = section(render(place, pages["1"]).html, "signature")
    assert below.count('<th scope="row"><span class="mf-name">#1</span></th>') == 2
    assert "tensor(int64)[-1, 28], required" in below


def test_the_version_is_drawn_in_the_middle_of_its_neighbours():
    page = next(page for page in version_views(churn()) if page.version == "2")
    (spec,) = page.figures
    assert isinstance(spec, GraphSpec)
    assert [node.label for node in spec.nodes if node.focus] == ["churn v2"]
    assert {"churn v1", "churn v3", "calm-elk-r2", "@champion"} <= {node.label for node in spec.nodes}


def test_the_navigation_holds_the_version_even_when_it_is_an_old_one():
    numbers = range(1, 21)
    _, pages = versions(models=(make.model(versions=tuple(make.version(number) for number in numbers)),))
    texts = [link.text for link in pages["3"].local_navigation]
    assert texts == [
        "churn",
        *(f"Version {number}" for number in range(20, 12, -1)),
        *("Version 3", "11 older", "Lineage", "Changelog", "Timeline", "Audit"),
    ]


def test_search_finds_a_version_by_what_people_type():
    page = next(page for page in version_views(churn()) if page.version == "3")
    assert {
        "@challenger",
        "subsample",
        "recall",
        "holdout",
        "approved",
        "ada",
        "calm-elk-r3",
        "tenure",
    } <= set(page.keywords)


def test_an_evaluation_shows_its_slice_rows_interval_and_data_with_every_place(render):
    run = make.run("r1", metrics={"recall": 0.6, "rows": 400.0, "recall_ci_low": 0.55})
    written = make.evaluation(
        "recall", 0.5, slice="young", n=40, lower=0.3, upper=0.7, level=0.95, dataset="transactions",
        dataset_digest="18b8e1d0", method="bootstrap", samples=(0.4, 0.6),
    )  # fmt: skip
    place, pages = versions(
        models=(make.model(),), runs=(run,), evaluations=(written,), datasets=(make.dataset(),)
    )
    done = render(place, pages["1"])
    without_marks = re.sub(r"<sup.*?</sup>", "", done.html)
    table = without_marks[without_marks.index('id="t-evaluations"') :]
    rows = [words(row) for row in re.findall(r"<tr>(.*?)</tr>", table[: table.index("</table>")], re.DOTALL)]
    assert rows[1:] == [
        "recall the whole 0.6 from 0.55 400 data not recorded",
        "recall bootstrap 2 repeats young 0.5 0.3 to 0.7 at 95 % 40 transactions 18b8e1d0",
    ]
    assert {written.source, run.metric("rows").source, run.metric("recall_ci_low").source} <= set(
        done.sources
    )


def test_where_a_version_ran_and_what_was_tried_beside_it_is_told(render):
    def ran(version, kind=DeploymentKind.FULL, against=""):
        place = make.source("governance/deployments/churn.yaml", f"/deployments/{version}")
        return Deployment(
            model="churn", version=version, environment="production", kind=kind, against=against, source=place
        )

    versions = (make.version(1), make.version(2))
    place = make.portfolio(
        models=(make.model(versions=versions),),
        deployments=(ran("1"), ran("2", DeploymentKind.CANARY, "1"), ran("2"), ran("9")),
    )
    first, second = version_views(place)
    assert [row.kind.words for row in first.view.deployments] == ["all traffic", "canary"]
    assert [row.kind.words for row in second.view.deployments] == ["canary", "all traffic"]
    assert [link.text for link in second.view.comparisons] == ["v1 against v2"]
    assert "Deployments and trials" in words(render(place, second).html)
