"""The page of all datasets, and the matrix of what came of them."""

from generator.pages.datasets.overview import MATRIX_COLUMNS, datasets_views
from tests import factories as make


def page_of(**records):
    portfolio = make.portfolio(**records)
    return portfolio, next(datasets_views(portfolio), None)


def two_models(models=2):
    return {
        "datasets": (make.dataset("a", "1"), make.dataset("b", "2")),
        "runs": tuple(
            make.run(
                f"r{number}", inputs=(make.used("a", "1"), *((make.used("b", "2"),) if number == 1 else ()))
            )
            for number in range(1, models + 1)
        ),
        "models": tuple(
            make.model(f"m{number}", versions=(make.version(1, model=f"m{number}", run_id=f"r{number}"),))
            for number in range(1, models + 1)
        ),
    }


def test_a_dataset_names_the_models_that_came_of_it_and_its_last_use():
    _, page = page_of(**two_models())
    rows = {row.link.text: row for row in page.view.rows}
    assert [link.text for link in rows["a"].models] == ["m1", "m2"]
    assert (rows["a"].runs, rows["a"].last_used.value) == (2, "2026-10-21")
    assert rows["b"].contexts == ("training",)


def test_the_matrix_has_a_cell_for_each_dataset_behind_a_model():
    _, page = page_of(**two_models())
    (spec,) = page.figures
    assert (spec.rows, spec.columns) == (("a", "b"), ("m1", "m2"))
    assert {(cell.row, cell.column): cell.text for cell in spec.cells} == {
        (0, 0): "1",
        (0, 1): "1",
        (1, 0): "1",
    }
    assert spec.cells[0].href == "../models/m1/index.html"
    assert spec.description == "a stands behind 2 models, more than any other dataset."


def test_two_states_of_one_name_are_told_apart_in_the_matrix():
    records = two_models()
    records["datasets"] = (make.dataset("a", "1"), make.dataset("a", "2"))
    records["runs"] = (
        make.run("r1", inputs=(make.used("a", "1"),)),
        make.run("r2", inputs=(make.used("a", "2"),)),
    )
    _, page = page_of(**records)
    assert page.view.matrix.rows == ("a (1)", "a (2)")


def test_too_many_models_are_left_to_the_table(render):
    portfolio, page = page_of(**two_models(MATRIX_COLUMNS + 1))
    assert page.view.matrix is None
    assert "would make a figure too large to read" in render(portfolio, page).html


def test_a_dataset_that_only_runs_name_is_not_lost(render):
    portfolio, page = page_of(runs=(make.run("r1", inputs=(make.used("ghost", "0bad"),)),))
    html = render(portfolio, page).html
    assert "no store describes a dataset</span>" in html
    assert "1 dataset that runs name and no store describes" in html
    assert "ghost" in html


def test_without_datasets_there_is_no_such_page():
    assert page_of(runs=(make.run("r1"),))[1] is None


def test_the_page_is_the_golden_one(render, gold):
    portfolio, page = page_of(**two_models())
    gold("datasets", render(portfolio, page).html)
