"""The lineage page: every object listed, every hole named, every box leading somewhere."""

import json
from xml.etree import ElementTree as ET

from generator.figures import draw
from generator.figures.spec import EdgeStyle, Tone
from generator.pages.lineage.page import ROWS, lineage_data_files, lineage_figure_files, lineage_views
from tests import factories as make
from tests.pages.sample import churn


def holed():
    """Version 1 of a run without data, version 2 through a logged model with data, version 3 of a run that is gone."""
    return make.portfolio(
        experiments=(make.experiment(),),
        runs=(make.run("r1"), make.run("r2", inputs=(make.used(),), model_outputs=("m-2",))),
        datasets=(make.dataset(),),
        logged_models=(make.logged_model("m-2", source_run_id="r2"),),
        models=(
            make.model(
                aliases={"champion": "2"},
                versions=(
                    make.version(1),
                    make.version(2, model_id="m-2", stage="Production"),
                    make.version(3, run_id="lost"),
                ),
            ),
        ),
    )


def boxes(page):
    return {node.label: node for node in page.figures[0].nodes}


def test_the_page_draws_lists_and_names_the_gaps(render):
    place = holed()
    (page,) = lineage_views(place)
    html = render(place, page).html
    assert [section.id for section in page.sections] == ["all-versions", "objects", "gaps"]
    assert page.wide
    assert html.count('class="mf-missing">no store holds this run<') == 1
    assert "<b>No store holds this run:</b>" in html
    assert "<b>The run recorded no data:</b>" in html


def test_a_gap_is_counted_apart_from_the_things_there_are():
    (page,) = lineage_views(holed())
    assert page.view.contents == (
        "1 dataset, 2 runs, 1 logged model, 3 versions, 1 alias; 2 gaps in the record."
    )


def test_every_box_that_has_a_page_leads_to_it_from_the_lineage_page():
    (page,) = lineage_views(holed())
    hrefs = {label: node.href for label, node in boxes(page).items()}
    assert hrefs["churn v1"] == "v1.html"
    assert hrefs["calm-elk-r2"] == "../../runs/r2.html"
    assert hrefs["transactions"].startswith("../../datasets/transactions-")
    assert hrefs["churn_gbm"] == "v2.html"
    assert hrefs["@champion"] == "v2.html"
    assert hrefs["data not recorded"] == "../../runs/r1.html"
    assert hrefs["lost"] == ""


def test_stages_gaps_and_kinds_are_told_by_words_and_signs_not_by_colour_alone():
    (page,) = lineage_views(holed())
    found = boxes(page)
    assert (found["churn v2"].pill, found["churn v2"].pill_tone) == ("Production", Tone.PASS)
    assert (found["lost"].pill, found["lost"].icon) == ("gone", "help-circle-outline")
    assert (found["transactions"].icon, found["transactions"].tone) == ("database", Tone.C1)


def test_history_and_pointers_have_lines_of_their_own_and_a_legend():
    (page,) = lineage_views(holed())
    spec = page.figures[0]
    styles = {(edge.start, edge.end): edge.style for edge in spec.edges}
    found = boxes(page)
    assert styles[found["churn v1"].id, found["churn v2"].id] is EdgeStyle.HISTORY
    assert styles[found["churn v2"].id, found["@champion"].id] is EdgeStyle.POINTER
    assert styles[found["churn_gbm"].id, found["churn v2"].id] is EdgeStyle.FLOW
    assert [style for style, _ in spec.legend] == [EdgeStyle.FLOW, EdgeStyle.HISTORY, EdgeStyle.POINTER]


def test_a_store_without_logged_models_has_no_column_for_them():
    place = make.portfolio(runs=(make.run("r1", inputs=(make.used(),)),), models=(make.model(),))
    (page,) = lineage_views(place)
    assert page.figures[0].columns == ("Datasets", "Runs", "Versions")
    assert boxes(page)["churn v1"].column == 2


def test_older_versions_are_piled_in_the_figure_and_listed_one_by_one(render):
    numbers = range(1, 13)
    place = make.portfolio(
        runs=tuple(make.run(f"r{number}", inputs=(make.used(),)) for number in numbers),
        datasets=(make.dataset(),),
        models=(make.model(versions=tuple(make.version(number) for number in numbers)),),
    )
    (page,) = lineage_views(place)
    pile = boxes(page)["v1 – v8"]
    assert (pile.stacked, pile.icon, pile.detail) == (True, "layers-triple-outline", "8 older versions")
    assert {row.label for row in page.view.rows if row.folded} >= {
        f"churn v{number}" for number in range(1, 9)
    }
    assert {row.label for row in page.view.rows} >= {f"churn v{number}" for number in numbers}
    assert "16 objects are folded into piles" in render(place, page).html


def test_two_states_of_one_dataset_are_told_apart_where_things_come_from():
    (page,) = lineage_views(churn())
    origins = {
        row.label: [(step.label, step.digest) for step in row.comes_from]
        for row in page.view.rows
        if row.kind.value == "run"
    }
    assert ("transactions", "18b8e1d0") in origins["calm-elk-r2"]
    assert ("transactions", "77be020d") in origins["calm-elk-r3"]


def test_a_model_without_versions_says_so_and_draws_nothing(render):
    place = make.portfolio(models=(make.model(versions=()),))
    (page,) = lineage_views(place)
    assert page.figures == ()
    assert "no version is registered" in render(place, page).html


def test_a_table_that_would_be_endless_is_cut_and_says_where_the_rest_is(render):
    numbers = range(1, 301)
    place = make.portfolio(
        runs=tuple(make.run(f"r{number}") for number in numbers),
        models=(make.model(versions=tuple(make.version(number) for number in numbers)),),
    )
    (page,) = lineage_views(place)
    assert (len(page.view.rows), page.view.total) == (ROWS, 900)
    assert "The table holds the first 500 of 900 objects" in render(place, page).html
    assert len(page.figures[0].nodes) <= 60


def test_the_data_holds_every_object_and_every_step_with_its_places():
    place = holed()
    (file,) = lineage_data_files(place)
    data = json.loads(file.content.decode("ascii"))
    labels = {node["id"]: node["label"] for node in data["nodes"]}
    steps = {(labels[edge["start"]], edge["kind"], labels[edge["end"]]) for edge in data["edges"]}
    assert file.path == "api/lineage/churn.json"
    assert ("transactions", "used", "calm-elk-r2") in steps
    assert ("lost", "registered as", "churn v3") in steps
    assert ("churn v1", "previous version", "churn v2") in steps
    assert {node["label"]: node["gap"] for node in data["nodes"]}["lost"] == "no store holds this run"
    places = [place for edge in data["edges"] for place in edge["sources"]]
    assert {place.partition("#")[0] for place in places} <= data["files"].keys()


def test_the_figure_is_a_file_beside_its_page_with_colours_of_its_own():
    place = churn()
    pages = tuple(lineage_views(place))
    figures = {pages[0].figures[0].digest: draw(pages[0].figures[0])}
    (file,) = lineage_figure_files(pages, figures)
    svg = ET.fromstring(file.content)  # noqa: S314 - our own figure
    links = {link.get("href") for link in svg.iter("{http://www.w3.org/2000/svg}a")}
    assert file.path == "models/churn/lineage.svg"
    assert "v2.html" in links
    assert "prefers-color-scheme:dark" in file.content.decode()


def test_the_lineage_page_is_the_golden_one(render, gold):
    place = churn()
    (page,) = lineage_views(place)
    gold("lineage", render(place, page).html)
